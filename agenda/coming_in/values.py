"""What a feed says of an event, field by field, and what its page says of the same, as JSON can hold it.

Times go together, and so do place and commune: half of one side with half of the other would be neither.
"""

import re
from datetime import UTC, datetime

from django.utils.translation import gettext_lazy as _
from wagtail.rich_text import RichText

from agenda.coming_in.details import NONE
from agenda.models import DateChange
from portal.core.models import EventCategory

LABELS = {
    "title": _("titre"),
    "when": _("dates"),
    "changes": _("dates à part"),
    "status": _("état"),
    "summary": _("résumé"),
    "body": _("description"),
    "where": _("lieu"),
    "online_url": _("adresse en ligne"),
    "categories": _("catégories"),
    "tags": _("mots-clés"),
    "details": _("tarif, inscription, contact"),
    "source": _("lien vers l’annonce"),
}
TIMES = ("all_day", "zone", "rrule", "rdates", "exdates")
PLACE = ("place_name", "address", "latitude", "longitude")
CHANGE = ("recurrence_id", "cancelled", "start", "end", "title", "place")
_KEYS = re.compile(r' data-block-key="[^"]*"')


def values_of(row, words):
    """{field: value} of a Row that is not refused. words: agenda.coming_in.words.Words of its feed."""
    categories, tags = words.sorted_out(row.categories)
    return {
        "title": row.title,
        "when": {"start": row.start.isoformat(), "end": row.end.isoformat()} | {n: getattr(row, n) for n in TIMES},
        "changes": sorted(row.changes, key=lambda change: change["recurrence_id"]),
        "status": row.status,
        "summary": row.summary,
        "body": row.text,
        "where": words.where(row),
        "online_url": row.online_url,
        "categories": categories,
        "tags": tags,
        "details": {name: row.details.get(name, NONE[name]) for name in NONE},
        "source": row.url,
    }


def values_on(page):
    """The same of a page, as it is in memory."""
    return {
        "title": page.title,
        "when": {"start": _iso(page.start), "end": _iso(page.end)} | {name: getattr(page, name) for name in TIMES},
        "changes": sorted(map(_change, page.date_changes.all()), key=lambda change: change["recurrence_id"]),
        "status": page.status,
        "summary": page.summary,
        "body": _html(page.body),
        "where": {"place": page.place_id, "commune": page.commune_id} | {name: getattr(page, name) for name in PLACE},
        "online_url": page.online_url,
        "categories": sorted(category.pk for category in page.categories.all()),
        "tags": sorted(tag.name for tag in page.tags.all()),
        "details": {name: getattr(page, name) for name in NONE},
        "source": page.source,
    }


def write_values(page, values):
    """Put some values on a page in memory."""
    for name, value in values.items():
        if name == "when":
            page.start, page.end = (datetime.fromisoformat(value[key]) for key in ("start", "end"))
            for key in TIMES:
                setattr(page, key, value[key])
        elif name == "where":
            page.place_id, page.commune_id = value["place"], value["commune"]
            for key in PLACE:
                setattr(page, key, value[key])
        elif name == "details":
            for key, fact in value.items():
                setattr(page, key, fact)
        elif name == "changes":
            page.date_changes = _rows(page, value)
        elif name == "body":
            page.body = [("text", RichText(value))] if value else []
        elif name == "tags":
            page.tags.set(value, clear=True)
        elif name == "categories":
            page.categories = list(EventCategory.objects.filter(pk__in=value))
        else:
            setattr(page, name, value)


def labels(names):
    """« titre, dates » for a sentence."""
    return ", ".join(str(LABELS[name]) for name in LABELS if name in names)


def _html(body):
    blocks = list(body or [])
    if not blocks:
        return ""
    if len(blocks) == 1 and blocks[0].block_type == "text":
        return _KEYS.sub("", blocks[0].value.source).strip()
    return None  # somebody made it here: no calendar says such a thing


def _change(row):
    said = {name: getattr(row, name) for name in CHANGE}
    return said | {name: _iso(said[name]) if said[name] else None for name in ("recurrence_id", "start", "end")}


def _rows(page, changes):
    """Rows of the dates that differ; those that are there keep their key and the note that somebody wrote."""
    present = {_iso(row.recurrence_id): row for row in page.date_changes.all()}
    rows = []
    for change in changes:
        before = present.get(change["recurrence_id"])
        times = {
            name: change[name] and datetime.fromisoformat(change[name]) for name in ("recurrence_id", "start", "end")
        }
        row = DateChange(**change | times)
        if before:
            row.pk, row.note = before.pk, before.note
        rows.append(row)
    return rows


def _iso(moment):
    return moment.astimezone(UTC).isoformat()
