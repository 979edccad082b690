"""A result as machines read it: what all types have, for CSV, GeoJSON and the API."""

from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.soon import next_moment
from agenda.timeline import minute, start_of
from directory.exports.public import page_url
from directory.exports.table import safe
from portal.finding.kinds import BY_NAME, BY_VALUE
from portal.search.models import Entry

CHUNK = 500
FIELDS = ("page_id", "kind", "language", "url", "title", "summary", "data", "latitude", "longitude", "listed_at")
FIELDS += ("changed_at",)


def records(answer, start=0, stop=None):
    """Yield the records from `start` to `stop` in the answer's order, in bounded memory: a query for each CHUNK."""
    keys = answer.keys(start, answer.count if stop is None else stop)
    for first in range(0, len(keys), CHUNK):
        part = [key for _kind, key in keys[first : first + CHUNK]]
        rows = Entry.objects.listed().only(*FIELDS).in_bulk(part)
        yield from (record(answer, rows[key]) for key in part if key in rows)


def record(answer, entry):
    return {
        "id": entry.page_id,
        "type": BY_NAME[entry.kind].value,
        "title": entry.title,
        "url": page_url(entry),
        "summary": entry.summary,
        "language": entry.language,
        "commune": entry.data.get("commune", ""),
        "valley": entry.data.get("valley", ""),
        "latitude": entry.latitude,
        "longitude": entry.longitude,
        "next_date": _next_date(answer, entry),
        "listed_at": _moment(entry.listed_at),
        "changed_at": _moment(entry.changed_at),
    }


def _next_date(answer, entry):
    """The start of an event's next date, or of its last one; nothing for what is no event."""
    held = answer.form.shelves["event"]
    slot = held.slots.get(entry.pk) if entry.kind == "event" else None
    packed = next_moment(held, slot, minute(answer.now)) if slot is not None else 0
    return timezone.localtime(start_of(packed)).isoformat(timespec="minutes") if packed else None


def _moment(value):
    return value.isoformat(timespec="seconds") if value else None


def columns():
    """[(heading, name in a record)] of the CSV."""
    return [
        (_("Type"), "type"),
        (_("Titre"), "title"),
        (_("Lien"), "url"),
        (_("En une phrase"), "summary"),
        (_("Commune"), "commune"),
        (_("Vallée"), "valley"),
        (_("Prochaine date"), "next_date"),
        (_("Latitude"), "latitude"),
        (_("Longitude"), "longitude"),
        (_("Inscrit le"), "listed_at"),
        (_("Numéro"), "id"),
    ]


def row(values, names):
    """The cells of a record, its type as people call it."""
    shown = values | {"type": str(BY_VALUE[values["type"]].one)}
    return [safe(shown[name]) for name in names]
