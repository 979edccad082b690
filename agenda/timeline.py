"""Times as the catalogue keeps them in memory: one whole number a moment, cheap to sort, to bisect and to hold.

packed = start << 22 | minutes that it lasts << 2 | whole days? << 1 | cancelled?, start in minutes of UTC since
1 January 2000. Moments of an event sort by their start. A length of more than 2**20 minutes (two years) is cut.
"""

from datetime import UTC, datetime, timedelta

from agenda.engine.clocks import PARIS

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
LENGTH_BITS = 20
MAX_LENGTH = (1 << LENGTH_BITS) - 1
SHIFT = LENGTH_BITS + 2
MOST_DAYS = 62  # days of one moment that a calendar shows: the first ones


def pack(start, end, all_day=False, cancelled=False):
    """The number of a moment; start and end: aware."""
    length = min(int((end - start).total_seconds() // 60), MAX_LENGTH)
    return minute(start) << SHIFT | length << 2 | bool(all_day) << 1 | bool(cancelled)


def minute(moment):
    """Minutes of UTC since EPOCH, of an aware datetime."""
    return int((moment - EPOCH).total_seconds() // 60)


def start_of(packed):
    """The aware start, on the clocks of here."""
    return (EPOCH + timedelta(minutes=packed >> SHIFT)).astimezone(PARIS)


def end_of(packed):
    return (EPOCH + timedelta(minutes=end_minute(packed))).astimezone(PARIS)


def end_minute(packed):
    return (packed >> SHIFT) + (packed >> 2 & MAX_LENGTH)


def is_all_day(packed):
    return bool(packed & 2)


def is_cancelled(packed):
    return bool(packed & 1)


def days_of(start, end):
    """The days of here that a moment touches, MOST_DAYS at most: an end at midnight is not the day that begins."""
    first = start.astimezone(PARIS).date()
    last = end.astimezone(PARIS)
    last = last.date() - timedelta(days=1) if end > start and (last.hour, last.minute) == (0, 0) else last.date()
    count = min(max((last - first).days, 0) + 1, MOST_DAYS)
    return [first + timedelta(days=n) for n in range(count)]
