"""What the agenda shows on other rooms' pages."""

from django import template
from django.utils import timezone

from agenda.cards import occurrence_row
from agenda.models import Occurrence

register = template.Library()
SHOWN = 5


@register.simple_tag
def next_events(structure):
    """Return the structure's next dates, for components/event_row.html: two queries."""
    mine = Occurrence.objects.listed().of_structure(structure).in_language(structure.locale_id)
    rows = mine.upcoming(timezone.now()).with_card_data()[:SHOWN]
    return [occurrence_row(occurrence) for occurrence in rows]
