"""The JSON that GoGoCarto writes and reads (its `/api/elements.json`, ontology "gogofull"), so that Transiscope and any
map made with GoGoCarto can take us as a source.

Its importer takes the list under `data`, and in each element `id`, `name`, `geo`, `address`, `categories` (names); the
other members become fields of the same name. Source: ElementImportService.php and docs/dataset.md of GoGoCarto and
GoGoCartoJs. An element without a point has no `geo`: GoGoCarto then looks its address up.
"""

from django.conf import settings

from directory.exports.linked import address
from directory.exports.public import LICENCE, entries, facts, page_url, stable_id, web_address
from directory.exports.records import enveloped
from directory.exports.week import week
from directory.hours import HoursError, in_words, parse

GONE = {"closed", "merged"}
APPROVED = 1  # GoGoCarto's ElementStatus for what its administrators accepted


def gogocarto_pieces(form, found):
    head = {"licence": LICENCE, "ontology": "gogofull"}
    return enveloped(head, "data", (element(entry) for entry in entries(found) if not is_gone(entry)))


def is_gone(entry):
    """Closed or merged: our listing says so, other people's maps would send visitors there."""
    return not GONE.isdisjoint(entry.facets.get("etat", ()))


def element(entry):
    known = facts(entry)
    names, slugs = known.get("fields", []), entry.facets.get("domaine", [])
    values = {
        "id": str(entry.page_id),
        "name": entry.title,
        "geo": _geo(entry),
        "sourceKey": settings.WAGTAIL_SITE_NAME,
        "address": _address(known),
        "createdAt": _date(entry.listed_at),
        "updatedAt": _date(entry.changed_at),
        "status": APPROVED,
        "categories": names,
        "categoriesFull": [
            {"id": slug, "name": name, "description": "", "index": index}
            for index, (slug, name) in enumerate(zip(slugs, names, strict=False))
        ],
        "abstract": entry.summary,
        "description": " · ".join(known.get("services", ())),
        "telephone": known.get("phone"),
        "website": web_address(known.get("website", "")),
        "openHours": {day: " & ".join("-".join(span) for span in spans) for day, spans in _week(known).items()},
        "openHoursString": ". ".join(filter(None, [*_hours(known), known.get("closures")])),
        "tags": known.get("tags"),
        "legalForm": known.get("legal_family"),
        "siret": known.get("siret"),
        "rna": known.get("rna"),
        "sourceUrl": page_url(entry),
        "uri": stable_id(entry),
        "isFictional": known.get("is_fictional"),
    }
    return {name: value for name, value in values.items() if value or name == "categories"}


def _week(known):
    return week(known.get("opening_hours", ""))


def _hours(known):
    try:
        return in_words(parse(known["opening_hours"])) if "opening_hours" in known else []
    except HoursError:
        return []


def _geo(entry):
    return {"latitude": entry.latitude, "longitude": entry.longitude} if entry.latitude is not None else None


def _address(known):
    found = address(known) or {}
    return {name: value for name, value in found.items() if name != "@type"}


def _date(moment):
    return moment.isoformat(timespec="seconds") if moment else None
