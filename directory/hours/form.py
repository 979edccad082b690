"""The plain form for opening hours, in Wagtail's admin and in ordinary forms: works without scripts.

In a form: `opening_hours = OpeningHoursField(required=False)`; in the admin, the same line in the page's
`base_form_class`, beside a plain FieldPanel("opening_hours").
"""

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from directory.hours.model import DAYS
from directory.hours.parsing import MAX_LENGTH, HoursError, parse
from directory.hours.typed import Typed


class TypedHours(str):
    """The OSM text of a form, with what was typed (`typed`), so that a faulty form is shown again as it was."""

    def __new__(cls, typed):
        value = super().__new__(cls, typed.assemble())
        value.typed = typed
        return value


class OpeningHoursWidget(forms.Widget):
    """One line a weekday, public holidays, and a free OSM text for what the lines cannot say."""

    template_name = "directory/hours_widget.html"
    use_fieldset = True

    class Media:
        css = {"all": ["css/hours-admin.css"]}

    def id_for_label(self, id_):
        return ""  # several inputs: the legend names them

    def use_required_attribute(self, initial):
        return False

    def value_from_datadict(self, data, files, name):
        return TypedHours(Typed.from_data(data, name))

    def value_omitted_from_data(self, data, files, name):
        return not any(key.startswith(f"{name}-") for key in data)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, None, attrs)
        typed = value.typed if isinstance(value, TypedHours) else Typed.from_text(str(value or ""))
        prefix = context["widget"]["attrs"].get("id") or f"id_{name}"
        context["widget"] |= {
            "prefix": prefix,
            "typed": typed,
            "max_length": MAX_LENGTH,
            "days": [day_context(name, prefix, number, typed) for number in range(7)],
        }
        return context

    def render(self, name, value, attrs=None, renderer=None):
        """By the project's template engine: the forms' own does not see the project's templates."""
        return render_to_string(self.template_name, self.get_context(name, value, attrs))


def day_context(name, prefix, number, typed):
    labels = (_("matin, ouvre à"), _("matin, ferme à"), _("après-midi, ouvre à"), _("après-midi, ferme à"))
    key = DAYS[number]
    inputs = [
        {"name": f"{name}-{key}-{side}", "id": f"{prefix}-{key}-{side}", "label": label, "value": value}
        for side, (label, value) in enumerate(zip(labels, typed.times[number], strict=True))
    ]
    error = typed.day_errors.get(number, "")
    return {"legend": WEEKDAYS[number], "inputs": inputs, "error": error, "error_id": f"{prefix}-{key}-error"}


class OpeningHoursField(forms.CharField):
    """Cleans to the canonical OSM text, or to the very text that was stored when nothing was changed."""

    widget = OpeningHoursWidget

    def to_python(self, value):
        typed = getattr(value, "typed", None)
        if typed and typed.errors:
            raise ValidationError(typed.errors, code="opening_hours")
        text = super().to_python(value)
        clean = canonical(text)
        return text if typed and text == typed.stored.strip() else clean


def canonical(text):
    try:
        return parse(text).to_osm()
    except HoursError as error:
        raise ValidationError(str(error), code="opening_hours") from error
