"""Dates and hours as people type them: « 12/12/2026 », « 2026-12-12 », « samedi 12 décembre 2026 à 14 h 30 »."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from directory.typed_commune import printable

MONTHS = (
    *("janvier", "fevrier", "mars", "avril", "mai", "juin"),
    *("juillet", "aout", "septembre", "octobre", "novembre", "decembre"),
)
NAMES = "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lun|mar|mer|jeu|ven|sam|dim"
WEEKDAY = re.compile(rf"(?:le )?(?:(?:{NAMES})\.? )?")
ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
NUMBERS = re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})(?:[/.-](?P<year>\d{4}|\d{2}))?")
NAMED = re.compile(r"(?P<day>\d{1,2})(?:er)? (?P<name>[a-z]{3,9})\.?(?: (?P<year>\d{4}))?")
HOUR = re.compile(r"(\d{1,2}) ?(?:h|:) ?(\d{2})?(?::\d{2})?", re.ASCII)
BETWEEN = re.compile(r"(?:t| a | ?, ?(?:a )?| - | )")
LONGEST = 60  # characters of a typed date


class DateError(ValueError):
    """Says in French what is not a date or an hour."""


def read_date(text):
    """The day of a typed date; without a year, the next such day."""
    day, rest = _day_first(text)
    if rest:
        raise _no_date(text)
    return day


def read_hour(text):
    """The hour of « 14:30 », « 14 h 30 », « 14h »."""
    match = HOUR.fullmatch(_plain(text))
    hour, minute = (int(part or 0) for part in match.groups()) if match else (24, 0)
    if hour > 23 or minute > 59:
        raise DateError(_("« %(text)s » n’est pas une heure.") % {"text": printable(text)})
    return time(hour, minute)


def read_moment(text):
    """(day, hour or None) of a typed date that may have an hour."""
    day, rest = _day_first(text)
    if not rest:
        return day, None
    between = BETWEEN.match(rest)
    if not between:
        raise _no_date(text)
    return day, read_hour(rest[between.end() :])


def shown_date(day):
    """« 12/12/2026 », which `read_date` takes back."""
    return f"{day:%d/%m/%Y}"


def shown_moment(moment, usual):
    """A start as a line of the form: without its hour when it is the `usual` one."""
    if moment.time() == usual:
        return shown_date(moment)
    return f"{shown_date(moment)} {moment.hour} h {moment.minute:02}".removesuffix(" 00")


def _plain(text):
    """Small letters without accents, one space between words."""
    letters = unicodedata.normalize("NFKD", text.lower())
    return " ".join("".join(char for char in letters if not unicodedata.combining(char)).split())


def _day_first(text):
    plain = _plain(text)
    if len(plain) > LONGEST:
        raise _no_date(text)
    plain = plain[WEEKDAY.match(plain).end() :]
    for pattern in (ISO, NUMBERS, NAMED):
        if match := pattern.match(plain):
            return _made(match.groupdict(), text), plain[match.end() :]
    raise _no_date(text)


def _made(parts, text):
    month = int(parts["month"]) if "month" in parts else _month(parts["name"], text)
    year, day = parts["year"], int(parts["day"])
    try:
        if year:
            return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
        today = timezone.localdate()
        this_year = date(today.year, month, day)
        return this_year if this_year > today - timedelta(days=1) else date(today.year + 1, month, day)
    except ValueError:
        raise _no_date(text) from None


def _month(name, text):
    found = [number for number, month in enumerate(MONTHS, 1) if month.startswith(name)]
    if len(found) != 1:
        raise _no_date(text)
    return found[0]


def _no_date(text):
    return DateError(_("« %(text)s » n’est pas une date : écrivez par exemple 12/12/2026.") % {"text": printable(text)})


def at(day, hour):
    return datetime.combine(day, hour)
