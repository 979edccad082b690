"""What the event's form shows of its times: the field, the way to its dates one by one, and « Choisir une date »."""

from functools import partial

from django import forms
from django.urls import reverse
from django.utils import timezone
from wagtail.admin import compare
from wagtail.admin.panels import FieldPanel, Panel

from agenda.cards import occurrence_in_words
from agenda.engine import RuleError

COMPARED = ("start", "end", "all_day", "rrule", "rdates", "exdates", "school")
SHOWN = 4
MEDIA = forms.Media(js=[forms.Script("js/schedule-admin.js", type="module")], css={"all": ["css/schedule-admin.css"]})


class SchedulePanel(FieldPanel):
    """The field of the times; two versions of a page are compared by the fields that it writes."""

    class BoundPanel(FieldPanel.BoundPanel):
        def get_comparison(self):
            fields = [self.panel.model._meta.get_field(name) for name in COMPARED]
            return [partial(compare.FieldComparison, field) for field in fields]


class DatesPanel(Panel):
    """The coming dates of an event that is written, and the screen where one of them is cancelled or moved."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "agenda/editor/dates_panel.html"

        def is_shown(self):
            return bool(self.instance.pk) and self.instance.repeats

        def get_context_data(self, parent_context=None):
            now = timezone.now()
            coming = [moment for moment in _moments(self.instance, now) if moment.end >= now and not moment.cancelled]
            return super().get_context_data(parent_context) | {
                "url": reverse("agenda_editor:dates", args=[self.instance.pk]),
                "dates": [occurrence_in_words(moment, self.instance.all_day)["text"] for moment in coming[:SHOWN]],
                "more": max(len(coming) - SHOWN, 0),
            }


class PlanningPanel(Panel):
    """What else happens then: the page is opened by a button, and read in place where scripts run."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "agenda/planning/panel.html"
        media = MEDIA

        def get_context_data(self, parent_context=None):
            url = reverse("agenda_planning:choose")
            return super().get_context_data(parent_context) | {"url": url, "event": self.instance.pk or ""}


def _moments(event, now):
    try:
        return event.moments(now)
    except (RuleError, TypeError, ValueError):
        return []
