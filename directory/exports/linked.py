"""JSON-LD in the words of schema.org: Organization, NGO or LocalBusiness, under an @id that never changes."""

from directory.exports.public import LICENCE, entries, facts, id_of, page_url, stable_id, web_address
from directory.exports.records import enveloped
from directory.exports.week import week

# Slugs of the vocabulary of legal families; coordinators may add others, which stay plain organisations.
NGOS = {"association", "fondation", "groupement-employeurs", "collectif"}
BUSINESSES = {"cooperative", "cooperative-agricole", "societe-ess"}
DAYS = {
    **{"Mo": "Monday", "Tu": "Tuesday", "We": "Wednesday", "Th": "Thursday"},
    **{"Fr": "Friday", "Sa": "Saturday", "Su": "Sunday"},
}


def jsonld_pieces(form, found):
    head = {"@context": "https://schema.org"}
    return enveloped(head, "@graph", (organisation(entry) for entry in entries(found)))


def organisation(entry):
    """Return the node of one entry; what nobody has said is left out."""
    known = facts(entry)
    site = web_address(known.get("website", ""))
    node = {
        "@type": types(entry, known),
        "@id": stable_id(entry),
        "name": entry.title,
        "alternateName": known.get("acronym"),
        "description": entry.summary,
        "url": site or page_url(entry),
        "mainEntityOfPage": page_url(entry),
        "sameAs": [url for account in known.get("social", ()) if (url := web_address(account["url"]))],
        "identifier": [_identifier(name, known[name]) for name in ("siret", "siren", "rna") if name in known],
        "foundingDate": str(known["year_founded"]) if "year_founded" in known else None,
        "telephone": known.get("phone"),
        "keywords": [*known.get("fields", ()), *known.get("tags", ())],
        "address": address(known),
        "location": place(entry, known),
        "areaServed": known.get("serves"),
        "memberOf": [{"@type": "Organization", "@id": id_of(int(key))} for key in entry.facets.get("reseau", ())],
        "openingHoursSpecification": _opening(known),
        "license": LICENCE,
    }
    if "LocalBusiness" not in node["@type"]:
        del node["openingHoursSpecification"]
    return {name: value for name, value in node.items() if value}


def types(entry, known):
    """An association with a shop or an office that opens is both an NGO and a LocalBusiness."""
    family = set(entry.facets.get("statut", ()))
    found = ["NGO"] if family & NGOS else []
    if family & BUSINESSES or (known.get("opening_hours") and known.get("address")):
        found.append("LocalBusiness")
    return found or ["Organization"]


def _identifier(name, value):
    return {"@type": "PropertyValue", "propertyID": name.upper(), "value": value}


def address(known):
    """A postal address, or None without a commune; the code only when the commune has but one."""
    if "commune" not in known:
        return None
    codes = known.get("postal_codes", ())
    parts = {
        "@type": "PostalAddress",
        "streetAddress": known.get("address"),
        "postalCode": codes[0] if len(codes) == 1 else None,
        "addressLocality": known["commune"],
        "addressCountry": "FR",
    }
    return {name: value for name, value in parts.items() if value}


def place(entry, known):
    if entry.latitude is None:
        return None
    point = {"@type": "GeoCoordinates", "latitude": entry.latitude, "longitude": entry.longitude}
    return {"@type": "Place", "name": known.get("commune", entry.title), "geo": point}


def _opening(known):
    return [
        {"@type": "OpeningHoursSpecification", "dayOfWeek": DAYS[day], "opens": opens, "closes": closes}
        for day, spans in week(known.get("opening_hours", "")).items()
        for opens, closes in spans
    ]
