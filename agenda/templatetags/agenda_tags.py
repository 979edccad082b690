"""What the agenda shows on other rooms' pages."""

from functools import cache
from urllib.parse import urlencode

from django import template
from django.db import models
from django.urls import reverse
from django.utils import timezone

from agenda.cards import occurrence_row
from agenda.models import Occurrence
from portal.core.prepared import Hole, Prepared

register = template.Library()
SHOWN = 5


@register.simple_tag
def structure_agenda(structure, url):
    """The structure's own calendar and its part of the agenda: {"webcal", "listing"}. url: absolute, of its page."""
    return {
        "webcal": f"webcal://{url.partition('://')[2]}agenda.ics",
        "listing": f"{reverse('agenda:listing')}?{urlencode({'organisateur': structure.slug})}",
    }


@register.simple_tag
def next_events(structure):
    """Return the structure's next dates, for components/event_row.html: one query."""
    first, last = structure._get_children_path_interval(structure.path)
    here = {"key": structure.pk, "first": first, "last": last, "locale": structure.locale_id}
    rows = _next_dates()(now=timezone.now(), **here)
    return [occurrence_row(occurrence) for occurrence in rows]


@cache
def _next_dates():
    key, locale = (Hole(name, models.BigIntegerField()) for name in ("key", "locale"))
    first, last = (Hole(name, models.CharField()) for name in ("first", "last"))
    mine = Occurrence.objects.listed().of_structure(key, first, last)
    # Not `in_language`: SQLite would begin with the index of languages, so with every page of the site.
    mine = mine.annotate(language=models.F("event__locale") + 0).filter(language=locale)
    return Prepared(mine.upcoming(Hole("now", models.DateTimeField())).with_card_data()[:SHOWN])


@register.simple_tag
def events_about(tags, language):
    """Return the next date of each event that has one of some tags (slugs), for event_row.html: one query."""
    if not tags:
        return []
    rows = Occurrence.objects.listed().filter(
        event__tagged_items__tag__slug__in=list(tags), event__locale__language_code=language, cancelled=False
    )
    first = {}
    for occurrence in rows.upcoming(timezone.now()).with_card_data().distinct()[: SHOWN * 10]:
        first.setdefault(occurrence.event_id, occurrence)
    return [occurrence_row(occurrence) for occurrence in list(first.values())[:SHOWN]]
