"""One VEVENT read through icalendar into a Row. What cannot be taken raises EventRefused, in words."""

import re
from datetime import timedelta
from hashlib import sha256

from django.utils.translation import gettext as _
from icalendar import Event

from agenda.coming_in.details import taken_apart
from agenda.coming_in.problems import EventRefused
from agenda.coming_in.rows import Row
from agenda.coming_in.times import A_DAY, Time, written
from agenda.engine import RuleError, parse_rule
from agenda.engine.clocks import HERE, to_utc
from directory.imports.bounds import tidy
from directory.imports.texts import one_line, plain, rich

MAX_LINE = 50_000  # characters
MOST_SUMMARY = 300  # characters
MAX_DATES = 500  # further dates of an event, and as many exceptions
LONGEST = timedelta(days=366)
STATUSES = {"": "confirmed", "CONFIRMED": "confirmed", "TENTATIVE": "tentative", "CANCELLED": "cancelled"}
# Who was invited, alarms' leftovers and files sent along are not for an agenda.
_LEFT_OUT = ("ATTACH", "ATTENDEE", "ORGANIZER", "COMMENT", "X-ALT-DESC")
_DATES = ("DTSTART", "DTEND", "RECURRENCE-ID", "RDATE", "EXDATE")
ZONE = "X-ZONE"
_NAME = re.compile(r"[A-Za-z0-9-]+")
_URL = re.compile(r"https?://[^\s\"<>]+")


def read_event(lines, zones):
    """The Row of the lines of a VEVENT; one with a `recurrence` is a date of a series. Raises EventRefused."""
    lines = [line for line in lines if line.strip() and name_of(line) not in _LEFT_OUT]
    if any(len(line) > MAX_LINE for line in lines):
        raise EventRefused(_("Une de ses lignes est trop longue (%(n)d caractères au plus).") % {"n": MAX_LINE})
    try:
        event = Event.from_ical("\r\n".join(("BEGIN:VEVENT", *map(_own_zone, lines), "END:VEVENT", "")))
    except (ValueError, TypeError, KeyError, IndexError) as problem:
        raise EventRefused(_("Il n’est pas écrit comme un événement de calendrier.")) from problem
    _check_readable(event)
    if str(event.get("CLASS", "")).upper() in ("PRIVATE", "CONFIDENTIAL"):
        raise EventRefused(_("Il est marqué comme privé dans ce calendrier : il n’est pas repris."))
    row = Row(uid=uid_of(lines), title=title_of(lines), sequence=_whole(event.get("SEQUENCE")))
    _when(row, event, lines, zones)
    _what(row, event)
    row.uid = row.uid or f"sans-uid:{row.print}"
    return row


def _own_zone(line):
    """A date's TZID under another name: what a zone's name means is for agenda.coming_in.times, not for icalendar."""
    return line.replace(";TZID=", f";{ZONE}=", 1) if name_of(line) in _DATES else line


def name_of(line):
    match = _NAME.match(line)
    return match[0].upper() if match else ""


def _values(lines, name):
    """The raw values of a property; read here, since icalendar leaves out those that it cannot understand."""
    return [line.partition(":")[2].strip() for line in lines if name_of(line) == name]


def uid_of(lines):
    """The UID, "" when there is none; one that is too long for our table is known by its print."""
    uid = tidy(next(iter(_values(lines, "UID")), ""))
    return uid if len(uid) <= 255 else f"sha256:{sha256(uid.encode()).hexdigest()}"


def title_of(lines):
    raw = next(iter(_values(lines, "SUMMARY")), "")[:2000]
    text = re.sub(r"\\([\\;,nN])", lambda match: " " if match[1] in "nN" else match[1], raw)
    return one_line(tidy(text))[:255].strip()


def _check_readable(event):
    wrong = {name for name, _why in event.errors}
    for name in ("DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "RDATE", "EXDATE"):
        if name in wrong:
            raise EventRefused(_("Une de ses dates n’est pas lisible (%(name)s).") % {"name": name})
        if name not in ("RDATE", "EXDATE") and isinstance(event.get(name), list):
            raise EventRefused(_("Il donne deux fois la même date (%(name)s).") % {"name": name})


# -- When -------------------------------------------------------------------------------------------------------------
def _when(row, event, lines, zones):
    start = _time(event, "DTSTART", zones)
    if start is None:
        raise EventRefused(_("Il ne dit pas quand il commence."))
    row.all_day, row.rrule = start.is_date, _rule(lines)
    further, left_out = (_times(event, name, zones) for name in ("RDATE", "EXDATE"))
    row.recurrence = _time(event, "RECURRENCE-ID", zones)
    if row.recurrence and "RANGE" in event["RECURRENCE-ID"].params:
        raise EventRefused(_("Il change toute la suite d’une série d’une façon qui n’est pas comprise ici."))
    # A series goes by the clock of its own place; a single event is at one moment, told by the clocks of here.
    row.zone = start.zone if row.rrule or further else HERE
    clock = start.wall.time()
    row.rdates = sorted({written(time.in_zone(row.zone, clock)) for time in further})
    row.exdates = sorted({written(time.in_zone(row.zone, clock)) for time in left_out}) if row.repeats else []
    row.start, row.end = start.moment, _end(event, start, zones)
    if row.end < row.start:
        raise EventRefused(_("Il finit avant de commencer."))
    if row.end - row.start > LONGEST:
        raise EventRefused(_("Il dure plus d’un an."))


def _end(event, start, zones):
    end = _time(event, "DTEND", zones)
    if end and end.is_date != start.is_date:
        raise EventRefused(_("Son début est une heure et sa fin un jour, ou l’inverse."))
    if end and start.is_date and end.wall == start.wall:  # some say « from the 5th to the 5th » for one day
        return to_utc(start.wall + A_DAY, HERE)
    if end:
        return end.moment
    length = event.get("DURATION")
    length = getattr(length, "dt", None)
    if length is None:
        length = A_DAY if start.is_date else timedelta()
    if not isinstance(length, timedelta) or not timedelta() <= length <= LONGEST:
        raise EventRefused(_("Sa durée n’est pas possible."))
    if start.is_date:
        return to_utc(start.wall + max(length, A_DAY), HERE)
    # RFC 5545, 3.3.6: days are those of the clock, hours are true ones.
    days = timedelta(days=length.days)
    return to_utc(start.wall + days, start.zone) + (length - days)


def _time(event, name, zones):
    prop = event.get(name)
    return Time(prop.dt, prop.params.get(ZONE, ""), zones) if prop is not None else None


def _times(event, name, zones):
    props = event.get(name, [])
    props = props if isinstance(props, list) else [props]
    found = [Time(item.dt, prop.params.get(ZONE, ""), zones) for prop in props for item in prop.dts]
    if len(found) > MAX_DATES:
        raise EventRefused(_("Il donne plus de %(n)d dates une par une.") % {"n": MAX_DATES})
    return found


def _rule(lines):
    rules = _values(lines, "RRULE")
    if len(rules) > 1 or _values(lines, "EXRULE"):
        raise EventRefused(_("Il a plusieurs règles de répétition : faites-en plusieurs événements."))
    if not rules:
        return ""
    try:
        return str(parse_rule(rules[0]))
    except RuleError as problem:
        raise EventRefused(str(problem)) from problem


# -- What and where ---------------------------------------------------------------------------------------------------
def _what(row, event):
    row.status = STATUSES.get(str(event.get("STATUS", "")).strip().upper(), "confirmed")
    row.location = _place(plain(tidy(_text(event, "LOCATION"))))
    row.url = _link(_text(event, "URL"))
    row.online_url = _online(event, row.location)
    text = tidy(_text(event, "DESCRIPTION"))
    if "<" not in text:
        text, row.status, row.details = taken_apart(text, row.status, row.online_url)
        row.summary, text = _first_line(plain(text))
    row.text = rich(text)
    row.latitude, row.longitude = _point(event)
    row.categories = _categories(event)
    if not row.title:
        raise EventRefused(_("Il n’a pas de titre."))


def _first_line(text):
    """(what lists show, the rest) of a text of several lines; one line alone is the text."""
    first, _end, rest = text.partition("\n")
    return (first, rest) if rest and len(first) <= MOST_SUMMARY else ("", text)


def _text(event, name):
    """The first of a property that should be there once."""
    value = event.get(name, "")
    return str(value[0] if isinstance(value, list) else value)


def _place(text):
    return ", ".join(part for part in (line.strip(" ,") for line in text.split("\n")) if part)[:350]


def _link(text):
    match = _URL.fullmatch(text.strip())
    return match[0] if match and len(match[0]) <= 200 else ""


def _online(event, location):
    for name in ("CONFERENCE", "X-GOOGLE-CONFERENCE"):
        if link := _link(_text(event, name)):
            return link
    return _link(location)


def _point(event):
    geo = event.get("GEO")
    try:
        latitude, longitude = float(geo.latitude), float(geo.longitude)
    except (AttributeError, TypeError, ValueError):
        return None, None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180) or (latitude, longitude) == (0, 0):
        return None, None
    return latitude, longitude


def _categories(event):
    props = event.get("CATEGORIES", [])
    props = props if isinstance(props, list) else [props]
    names = [one_line(tidy(str(name)))[:80] for prop in props for name in getattr(prop, "cats", [])]
    return sorted({name for name in names if name})[:20]


def _whole(value):
    return value if isinstance(value, int) and 0 <= value < 2**31 else 0
