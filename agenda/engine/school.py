"""School holidays of zone B (académie d'Aix-Marseille): the State's calendar, as vacances-scolaires-france ships it.

Source: data.education.gouv.fr, « Le calendrier scolaire », Licence Ouverte. It ends on a certain day (`known_until`):
past it, a series « hors vacances » goes on as if there were none, and one « pendant les vacances » stops.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from vacances_scolaires_france import SchoolHolidayDates

ZONE = "vacances_zone_b"


@dataclass(frozen=True)
class SchoolHoliday:
    """first and last: days without school, both included."""

    name: str
    first: date
    last: date


@lru_cache(maxsize=1)
def _days():
    """{day: name of the holidays} of the whole calendar."""
    return {day: row["nom_vacances"] for day, row in sorted(SchoolHolidayDates().data.items()) if row[ZONE]}


def is_school_holiday(day):
    return day in _days()


def school_holiday_name(day):
    """« Vacances de Noël », or "" on a day of school."""
    return _days().get(day, "").replace("'", "’")


@lru_cache(maxsize=1)
def known_until():
    """The last day of the calendar."""
    return max(_days())


def school_holidays(first, last):
    """Return the SchoolHoliday periods that touch the days from `first` to `last`, whole."""
    return [period for period in _periods() if period.first <= last and period.last >= first]


@lru_cache(maxsize=1)
def _periods():
    found = []
    for day, name in _days().items():
        if found and found[-1][2] + timedelta(days=1) == day and found[-1][0] == name:
            found[-1][2] = day
        else:
            found.append([name, day, day])
    return [SchoolHoliday(name.replace("'", "’"), first, last) for name, first, last in found]
