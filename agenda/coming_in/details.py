"""Lines of a description that are facts: « Tarif : gratuit ». They are those that our own calendars write
(agenda.ics.words), so that an event that goes from portal to portal says each thing once.
"""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.models import EventPage

STATES = {
    "full": gettext_lazy("Complet."),
    "postponed": gettext_lazy("Reporté."),
    "cancelled": gettext_lazy("Annulé."),
    "tentative": gettext_lazy("Date à confirmer."),
}
BOOKING = {
    "booking_url": re.compile(r"https?://\S{1,190}"),
    "booking_email": re.compile(r"[^\s@,]+@[^\s@,]+\.[^\s@,]+"),
    "booking_phone": re.compile(r"[+\d][\d .()-]{5,19}"),
}
NONE = {"price": "", "price_text": "", "booking_url": "", "booking_email": "", "booking_phone": "", "contact": ""}
NONE |= {"is_fictional": False}
_LINE = re.compile(r"([^:\n]{1,20}?)\s*:\s+(.{1,200})")


def taken_apart(text, status, online_url):
    """(the text without those lines, status, facts) of a plain description."""
    facts, left = dict(NONE), []
    for rank, line in enumerate(text.split("\n")):
        said = next((state for state, sentence in STATES.items() if rank == 0 and line.strip() == sentence), "")
        if said and (said == status or status in ("confirmed", "tentative")):
            status = said
        elif line.strip() == _("Exemple fictif."):
            facts["is_fictional"] = True
        elif not _is_fact(line, facts, online_url):
            left.append(line)
    return "\n".join(left), status, facts


def _is_fact(line, facts, online_url):
    """Take the fact of a line; False when it is none, or was given already."""
    match = _LINE.fullmatch(line.strip())
    label, value = (match[1].strip(), match[2].strip()) if match else ("", "")
    if label == _("À distance"):
        return value == online_url
    if label == _("Contact") and not facts["contact"]:
        facts["contact"] = value
        return True
    if label == _("Tarif") and not (facts["price"] or facts["price_text"]):
        first, _comma, rest = value.partition(", ")
        kinds = {str(kind.label): kind.value for kind in EventPage.Price if kind.value}
        facts["price"] = kinds.get(first, "")
        facts["price_text"] = rest if facts["price"] else value
        return True
    return label == _("Inscription") and _booking(value, facts)


def _booking(value, facts):
    found = {}
    for part in value.split(", "):
        name = next((name for name, shape in BOOKING.items() if name not in found and shape.fullmatch(part)), None)
        if name is None or facts[name]:
            return False
        found[name] = part
    facts.update(found)
    return True
