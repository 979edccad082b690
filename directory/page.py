"""What the page of a structure shows besides its own texts: nothing is said of what nobody has said.

`data` is what the catalogue keeps (directory/entry.py): words and names, so that a sheet needs no query a relation.
"""

import re
from datetime import date
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from directory.entry import freshness_in_words
from directory.hours import HoursError, in_words, parse, state_in_words
from directory.json_ld import structured_data
from directory.pictures import pictures
from portal.core.templatetags.portal_tags import long_date
from portal.core.territory.groups import PlaceCount, draw_map

PLACES_SHOWN = 6
# The parts of a sheet (Verification.Group) as visitors name them.
GROUPS = {
    "identity": gettext_lazy("identité"),
    "activity": gettext_lazy("activité"),
    "place": gettext_lazy("lieu"),
    "hours": gettext_lazy("horaires"),
    "contact": gettext_lazy("contact"),
}


def structure_context(structure, data, neighbours, contacts, now=None):
    """Return the template's context. neighbours: of directory.around; contacts: [{"name", "role"}] who agreed."""
    schedule = _schedule(data.get("opening_hours"))
    logo, photos = pictures(data)
    return neighbours | {
        "chips": chips(structure, data),
        "facts": [fact for fact in facts(structure, data) if fact["value"]],
        "details": [fact for fact in details(data) if fact["value"]],
        "hours": in_words(schedule) if schedule else [],
        "open_state": state_in_words(schedule, now or timezone.localtime()) if schedule else "",
        "closures": data.get("closures", ""),
        "freshness": freshness_in_words(structure.last_reviewed_on, data.get("verified", {})),
        "map": structure_map(structure, data),
        "contacts": contacts,
        "services": data.get("services", []),
        "audiences": data.get("audiences", []),
        "tags": data.get("tags", []),
        "social_accounts": [account for account in data.get("social", []) if web_address(account["url"])],
        "logo": logo,
        "photos": photos,
        "can_be_written_to": structure.can_be_written_to(),
        "json_ld": structured_data(neighbours["own"]),
    }


def chips(structure, data):
    """What it is, what it does, and its labels: [{"text", "tone"}]."""
    nature = data.get("legal_family") or (structure.nature() if structure.kind == structure.Kind.INSTITUTION else "")
    words = [{"text": str(text), "tone": ""} for text in (nature, *data.get("fields", [])) if text]
    words += [{"text": name, "tone": "or"} for name in data.get("labels", [])]
    if structure.is_fictional:
        words.append({"text": _("Exemple fictif"), "tone": "or"})
    return words


def facts(structure, data):
    """The panel beside the text; opening hours are told apart, since they change with the clock."""
    access = structure.get_access_display() if structure.access else ""
    phone, website = data.get("phone", ""), web_address(data.get("website", ""))
    yield _fact(_("Adresse") if data.get("address") else _("Commune"), address(data))
    yield _fact(_("Vallée"), data.get("valley"))
    yield _fact(_("Intercommunalité"), data.get("epci"))
    yield _fact(_("Agit"), served(data))
    yield _fact(_("Accès"), " · ".join(part for part in (capfirst(access), data.get("access_text")) if part))
    yield _fact(_("Téléphone"), phone, f"tel:{re.sub(r'[^0-9+]', '', phone)}" if phone else "")
    yield _fact(_("Site web"), urlsplit(website).netloc.removeprefix("www."), website)


def details(data):
    """What one looks up: numbers, former names, where the sheet comes from."""
    yield _fact(_("Sigle"), data.get("acronym"))
    yield _fact(_("Anciens noms"), ", ".join(data.get("former_names", [])))
    yield _fact(_("Créée en"), data.get("year_founded"))
    yield _fact(_("SIRET"), spaced(data.get("siret", "")))
    yield _fact(_("RNA"), data.get("rna"))
    yield _fact(_("Vérifié par la structure"), verified_in_words(data.get("verified", {})))
    yield _fact(_("Source"), data.get("source"))


def _fact(label, value, url=""):
    return {"label": label, "value": str(value or ""), "url": url}


def address(data):
    """« Rue de l’Exemple, 05200 Embrun »; the postal code only where the commune has one only."""
    codes = data.get("postal_codes", [])
    town = " ".join([*(codes if len(codes) == 1 and data.get("address") else []), data.get("commune", "")])
    return ", ".join(part for part in (data.get("address"), town) if part)


def web_address(text):
    """The address when it is one of the web: a value that came by an import may be anything."""
    return text if text.lower().startswith(("https://", "http://")) else ""


def spaced(siret):
    """A SIRET as people read it: 123 456 789 00012, with no-break spaces."""
    return "\xa0".join([siret[:3], siret[3:6], siret[6:9], siret[9:]]) if siret else ""


def served(data):
    """Where it acts, in words."""
    if data.get("serves_all"):
        return _("sur tout le territoire")
    places = data.get("serves", [])
    if len(places) > PLACES_SHOWN:
        more = len(places) - PLACES_SHOWN + 1
        rest = ngettext("%(n)s autre lieu", "%(n)s autres lieux", more) % {"n": more}
        places = [*places[: PLACES_SHOWN - 1], rest]
    return ", ".join(places)


def verified_in_words(verified):
    """« lieu, horaires (3 octobre 2026) ; identité (12 septembre 2026) »: parts of the sheet by day, the last first."""
    by_day = {}
    for group, words in GROUPS.items():
        if group in verified:
            by_day.setdefault(verified[group], []).append(str(words))
    days = sorted(by_day.items(), reverse=True)
    whole = [str(_("toute la fiche"))]
    parts = [(whole if len(names) == len(GROUPS) else names, date.fromisoformat(day)) for day, names in days]
    return "\u202f; ".join(f"{', '.join(names)} ({long_date(day)})" for names, day in parts)


def structure_map(structure, data):
    """Return the outline map with the structure's dot, or None when nobody has said where it is."""
    if not structure.point:
        return None
    place = PlaceCount(data.get("commune") or structure.title, "", *structure.point, 1, "#coordonnees")
    drawn = draw_map([place], title=_("Où se trouve %(name)s") % {"name": structure.title}, towns=())
    return drawn if drawn.dots else None


def _schedule(text):
    try:
        return parse(text) if text else None
    except HoursError:
        return None
