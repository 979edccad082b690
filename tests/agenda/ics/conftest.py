"""Events to take away in a calendar, and calendars as others read them."""

import gzip
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rruleset, rrulestr
from icalendar import Calendar

from portal.demo.builders import make_event, make_structure
from tests.rooms import agenda, directory, in_hours

GZIP = {"accept-encoding": "gzip"}
PARIS = ZoneInfo("Europe/Paris")


def body(response):
    """The bytes of an answer, streamed or not, as its reader gets them."""
    raw = b"".join(response.streaming_content) if response.streaming else response.content
    return gzip.decompress(raw) if response.get("Content-Encoding") == "gzip" else raw


def event(title="Repair café", start=None, end=None, parent=None, **values):
    return make_event(parent or agenda(), title=title, start=start or in_hours(24), end=end or in_hours(26), **values)


@pytest.fixture
def structure(portal_site):
    return make_structure(directory(), title="La Remise", slug="la-remise")


def vevents(raw):
    return Calendar.from_ical(raw).walk("VEVENT")


def titles(raw):
    return sorted(str(vevent["SUMMARY"]) for vevent in vevents(raw))


def occurrences(raw, until):
    """[(start, end, title, is it cancelled?)] of a calendar, in UTC, as an independent reader finds them: dateutil."""
    masters = [vevent for vevent in vevents(raw) if "RECURRENCE-ID" not in vevent]
    changed = {
        (str(vevent["UID"]), instant(vevent["RECURRENCE-ID"].dt)): vevent
        for vevent in vevents(raw)
        if "RECURRENCE-ID" in vevent
    }
    found = []
    for master in masters:
        for start in _starts(master, until):
            vevent = changed.get((str(master["UID"]), instant(start)))
            begin, end = (vevent or master)["DTSTART"].dt, _end_of(vevent or master)
            if vevent is None:
                end = start + (end - begin) if not isinstance(start, datetime) else _after(start, begin, end)
                begin = start
            status = str((vevent or master)["STATUS"])
            found.append((instant(begin), instant(end), str((vevent or master)["SUMMARY"]), status == "CANCELLED"))
    return sorted(found)


def instant(value):
    """The UTC of a date (its midnight here) or of an aware time."""
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day, tzinfo=PARIS)
    return value.astimezone(UTC)


def _end_of(vevent):
    if "DTEND" in vevent:
        return vevent["DTEND"].dt
    start = vevent["DTSTART"].dt
    return start if isinstance(start, datetime) else start + timedelta(days=1)


def _after(start, begin, end):
    """The same true length (RFC 5545, 3.8.5.3)."""
    return start.astimezone(UTC) + (end.astimezone(UTC) - begin.astimezone(UTC))


def _starts(vevent, until):
    """Starts as values of DTSTART's kind; nothing of our own engine is in it."""
    first = vevent["DTSTART"].dt
    whole = not isinstance(first, datetime)
    zone = None if whole else first.tzinfo
    dates = rruleset(cache=False)

    def naive(value):
        if not isinstance(value, datetime):
            return datetime(value.year, value.month, value.day)
        return value.astimezone(zone).replace(tzinfo=None)

    if "RRULE" in vevent:
        rule = vevent["RRULE"].to_ical().decode()
        rule = _until_on_the_clock(rule, vevent["RRULE"], zone)
        dates.rrule(rrulestr(rule, dtstart=naive(first)))
    else:
        dates.rdate(naive(first))
    for value in _list(vevent, "RDATE"):
        dates.rdate(naive(value))
    for value in _list(vevent, "EXDATE"):
        dates.exdate(naive(value))
    limit = until.astimezone(PARIS).replace(tzinfo=None)
    starts = dates.between(datetime(1990, 1, 1), limit, inc=True)
    return [start.date() if whole else start.replace(tzinfo=zone) for start in starts]


def _until_on_the_clock(rule, parts, zone):
    """dateutil compares UNTIL with naive starts here."""
    until = parts.get("UNTIL", [None])[0]
    if not isinstance(until, datetime):
        return rule
    wall = until.astimezone(zone).strftime("%Y%m%dT%H%M%S")
    return ";".join(f"UNTIL={wall}" if part.startswith("UNTIL=") else part for part in rule.split(";"))


def _list(vevent, name):
    values = vevent.get(name, [])
    values = values if isinstance(values, list) else [values]
    return [value.dt for part in values for value in part.dts]
