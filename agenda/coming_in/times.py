"""The times of a calendar: wall clocks, and the zones that their names mean here."""

import re
from datetime import UTC, date, datetime, time, timedelta

from django.utils.translation import gettext as _
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from agenda.coming_in.problems import EventRefused
from agenda.engine.clocks import HERE, midnight, to_utc, to_wall, zone

FIRST_YEAR, LAST_YEAR = 2000, 2100
_IANA = re.compile(r"[A-Z][A-Za-z_]+(?:/[A-Za-z_+-]+){1,2}$")
_OFFSET = re.compile(r"([+-])(\d\d)(\d\d)(?:\d\d)?")


class Zones:
    """The zones of one calendar: a name that it defines otherwise than everybody is refused, as is an unknown one."""

    def __init__(self, blocks=()):
        self.own = {}
        for lines in blocks:
            told = dict(line.split(":", 1) for line in lines if line.startswith(("TZID:", "X-LIC-LOCATION:")))
            offsets = {_seconds(line) for line in lines if line.upper().startswith("TZOFFSETTO")}
            self.own[told.get("TZID", "").strip()] = told.get("X-LIC-LOCATION", "").strip(), offsets
        self.known = {}

    def named(self, tzid):
        """The IANA name of a TZID. Raises EventRefused."""
        if tzid not in self.known:
            self.known[tzid] = self._named(tzid)
        name, problem = self.known[tzid]
        if problem:
            raise EventRefused(problem)
        return name

    def _named(self, tzid):
        location, offsets = self.own.get(tzid, ("", set()))
        name = _iana(tzid) or _iana(location)
        if not name:
            return "", _("Le fuseau horaire « %(name)s » est inconnu.") % {"name": tzid[:60]}
        if offsets and not offsets & _offsets(name):
            return "", _("Le fuseau horaire « %(name)s » n’a pas, dans ce calendrier, l’heure qu’il a partout.") % {
                "name": tzid[:60]
            }
        return name, ""


def _iana(tzid):
    match = _IANA.search(tzid)
    for name in (tzid, WINDOWS_TO_OLSON.get(tzid, ""), match[0] if match else ""):
        try:
            zone(name)
        except (KeyError, ValueError, OSError):
            continue
        if len(name) <= 64:
            return name
    return ""


def _offsets(name):
    year = datetime.now(UTC).year
    return {int(datetime(year, month, 1, tzinfo=zone(name)).utcoffset().total_seconds()) for month in (1, 7)}


def _seconds(line):
    match = _OFFSET.search(line)
    return (1 if match[1] == "+" else -1) * (int(match[2]) * 3600 + int(match[3]) * 60) if match else None


class Time:
    """A DTSTART, DTEND, RECURRENCE-ID, RDATE or EXDATE: a date, or a wall clock in a zone (Paris when it floats)."""

    def __init__(self, value, tzid, zones):
        if isinstance(value, tuple):  # a period: only its start says when
            value = value[0]
        if not isinstance(value, date):
            raise EventRefused(_("Une date n’est pas lisible."))
        if not FIRST_YEAR <= value.year <= LAST_YEAR:
            raise EventRefused(
                _("Une date est de l’année %(year)d : l’agenda va de %(first)d à %(last)d.")
                % {"year": value.year, "first": FIRST_YEAR, "last": LAST_YEAR}
            )
        self.is_date = not isinstance(value, datetime)
        self.zone = HERE
        if self.is_date:
            self.wall = datetime.combine(value, time())
            return
        if tzid and tzid.upper() not in ("UTC", "GMT", "ETC/UTC"):
            self.zone = zones.named(tzid)
        elif tzid or value.tzinfo:
            self.zone = "UTC"
        self.wall = value.replace(tzinfo=None, fold=0)

    @property
    def moment(self):
        return midnight(self.wall.date()) if self.is_date else to_utc(self.wall, self.zone)

    def in_zone(self, name, at):
        """The wall clock in another zone; a date among hours is at the hour `at` (a datetime.time)."""
        if self.is_date:
            return datetime.combine(self.wall.date(), at)
        return self.wall if self.zone == name else to_wall(self.moment, name)


def written(wall):
    """As an event keeps a further start, an exception: 2026-12-05T14:00."""
    return wall.isoformat(timespec="seconds" if wall.second else "minutes")


A_DAY = timedelta(days=1)
