"""JSON in the shape of OpenAgenda's public export (`/v2/agendas/{uid}/events`), so that what reads theirs reads ours.

Codes are theirs. attendanceMode: 1 on site, 2 online, 3 both. status: 1 as planned, 2 at another time, 3 moved online,
4 postponed, 5 full, 6 cancelled. A date that is cancelled alone is no timing, since theirs have no state.
"""

from zlib import crc32

from django.utils.translation import gettext as _

from agenda.exports.dates import ordered_rows, packed_of, parts_of
from agenda.exports.public import ages_words, facts, price_words
from agenda.timeline import end_minute, end_of, is_cancelled, minute, start_of
from directory.exports.public import LICENCE, page_url
from directory.exports.records import enveloped
from portal.core.templatetags.portal_tags import long_date
from portal.search.models import Entry

STATUS = {"confirmed": 1, "tentative": 1, "postponed": 4, "full": 5, "cancelled": 6}
ACCESS = ("ii", "hi", "vi", "pi", "mi")
TYPES = {"booking_url": "link", "booking_email": "email", "booking_phone": "phone"}


def openagenda_pieces(form, found):
    """The events of the query in the listing's order."""
    lines, held, now = ordered_rows(found, form), found.shelf, minute(form.now)
    head = {"success": True, "total": len(lines), "licence": LICENCE}
    keys = [held.keys[row.slot] for row in lines]
    return enveloped(head, "events", (event(entry, held.language, now) for entry in _entries(keys)))


def _entries(keys):
    for part in parts_of(keys):
        found = Entry.objects.listed().in_bulk(part)
        yield from (found[key] for key in part if key in found)


def event(entry, language, now):
    """One event as OpenAgenda writes it; now: minutes of agenda.timeline."""
    known = facts(entry)
    every = packed_of(entry)
    standing = every if known.get("status") == "cancelled" else [packed for packed in every if not is_cancelled(packed)]
    timings = [timing(packed) for packed in standing]
    coming = next((timing(packed) for packed in standing if end_minute(packed) >= now), None)

    def said(text):
        return {language: text} if text else {}

    return {
        "uid": entry.page_id,
        "slug": entry.url.rstrip("/").rsplit("/", 1)[-1],
        "title": said(entry.title),
        "description": said(entry.summary),
        "longDescription": said(known.get("text", "")),
        "conditions": said(price_words(known)),
        "keywords": {language: [*known.get("categories", ()), *known.get("tags", ())]},
        "dateRange": said(range_words(standing)),
        "timings": timings,
        "firstTiming": timings[0] if timings else None,
        "nextTiming": coming,
        "lastTiming": timings[-1] if timings else None,
        "timezone": "Europe/Paris",
        "location": location(entry, known),
        "attendanceMode": attendance(entry, known),
        "onlineAccessLink": known.get("online_url"),
        "status": STATUS.get(known.get("status"), 1),
        "accessibility": {name: name in known.get("access", ()) for name in ACCESS},
        "registration": [{"type": kind, "value": known[name]} for name, kind in TYPES.items() if name in known],
        "age": {"min": known.get("age_min"), "max": known.get("age_max")} if ages_words(known) else None,
        "featured": False,
        "state": 2,  # published
        "canonicalUrl": page_url(entry),
        "createdAt": _moment(entry.listed_at),
        "updatedAt": _moment(entry.changed_at),
    }


def timing(packed):
    return {"begin": start_of(packed).isoformat(), "end": end_of(packed).isoformat()}


def range_words(standing):
    """« 5 décembre 2026 », « 5 décembre 2026 – 3 avril 2027 »."""
    if not standing:
        return ""
    first, last = start_of(standing[0]), start_of(standing[-1])
    days = dict.fromkeys(long_date(moment) for moment in (first, last))
    return " – ".join(days)


def attendance(entry, known):
    if "online_url" not in known:
        return 1
    return 3 if entry.card.get("on_site") else 2


def location(entry, known):
    """Where, or None when it is online only. uid: of the place as it is written, since ours have no number."""
    name = known.get("place") or known.get("commune")
    if not name:
        return None
    codes = known.get("postal_codes", ())
    place = {
        "uid": crc32("|".join((name, known.get("address", ""), known.get("code_insee", ""))).encode()),
        "name": name,
        "address": known.get("address") or known.get("commune", ""),
        "city": known.get("commune"),
        "postalCode": codes[0] if len(codes) == 1 else None,
        "insee": known.get("code_insee"),
        "region": _("Provence-Alpes-Côte d’Azur") if known.get("commune") else None,
        "countryCode": "FR",
        "timezone": "Europe/Paris",
    }
    if entry.latitude is not None:
        place |= {"latitude": entry.latitude, "longitude": entry.longitude}
    return {key: value for key, value in place.items() if value is not None}


def _moment(value):
    return value.isoformat(timespec="seconds") if value else None
