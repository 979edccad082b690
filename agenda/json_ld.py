"""An event as search engines read it: one schema.org Event for each date to come, with what Google asks of one.

https://developers.google.com/search/docs/appearance/structured-data/event: name, startDate and location are required,
so what has no place known to anybody gives nothing; previousStartDate goes with EventRescheduled only.
"""

import re
from datetime import timedelta

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.safestring import mark_safe

from agenda.event_place import followed
from directory.exports.linked import address as postal_address
from directory.exports.public import id_of, page_url
from directory.exports.records import dumps
from directory.json_ld import ESCAPES

MOST = 20  # nodes of one page
SCHEMA = "https://schema.org/"
ONE_AMOUNT = re.compile(r"(\d{1,5})(?:[.,](\d{1,2}))?\s*(?:€|euros?\b)")


def structured_data(own, where, organisers, moments, image=""):
    """Return the JSON text, safe inside a <script>; "" without a place. own, organisers: entries; moments: engine's."""
    nodes = event_nodes(own, where, organisers, moments[:MOST], image)
    if not nodes:
        return ""
    text = dumps({"@context": "https://schema.org", "@graph": nodes})
    return mark_safe(text.translate(ESCAPES))  # noqa: S308 - escaped above


def event_nodes(own, where, organisers, moments, image=""):
    """The nodes, as plain dictionaries; a value that nobody has given is left out."""
    if not (where.is_on_site or where.online):
        return []
    same = _what_is_the_same(own, organisers, image)
    nodes = [{"@type": "Event"} | _of_date(own.data, own.title, where, moment) | same for moment in moments]
    return [
        {name: value for name, value in node.items() if value is not None and value != "" and value != []}
        for node in nodes
    ]


def _what_is_the_same(own, organisers, image):
    data = own.data
    return {
        "url": page_url(own),
        "description": own.summary or data.get("text", "")[:500],
        "image": [image] if image else [],
        "organizer": [
            {"@type": "Organization", "@id": id_of(entry.page_id), "name": entry.title, "url": page_url(entry)}
            for entry in organisers
        ],
        "offers": offer(own),
        "isAccessibleForFree": {"free": True, "paid": False}.get(data.get("price")),
        "inLanguage": data.get("language") if len(data.get("language", "")) == 2 else None,
        "typicalAgeRange": _ages(data),
        "maximumAttendeeCapacity": data.get("seats"),
        "keywords": [*data.get("categories", ()), *data.get("tags", ())],
    }


def _of_date(data, title, where, moment):
    all_day, change = data.get("all_day", False), moment.change
    status, previous = state_of(data, moment)
    return {
        "name": (change.title if change else "") or title,
        "startDate": start_in_iso(moment.start, all_day),
        "endDate": end_in_iso(moment.end, all_day),
        "eventStatus": SCHEMA + status,
        "previousStartDate": start_in_iso(previous, all_day) if previous else None,
        "eventAttendanceMode": f"{SCHEMA}{attendance(where)}EventAttendanceMode",
        "location": locations(where, change.place if change else ""),
    }


def state_of(data, moment):
    """(EventScheduled ..., the former start of what was moved, or None): a postponed event keeps its date until the
    new one is known; from then on it is rescheduled."""
    if moment.cancelled or data.get("status") == "cancelled":
        return "EventCancelled", None
    if data.get("status") == "postponed":
        former = parse_datetime(data.get("former_start", ""))
        if former is None or former == parse_datetime(data["first_start"]):
            return "EventPostponed", None
        return "EventRescheduled", former
    if moment.start != moment.recurrence_id:
        return "EventRescheduled", moment.recurrence_id
    return "EventScheduled", None


def start_in_iso(moment, all_day):
    """« 2026-12-05T14:00:00+01:00 » on the clocks of here, or the date of a whole day."""
    local = timezone.localtime(moment)
    return local.date().isoformat() if all_day else local.isoformat()


def end_in_iso(moment, all_day):
    """The same for an end, which is excluded: the last of whole days is the day before."""
    return start_in_iso(moment - timedelta(minutes=1) if all_day else moment, all_day)


def attendance(where):
    if not where.online:
        return "Offline"
    return "Mixed" if where.is_on_site else "Online"


def locations(where, elsewhere=""):
    """A Place, a VirtualLocation, or both. elsewhere: the other place of one date, in words."""
    found = []
    if elsewhere:
        found.append({"@type": "Place", "name": elsewhere, "address": elsewhere})
    elif where.is_on_site:
        found.append(_place(where))
    if where.online:
        found.append({"@type": "VirtualLocation", "url": where.online})
    return found[0] if len(found) == 1 else found


def _place(where):
    known = {"address": where.street, "commune": where.commune, "postal_codes": where.postal_codes}
    address = postal_address({name: value for name, value in known.items() if value})
    place = {
        "@type": "Place",
        "name": where.name or where.commune or where.street,
        "address": address or where.street or where.name,
    }
    if where.point:
        place["geo"] = {"@type": "GeoCoordinates", "latitude": where.point[0], "longitude": where.point[1]}
    return place


def offer(own):
    """What it costs, None when nobody says: 0 when free, the amount when the words hold exactly one."""
    data = own.data
    price, booking = price_of(data), followed(data.get("booking_url", ""))
    if price is None and not booking:
        return None
    sold_out = data.get("status") == "full"
    node = {
        "@type": "Offer",
        "url": booking or page_url(own),
        "availability": SCHEMA + ("SoldOut" if sold_out else "InStock"),
    }
    return node if price is None else node | {"price": price, "priceCurrency": "EUR"}


def price_of(data):
    """Euros, None when they are not known for sure."""
    if data.get("price") == "free":
        return 0
    amounts = ONE_AMOUNT.findall(data.get("price_text", "")) if data.get("price") == "paid" else []
    if len(amounts) != 1:
        return None
    euros, cents = amounts[0]
    return float(f"{euros}.{cents}") if cents else int(euros)


def _ages(data):
    low, high = data.get("age_min"), data.get("age_max")
    if low or high:
        return f"{low or 0}-{high or ''}"
    return None
