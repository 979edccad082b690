"""The panel beside an event's text: [{"label", "items_shown": [{"text", "url"}]}], every address safe to follow."""

import re
from urllib.parse import quote, urlsplit

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.entry import ACCESS
from agenda.event_place import followed
from agenda.filters import ACCESS as ACCESS_WORDS

FRENCH = "fr"


def facts_of(event, data, where, organisers):
    """Yield the facts that are known. organisers: entries of public structures."""
    facts = (
        (_("Lieu"), [(where.name, where.url)]),
        (_("Adresse") if where.street else _("Commune"), [(where.address, "")]),
        (_("Vallée"), [(where.valley, "")]),
        (_("Accès"), [(where.access, "")]),
        (_("En ligne"), [(host_of(where.online), where.online)]),
        (_("Tarif"), [(price_in_words(event), "")]),
        (_("Inscription"), booking(event)),
        (_("Pour qui"), [(text, "") for text in (", ".join(data.get("audiences", ())), ages_in_words(event))]),
        (_("Accessible"), [(str(ACCESS_WORDS[ACCESS[name]]), "") for name in data.get("access", ())]),
        (_("Langue"), [(event.get_language_display() if event.language != FRENCH else "", "")]),
        (_("Contact"), [(event.contact, "")]),
        (_("Organisé par"), [(organiser.title, organiser.url) for organiser in organisers]),
    )
    for label, items in facts:
        known = [{"text": capfirst(text) if not url else text, "url": url} for text, url in items if text]
        if known:
            yield {"label": label, "items_shown": known}


def booking(event):
    """How one books: [(text, address)]."""
    site = followed(event.booking_url)
    return [
        (host_of(site), site),
        (event.booking_email, f"mailto:{quote(event.booking_email, safe='@')}"),
        (event.booking_phone, f"tel:{re.sub(r'[^0-9+]', '', event.booking_phone)}"),
        (ngettext("%(n)s place", "%(n)s places", event.seats) % {"n": event.seats} if event.seats else "", ""),
    ]


def host_of(address):
    """« exemple.org »: where a link leads, as one says it."""
    return urlsplit(address).netloc.removeprefix("www.")


def price_in_words(event):
    """« Payant : 5 €, gratuit pour les enfants »."""
    word = capfirst(event.get_price_display()) if event.price else ""
    return "\xa0: ".join(part for part in (word, event.price_text) if part)


def ages_in_words(event):
    low, high = event.age_min, event.age_max
    if low and high:
        if low == high:
            return ngettext("%(n)s an", "%(n)s ans", low) % {"n": low}
        return _("de %(low)s à %(high)s ans") % {"low": low, "high": high}
    if low:
        return ngettext("à partir de %(n)s an", "à partir de %(n)s ans", low) % {"n": low}
    return ngettext("jusqu’à %(n)s an", "jusqu’à %(n)s ans", high) % {"n": high} if high else ""
