"""Times of the events that a query found, from the catalogue's memory: no query at all but for organisers' names."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from agenda.engine.clocks import midnight
from agenda.entry import DAY, TIMES
from agenda.timeline import SHIFT, end_minute, is_cancelled, minute
from portal.search.memory import part_of
from portal.search.models import Entry

LOOK_BACK = 4  # moments of one event that may overlap: a series of three-day courses every day is rare enough


@dataclass(frozen=True)
class Row:
    """One line of a list: an event at its next moment of a period (packed), and how many it has there in all."""

    packed: int
    slot: int
    count: int


# -- Which events ----------------------------------------------------------------------------------------------------
def in_period(held, period, now, past=False):
    """The bits of the events that happen on the days of a period.

    None: what is not over at `now` (aware). past: events that are over for good. The two are complements.
    """
    if period and not past:
        return _on_days(held, period)
    today, this_minute = timezone.localdate(now), minute(now)
    later = _on_days_after(held, today)
    for slot in slots_of(held.facets[DAY].get(today.isoformat(), 0) & ~later):
        if any(end_minute(packed) >= this_minute for packed in times(held, slot)):
            later |= 1 << slot
    return held.all & ~later if past else later


def _on_days(held, period):
    first = period.first.isoformat() if period.first else ""
    last = period.last.isoformat() if period.last else "9999"
    return _union(held, ("days", first, last), lambda day: first <= day <= last)


def _on_days_after(held, today):
    limit = today.isoformat()
    return _union(held, ("after", limit), lambda day: day > limit)


def _union(held, key, wanted):
    """Kept until the shelf changes, for a few periods."""
    kept = held.memo.setdefault("periods", {})
    if key not in kept:
        if len(kept) > 100:
            kept.clear()
        bits = 0
        for day, members in list(held.facets[DAY].items()):
            if wanted(day):
                bits |= members
        kept[key] = bits
    return kept[key]


def slots_of(bits):
    """The positions of the bits that are set, fewest steps where they are few."""
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low


def all_slots(bits):
    """The same for many: a list, byte by byte."""
    found = []
    for place, byte in enumerate(bits.to_bytes(bits.bit_length() // 8 + 1, "little")):
        while byte:
            low = byte & -byte
            found.append((place << 3) + low.bit_length() - 1)
            byte ^= low
    return found


# -- When ------------------------------------------------------------------------------------------------------------
def times(held, slot):
    """The packed moments of an event, by start."""
    return held.rows[slot][0].get(TIMES, ())


def moments(held, slot, start, stop):
    """The packed moments that touch the minutes from `start` to `stop` (excluded; None: open)."""
    every = times(held, slot)
    first = 0 if start is None else bisect_left(every, start << SHIFT)
    last = len(every) if stop is None else bisect_right(every, stop << SHIFT)
    while last and stop is not None and every[last - 1] >> SHIFT >= stop:
        last -= 1
    earlier = [packed for packed in every[max(first - LOOK_BACK, 0) : first] if end_minute(packed) >= start]
    return earlier + list(every[first:last])


def rows(found, form, period=None):
    """Return the Rows of an answer: one an event, by its next moment that takes place; the last one for the past."""
    asked = period or form.period
    start, stop = asked.minutes() if asked else (None, None)
    if form.is_past and not period:
        start, stop = None, minute(form.now)
    elif start is None or (period is None and start <= minute(form.now) and (stop is None or stop > minute(form.now))):
        start = minute(form.now)  # a period that is over is shown whole, one that goes on from now
    held, lines, is_now = found.shelf, [], start == minute(form.now)
    for slot in all_slots(found.bits):
        here = moments(held, slot, start, stop)
        if not is_now:  # what ends at the midnight with which a period begins is of the day before
            here = [
                packed for packed in here if start is None or max(end_minute(packed), (packed >> SHIFT) + 1) > start
            ]
        if not here:
            continue
        standing = [packed for packed in here if not is_cancelled(packed)] or here
        lines.append(Row(standing[-1] if form.is_past and not period else standing[0], slot, len(standing)))
    lines.sort(key=lambda row: (row.packed, held.rows[row.slot][1]), reverse=form.is_past and not period)
    return lines


def by_day(found, period):
    """{day of the period: [(packed, slot)]} by start: what a calendar shows; a long one is on each of its days."""
    start, stop = period.minutes()
    held, days = found.shelf, {day: [] for day in period.days()}
    edges = _midnights(period)
    order = list(days)
    for slot in all_slots(found.bits):
        for packed in moments(held, slot, start, stop):
            begin, end = packed >> SHIFT, end_minute(packed)
            first = max(bisect_right(edges, begin) - 1, 0)
            last = bisect_left(edges, end) - 1 if end > begin else first
            for number in range(first, min(max(last, first), len(order) - 1) + 1):
                if end > edges[number] or end == begin:
                    days[order[number]].append((packed, slot))
    for lines in days.values():
        lines.sort()
    return days


def _midnights(period):
    return [minute(midnight(day)) for day in [*period.days(), period.last + timedelta(days=1)]]


# -- Who -------------------------------------------------------------------------------------------------------------
def organisers(held):
    """{page number: {"title", "url", "slug"}} of the public structures that events name; one query when any changed."""
    keys = held.memo.get("organiser keys")
    if keys is None:
        keys = held.memo["organiser keys"] = sorted(map(int, held.facets["organisateur"]))
    part = part_of("structure", held.language)
    return held.kept_until(part, f"organisers {hash(tuple(keys))}", lambda: _read_organisers(keys))


def _read_organisers(keys):
    rows = Entry.objects.listed().filter(kind="structure", page_id__in=keys).order_by("sort_name", "pk")
    found = {}
    for key, title, url in rows.values_list("page_id", "title", "url"):
        found[key] = {"title": title, "url": url, "slug": url.rstrip("/").rsplit("/", 1)[-1]}
    return found
