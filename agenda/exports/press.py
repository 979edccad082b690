"""The CSV for the press: one row a date, in the order of time, as French spreadsheets open it."""

from datetime import timedelta
from itertools import chain

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agenda.entry import ACCESS as ACCESS_SLUGS
from agenda.exports.dates import dates_of, read_dates
from agenda.exports.public import ages_words, facts, organisers_of, price_words, status_words
from agenda.filters import ACCESS
from agenda.found import organisers
from directory.exports.public import page_url
from directory.exports.sheets import csv_lines
from directory.exports.table import safe

MOST = 5000  # dates


def press_pieces(form, found):
    headings, cells = zip(*columns(), strict=True)
    lines, count = dates_of(found, form, MOST)
    names = organisers(found.shelf)
    rows = (_row(date, names, cells) for date in read_dates(found.shelf, lines))
    return csv_lines(headings, chain(rows, _said_to_be_cut(count, len(headings))))


def _row(date, names, cells):
    known = facts(date.entry)
    return [safe(cell(date, known, names)) for cell in cells]


def _said_to_be_cut(count, width):
    """A last row that says so when there were more dates."""
    if count > MOST:
        sentence = _("La liste s’arrête aux %(most)s premières dates sur %(count)s : demandez moins de jours.")
        yield [sentence % {"most": MOST, "count": count}] + [""] * (width - 1)


def columns():
    """[(heading, function of (Date, facts of its entry, names of organisers))] in the current language."""
    yes = _("oui")
    return [
        (_("Date"), lambda date, known, names: f"{date.start:%d/%m/%Y}"),
        (_("Jour"), lambda date, known, names: date_format(date.start, "l")),
        (_("Heure"), lambda date, known, names: "" if date.all_day else f"{date.start:%H:%M}"),
        (_("Date de fin"), lambda date, known, names: f"{last_day(date):%d/%m/%Y}"),
        (_("Heure de fin"), lambda date, known, names: "" if date.all_day else f"{date.end:%H:%M}"),
        (_("Titre"), lambda date, known, names: date.title),
        (_("État"), lambda date, known, names: status_words(date)),
        (_("En une phrase"), lambda date, known, names: date.entry.summary),
        (_("À savoir ce jour-là"), lambda date, known, names: date.change.note),
        (_("Catégories"), _list("categories")),
        (_("Lieu"), lambda date, known, names: date.place),
        (_("Adresse"), _fact("address")),
        (_("Code postal"), _list("postal_codes")),
        (_("Commune"), _fact("commune")),
        (_("Vallée"), _fact("valley")),
        (_("En ligne"), _fact("online_url")),
        (_("Tarif"), lambda date, known, names: price_words(known)),
        (_("Inscription"), lambda date, known, names: booking(known)),
        (_("Places"), _fact("seats")),
        (
            _("Organisé par"),
            lambda date, known, names: _joined(row["title"] for row in organisers_of(date.entry, names)),
        ),
        (_("Contact"), _fact("contact")),
        (_("Publics"), _list("audiences")),
        (_("Âges"), lambda date, known, names: ages_words(known)),
        (_("Accessibilité"), lambda date, known, names: access(known)),
        (_("Mots-clés"), _list("tags")),
        (_("Lien"), lambda date, known, names: page_url(date.entry)),
        (_("Exemple fictif"), lambda date, known, names: yes if known.get("is_fictional") else ""),
    ]


def last_day(date):
    """The day it ends on; of whole days, whose end is excluded, the day before."""
    return date.end - timedelta(minutes=1) if date.all_day and date.end > date.start else date.end


def booking(known):
    return _joined(known[name] for name in ("booking_url", "booking_phone", "booking_email") if name in known)


def organisers_words(entry, names):
    return _joined(row["title"] for row in organisers_of(entry, names))


def access(known):
    return _joined(str(ACCESS[ACCESS_SLUGS[name]]) for name in known.get("access", ()) if name in ACCESS_SLUGS)


def _fact(name):
    return lambda date, known, names: known.get(name, "")


def _list(name):
    return lambda date, known, names: _joined(known.get(name, ()))


def _joined(values):
    return " | ".join(values)
