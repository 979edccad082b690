"""Which days a listing is about."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from agenda.engine.clocks import midnight
from agenda.timeline import minute

A_DAY = timedelta(days=1)
FRIDAY, SATURDAY = 4, 5


@dataclass(frozen=True)
class Period:
    """first and last: days, both included; last None: as far as the agenda goes; first None: from the beginning."""

    first: date | None
    last: date | None = None

    def minutes(self):
        """(from, to) in minutes of agenda.timeline, `to` excluded; None where it is open."""
        start = minute(midnight(self.first)) if self.first else None
        return start, minute(midnight(self.last + A_DAY)) if self.last else None

    def days(self):
        """The days of a closed period."""
        return [self.first + n * A_DAY for n in range((self.last - self.first).days + 1)]


def month(year, number):
    return Period(date(year, number, 1), date(year, number, monthrange(year, number)[1]))


def week(monday):
    return Period(monday, monday + 6 * A_DAY)


def monday_of(day):
    return day - day.weekday() * A_DAY


def week_end(today):
    """« Ce week-end »: Saturday and Sunday of this week; on a Sunday, what is left of it."""
    saturday = monday_of(today) + SATURDAY * A_DAY
    return Period(max(today, saturday), saturday + A_DAY)


def named(name, today):
    """The period of a word of the address; None for what is to come, which is the usual one."""
    return {
        "aujourdhui": lambda: Period(today, today),
        "demain": lambda: Period(today + A_DAY, today + A_DAY),
        "week-end": lambda: week_end(today),
        "semaine": lambda: Period(today, monday_of(today) + 6 * A_DAY),
        "mois": lambda: Period(today, month(today.year, today.month).last),
    }.get(name, lambda: None)()
