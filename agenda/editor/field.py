"""The form field of an event's times, in Wagtail's editor: works without scripts (see directory/hours/form.py)."""

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.editor import reading, rhythm
from agenda.editor.dates import DateError, read_date
from agenda.editor.shown import dates_shown
from agenda.editor.typed import COUNT, FOREVER, UNTIL, Typed, whole_day
from agenda.engine import RuleError, parse_rule
from agenda.engine.schedule import EXCEPT, ONLY
from agenda.engine.words import rule_in_words

HOWS = (
    (rhythm.ONCE, gettext_lazy("une seule fois")),
    (rhythm.DATES, gettext_lazy("à plusieurs dates, que je liste")),
    (rhythm.DAILY, gettext_lazy("tous les jours")),
    (rhythm.WEEKLY, gettext_lazy("chaque semaine, ou presque")),
    (rhythm.NTH, gettext_lazy("chaque mois, le premier lundi, le dernier samedi…")),
    (rhythm.SAME_DAY, gettext_lazy("chaque mois, à la même date")),
)
INTERVALS = (
    ("1", gettext_lazy("toutes les semaines")),
    ("2", gettext_lazy("une semaine sur deux")),
    ("3", gettext_lazy("une semaine sur trois")),
    ("4", gettext_lazy("une semaine sur quatre")),
)
NTHS = (
    *(("1", gettext_lazy("premier")), ("2", gettext_lazy("deuxième")), ("3", gettext_lazy("troisième"))),
    *(("4", gettext_lazy("quatrième")), ("-1", gettext_lazy("dernier"))),
)
ENDS = (
    (FOREVER, gettext_lazy("sans date de fin")),
    (UNTIL, gettext_lazy("jusqu’à une date")),
    (COUNT, gettext_lazy("un certain nombre de fois")),
)
SCHOOL = (
    ("", gettext_lazy("vacances scolaires ou non")),
    (EXCEPT, gettext_lazy("hors vacances scolaires")),
    (ONLY, gettext_lazy("pendant les vacances scolaires seulement")),
)


class ScheduleWidget(forms.Widget):
    """First day and hours, how often, until when, except on; below, the next dates that it gives."""

    template_name = "agenda/editor/schedule_widget.html"
    use_fieldset = True

    class Media:
        css = {"all": ["css/schedule-admin.css"]}
        js = [forms.Script("js/schedule-admin.js", type="module")]

    def id_for_label(self, id_):
        return ""  # several inputs: the legend names them

    def use_required_attribute(self, initial):
        return False

    def value_from_datadict(self, data, files, name):
        return Typed.from_data(data, name)

    def value_omitted_from_data(self, data, files, name):
        return f"{name}-first" not in data

    def get_context(self, name, value, attrs):
        context = super().get_context(name, None, attrs)
        typed = value if isinstance(value, Typed) else Typed()
        schedule = typed.stored or (None if typed.is_blank else reading.read(typed))
        prefix = context["widget"]["attrs"].get("id") or f"id_{name}"
        context["widget"] |= {
            "prefix": prefix,
            "typed": typed.shown,
            "errors": {key: typed.errors.get(key, "") for key in typed.values},
            "notices": typed.notices,
            "preview": dates_shown(schedule),
            "preview_url": reverse("agenda_editor:preview"),
            "hows": options((*HOWS, *kept_choice(typed)), typed["how"]),
            "intervals": options(INTERVALS, typed["interval"]),
            "nths": options(NTHS, typed["nth"]),
            "nth_days": options(weekdays(), typed["nth_day"]),
            "days": [(value, label, value in typed["days"]) for value, label in weekdays()],
            "ends": options(ENDS, typed["ends"]),
            "schools": options(SCHOOL, typed["school"]),
        }
        return context

    def render(self, name, value, attrs=None, renderer=None):
        """By the project's template engine: the forms' own does not see the project's templates."""
        return render_to_string(self.template_name, self.get_context(name, value, attrs))


def options(choices, chosen):
    return [(value, label, value == chosen) for value, label in choices]


def weekdays():
    return [(str(number), str(name).lower()) for number, name in WEEKDAYS.items()]


def kept_choice(typed):
    """A rule that the form cannot say, as one more choice, in words."""
    try:
        rule = parse_rule(typed["kept"]) if typed["kept"] else None
    except RuleError:
        return []
    start = first_day(typed)
    if not rule or (rhythm.choices_of(rule, start)["how"] != rhythm.KEPT and typed["how"] != rhythm.KEPT):
        return []
    return [(rhythm.KEPT, _("comme jusqu’ici : %(rule)s") % {"rule": rule_in_words(rule, start)})]


def first_day(typed):
    """The midnight of the first day that was typed, else of today."""
    try:
        return whole_day(read_date(typed["first"]))
    except DateError:
        return whole_day(timezone.localdate())


class ScheduleField(forms.Field):
    """Cleans to (Schedule, notices), the notices being sentences; the value shown is a Typed."""

    widget = ScheduleWidget

    def clean(self, value):
        schedule = reading.read(value)
        if schedule is None:
            raise ValidationError(list(value.errors.values()), code="schedule")
        return schedule, tuple(value.notices)

    def has_changed(self, initial, data):
        return initial != data
