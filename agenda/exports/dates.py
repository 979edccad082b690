"""The dates of an answer one by one, with the entries and the changes that go with them."""

from dataclasses import dataclass
from heapq import nsmallest
from itertools import islice

from agenda.entry import TIMES
from agenda.found import all_slots, moments, rows
from agenda.models import Occurrence
from agenda.timeline import SHIFT, end_minute, end_of, is_all_day, is_cancelled, minute, start_of
from portal.search.models import Entry

CHUNK = 500
CHANGED = ("title", "place", "note")


@dataclass(frozen=True)
class Own:
    """What one date of an event has of its own."""

    title: str = ""
    place: str = ""
    note: str = ""


UNCHANGED = Own()


@dataclass(frozen=True)
class Date:
    """One date of an event: its entry, its packed moment, and what that day has of its own."""

    entry: Entry
    packed: int
    change: Own = UNCHANGED

    @property
    def start(self):
        return start_of(self.packed)

    @property
    def end(self):
        return end_of(self.packed)

    @property
    def all_day(self):
        return is_all_day(self.packed)

    @property
    def is_cancelled(self):
        """This very date, the event being kept up or not."""
        return is_cancelled(self.packed)

    @property
    def title(self):
        return self.change.title or self.entry.title

    @property
    def place(self):
        return self.change.place or self.entry.data.get("place", "")

    @property
    def status(self):
        """That of the event, or "cancelled" when this very date is."""
        return "cancelled" if self.is_cancelled else self.entry.data.get("status", "confirmed")


def window(form):
    """(from, to) in minutes of agenda.timeline: the days asked for, without what is over unless all of it is."""
    now = minute(form.now)
    if form.is_past:
        return None, now
    start, stop = form.period.minutes() if form.period else (None, None)
    is_over = stop is not None and stop <= now
    return start if is_over or (start is not None and start > now) else now, stop


def ordered_rows(found, form):
    """The listing's rows (agenda.found.rows); of days that are over, those of these days."""
    is_over = form.period and not form.is_past and form.period.last and window(form)[1] <= minute(form.now)
    return rows(found, form, form.period if is_over else None)


def dates_of(found, form, most):
    """The first `most` (packed, slot) of an answer in the order of time, and how many there are in all."""
    start, stop = window(form)
    held, from_midnight = found.shelf, start is not None and start != minute(form.now)
    every = [(packed, slot) for slot in all_slots(found.bits) for packed in moments(held, slot, start, stop)]
    if from_midnight:  # what ends as the first day begins is not of that day
        every = [line for line in every if line[0] >> SHIFT >= start or end_minute(line[0]) > start]
    return nsmallest(most, every), len(every)


def read_dates(held, lines):
    """Yield the Dates of [(packed, slot)], two queries for each CHUNK; one that has gone is left out."""
    for part in parts_of(lines):
        keys = {held.keys[slot] for _packed, slot in part}
        entries = Entry.objects.listed().in_bulk(keys)
        found = changes([entry.page_id for entry in entries.values()])
        for packed, slot in part:
            if entry := entries.get(held.keys[slot]):
                yield date_of(entry, packed, found)


def parts_of(values):
    """Yield lists of CHUNK values."""
    values = iter(values)
    while part := list(islice(values, CHUNK)):
        yield part


def date_of(entry, packed, found):
    return Date(entry, packed, found.get((entry.page_id, start_of(packed)), UNCHANGED))


def changes(page_ids):
    """{(event's page number, start to the minute): what is different that day}, of the dates that have something."""
    rows = Occurrence.objects.filter(event__in=page_ids).exclude(**dict.fromkeys(CHANGED, ""))
    return {
        (page_id, start.replace(second=0, microsecond=0)): Own(*own)
        for page_id, start, *own in rows.order_by().values_list("event_id", "start", *CHANGED)
    }


def packed_of(entry, start=None, stop=None):
    """The packed moments of an entry between two minutes (None: open), by start."""
    return [
        packed
        for packed in entry.facets.get(TIMES, ())
        if (start is None or end_minute(packed) >= start) and (stop is None or packed >> SHIFT < stop)
    ]
