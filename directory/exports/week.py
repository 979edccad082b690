"""Opening hours as a plain week, for formats that know no season, no school holiday and no public holiday."""

from functools import lru_cache

from directory.hours import HoursError, parse
from directory.hours.model import DAY, DAYS, EVERY_DAY, clock


@lru_cache(maxsize=2000)
def week(text):
    """Return {"Mo": [("09:00", "12:00"), …]}, closed days left out; {} when a plain week would say something false."""
    try:
        rules = parse(text).rules if text else ()
    except HoursError:
        return {}
    if any(rule.periods or rule.school_holidays for rule in rules):
        return {}
    found = {}
    for rule in rules:
        days = EVERY_DAY if rule.is_every_day else rule.weekdays
        found.update((day, [(clock(span.start), _end(span.end)) for span in rule.spans]) for day in days)
    return {DAYS[day]: found[day] for day in sorted(found) if found[day]}


def _end(minutes):
    return "23:59" if minutes == DAY else clock(minutes % DAY)
