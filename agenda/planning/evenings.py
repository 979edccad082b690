"""The freest evenings of the coming weeks, each with why."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.engine.clocks import PARIS, midnight
from agenda.models import EventPage
from agenda.planning.around import FAR_KM, rank
from agenda.planning.days import day_said
from agenda.timeline import days_of

WEEKS = 8
SHOWN = 8
EVENING = time(18)
HALF_KM = 10.0  # at that distance an event weighs half of one that is here
SAME_AUDIENCE, ALL_DAY, TENTATIVE, ANYWHERE = 2.0, 0.5, 0.7, 0.5


@dataclass
class Evening:
    """score: 0 for an evening on which nothing is known, 1 for one event on the spot, and so on."""

    day: date
    score: float = 0.0
    events: list = field(default_factory=list)

    @property
    def said(self):
        """Public and school holidays, "" for an ordinary day."""
        return day_said(self.day)

    def why(self):
        """Why it is free, or what is known of it, in one sentence."""
        if not self.events:
            return _("Rien d’annoncé à moins de %(km)s km.") % {"km": int(FAR_KM)}
        nearest = min(self.events, key=rank)
        values = {"n": len(self.events), "title": nearest.title}
        if nearest.km is None:
            text = ngettext(
                "%(n)s événement : « %(title)s ».", "%(n)s événements, dont « %(title)s ».", len(self.events)
            )
            return text % values
        values["km"] = round(nearest.km)
        return (
            ngettext(
                "%(n)s événement : « %(title)s », à %(km)s km.",
                "%(n)s événements, dont « %(title)s », à %(km)s km.",
                len(self.events),
            )
            % values
        )


def weight(neighbour):
    """How much an event takes of an evening."""
    near = ANYWHERE if neighbour.km is None else 1 / (1 + neighbour.km / HALF_KM)
    near *= SAME_AUDIENCE if neighbour.same_audience else 1
    near *= ALL_DAY if neighbour.all_day else 1
    return near * (TENTATIVE if neighbour.status == EventPage.Status.TENTATIVE else 1)


def is_in_the_evening(neighbour, day):
    """From 18 h to midnight of that day; a whole day takes its evening too."""
    begins = datetime.combine(day, EVENING, PARIS)
    return neighbour.start < midnight(day + timedelta(days=1)) and neighbour.end > begins


def evenings(neighbours, first, last):
    """Return every Evening of the days from `first` to `last`, by day."""
    found = {first + timedelta(days=n): Evening(first + timedelta(days=n)) for n in range((last - first).days + 1)}
    for neighbour in neighbours:
        for day in days_of(neighbour.start, neighbour.end):
            if day in found and is_in_the_evening(neighbour, day):
                found[day].events.append(neighbour)
                found[day].score += weight(neighbour)
    return list(found.values())


def freest(neighbours, first, last, like=None, most=SHOWN):
    """The freest evenings, those of the same day of the week as `like` (a date) first among equals."""

    def order(evening):
        other_weekday = bool(like) and evening.day.weekday() != like.weekday()
        return round(evening.score, 2), other_weekday, evening.day

    return sorted(evenings(neighbours, first, last), key=order)[:most]
