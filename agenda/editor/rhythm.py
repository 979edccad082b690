"""A rule as the form's choices, and back."""

from dataclasses import replace
from datetime import datetime, timedelta

from agenda.engine import Rule
from agenda.engine.clocks import HERE, to_utc, to_wall
from agenda.engine.schedule import ONLY
from agenda.engine.school import is_school_holiday
from agenda.engine.words import nth_weekdays

ONCE, DATES, DAILY, WEEKLY, NTH, SAME_DAY, KEPT = ("once", "dates", "daily", "weekly", "nth", "same_day", "kept")
NTHS = (1, 2, 3, 4, -1)
MOST_WEEKS = 4
A_DAY = timedelta(days=1)
SEARCHED = 800  # days among which the first date that fits is looked for


def choices_of(rule, start):
    """{name of an input: value} of a rule that the form can say; {"how": KEPT} for another, which stays as it is."""
    if rule is None:
        return {"how": ONCE}
    if rule.months or (rule.week_start and rule.interval > 1):
        return {"how": KEPT}
    days = [day for _n, day in rule.weekdays]
    plain = not (rule.month_days or rule.positions)
    if rule.frequency == "DAILY" and plain and not days and rule.interval == 1:
        return {"how": DAILY}
    if rule.frequency == "WEEKLY" and plain and rule.interval <= MOST_WEEKS:
        return {"how": WEEKLY, "interval": str(rule.interval), "days": [str(day) for day in days or [start.weekday()]]}
    if rule.frequency == "MONTHLY" and rule.interval == 1:
        nth = nth_weekdays(rule)
        if len(nth) == 1 and nth[0][0] in NTHS:
            return {"how": NTH, "nth": str(nth[0][0]), "nth_day": str(nth[0][1])}
        if not rule.positions and not days and rule.month_days in ((), (start.day,)):
            return {"how": SAME_DAY}
    return {"how": KEPT}


def last_day(rule, start, zone=HERE):
    """The day until which a rule goes, None when it does not say."""
    if not isinstance(rule.until, datetime):
        return rule.until
    wall = to_wall(rule.until, zone)
    return wall.date() if wall.time() >= start.time() else wall.date() - A_DAY


def ending(rule, start, all_day, until=None, count=None, zone=HERE):
    """The rule until a day (included), or a number of times, or without end."""
    if count:
        return replace(rule, count=count, until=None)
    if not until:
        return replace(rule, count=None, until=None)
    return rule.ending(until if all_day else to_utc(datetime.combine(until, start.time()), zone))


def first_that_fits(rule, day, school=""):
    """The first day from `day` on that a rule and the school holidays take; None when there is none for two years."""
    every = replace(rule, interval=1, count=None, until=None)
    days = every.days(day - A_DAY, day + SEARCHED * A_DAY)
    next(days)  # the day before, which a rule always takes as its first
    return next((found for found in days if not school or is_school_holiday(found) is (school == ONLY)), None)


def weekly(days, interval):
    return Rule("WEEKLY", interval=interval, weekdays=tuple((0, day) for day in sorted(days)))


def nth_of_month(n, weekday):
    return Rule("MONTHLY", weekdays=((n, weekday),))


def same_day_of_month(day):
    return Rule("MONTHLY", month_days=(day.day,))
