"""An event as calendars read it: one VEVENT, and one more for each date that differs."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC
from math import isfinite
from mimetypes import guess_type

from django.conf import settings
from django.utils import translation
from icalendar import Event
from icalendar.prop import vRecur, vUri

from agenda.engine import horizon
from agenda.engine.clocks import to_utc, to_wall
from agenda.ics.clean import address, one_line
from agenda.ics.times import Times, span, times_of, value_of
from agenda.ics.words import description, location

STATUS = {"confirmed": "CONFIRMED", "full": "CONFIRMED", "cancelled": "CANCELLED"}  # else TENTATIVE
MOST_CATEGORIES = 20


def event_lines(event, moments, *, sequence, stamp, now):
    """Return the VEVENTs of an event, folded, with CRLF. moments: the engine's; stamp: aware, of its last change."""
    with translation.override(event.locale.language_code):
        return "".join(_written(part) for part in _vevents(event, moments, sequence, stamp, now))


def signature(event):
    """A print of what people who noted it must be told: times, place, state. SEQUENCE rises when it changes."""
    with translation.override(event.locale.language_code):
        place = location(event)
    changes = [
        (_iso(row.recurrence_id), row.cancelled, _iso(row.start), _iso(row.end), row.place)
        for row in event.date_changes.all()
    ]
    when = (_iso(event.start), _iso(event.end), event.all_day, event.zone, event.rrule, event.school)
    parts = (*when, event.rdates, event.exdates, event.status, place, event.online_url, sorted(changes))
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def zones_of(event):
    """The TZIDs that its lines name."""
    return "" if event.all_day or event.zone == "UTC" else event.zone


def _iso(moment):
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else ""


def _written(vevent):
    return vevent.to_ical().decode()


def _vevents(event, moments, sequence, stamp, now):
    schedule = event.schedule()
    times = times_of(schedule, now)
    changed = [moment for moment in moments if moment.change]
    if not (times.rule or times.further):  # one date only: what differs that day is the event
        vevent = _common(event, sequence, stamp, changed[0].change if changed else None)
        _add_times(vevent, replace(times, **_moved(schedule, changed[0])) if changed else times)
        yield vevent
        return
    master = _common(event, sequence, stamp)
    _add_times(master, times)
    yield master
    if not changed:
        return
    starts = schedule.starts(to_wall(horizon(now), schedule.zone))
    walls = {to_utc(wall, schedule.zone): wall for wall in starts}
    for moment in changed:
        vevent = _common(event, sequence, stamp, moment.change)
        vevent.add("recurrence-id", value_of(schedule, walls[moment.recurrence_id]))
        _add_times(vevent, Times(**_moved(schedule, moment)))
        yield vevent


def _moved(schedule, moment):
    start, end = span(schedule, moment.start, moment.end)
    return {"start": start, "end": end}


def _add_times(vevent, times):
    vevent.add("dtstart", times.start)
    if times.end:
        vevent.add("dtend", times.end)
    if times.rule:
        vevent.add("rrule", vRecur.from_ical(times.rule))
    if times.further:
        vevent.add("rdate", list(times.further))
    if times.excepted:
        vevent.add("exdate", list(times.excepted))


def _common(event, sequence, stamp, change=None):
    """A VEVENT with all but its times; change: what differs at one date."""
    vevent = Event()
    cancelled = change and change.cancelled
    created = event.first_published_at or stamp
    vevent.add("uid", one_line(event.global_uid))
    vevent.add("dtstamp", stamp.astimezone(UTC))
    vevent.add("last-modified", stamp.astimezone(UTC))
    vevent.add("created", created.astimezone(UTC))
    vevent.add("sequence", sequence)
    vevent.add("summary", one_line((change and change.title) or event.title))
    vevent.add("status", "CANCELLED" if cancelled else STATUS.get(event.status, "TENTATIVE"))
    vevent.add("class", "PUBLIC" if event.visibility == event.Visibility.PUBLIC else "PRIVATE")
    vevent.add("transp", "TRANSPARENT" if event.all_day or cancelled or event.is_cancelled else "OPAQUE")
    if said := description(event, change.note if change else ""):
        vevent.add("description", said)
    if url := event.get_url():
        vevent.add("url", settings.BASE_URL + url if url.startswith("/") else url)
    _add_place(vevent, event, change)
    if names := [one_line(category.name) for category in event.categories.all()][:MOST_CATEGORIES]:
        vevent.add("categories", names)
    _add_picture(vevent, event)
    return vevent


def _add_place(vevent, event, change):
    elsewhere = one_line(change.place) if change else ""
    if place := elsewhere or location(event):
        vevent.add("location", place)
    point = None if elsewhere else event.point
    if point and all(map(isfinite, point)):
        vevent.add("geo", (round(point[0], 6), round(point[1], 6)))
    if online := address(event.online_url):
        vevent.add("conference", vUri(online), parameters={"VALUE": "URI", "FEATURE": "VIDEO"})


def _add_picture(vevent, event):
    if not event.listing_image:
        return
    file = event.listing_image.file
    url = file.url if "://" in file.url else settings.BASE_URL + file.url
    kind = guess_type(file.name)[0]
    parameters = {"VALUE": "URI", "DISPLAY": "BADGE"} | ({"FMTTYPE": kind} if kind else {})
    if url := address(url):
        vevent.add("image", vUri(url), parameters=parameters)
