"""Calendars for the tests: real bytes, and a feed that reads them as if they had been uploaded."""

import zlib

from django.utils import timezone

from agenda.coming_in.reader import read_calendar
from agenda.coming_in.refresh import refresh
from agenda.models import Feed


def vevent(*lines, uid="a@exemple.fr", title="Repair café", start="20261205T140000", end="20261205T170000"):
    """One VEVENT; None leaves a property out, further lines are added as they are."""
    given = {"UID": uid, "SUMMARY": title, "DTSTART": start, "DTEND": end}
    own = [f"{name}{'' if value.startswith(';') else ':'}{value}" for name, value in given.items() if value is not None]
    return "\r\n".join(("BEGIN:VEVENT", "DTSTAMP:20261101T000000Z", *own, *lines, "END:VEVENT"))


def calendar(*parts):
    return "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//FR", *parts, "END:VCALENDAR", "")).encode()


def only(*lines, **values):
    """The Row of a calendar of one event."""
    (row,) = read_calendar(calendar(vevent(*lines, **values)))
    return row


def make_feed(structure=None, **values):
    defaults = {"name": "Agenda du Fil", "subscribed_at": timezone.now(), "is_approved": True}
    return Feed.objects.create(structure=structure, **defaults | values)


def read(feed, *events, now=None):
    """Have the feed read a calendar of these events; returns its run."""
    feed.content = zlib.compress(calendar(*events))
    return refresh(feed, now)


def told(run):
    """[(action, title)] of the journal."""
    return [(line.action, line.title) for line in run.lines.all()]
