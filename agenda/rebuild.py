"""The one function that makes occurrences from schedules, and what keeps them going as time passes."""

from django.db import transaction
from django.utils import timezone

from agenda.ics.store import write_lines

BATCH = 200
SHOWN = ("title", "place", "note")
# What moments and lines read of an event: less than its entry in the catalogue does.
SELECT = ("locale", "commune", "place__commune", "at_structure__commune", "listing_image")
PREFETCH = ("categories", "date_changes")


@transaction.atomic
def write_dates(events, now=None):
    """Write the occurrences of saved events, and their lines for calendars; rows that are right are kept.

    Horizon and limit are the engine's. Returns the events of which either changed.
    """
    from agenda.models import Occurrence  # which the event's model needs to be there

    now = now or timezone.now()
    present = {event.pk: {} for event in events}
    for row in Occurrence.objects.filter(event__in=present):
        present[row.event_id][row.recurrence_id] = row
    moments = {event.pk: event.moments(now) for event in events}
    new, gone, changed = [], [], set()
    for event in events:
        rows = {moment.recurrence_id: row_of(event, moment) for moment in moments[event.pk]}
        kept = present[event.pk]
        missing = [row for key, row in rows.items() if key not in kept or not _same(kept[key], row)]
        old = [row.pk for key, row in kept.items() if key not in rows or not _same(row, rows[key])]
        new += missing
        gone += old
        if missing or old:
            changed.add(event.pk)
    for start in range(0, len(gone), 500):
        Occurrence.objects.filter(pk__in=gone[start : start + 500]).delete()
    Occurrence.objects.bulk_create(new, batch_size=1000)
    changed.update(event.pk for event in write_lines(events, moments, now))
    return [event for event in events if event.pk in changed]


def row_of(event, moment):
    """The unsaved row of a moment."""
    from agenda.models import Occurrence

    shown = {name: getattr(moment.change, name) for name in SHOWN} if moment.change else {}
    return Occurrence(
        event_id=event.pk,
        start=moment.start,
        end=moment.end,
        all_day=event.all_day,
        recurrence_id=moment.recurrence_id,
        cancelled=moment.cancelled,
        **shown,
    )


def _same(one, other):
    names = ("start", "end", "all_day", "cancelled", *SHOWN)
    return all(getattr(one, name) == getattr(other, name) for name in names)


def rebuild_dates(events=None, *, now=None, progress=None):
    """Write the occurrences of events (a queryset; all of them by default), batch by batch, in bounded memory.

    What goes round `save()` (portal.core.bulk) must call it. Returns how many were read; progress(n) after each batch.
    """
    from agenda.models import EventPage

    events = EventPage.objects.all() if events is None else events
    seen, batch = 0, []
    events = events.select_related(*SELECT).defer(*EventPage.entry_defer).prefetch_related(*PREFETCH)
    for event in events.iterator(chunk_size=BATCH):
        batch.append(event)
        if len(batch) == BATCH:
            seen += _written(batch, now, progress)
            batch = []
    return seen + (_written(batch, now, progress) if batch else 0)


def _written(batch, now, progress):
    write_dates(batch, now)
    if progress:
        progress(len(batch))
    return len(batch)
