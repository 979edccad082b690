"""The bytes of a calendar -> one Row an event, in its order: taken, or refused with a sentence."""

from django.utils.translation import gettext as _

from agenda.coming_in.cutting import cut
from agenda.coming_in.event import read_event, title_of, uid_of
from agenda.coming_in.problems import EventRefused
from agenda.coming_in.rows import Row
from agenda.coming_in.times import Zones
from agenda.engine.clocks import to_utc, to_wall

MAX_CHANGES = 366  # dates of a series that differ


def read_calendar(content):
    """Return the Rows. Raises FeedRefused when the whole is no calendar, or is too big."""
    pieces = cut(content)
    zones = Zones(pieces.zones)
    rows = [_read(lines, zones) for lines in pieces.events]
    series, alone = _told_apart(rows)
    for row in alone:
        master = series.get(row.uid)
        if master and not row.refusal:
            _join(master, row)
        elif not row.refusal:
            # A date of a series that the calendar does not give: an event by itself.
            row.uid = f"{row.uid[:220]}#{row.recurrence.moment:%Y%m%dT%H%M%SZ}"
    return [row for row in rows if row.refusal or row.recurrence is None or row.uid not in series]


def _read(lines, zones):
    try:
        return read_event(lines, zones)
    except EventRefused as problem:
        return Row(uid=uid_of(lines), title=title_of(lines), refusal=str(problem))


def _told_apart(rows):
    """({uid: the event of that UID}, dates of series). A UID is that of one event: the others are refused."""
    series, alone = {}, []
    for row in rows:
        if row.refusal:
            continue
        if row.recurrence is not None:
            alone.append(row)
            continue
        other = series.get(row.uid)
        if other is None:
            series[row.uid] = row
            continue
        kept, left = (row, other) if row.sequence > other.sequence else (other, row)
        series[row.uid] = kept
        left.refusal = _(
            "Son identifiant (UID) est déjà celui d’un autre événement de ce calendrier : « %(title)s »."
        ) % {"title": kept.title}
    return series, alone


def _join(master, row):
    """A date that differs becomes a change of its series; what it shares with the series is not said twice."""
    named = _moment_of(row.recurrence, master).isoformat()
    if any(change["recurrence_id"] == named for change in master.changes):
        row.refusal = _("Cette date de la série est donnée deux fois.")
        return
    if len(master.changes) >= MAX_CHANGES:
        row.refusal = _("Plus de %(n)d dates de cette série sont à part.") % {"n": MAX_CHANGES}
        return
    moved = row.start.isoformat() != named or row.end - row.start != master.end - master.start
    master.changes.append(
        {
            "recurrence_id": named,
            "cancelled": row.status == "cancelled",
            "start": row.start.isoformat() if moved else None,
            "end": row.end.isoformat() if moved else None,
            "title": row.title if row.title != master.title else "",
            "place": row.location[:200] if row.location != master.location else "",
        }
    )


def _moment_of(recurrence, master):
    """When that date was to start; named by its day alone, it is at the hour of the series."""
    if not recurrence.is_date or master.all_day:
        return recurrence.moment
    clock = to_wall(master.start, master.zone).time()
    return to_utc(recurrence.in_zone(master.zone, clock), master.zone)
