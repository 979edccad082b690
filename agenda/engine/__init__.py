"""When things happen: one engine, which knows neither Django's models nor pages.

    schedule.py   a Schedule (first time, rule, further dates, exceptions) and `expand`, which gives its moments
    rules.py      RRULE (RFC 5545, section 3.3.10) under limits: read, checked, written, and its days
    school.py     school holidays of zone B          words.py   a schedule as people say it
    clocks.py     wall clocks and UTC

Wall-clock times are naive datetimes of the schedule's zone; moments are aware, in UTC.
"""

from agenda.engine.rules import Rule, RuleError, parse_rule
from agenda.engine.schedule import Change, Moment, Schedule, expand, horizon

__all__ = ["Change", "Moment", "Rule", "RuleError", "Schedule", "expand", "horizon", "parse_rule"]
