"""What else happens at a moment, near a place: for those who choose a date, and for visitors of an event's page."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from wagtail.models import Page, PageViewRestriction

from agenda.models import EventPage, Occurrence
from agenda.visibility import NETWORK
from portal.core.geometry import distance_km

FAR_KM = 80.0  # beyond, in these mountains, nobody hesitates between two evenings
MOST_ROWS = 5000  # of one window
NOT_HELD = (EventPage.Status.CANCELLED, EventPage.Status.POSTPONED)
POINTS = (
    *("event__latitude", "event__longitude", "event__place__latitude", "event__place__longitude"),
    *("event__place__commune__latitude", "event__place__commune__longitude"),
    *("event__at_structure__latitude", "event__at_structure__longitude"),
    *("event__at_structure__commune__latitude", "event__at_structure__commune__longitude"),
    *("event__commune__latitude", "event__commune__longitude"),
)
FACTS = (
    *("start", "end", "all_day", "title", "place", "event_id", "event__title", "event__path", "event__url_path"),
    *("event__translation_key", "event__locale__language_code", "event__visibility", "event__status"),
    *("event__place_name", "event__place__name", "event__commune__name", "event__place__commune__name"),
)


@dataclass(frozen=True)
class Neighbour:
    """Something that happens: km as the crow flies, None where either place is unknown."""

    key: int
    title: str
    url_path: str
    start: datetime
    end: datetime
    all_day: bool
    place: str
    km: float | None
    same_audience: bool
    is_network: bool
    status: str

    def get_url(self):
        return EventPage(pk=self.key, url_path=self.url_path).get_url()


def rank(neighbour):
    km = FAR_KM if neighbour.km is None else neighbour.km
    return not neighbour.same_audience, round(km), neighbour.start, neighbour.key


def between(point, start, end, *, audiences=(), network=False, without="", km=FAR_KM):
    """Every Neighbour between two aware moments, within `km` where distances are known; by start.

    point: (latitude, longitude) or None; audiences: slugs; without: a translation_key to leave out. network: the
    network's plans too, for whoever `sees_network`; only what is public otherwise. Three queries, whatever there is.
    """
    rows = Occurrence.objects.filter(start__lt=end, end__gte=start, cancelled=False, event__live=True)
    rows = rows.exclude(event__status__in=NOT_HELD).order_by("start", "event_id")
    closed, same = _closed_paths(network), _of_audiences(audiences, start, end)
    found = {}
    for row in rows.values(*FACTS, *POINTS)[:MOST_ROWS]:
        if (row["end"] == start and row["start"] < start) or str(row["event__translation_key"]) == without:
            continue
        if _is_under(row["event__path"], closed):
            continue
        neighbour = _neighbour(row, point, same)
        if neighbour.km is not None and neighbour.km > km:
            continue
        key = row["event__translation_key"], row["start"]
        is_source = row["event__locale__language_code"] == settings.LANGUAGE_CODE
        if key not in found or is_source:  # one in two languages is one
            found[key] = neighbour
    return list(found.values())


def _closed_paths(network):
    """Paths of the pages that are not for this reader: members sign in, so may read what asks for no more."""
    rows = PageViewRestriction.objects.order_by()
    if network:
        rows = rows.exclude(restriction_type=PageViewRestriction.LOGIN)
    return set(rows.values_list("page__path", flat=True))


def _is_under(path, closed):
    step = Page.steplen
    return bool(closed) and any(path[:length] in closed for length in range(step, len(path) + 1, step))


def _of_audiences(slugs, start, end):
    """Numbers of the events of that window that are for one of the audiences."""
    if not slugs:
        return frozenset()
    through = EventPage.audiences.through.objects.filter(
        audience__slug__in=slugs, eventpage__occurrences__start__lt=end, eventpage__occurrences__end__gte=start
    )
    return frozenset(through.values_list("eventpage", flat=True).distinct())


def _neighbour(row, point, same):
    there = _point(row)
    place = row["place"] or row["event__place__name"] or row["event__place_name"]
    commune = row["event__commune__name"] or row["event__place__commune__name"] or ""
    return Neighbour(
        key=row["event_id"],
        title=row["title"] or row["event__title"],
        url_path=row["event__url_path"],
        start=row["start"],
        end=row["end"],
        all_day=row["all_day"],
        place=", ".join(dict.fromkeys(filter(None, (place, commune)))),
        km=distance_km(point, there) if point and there else None,
        same_audience=row["event_id"] in same,
        is_network=row["event__visibility"] == NETWORK,
        status=row["event__status"],
    )


def _point(row):
    """The first point that is known, in the order of EventPage.point."""
    for latitude, longitude in zip(POINTS[::2], POINTS[1::2], strict=True):
        if row[latitude] is not None and row[longitude] is not None:
            return row[latitude], row[longitude]
    return None
