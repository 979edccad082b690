"""A calendar around the stored lines of events."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar
from icalendar.prop import vDuration, vUri

from agenda.engine.clocks import PARIS
from agenda.entry import TIMES
from agenda.ics.clean import one_line
from agenda.ics.zones import vtimezones
from agenda.models import EventLines
from agenda.timeline import end_minute, minute
from portal.search.models import Entry

CONTENT_TYPE = "text/calendar; charset=utf-8"
KEPT = timedelta(days=365)  # after its last date, an event leaves the feeds
REFRESH = timedelta(hours=6)
CHUNK = 200
END = b"END:VCALENDAR\r\n"


@dataclass(frozen=True)
class Face:
    """What a calendar says of itself. path: its own address; page: that of the page that shows the same."""

    name: str
    path: str
    page: str


def head(face, zones=()):
    """What comes before the events, as bytes; zones: TZIDs that they name."""
    calendar = Calendar()
    name = one_line(face.name)
    calendar.add("prodid", f"-//{one_line(settings.WAGTAIL_SITE_NAME)}//Agenda 1.0//FR")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", PARIS.key)
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    calendar.add("source", vUri(settings.BASE_URL + face.path), parameters={"VALUE": "URI"})
    calendar.add("url", vUri(settings.BASE_URL + face.page))
    return calendar.to_ical().removesuffix(END) + vtimezones(zones).encode()


def face_of_all(path, page):
    return Face(_("Agenda – %(site)s") % {"site": settings.WAGTAIL_SITE_NAME}, path, page)


def recent_keys(held):
    """Keys of the entries of a shelf that end less than a year ago, or later; kept for the day."""
    limit = minute(datetime.combine(timezone.localdate() - KEPT, time(), PARIS))
    name = f"recent {limit}"
    if name not in held.memo:
        held.memo[name] = {key for key, slot in list(held.slots.items()) if _ends_after(held.rows[slot][0], limit)}
    return held.memo[name]


def _ends_after(facets, limit):
    times = facets.get(TIMES, ())
    return bool(times) and (end_minute(times[-1]) >= limit or any(end_minute(packed) >= limit for packed in times))


def of_entries(face, keys):
    """Yield the bytes of a calendar of some entries (a list of keys), in bounded memory."""
    zones = {zone for part in _parts(keys) for zone in _lines(part).order_by().values_list("zones", flat=True)}
    yield head(face, zones)
    for part in _parts(keys):
        yield "".join(_lines(part).order_by("event").values_list("text", flat=True)).encode()
    yield END


def of_event(face, key):
    """The bytes of a calendar of one event, by the number of its page; None when it has no lines."""
    row = EventLines.objects.filter(event=key).values_list("text", "zones").first()
    return row and head(face, [row[1]]) + row[0].encode() + END


def _parts(keys):
    return (keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK))


def _lines(keys):
    return EventLines.objects.filter(event__in=Entry.objects.listed().filter(pk__in=keys).values("page_id"))
