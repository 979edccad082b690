"""The bytes of a calendar cut into the lines of its events and time zones, before anything is understood. Bounded."""

import re
from collections import namedtuple

from django.utils.translation import gettext as _

from agenda.coming_in.fetch import MAX_BYTES
from agenda.coming_in.problems import FeedRefused

MAX_EVENTS = 2000
MAX_LINES = 100_000
MAX_DEPTH = 6  # of components in components
_FOLD = re.compile(rb"\r?\n[ \t]|\r[ \t]")
_LINES = re.compile(r"\r\n|\n|\r")
_EDGE = re.compile(r"(BEGIN|END):\s*([A-Z-]{1,40})\s*", re.IGNORECASE)

# events: one list of unfolded lines a VEVENT, what is inside another (alarms) left out; zones: one a VTIMEZONE, whole.
Cut = namedtuple("Cut", "events zones")


def cut(content):
    """Return the Cut of a calendar file. Raises FeedRefused when it is none, is cut short, or is too big."""
    if len(content) > MAX_BYTES:
        raise FeedRefused(_("Ce calendrier pèse plus de 1 Mo : demandez-en une version plus courte."))
    lines = _LINES.split(_text(content))
    if len(lines) > MAX_LINES:
        raise FeedRefused(_("Ce calendrier a plus de %(n)d lignes.") % {"n": MAX_LINES})
    if not any(line.strip().upper() == "BEGIN:VCALENDAR" for line in lines[:20]):
        raise FeedRefused(
            _("Ce n’est pas un calendrier (ICS) : on attend une adresse ou un fichier qui finit en .ics.")
        )
    return _walk(lines)


def _text(content):
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        content = content.decode("utf-16", "replace").encode()
    content = _FOLD.sub(b"", content.removeprefix(b"\xef\xbb\xbf"))  # before decoding: some fold inside a letter
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _walk(lines):
    found, open_ones, taken = Cut([], []), [], None
    for line in lines:
        edge = _EDGE.fullmatch(line)
        if not edge:
            if taken is not None and (open_ones[-1] == "VEVENT" or "VTIMEZONE" in open_ones):
                taken.append(line)
            continue
        way, name = edge[1].upper(), edge[2].upper()
        if way == "BEGIN":
            open_ones.append(name)
            if len(open_ones) > MAX_DEPTH:
                raise FeedRefused(_("Ce calendrier est mal construit : des éléments sont emboîtés sans fin."))
            if name in ("VEVENT", "VTIMEZONE"):
                taken = []
                _keep(found, name, taken)
        elif not open_ones or open_ones.pop() != name:
            raise FeedRefused(
                _("Ce calendrier est mal construit : « %(line)s » n’est pas à sa place.") % {"line": line}
            )
        elif name in ("VEVENT", "VTIMEZONE"):
            taken = None
    if open_ones:
        raise FeedRefused(_("Ce calendrier est coupé : il en manque la fin."))
    return found


def _keep(found, name, taken):
    (found.events if name == "VEVENT" else found.zones).append(taken)
    if len(found.events) > MAX_EVENTS:
        raise FeedRefused(_("Ce calendrier a plus de %(n)d événements.") % {"n": MAX_EVENTS})
