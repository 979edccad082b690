"""Wall clocks and UTC."""

from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

HERE = "Europe/Paris"
PARIS = ZoneInfo(HERE)


@lru_cache(maxsize=64)
def zone(name):
    """The time zone of that IANA name; raises ZoneInfoNotFoundError (a KeyError) or ValueError for another text."""
    return ZoneInfo(name)


def to_utc(wall, name=HERE):
    """The instant of a wall-clock time.

    Of two instants (clocks going back), the first; of none (clocks going forward), the one that the clock would have
    shown had it not changed: 2:30 is then 3:30. RFC 5545, section 3.3.5, says the same.
    """
    return wall.replace(tzinfo=zone(name)).astimezone(UTC)


def to_wall(moment, name=HERE):
    """What the clocks of a zone show at an instant, as a naive datetime."""
    return moment.astimezone(zone(name)).replace(tzinfo=None)


def midnight(day, name=HERE):
    """The instant at which a day begins."""
    return to_utc(datetime(day.year, day.month, day.day), name)
