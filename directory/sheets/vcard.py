"""A structure as a vCard 4.0 (RFC 6350), for the address book of a phone."""

import re
from datetime import UTC
from uuid import NAMESPACE_URL, uuid5

import phonenumbers
from django.conf import settings

from directory.sheets import facts

LINE_OCTETS = 75
# All that some reader takes for the end of a line, beyond the three of RFC 6350.
LINE_ENDS = re.compile("\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\t\ud800-\udfff]+")


def vcard(entry):
    """Return the vCard's text, its lines folded and ended by CRLF."""
    lines = ["BEGIN:VCARD", "VERSION:4.0", *_properties(entry), "END:VCARD"]
    return "".join(fold(line) + "\r\n" for line in lines)


def _properties(entry):
    data = entry.data
    yield "KIND:org"
    yield f"PRODID:-//{escape(settings.WAGTAIL_SITE_NAME)}//Annuaire//FR"
    yield f"UID:{uid(entry)}"
    yield f"SOURCE:{uri(facts.absolute(entry) + 'vcard.vcf')}"
    yield f"LANG:{entry.language}"
    yield f"FN:{escape(entry.title)}"
    yield f"ORG:{escape(entry.title)}"
    if data.get("acronym"):
        yield f"NICKNAME:{escape(data['acronym'])}"
    if data.get("phone"):
        yield telephone(data["phone"])
    if facts.website(entry):
        yield f"URL;PREF=1:{uri(facts.website(entry))}"
    yield f"URL:{uri(facts.absolute(entry))}"
    yield from _where(entry)
    if data.get("fields"):
        yield "CATEGORIES:" + ",".join(escape(field) for field in data["fields"])
    if note := "\n".join([part for part in (entry.summary, *facts.hours(entry), data.get("closures", "")) if part]):
        yield f"NOTE:{escape(note)}"
    if entry.changed_at:
        yield f"REV:{entry.changed_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _where(entry):
    """ADR and GEO; the point is the town hall's when the structure has given none."""
    street, commune = entry.data.get("address", ""), entry.data.get("commune", "")
    if street or commune:
        parts = ("", "", street, commune, "", facts.postal_code(entry), "France")
        yield "ADR;TYPE=work:" + ";".join(escape(part) for part in parts)
    if entry.latitude is not None:
        yield f"GEO:geo:{entry.latitude:.6f},{entry.longitude:.6f}"


def uid(entry):
    """The same for ever for one page, whatever its name and its address become."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{settings.BASE_URL}/structures/{entry.page_id}')}"


def telephone(text):
    """A number that can be dialled as a tel: address (RFC 3966), anything else as it was typed."""
    try:
        number = phonenumbers.parse(text, "FR")
    except phonenumbers.NumberParseException:
        return f"TEL;TYPE=work:{escape(text)}"
    tel = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.RFC3966)
    return f'TEL;TYPE="work,voice";VALUE=uri:{uri(tel)}'


def escape(text):
    """A text value: comma, semicolon, backslash and line ends escaped (RFC 6350, 3.4), other controls left out."""
    text = LINE_ENDS.sub("\n", str(text)).strip()
    text = CONTROLS.sub(" ", text)
    return re.sub(r"([\\,;])", r"\\\1", text).replace("\n", "\\n")


def uri(address):
    """An address on one line: what could end it is left out."""
    return re.sub(r"\s", "", CONTROLS.sub("", LINE_ENDS.sub("", address)))


def fold(line):
    """Cut a line in pieces of 75 octets at most, never inside a character (RFC 6350, 3.2)."""
    pieces, piece, size = [], "", 0
    for char in line:
        octets = len(char.encode("utf-8", "replace"))
        if size + octets > LINE_OCTETS:
            pieces.append(piece)
            piece, size = " ", 1
        piece += char
        size += octets
    return "\r\n".join([*pieces, piece])
