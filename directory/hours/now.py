"""Is it open at a given moment, and until when: clocks are those of Europe/Paris.

Hours are turned into instants before they are compared, so that the two nights when the clocks change are right.
The dates of the school holidays are decreed year by year and are not kept here: what depends on them is "not known".
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from directory.hours.holidays import is_public_holiday
from directory.hours.model import DAY
from directory.hours.words import day_and_month, lower_name, time_in_words, weekday_name

PARIS = ZoneInfo("Europe/Paris")
HORIZON = 366  # days looked ahead
SOON = timedelta(hours=12)  # a closing so near needs no day: "ferme à 2 h"


def spans_on(schedule, day):
    """The hours that begin on a date: those of the last rule that names it."""
    for rule in reversed(schedule.rules):
        if rule.periods and not any(period.contains(day) for period in rule.periods):
            continue
        if rule.is_every_day or day.weekday() in rule.weekdays or (rule.public_holidays and is_public_holiday(day)):
            return rule.spans
    return ()


def instant(day, minutes):
    """A local clock time as UTC; in the skipped hour the clock goes on, in the one lived twice it is the first."""
    days, minutes = divmod(minutes, DAY)
    local = datetime(day.year, day.month, day.day, minutes // 60, minutes % 60, tzinfo=PARIS) + timedelta(days=days)
    return local.astimezone(UTC)


def openings(schedule, first, days):
    """(start, end) in UTC of the openings that begin on `days` dates from `first`, in order, joined when they touch."""
    current = None
    for day in (first + timedelta(days=number) for number in range(days)):
        for span in spans_on(schedule, day):
            start, end = instant(day, span.start), instant(day, span.end)
            if current and start <= current[1]:
                current = min(current[0], start), max(current[1], end)
            elif start < end:
                if current:
                    yield current
                current = start, end
    if current:
        yield current


def suppositions(schedule):
    """The schedules that may be in force: two when it speaks of school holidays."""
    if not schedule.uses_school_holidays:
        return [schedule]
    return [schedule.at_school_time(holidays) for holidays in (True, False)]


def agreed(answers):
    return answers[0] if answers.count(answers[0]) == len(answers) else None


def localised(moment):
    if moment.tzinfo is None:
        raise ValueError("an aware datetime is needed")
    return moment.astimezone(PARIS)


def is_open(schedule, moment):
    """True or False; None when nothing is said, or when it depends on the school holidays. `moment` is aware."""
    if not schedule:
        return None
    moment = localised(moment)
    first = moment.date() - timedelta(days=1)
    return agreed(
        [any(start <= moment < end for start, end in openings(each, first, 2)) for each in suppositions(schedule)]
    )


def next_change(schedule, moment):
    """When it next opens or closes, as a datetime of Paris; None when that is over a year away, or not known."""
    moment = localised(moment)
    found = agreed([_next_change(each, moment) for each in suppositions(schedule)])
    return found and found.astimezone(PARIS)


def _next_change(schedule, moment):
    first = moment.date() - timedelta(days=1)
    for start, end in openings(schedule, first, HORIZON + 2):
        if end > moment:
            change = start if start > moment else end
            return change if change - moment <= timedelta(days=HORIZON) else None
    return None


def state_in_words(schedule, moment):
    """« Ouvert · ferme à 18 h », « Fermé · ouvre lundi à 9 h » in the current language; "" when it is not known."""
    moment, opened = localised(moment), is_open(schedule, moment)
    if opened is None:
        return ""
    state, change = _("Ouvert") if opened else _("Fermé"), next_change(schedule, moment)
    if change is None:
        return state
    pattern = _("%(state)s · ferme %(when)s") if opened else _("%(state)s · ouvre %(when)s")
    return pattern % {"state": state, "when": when_in_words(change, moment, opened)}


def when_in_words(change, moment, closing):
    days = (change.date() - moment.date()).days
    minutes = 60 * change.hour + change.minute
    if days == 0 or (closing and change - moment.astimezone(UTC) < SOON):
        return _("à %(time)s") % {"time": time_in_words(minutes or (DAY if closing else 0))}
    values = {"time": time_in_words(minutes), "day": day_name(change, days)}
    if days == 1:
        return _("demain à %(time)s") % values
    return (_("%(day)s à %(time)s") if days < 7 else _("le %(day)s à %(time)s")) % values


def day_name(change, days):
    """The weekday within the week, then the date; with its year when it is not this one's."""
    if days < 7:
        return weekday_name(change.weekday())
    return day_and_month(change.month, change.day) if days < 300 else lower_name(date_format(change, "DATE_FORMAT"))
