"""Which structures are open at this minute, as a set of bits of the catalogue."""

from functools import lru_cache

from django.utils import timezone

from directory.hours import HoursError, is_open, parse
from portal.search.memory import bits_of


def open_now(shelf):
    """Return the bits of the entries that are open now: worked out once a minute and once a version, with no query.

    Equal hours are judged once, however many structures keep them.
    """
    now = timezone.localtime()
    minute = now.replace(second=0, microsecond=0)
    kept = shelf.memo.get("open")
    if not kept or kept[0] != minute:
        with shelf.lock:
            slots = [slot for hours, slots in shelf.hours.slots.items() if _is_open(hours, now) for slot in slots]
        kept = shelf.memo["open"] = minute, bits_of(slots)
    return kept[1]


def _is_open(hours, now):
    schedule = _schedule(hours)
    return bool(schedule) and bool(is_open(schedule, now))


@lru_cache(maxsize=20_000)
def _schedule(hours):
    try:
        return parse(hours)
    except HoursError:
        return None
