"""What is found where, as dots on the outline map: gathered so that no two touch, with the names of the main towns.

Pure drawing: no query, the same answer for the same places in any order. Everything is in integer units of VIEW_BOX.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import hypot, sqrt

from django.urls import reverse
from django.utils.translation import ngettext

from .labels import LABEL_SIZE, Label, Town, place_labels, text_width
from .outline import outline_version
from .projection import HEIGHT, VIEW_BOX, WIDTH, in_view, project

__all__ = ["COUNT_SIZE", "LABEL_SIZE", "MAIN_TOWNS", "Dot", "Label", "PlaceCount", "TerritoryMap", "Town", "draw_map"]

MIN_RADIUS, MAX_RADIUS = 22, 44  # 22 units are a target of 24 px on a map 560 px wide
GAP = 3  # units between two circles
MIN_DISTANCE = 63  # units between two centres: 24 px on a phone's map, 380 px wide (WCAG 2.2, 2.5.8)
COUNT_SIZE = 24  # font size of the numbers in the circles

# In the order in which they get a label when room is short.
MAIN_TOWNS = (
    Town("Gap", 44.559, 6.080),
    Town("Briançon", 44.898, 6.644),
    Town("Embrun", 44.564, 6.496),
    Town("Barcelonnette", 44.386, 6.650),
    Town("Laragne-Montéglin", 44.315, 5.822),
    Town("Veynes", 44.535, 5.824),
    Town("Guillestre", 44.661, 6.649),
)


@dataclass(frozen=True)
class PlaceCount:
    """A place (most often a commune, at its town hall) and how many things are listed there; WGS84 degrees."""

    label: str
    slug: str
    latitude: float
    longitude: float
    count: int
    url: str = ""


@dataclass(frozen=True)
class Dot:
    """A circle of the map: one place, or several neighbours under the name of the one that has the most."""

    x: int
    y: int
    r: int
    count: int
    label: str
    url: str
    show_count: bool


@dataclass(frozen=True)
class TerritoryMap:
    """All that components/map.html prints. `outside_count`: things that are beyond the map, so in no dot."""

    title: str
    outline_url: str
    dots: list[Dot]
    labels: list[Label]
    outside_count: int = 0
    view_box: str = VIEW_BOX
    width: int = WIDTH
    height: int = HEIGHT


def draw_map(
    places: Sequence[PlaceCount],
    title: str,
    towns: Sequence[Town] = MAIN_TOWNS,
    url_for: Callable[[list[str]], str] | None = None,
    outline_url: str | None = None,
) -> TerritoryMap:
    """Gather the places into dots that do not touch and name the towns where there is room.

    `url_for` gets the slugs of a dot's places, the fullest first; without it the dot leads where its fullest place
    leads. Places with nothing are left out.
    """
    filled = [place for place in places if place.count > 0]
    seen = [place for place in filled if in_view(*project(place.latitude, place.longitude))]
    groups = gather(seen)
    return TerritoryMap(
        title=title,
        outline_url=outline_url or reverse("territory_outline", args=[outline_version()]),
        dots=[_dot(group, url_for) for group in groups],
        labels=place_labels(towns, [group.circle for group in groups]),
        outside_count=sum(place.count for place in filled) - sum(group.count for group in groups),
    )


class Group:
    """Places under one circle, the fullest first; the circle stays on that one, so that a dot never drifts."""

    def __init__(self, places):
        self.places = sorted(places, key=_rank)
        self.count = sum(place.count for place in places)
        self.circle = circle_at(self.places[0], self.count)

    def touches(self, other):
        (x, y, r), (other_x, other_y, other_r) = self.circle, other.circle
        return hypot(x - other_x, y - other_y) < max(r + other_r + GAP, MIN_DISTANCE)


def gather(places):
    """Merge places, the fullest first, until no two circles touch. Each merge ends a group: at most n of them."""
    groups = []
    for place in sorted(places, key=_rank):
        group = Group([place])
        while neighbour := next((other for other in groups if group.touches(other)), None):
            groups.remove(neighbour)
            group = Group(neighbour.places + group.places)
        groups.append(group)
    return sorted(groups, key=lambda group: (-group.count, _rank(group.places[0])))


def circle_at(place, count):
    """(x, y, radius) of `count` things at a place, moved as little as needed to stay whole in the view box."""
    x, y = project(place.latitude, place.longitude)
    radius = min(max(round(14 + 3 * sqrt(count)), MIN_RADIUS), MAX_RADIUS)
    return (
        min(max(round(x), radius), WIDTH - radius),
        min(max(round(y), radius), HEIGHT - radius),
        radius,
    )


def _rank(place):
    return -place.count, place.label, place.slug, place.latitude, place.longitude, place.url


def _dot(group, url_for):
    x, y, radius = group.circle
    first, *others = group.places
    url = url_for([place.slug for place in group.places]) if url_for else first.url
    return Dot(
        x=x,
        y=y,
        r=radius,
        count=group.count,
        label=_label(first.label, len(others)),
        url=url,
        show_count=text_width(str(group.count), COUNT_SIZE) <= 2 * radius - 6,
    )


def _label(name, others):
    if not others:
        return name
    return ngettext("%(place)s et %(number)d commune voisine", "%(place)s et %(number)d communes voisines", others) % {
        "place": name,
        "number": others,
    }
