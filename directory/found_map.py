"""The map of a listing: the dots of the whole directory, each with what is found there.

Dots are gathered once for the whole directory and only counted anew for each query: it costs little, and no dot moves
or changes its neighbours when a filter is ticked. Smaller counts make smaller circles, so that none ever touch.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from math import sqrt

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from portal.core.listing import query_string
from portal.core.territory.groups import (
    COUNT_SIZE,
    MAX_RADIUS,
    MIN_RADIUS,
    Dot,
    PlaceCount,
    TerritoryMap,
    draw_map,
)
from portal.core.territory.labels import text_width


@dataclass(frozen=True)
class Layout:
    """The map of the whole directory, and the communes of each of its dots, the fullest first."""

    whole: TerritoryMap
    communes: list[list[str]]


def found_map(found, names, state, url):
    """Return the TerritoryMap of what is found; a dot leads to its communes, with the other filters kept.

    names: see facet_names; state: the query as the address writes it; url: the path of the listing.
    """
    layout, counts = _layout(found.shelf, names), found.counts_here("commune")
    before, after = _around_commune(state, url)
    words = names["commune"]
    dots = []
    for dot, communes in zip(layout.whole.dots, layout.communes, strict=True):
        here = [slug for slug in communes if slug in counts]
        if here:
            dots.append(_dot(dot, here, counts, words, before, after))
    dots.sort(key=lambda dot: -dot.count)
    placed = sum(count for slug, count in counts.items() if slug in names["points"])
    title = _("Carte des structures, par commune")  # the English home shows the French directory
    return replace(layout.whole, title=title, dots=dots, outside_count=placed - sum(dot.count for dot in dots))


def _layout(held, names):
    memo = held.memo  # once: a change puts another in its place
    if "layout" not in memo:
        points, words = names["points"], names["commune"]
        filled = {slug: bits.bit_count() for slug, bits in list(held.facets["commune"].items())}
        places = [
            PlaceCount(words[slug], slug, *points[slug], count) for slug, count in filled.items() if slug in points
        ]
        whole = draw_map(places, title="", url_for=" ".join)
        memo["layout"] = Layout(whole, [dot.url.split() for dot in whole.dots])
    return memo["layout"]


def _around_commune(state, url):
    """What comes before and after the communes in the canonical address."""
    names = list(state)
    order = [name for name in names if name != "commune"]
    first = [name for name in order if name in ("q", "domaine", "vallee", "epci")]
    before = query_string({name: state[name] for name in first})
    after = query_string({name: state[name] for name in order if name not in first})
    return f"{url}?{before}&" if before else f"{url}?", f"&{after}" if after else ""


def _dot(dot, here, counts, words, before, after):
    count = sum(counts[slug] for slug in here)
    radius = min(max(round(14 + 3 * sqrt(count)), MIN_RADIUS), MAX_RADIUS)
    return Dot(
        x=dot.x,
        y=dot.y,
        r=radius,
        count=count,
        label=_label(words[max(here, key=counts.get)], len(here) - 1),
        url=before + "&".join(f"commune={slug}" for slug in here) + after,
        show_count=_fits(count, radius),
    )


@lru_cache(maxsize=5000)
def _fits(count, radius):
    return text_width(str(count), COUNT_SIZE) <= 2 * radius - 6


def _label(name, others):
    if not others:
        return name
    return _neighbours(others, get_language()) % {"place": name, "number": others}


@lru_cache(maxsize=500)
def _neighbours(others, _language):
    return ngettext("%(place)s et %(number)d commune voisine", "%(place)s et %(number)d communes voisines", others)
