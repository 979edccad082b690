"""What opening hours are made of, and how they are written in OSM's `opening_hours` syntax.

A schedule is a list of rules; on a given day the last rule that names the day decides, as in OSM.
Subset of https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification (0.7): no year, week number, n-th weekday,
sunrise, open end, comment, nor `,` and `||` between rules.
"""

from dataclasses import dataclass, replace

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAY = 24 * 60  # minutes
EVERY_DAY = frozenset(range(7))


def clock(minutes):
    return f"{minutes // 60:02}:{minutes % 60:02}"


def runs(numbers):
    """Sorted lists of consecutive numbers: {0, 1, 2, 5} gives [[0, 1, 2], [5]]."""
    found = []
    for number in sorted(numbers):
        if found and found[-1][-1] == number - 1:
            found[-1].append(number)
        else:
            found.append([number])
    return found


@dataclass(frozen=True, order=True)
class Span:
    """From `start` to `end`, in minutes since midnight; an `end` past 1440 is on the next morning."""

    start: int
    end: int

    @property
    def is_whole_day(self):
        return (self.start, self.end) == (0, DAY)

    def to_osm(self):
        return f"{clock(self.start)}-{clock(self.end if self.end <= DAY else self.end - DAY)}"


@dataclass(frozen=True)
class Period:
    """Each year from one (month, day) to another, both included; days are None when whole months are meant.

    The first may come after the last: the period then runs over New Year.
    """

    first_month: int
    first_day: int | None
    last_month: int
    last_day: int | None

    def contains(self, day):
        first, last = (self.first_month, self.first_day or 1), (self.last_month, self.last_day or 31)
        now = (day.month, day.day)
        return first <= now <= last if first <= last else now >= first or now <= last

    @property
    def is_one_day(self):
        return self.first_day is not None and (self.first_month, self.first_day) == (self.last_month, self.last_day)

    def to_osm(self):
        first, last = MONTHS[self.first_month - 1], MONTHS[self.last_month - 1]
        if self.first_day is None:
            return first if first == last else f"{first}-{last}"
        if self.is_one_day:
            return f"{first} {self.first_day}"
        same_month = first == last and self.first_day < self.last_day
        return f"{first} {self.first_day}-{self.last_day if same_month else f'{last} {self.last_day}'}"


@dataclass(frozen=True)
class Rule:
    """Hours of some days; without a period: all year; without weekday nor public holiday: every day.

    `public_holidays` adds the public holidays to the weekdays; `school_holidays` keeps only those days that fall in
    them. No span: closed. Spans are sorted and do not overlap.
    """

    spans: tuple[Span, ...] = ()
    weekdays: frozenset[int] = frozenset()
    public_holidays: bool = False
    school_holidays: bool = False
    periods: tuple[Period, ...] = ()

    @property
    def is_every_day(self):
        return not self.weekdays and not self.public_holidays

    def days_to_osm(self):
        if self.is_every_day:
            return "Mo-Su" if self.spans and not self.periods and not self.school_holidays else ""
        names = [[DAYS[number] for number in run] for run in runs(self.weekdays)]
        items = [f"{run[0]}-{run[-1]}" if len(run) > 2 else ",".join(run) for run in names]
        return ",".join(items + ["PH"] * self.public_holidays)

    def to_osm(self):
        if self == ALWAYS:
            return "24/7"
        periods = ",".join(period.to_osm() for period in self.periods)
        spans = ",".join(span.to_osm() for span in self.spans) or "off"
        return " ".join(filter(None, [periods, "SH" * self.school_holidays, self.days_to_osm(), spans]))


ALWAYS = Rule((Span(0, DAY),))


@dataclass(frozen=True)
class Schedule:
    """Opening hours; false when nothing was said."""

    rules: tuple[Rule, ...] = ()

    def __bool__(self):
        return bool(self.rules)

    @property
    def uses_school_holidays(self):
        return any(rule.school_holidays for rule in self.rules)

    def at_school_time(self, holidays):
        """The same schedule, supposing that every day is in the school holidays, or that none is."""
        kept = [rule for rule in self.rules if holidays or not rule.school_holidays]
        return Schedule(tuple(replace(rule, school_holidays=False) for rule in kept))

    def to_osm(self):
        """The canonical text: `parse` of it gives an equal schedule."""
        return "; ".join(rule.to_osm() for rule in self.rules)
