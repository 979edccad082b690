"""Other public events there and then, from the catalogue's memory: no query but those that keep it up to date."""

from datetime import timedelta

from django.utils import timezone

from agenda.event_rows import Words, event_row
from agenda.found import in_period, moments, organisers, slots_of
from agenda.period import Period
from agenda.timeline import SHIFT, end_minute, is_cancelled, minute
from portal.search.catalogue import Near, Query, find
from portal.search.models import Entry

DAYS_AROUND = timedelta(days=3)
KM = 20
SHOWN = 4
OFF = ("cancelled", "postponed")


def others_around(held, start, commune, point, own_key, now):
    """Return the lines (components/event_row.html) of what else happens within three days of `start` (aware).

    commune: its slug or ""; point: (latitude, longitude) or None. The same commune first, then within KM.
    """
    day = timezone.localdate(start)
    period = Period(day - DAYS_AROUND, day + DAYS_AROUND)
    with held.lock:
        bits = in_period(held, period, now) & held.all
        for state in OFF:
            bits &= ~held.facets["etat"].get(state, 0)
        if own_key in held.slots:
            bits &= ~(1 << held.slots[own_key])
        here = bits & held.facets["commune"].get(commune, 0)
        found = _nearest_in_time(held, here, period, start, now, SHOWN)
        if point and len(found) < SHOWN:
            close = find(Query(kind=held.kind, language=held.language, near=Near(*point, KM), held=held)).bits
            found += _nearest_in_time(held, bits & close & ~here, period, start, now, SHOWN - len(found))
        chosen = [(packed, held.keys[slot]) for packed, slot in sorted(found)]
    return _lines(held, chosen)


def _nearest_in_time(held, bits, period, start, now, count):
    """[(packed, slot)] of the `count` events that have a moment closest to `start`."""
    wanted, this_minute = minute(start), minute(now)
    found = []
    for slot in slots_of(bits):
        standing = [
            packed
            for packed in moments(held, slot, *period.minutes())
            if not is_cancelled(packed) and end_minute(packed) >= this_minute
        ]
        if standing:
            found.append((min(standing, key=lambda packed: abs((packed >> SHIFT) - wanted)), slot))
    return sorted(found, key=lambda pair: (abs((pair[0] >> SHIFT) - wanted), pair))[:count]


def _lines(held, chosen):
    if not chosen:
        return []
    fields = ("pk", "url", "title", "card")
    rows = Entry.objects.listed().only(*fields).in_bulk([key for _packed, key in chosen])
    words = Words(organisers(held))
    return [
        event_row({"url": rows[key].url, "title": rows[key].title, "card": rows[key].card}, packed, words)
        for packed, key in chosen
        if key in rows
    ]
