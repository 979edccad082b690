"""A schedule, and the moments at which it happens."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from agenda.engine.clocks import HERE, to_utc, to_wall
from agenda.engine.rules import Rule
from agenda.engine.school import is_school_holiday

MOST = 500  # moments of one event
HORIZON = timedelta(days=548)  # 18 months
ONLY, EXCEPT = "only", "except"  # in or out of school holidays


@dataclass(frozen=True)
class Change:
    """What differs at one date of a series, named by the time at which it was to start (aware).

    start and end: where it was moved to (aware), else None; cancelled: that date does not take place.
    """

    recurrence_id: datetime
    cancelled: bool = False
    start: datetime | None = None
    end: datetime | None = None
    title: str = ""
    place: str = ""
    note: str = ""


@dataclass(frozen=True)
class Moment:
    """One time at which it happens, in UTC. recurrence_id: when it was to start, which names it for ever."""

    recurrence_id: datetime
    start: datetime
    end: datetime
    change: Change | None = None

    @property
    def cancelled(self):
        return bool(self.change and self.change.cancelled)


@dataclass(frozen=True)
class Schedule:
    """When something happens. start and end: wall clock (naive) of `zone`; for whole days midnights, the end excluded.

    dates: further starts; exceptions: starts that do not take place; both wall clock. school: "", ONLY or EXCEPT.
    """

    start: datetime
    end: datetime
    all_day: bool = False
    rule: Rule | None = None
    dates: tuple[datetime, ...] = ()
    exceptions: tuple[datetime, ...] = ()
    school: str = ""
    zone: str = HERE

    @property
    def repeats(self):
        return bool(self.rule or self.dates)

    @property
    def is_endless(self):
        return bool(self.rule) and not (self.rule.count or self.rule.until)

    def starts(self, until):
        """Every start (wall clock, sorted) up to `until` (naive), exceptions left out."""
        found = {start for start in self.dates if start <= until}
        found.update(self._of_rule(until))
        return sorted(found - set(self.exceptions))

    def left_out_by_school(self, until):
        """The starts of the rule that school holidays take away, for those who only know EXDATE."""
        kept = self._of_rule(until) if self.school else []
        if not kept:
            return []
        return [start for start in self._days(kept[-1]) if not self._is_wanted(start) and start not in self.dates]

    def _of_rule(self, until):
        """The starts that the rule gives; with school holidays, COUNT counts the dates that take place."""
        if not self.rule:
            return [self.start] if self.start <= until else []
        found = []
        for start in self._days(until):
            if self._is_wanted(start):
                found.append(start)
            if self.rule.count and len(found) >= self.rule.count:
                break
        return found

    def _days(self, until):
        """Yield the rule's starts one after another, school holidays or not."""
        for day in self.rule.days(self.start.date(), until.date()):
            start = datetime.combine(day, self.start.time())
            if start > until or self._is_over(start):
                return
            yield start

    def _is_over(self, start):
        end = self.rule.until
        if end is None:
            return False
        if isinstance(end, datetime):
            return start > to_wall(end, self.zone) if self.all_day else to_utc(start, self.zone) > end
        return start.date() > end

    def _is_wanted(self, start):
        return not self.school or is_school_holiday(start.date()) is (self.school == ONLY)


def horizon(now):
    """The moment up to which occurrences are made."""
    return now + HORIZON


def expand(schedule, changes=(), *, now, until=None):
    """Return the moments of a schedule up to `until` (by default the horizon), by start; now and until: aware.

    changes: the Changes to apply; one that names no date of the schedule does nothing. Past MOST moments those to come
    are kept first, then the latest past ones. A length is that of the clock for whole days (a day of 25 hours is a day)
    and a true duration otherwise.
    """
    by_id = {change.recurrence_id: change for change in changes}
    length = schedule.end - schedule.start
    true_length = to_utc(schedule.end, schedule.zone) - to_utc(schedule.start, schedule.zone)
    found = []
    for wall in schedule.starts(to_wall(until or horizon(now), schedule.zone)):
        start = to_utc(wall, schedule.zone)
        end = to_utc(wall + length, schedule.zone) if schedule.all_day else start + true_length
        change = by_id.get(start)
        if change and change.start:
            moved_end = change.end or change.start + (end - start)
            found.append(Moment(start, change.start, max(moved_end, change.start), change))
        else:
            found.append(Moment(start, start, end, change))
    found.sort(key=lambda moment: (moment.start, moment.recurrence_id))
    return _fewest(found, now)


def _fewest(moments, now):
    if len(moments) <= MOST:
        return moments
    past = [moment for moment in moments if moment.end < now]
    to_come = [moment for moment in moments if moment.end >= now][:MOST]
    room = MOST - len(to_come)
    return (past[-room:] if room else []) + to_come
