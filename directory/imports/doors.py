"""The doors: text of a cell in, (value, notes) out. They raise LeftOut or RowRefused with the end of a sentence."""

import csv
import datetime
import re
from urllib.parse import unquote, urlsplit

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from directory import identifiers
from directory.hours import check_opening_hours
from directory.imports.problems import LeftOut, RowRefused
from directory.imports.texts import one_line, plain, rich
from directory.models import ExternalId, SocialAccount, StructurePage
from portal.core.folding import fold

MOST_TAGS, LONGEST_TAG = 30, 100
MAX_LINES = 60
OLDEST_YEAR = 1800
_check_url = URLValidator(schemes=["http", "https"])
_SCHEME = re.compile(r"^\s*([a-z][a-z0-9+.\-]*)\s*:(?!\d)", re.IGNORECASE)
_DOMAIN = re.compile(r"^[\w\-]+(\.[\w\-]+)+(/\S*)?$")
_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")
_PAGE_NAME = re.compile(r"[\w\-]{1,150}")


def text(_words, name, cell):
    value = one_line(cell)
    most = StructurePage._meta.get_field(name).max_length
    if len(value) > most:
        raise LeftOut(_("%(length)d caractères, %(most)d au plus :") % {"length": len(value), "most": most})
    return value, []


def title(_words, _name, cell):
    value = one_line(cell)
    if not value:
        raise RowRefused(_("pas de nom."))
    if len(value) > 255:
        raise RowRefused(_("un nom de %d caractères : 255 au plus.") % len(value))
    return value, []


def identity(_words, _name, cell):
    value, most = one_line(cell), ExternalId._meta.get_field("value").max_length
    if len(value) > most:
        raise RowRefused(
            _("un identifiant de %(length)d caractères : %(most)d au plus.") % {"length": len(value), "most": most}
        )
    return value, []


def lines(_words, _name, cell):
    parts = plain(cell).split("\n") if "\n" in plain(cell) else _parts(one_line(cell), commas=False)
    return "\n".join(part.strip()[:250] for part in parts[:MAX_LINES] if part.strip()), []


def rich_text(_words, _name, cell):
    return rich(cell), []


def siret(_words, _name, cell):
    return _number(cell, identifiers.check_siret), []


def rna(_words, _name, cell):
    return _number(cell, identifiers.check_rna), []


def _number(cell, check):
    value = identifiers.compact(one_line(cell))
    try:
        if value:
            check(value)
    except ValidationError as error:
        raise RowRefused(error.messages[0]) from error
    return value


def year(_words, _name, cell):
    found = _YEAR.findall(one_line(cell))
    if len(set(found)) != 1 or not OLDEST_YEAR <= int(found[0]) <= datetime.date.today().year:
        raise LeftOut(_("« %s » n’est pas une année :") % one_line(cell)[:40])
    return int(found[0]), []


def boolean(words, _name, cell):
    return _choice(words.booleans, cell), []


def kind(words, _name, cell):
    return _choice(words.kinds, cell), []


def status(words, _name, cell):
    value = _choice(words.statuses, cell)
    if value == StructurePage.Status.MERGED:
        raise LeftOut(_("une réunion de deux structures se fait dans l’admin :"))
    return value, []


def access(words, _name, cell):
    return _choice(words.accesses, cell), []


def _choice(known, cell):
    value = known.get(fold(one_line(cell)))
    if value is None:
        raise LeftOut(_("« %s » n’est pas une réponse connue :") % one_line(cell)[:60])
    return value


def one_word(words, name, cell):
    found, unknown = _known(words, name, cell)
    if len(found) > 1 or not found:
        raise LeftOut(_("« %s » n’est pas un mot de notre liste :") % one_line(cell)[:60])
    return found[0], _unknown(unknown)


def several_words(words, name, cell):
    found, unknown = _known(words, name, cell)
    return sorted(found), _unknown(unknown)


def _known(words, name, cell):
    """Slugs that the cell names, whole or cut at its separators, and the pieces that no word answers to."""
    known, found, unknown = words.terms[name], [], []
    for line in plain(cell).split("\n"):
        pieces = [line] if fold(line) in known else _parts(line)
        for piece in pieces:
            slug = known.get(fold(piece))
            (found if slug else unknown).append(slug or piece)
    return list(dict.fromkeys(found)), unknown


def _unknown(pieces):
    if not pieces:
        return []
    names = ", ".join(f"« {piece[:60]} »" for piece in pieces[:8])
    return [_("%s : pas dans notre liste, laissé de côté.") % names]


def tags(_words, _name, cell):
    found = {}
    for line in plain(cell).split("\n"):
        for piece in _parts(line):
            found.setdefault(piece.casefold(), piece)
    kept = [tag for tag in found.values() if len(tag) <= LONGEST_TAG and fold(tag)][:MOST_TAGS]
    notes = [] if len(kept) == len(found) else [_("%d mot(s)-clé(s) de trop ou trop longs.") % (len(found) - len(kept))]
    return sorted(kept), notes


def _parts(line, commas=True):
    """The pieces of a list in a cell: cut at | or ; else at commas (those between quotes apart, as YesWiki writes)."""
    if "|" in line or ";" in line:
        pieces = re.split(r"[|;]", line)
    elif commas:
        pieces = next(csv.reader([" ".join(line.splitlines())], skipinitialspace=True), [])
    else:
        pieces = [line]
    return [piece.strip() for piece in pieces if piece.strip()]


def email(_words, _name, cell):
    value = one_line(cell).removeprefix("mailto:").strip()
    try:
        validate_email(value)
    except ValidationError:
        raise LeftOut(_("« %s » n’est pas une adresse de courriel :") % value[:80]) from None
    if len(value) > 254:
        raise LeftOut(_("adresse trop longue :"))
    return value, []


def phone(_words, _name, cell):
    value = one_line(cell)
    try:
        number = phonenumbers.parse(value, "FR")
    except phonenumbers.NumberParseException:
        raise LeftOut(_("« %s » n’est pas un numéro de téléphone :") % value[:40]) from None
    if not phonenumbers.is_valid_number(number):
        raise LeftOut(_("« %s » n’est pas un numéro de téléphone :") % value[:40])
    style = phonenumbers.PhoneNumberFormat
    chosen = style.NATIONAL if number.country_code == 33 else style.INTERNATIONAL
    return phonenumbers.format_number(number, chosen)[:20], []


def website(_words, _name, cell):
    return _address(cell, StructurePage._meta.get_field("website").max_length)


def social(_words, _name, cell):
    return _address(cell, SocialAccount._meta.get_field("url").max_length)


def _address(cell, most):
    """A link to http(s). Another scheme (javascript:, data: ...) stops the row: nobody writes that by mistake."""
    value = "".join(char for char in one_line(cell) if char.isprintable()).strip()
    notes = []
    scheme = _SCHEME.match(re.sub(r"\s", "", value))
    if scheme and scheme[1].lower() not in ("http", "https"):
        raise RowRefused(_("le lien « %s » n’est pas une adresse http ou https.") % value[:80])
    if not scheme and _DOMAIN.match(value):
        value = f"https://{value}"
        notes = [_("adresse complétée : %s") % value]
    try:
        _check_url(value)
    except ValidationError:
        raise LeftOut(_("« %s » n’est pas une adresse du web :") % value[:80]) from None
    if len(value) > most:
        raise LeftOut(_("adresse de %(length)d caractères, %(most)d au plus :") % {"length": len(value), "most": most})
    return value, notes


def hours(_words, _name, cell):
    value = one_line(cell)
    try:
        check_opening_hours(value)
    except ValidationError as error:
        raise LeftOut(_("horaires non compris (%s) :") % error.messages[0].rstrip(".")) from None
    return value, []


def page_name(_words, _name, cell):
    """« EpicerieDuCoin », alone or in an address: https://wiki.example/?EpicerieDuCoin."""
    value = one_line(cell)
    if "/" in value or "?" in value:
        try:
            parts = urlsplit(value)
        except ValueError:  # an address with a bracket that opens nothing
            raise LeftOut(_("« %s » n’est pas un nom de page de YesWiki :") % value[:60]) from None
        value = parts.query.split("&")[0].removeprefix("wiki=") or parts.path.rstrip("/").rsplit("/", 1)[-1]
        value = unquote(value).split("/")[0]
    if not _PAGE_NAME.fullmatch(value):
        raise LeftOut(_("« %s » n’est pas un nom de page de YesWiki :") % value[:60])
    return value, []


DOORS = {
    "text": text,
    "title": title,
    "identity": identity,
    "lines": lines,
    "rich_text": rich_text,
    "siret": siret,
    "rna": rna,
    "year": year,
    "boolean": boolean,
    "kind": kind,
    "status": status,
    "access": access,
    "legal_family": one_word,
    "main_field": one_word,
    "labels": several_words,
    "fields_of_activity": several_words,
    "audiences": several_words,
    "tags": tags,
    "email": email,
    "phone": phone,
    "website": website,
    "social": social,
    "hours": hours,
    "page_name": page_name,
}
