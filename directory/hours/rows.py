"""The plain form's view of a schedule: one row a weekday, two spans at most, and "closed on public holidays"."""

from dataclasses import dataclass

from directory.hours.model import DAY, EVERY_DAY, Rule, Schedule, Span
from directory.hours.words import week_of

NOON = 12 * 60
LATEST = DAY + 6 * 60  # a span of the plain form ends by six in the morning: later, it is more likely a slip

NO_SPANS = (None, None)


@dataclass(frozen=True)
class Rows:
    """`days`: seven pairs (morning, afternoon) of Span or None, from Monday."""

    days: tuple[tuple[Span | None, Span | None], ...] = (NO_SPANS,) * 7
    closed_on_public_holidays: bool = False


def pair(spans):
    """(morning, afternoon) of at most two spans: a lone one stands where it begins."""
    if len(spans) == 1:
        return (None, spans[0]) if spans[0].start >= NOON else (spans[0], None)
    return spans or NO_SPANS


def fits(spans):
    return len(spans) <= 2 and all(span.end <= LATEST and not span.is_whole_day for span in spans)


def schedule_to_rows(schedule):
    """The Rows that mean the same as `schedule`; None when rows cannot say it (seasons, 24/7, three spans ...)."""
    if any(rule.periods or rule.school_holidays for rule in schedule.rules):
        return None
    week, public, taken = week_of(schedule.rules)
    if (public is not None and (public or taken)) or not all(fits(spans) for spans in week.values()):
        return None
    return Rows(tuple(pair(week.get(number, ())) for number in sorted(EVERY_DAY)), public is not None)


def rows_to_schedule(rows):
    """The Schedule of `rows`: days with the same hours share a rule; what is empty is closed."""
    groups = {}
    for number, spans in enumerate(rows.days):
        if kept := tuple(sorted(span for span in spans if span)):
            groups.setdefault(kept, set()).add(number)
    rules = [Rule(spans, frozenset() if days == EVERY_DAY else frozenset(days)) for spans, days in groups.items()]
    closed = [Rule(public_holidays=True)] * rows.closed_on_public_holidays
    return Schedule(tuple(rules + closed))
