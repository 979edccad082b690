"""A schedule put on an event in memory; what differs at some of its dates follows them to their new hour."""

from datetime import datetime, timedelta

from django.utils.translation import ngettext

from agenda.engine import RuleError
from agenda.engine.clocks import to_utc, to_wall
from agenda.engine.schedule import HORIZON

A_WEEK = timedelta(days=7)


def write_schedule(event, schedule):
    """Set the times of an event (unsaved). Returns sentences on what could not follow; nothing is thrown away."""
    before = _schedule_of(event)
    event.zone = schedule.zone
    event.start = _kept(event.start, schedule.start, schedule.zone)
    event.end = _kept(event.end, schedule.end, schedule.zone)
    event.all_day = schedule.all_day
    event.rrule = str(schedule.rule or "")
    event.rdates = [written(wall) for wall in schedule.dates]
    event.exdates = [written(wall) for wall in schedule.exceptions]
    event.school = schedule.school
    return follow(event, before) if before else []


def written(wall):
    return wall.isoformat(timespec="minutes")


def _kept(moment, wall, zone):
    """The stored instant when the clock says the same: of the two « 2 h 30 » of an October night, the one it was."""
    if moment and to_wall(moment, zone) == wall:
        return moment
    return to_utc(wall, zone)


def _schedule_of(event):
    try:
        return event.schedule() if event.start and event.end else None
    except (RuleError, TypeError, ValueError):
        return None


def follow(event, before):
    """Move the dates apart of an event (unsaved) from the schedule `before` to its present one."""
    changes = list(event.date_changes.all())
    after = event.schedule()
    if not changes or after == before:
        return []
    latest = max(to_wall(change.recurrence_id, after.zone) for change in changes)
    starts = set(after.starts(max(latest, after.start) + min(HORIZON, 2 * A_WEEK)))
    taken, lost = set(), 0
    for change in changes:
        wall = to_wall(change.recurrence_id, before.zone)
        new = next((start for start in _candidates(wall, before, after, starts) if start not in taken), None)
        if new is None:
            lost += 1
            continue
        taken.add(new)
        if new != wall or before.zone != after.zone:
            change.recurrence_id = to_utc(new, after.zone)
    event.date_changes = changes
    if not lost:
        return []
    words = ngettext(
        "%(n)s date à part ne correspond plus à aucune date : elle est gardée, voyez « Les dates une à une ».",
        "%(n)s dates à part ne correspondent plus à aucune date : elles sont gardées, voyez « Les dates une à une ».",
        lost,
    )
    return [words % {"n": lost}]


def _candidates(wall, before, after, starts):
    """The starts that a date may have become: itself, its day at the new hour, the day moved as the first one was."""
    shift = after.start.date() - before.start.date()
    hour = after.start.time() if wall.time() == before.start.time() else wall.time()
    tried = [wall, datetime.combine(wall.date(), hour), datetime.combine(wall.date(), after.start.time())]
    if abs(shift) < A_WEEK:
        tried.append(datetime.combine(wall.date() + shift, hour))
    return [start for start in dict.fromkeys(tried) if start in starts]
