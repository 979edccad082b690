"""One date of a series: cancelled, moved, elsewhere, under another title, and back as it was planned."""

from dataclasses import dataclass
from datetime import UTC, datetime

from agenda.engine import Moment, expand
from agenda.models import DateChange

STAMP = "%Y%m%dT%H%M%SZ"


def stamp(moment):
    """A date's name in an address: its planned start, in UTC."""
    return f"{moment.astimezone(UTC):{STAMP}}"


def moment_of(text):
    """The aware moment of a stamp; raises ValueError."""
    return datetime.strptime(text, STAMP).replace(tzinfo=UTC)


@dataclass
class Planned:
    """A date as the series plans it (start, end), and what it has become (moment)."""

    recurrence_id: datetime
    start: datetime
    end: datetime
    moment: Moment

    @property
    def is_moved(self):
        return (self.moment.start, self.moment.end) != (self.start, self.end)

    @property
    def change(self):
        return self.moment.change


def dates_of(event, now):
    """Return the Planned dates of an event in memory, by their present start."""
    plain = {moment.recurrence_id: moment for moment in expand(event.schedule(), now=now)}
    return [
        Planned(moment.recurrence_id, plain[moment.recurrence_id].start, plain[moment.recurrence_id].end, moment)
        for moment in event.moments(now)
        if moment.recurrence_id in plain
    ]


def find(event, recurrence_id, now):
    """The Planned date of that name, or None."""
    return next((date for date in dates_of(event, now) if date.recurrence_id == recurrence_id), None)


def orphans(event, now):
    """The changes that name no date any more: [DateChange]."""
    known = {moment.recurrence_id for moment in event.moments(now)}
    return [row for row in event.date_changes.all() if row.recurrence_id not in known]


def change(event, recurrence_id, **values):
    """Put what differs on one date of an event in memory; values that say nothing take the change away."""
    rows = [row for row in event.date_changes.all() if row.recurrence_id != recurrence_id]
    if any(values.values()):
        old = next((row for row in event.date_changes.all() if row.recurrence_id == recurrence_id), None)
        row = old or DateChange(recurrence_id=recurrence_id)
        for name, value in values.items():
            setattr(row, name, value)
        rows.append(row)
    event.date_changes = rows


def restore(event, recurrence_id):
    """Back to what the series plans. Returns False when nothing differed."""
    rows = list(event.date_changes.all())
    kept = [row for row in rows if row.recurrence_id != recurrence_id]
    event.date_changes = kept
    return len(kept) < len(rows)
