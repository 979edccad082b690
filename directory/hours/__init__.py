"""Opening hours in OSM's `opening_hours` syntax: read, checked, told in words, compared with a moment, and edited.

`parse(text)` gives a `Schedule` (or raises `HoursError`, a French sentence); `schedule.to_osm()` is its canonical text.
Whoever shows a page calls `in_words(schedule)` and `state_in_words(schedule, now)`; a filter "open now" calls
`is_open(schedule, now)`, which is None when nobody can say. No model is imported here. The form is in
`directory.hours.form` (OpeningHoursField, OpeningHoursWidget), and is exported too.
"""

from directory.hours.form import OpeningHoursField, OpeningHoursWidget
from directory.hours.model import Period, Rule, Schedule, Span
from directory.hours.now import is_open, next_change, state_in_words
from directory.hours.parsing import MAX_LENGTH, MAX_RULES, HoursError, check_opening_hours, parse
from directory.hours.rows import Rows, rows_to_schedule, schedule_to_rows
from directory.hours.words import in_words

__all__ = [
    "MAX_LENGTH",
    "MAX_RULES",
    "HoursError",
    "OpeningHoursField",
    "OpeningHoursWidget",
    "Period",
    "Rows",
    "Rule",
    "Schedule",
    "Span",
    "check_opening_hours",
    "in_words",
    "is_open",
    "next_change",
    "parse",
    "rows_to_schedule",
    "schedule_to_rows",
    "state_in_words",
]
