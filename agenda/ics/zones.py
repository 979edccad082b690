"""VTIMEZONE: the rules of the clocks that lines name by their TZID."""

from datetime import date
from functools import lru_cache

from icalendar import Timezone

from agenda.engine.clocks import HERE

FIRST, LAST = date(2000, 1, 1), date(2040, 1, 1)  # of zones whose rules are written date by date
# The rule of the European Union since 1996 (directive 2000/84/EC).
OF_HERE = (
    *("BEGIN:VTIMEZONE", f"TZID:{HERE}"),
    *("BEGIN:DAYLIGHT", "DTSTART:19960331T020000", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"),
    *("TZNAME:CEST", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "END:DAYLIGHT"),
    *("BEGIN:STANDARD", "DTSTART:19961027T030000", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"),
    *("TZNAME:CET", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "END:STANDARD"),
    "END:VTIMEZONE",
)


@lru_cache(maxsize=64)
def vtimezone(name):
    """The component of an IANA zone, as text."""
    if name == HERE:
        return "".join(f"{line}\r\n" for line in OF_HERE)
    text = Timezone.from_tzid(name, first_date=FIRST, last_date=LAST).to_ical().decode()
    return "".join(_one_by_one(line) for line in text.replace("\r\n ", "").splitlines())


def _one_by_one(line):
    """One RDATE a line: ical.js reads the first of a list only."""
    name, _colon, values = line.partition(":")
    dates = values.split(",") if name == "RDATE" else [values]
    return "".join(f"{name}:{value}\r\n" for value in dates)


def vtimezones(names):
    """The components of zones, that of here always."""
    return "".join(vtimezone(name) for name in [HERE, *sorted(set(names) - {HERE, ""})])
