"""When an event happens, as RFC 5545 says it, so that any reader finds the dates that our engine finds."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from agenda.engine import Schedule, horizon
from agenda.engine.clocks import to_utc, to_wall, zone

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Times:
    """Values as icalendar takes them: dates for whole days, else aware. end: None when it ends as it starts."""

    start: date
    end: date | None
    rule: str = ""
    further: tuple = ()  # RDATE
    excepted: tuple = ()  # EXDATE


def times_of(schedule, now):
    """The Times of a series, or of what happens once.

    A calendar knows nothing of school holidays, and does not count a first date that is not of its rule: the rule then
    ends at the last date that the engine gives, and says one by one what it leaves out or adds. No date is told that
    changes nothing: ical.js repeats one that is added twice, and stops at an exception to no date.
    """
    if not schedule.rule:
        return _of_dates(schedule, schedule.starts(datetime.max))
    rule, until = schedule.rule, to_wall(horizon(now), schedule.zone)
    is_stray = not rule.fits(schedule.start.date())
    if schedule.school or (rule.count and is_stray):
        given = [start for start in schedule.starts(until) if start not in schedule.dates]
        if not given:
            return _of_dates(schedule, schedule.starts(until))
        rule = rule.ending(given[-1].date() if schedule.all_day else to_utc(given[-1], schedule.zone))
    elif rule.until:
        rule = replace(rule, until=_until(schedule))
    left_out = set(schedule.left_out_by_school(until))
    by_rule = set(replace(schedule, rule=rule, dates=(), exceptions=(), school="").starts(until))
    first = schedule.start
    if is_stray:
        by_rule.discard(first)
        first = min(by_rule) if first in left_out and by_rule else first
    further = set(schedule.dates) - by_rule | ({first} - by_rule - left_out)
    given = by_rule | {first} | set(schedule.dates)
    excepted = {start for start in {*schedule.exceptions, *left_out} if start in given or start > until}
    return Times(
        start=value_of(schedule, first),
        end=_end_of(schedule, first),
        rule=str(rule),
        further=_values(schedule, further),
        excepted=_values(schedule, excepted),
    )


def _of_dates(schedule, starts):
    """All dates, one by one; when all were taken away, the first one excepted.

    The first of several is told twice, which RFC 5545 allows: ical.js (Thunderbird, Nextcloud) otherwise forgets it.
    """
    first = starts[0] if starts else schedule.start
    return Times(
        start=value_at(schedule, to_utc(first, schedule.zone)),
        end=_end_of(schedule, first),
        further=_values(schedule, starts if len(starts) > 1 else ()),
        excepted=() if starts else (value_of(schedule, first),),
    )


def _values(schedule, starts):
    return tuple(dict.fromkeys(value_of(schedule, start) for start in sorted(starts)))


def value_of(schedule: Schedule, wall):
    """A wall-clock time of the schedule, as calendars write it."""
    return wall.date() if schedule.all_day else wall.replace(tzinfo=zone(schedule.zone))


def value_at(schedule, moment):
    """An instant; in UTC when the clock shows its time twice and it is the second one."""
    wall = to_wall(moment, schedule.zone).replace(fold=0)
    if schedule.all_day or to_utc(wall, schedule.zone) == moment:
        return value_of(schedule, wall)
    return moment.astimezone(UTC)


def span(schedule, start, end):
    """(DTSTART, DTEND or None) of two instants: a whole day ends after it began, and no end may equal its start."""
    first, last = value_at(schedule, start), value_at(schedule, end)
    if not schedule.all_day:
        return first, last if end > start else None
    rounded = last if to_wall(end, schedule.zone).time() == datetime.min.time() else last + A_DAY
    return first, max(rounded, first + A_DAY)


def _end_of(schedule, wall):
    """The end of the date that starts then: of the same length on the clock for whole days, else truly so."""
    start = to_utc(wall, schedule.zone)
    if schedule.all_day:
        return span(schedule, start, to_utc(wall + (schedule.end - schedule.start), schedule.zone))[1]
    length = to_utc(schedule.end, schedule.zone) - to_utc(schedule.start, schedule.zone)
    return span(schedule, start, start + length)[1]


def _until(schedule):
    """UNTIL as RFC 5545 wants it: a date for whole days, else an instant in UTC."""
    until = schedule.rule.until
    if isinstance(until, datetime):
        return to_wall(until, schedule.zone).date() if schedule.all_day else until
    return until if schedule.all_day else to_utc(datetime.combine(until, schedule.start.time()), schedule.zone)
