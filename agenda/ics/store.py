"""Writes the stored lines of events. A page that was never published has none: its first lines are of revision 0."""

from django.db.models import Max
from django.utils import timezone

from agenda.ics.lines import event_lines, signature, zones_of

FIELDS = ("text", "zones", "sequence", "signature", "changed_at")


def write_lines(events, moments, now=None):
    """Write the EventLines of saved events that are published; moments: {event's key: those of the engine}.

    A few queries, however many events. Returns the events whose lines changed.
    """
    from agenda.models import EventLines

    now = now or timezone.now()
    events = [event for event in events if event.live]
    kept = EventLines.objects.in_bulk([event.pk for event in events])
    first = _first_sequences([event for event in events if event.pk not in kept])
    rows, changed = [], []
    for event in events:
        row = _row(event, moments[event.pk], kept.get(event.pk), first.get(event.translation_key, 0), now)
        if row:
            rows.append(row)
            changed.append(event)
    EventLines.objects.bulk_create(
        rows, batch_size=200, update_conflicts=True, unique_fields=["event"], update_fields=FIELDS
    )
    return changed


def _first_sequences(events):
    """{translation key: revision that its other languages are at}: they are one event, with one UID."""
    from agenda.models import EventLines

    keys = {event.translation_key for event in events}
    known = EventLines.objects.filter(event__translation_key__in=keys).order_by().values("event__translation_key")
    return dict(known.annotate(last=Max("sequence")).values_list("event__translation_key", "last")) if keys else {}


def _row(event, moments, kept, first, now):
    """The row to write, or None when the one that is kept is right.

    DTSTAMP is the time of the publication; of a page that bears none (written by hand), that of its last change.
    """
    from agenda.models import EventLines

    printed = signature(event)
    sequence = first
    if kept:
        sequence = kept.sequence + (kept.signature != printed)

    def text(stamp):
        return event_lines(event, moments, sequence=sequence, stamp=stamp, now=now)

    stamp = event.last_published_at or (kept.changed_at if kept else now)
    written = text(stamp)
    if kept and (kept.text, kept.signature, kept.zones) == (written, printed, zones_of(event)):
        return None
    if kept and not event.last_published_at:
        written = text(now)
    return EventLines(
        event_id=event.pk,
        text=written,
        zones=zones_of(event),
        sequence=sequence,
        signature=printed,
        changed_at=now,
    )
