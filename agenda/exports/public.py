"""What may leave of an event, in words or not: the public facts of its entry, and no other."""

from django.utils.translation import gettext as _

from agenda.cards import status_chip
from agenda.exports.dates import Date
from agenda.models import EventPage
from directory.exports.public import web_address

PRICES = dict(EventPage.Price.choices)
FACTS = (
    *("uid", "status", "former_start", "all_day", "rrule", "school", "categories", "tags", "audiences", "age_min"),
    *("age_max", "language", "place", "address", "commune", "code_insee", "postal_codes", "valley", "epci"),
    *("online_url", "access", "price", "price_text", "booking_url", "booking_email", "booking_phone", "seats"),
    *("contact", "text", "is_fictional"),
)


def facts(entry):
    known = {name: entry.data[name] for name in FACTS if entry.data.get(name) not in (None, "", [], False)}
    for name in ("online_url", "booking_url"):
        if name in known and not web_address(known[name]):
            del known[name]
    return known


def organisers_of(entry, names):
    """The public organisers; names: agenda.found.organisers."""
    return [names[key] | {"id": key} for key in entry.data.get("organisers", ()) if key in names]


def status_words(date: Date):
    """« annulé », « complet » …, or "" when all is as announced."""
    chip = status_chip(date.status, date.status == "cancelled")
    return chip[0] if chip else ""


def price_words(known):
    """« prix libre – 5 € conseillés »."""
    price = str(PRICES.get(known["price"], "")) if "price" in known else ""
    return " – ".join(part for part in (price, known.get("price_text")) if part)


def ages_words(known):
    least, most = known.get("age_min"), known.get("age_max")
    if least and most:
        return _("de %(least)s à %(most)s ans") % {"least": least, "most": most}
    if least:
        return _("à partir de %(least)s ans") % {"least": least}
    return _("jusqu’à %(most)s ans") % {"most": most} if most else ""


def place_words(entry, place=None):
    """« Salle des fêtes, Gap », « en ligne »; place: that of one date, when it has its own."""
    known = facts(entry)
    parts = list(dict.fromkeys(filter(None, [place or known.get("place", ""), known.get("commune", "")])))
    if "online_url" in known:
        parts.append(_("en ligne"))
    return ", ".join(parts)
