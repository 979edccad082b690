"""Days, months and ranges that are to come, and their words on a chip: what agenda.spoken counts with."""

from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agenda.editor.dates import MONTHS
from agenda.period import Period, month
from directory.hours.words import month_name
from portal.core.templatetags.portal_tags import long_date

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
YEARS = 9  # a 29 February comes within that
TENS = {"debut": (1, 10), "mi": (11, 20), "fin": (21, 31)}


# -- Reading -----------------------------------------------------------------------------------------------------------
def number(word):
    return int(word) if word.isdigit() else 1  # « 1er », « premier »


def month_number(word):
    """Of a name or its beginning, as MONTHS writes it."""
    return next(place for place, name in enumerate(MONTHS, 1) if name.startswith(word))


def year_of(parts):
    """None when none was said."""
    return int(parts["year"]) if parts.get("year") else None


# -- To come -----------------------------------------------------------------------------------------------------------
def coming(day, number_, year, today):
    """That day of that year; of no year, the next one. Raises ValueError for a day that no year has."""
    if year is not None:
        return date(year, number_, day)
    for tried in range(today.year, today.year + YEARS):
        try:
            found = date(tried, number_, day)
        except ValueError:
            continue
        if found >= today:
            return found
    raise ValueError(f"{day}/{number_} never comes")


def coming_weekday(weekday, day, today):
    """The next day of a month that is also that day of the week; within two years, or ValueError."""
    for later in range(2 * 366):
        found = today + timedelta(days=later)
        if (found.weekday(), found.day) == (weekday, day):
            return found
    raise ValueError(f"day {day} never comes")


def coming_month(number_, ten, year, today):
    """A month or one of its TENS; of no year, the next one, without its days that are past."""
    if year is not None:
        return _part(month(year, number_), ten)
    found = _part(month(today.year, number_), ten)
    if found.last < today:
        found = _part(month(today.year + 1, number_), ten)
    return Period(max(found.first, today), found.last)


def _part(whole, ten):
    first, last = TENS.get(ten, (1, 31))
    return Period(whole.first.replace(day=first), whole.first.replace(day=min(last, whole.last.day)))


# -- Saying ------------------------------------------------------------------------------------------------------------
def one(day, today):
    return Period(day, day), day_said(day, today)


def day_said(day, today, weekday=True):
    """« samedi 28 novembre », with its year when it is not this one."""
    words = long_date(day) if day.year != today.year else _without_year(day)
    return f"{date_format(day, 'l')} {words}" if weekday else words


def range_said(period, today):
    """« du 12 au 14 décembre », « du 28 décembre au 3 janvier 2027 »."""
    first, last = _without_year(period.first), day_said(period.last, today, weekday=False)
    if (period.first.year, period.first.month) == (period.last.year, period.last.month):
        first = first.split()[0]
    return _("du %(first)s au %(last)s") % {"first": first, "last": last}


def month_said(day, ten=None):
    words = {"month": f"{month_name(day.month)} {day.year}"}
    sentences = {"debut": _("début %(month)s"), "mi": _("mi-%(month)s"), "fin": _("fin %(month)s")}
    return sentences.get(ten, "%(month)s") % words


def _without_year(day):
    return long_date(day).rsplit(" ", 1)[0]
