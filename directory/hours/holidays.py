"""The public holidays of France (without Alsace-Moselle and overseas): article L3133-1 of the Code du travail.

https://www.legifrance.gouv.fr/codes/id/LEGISCTA000033008129/
"""

from datetime import date, timedelta
from functools import lru_cache

FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))  # (month, day)
AFTER_EASTER = (1, 39, 50)  # days: Easter Monday, Ascension, Whit Monday


def easter(year):
    """Easter Sunday in the Gregorian calendar (Meeus, Astronomical Algorithms, chapter 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (b - (b + 8) // 25 + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=16)
def public_holidays(year):
    fixed = {date(year, month, day) for month, day in FIXED}
    return frozenset(fixed | {easter(year) + timedelta(days=days) for days in AFTER_EASTER})


def is_public_holiday(day):
    return day in public_holidays(day.year)
