"""The one way to ask the catalogue: a Query says what is wanted, `find` answers with entries and facet counts."""

import json
from dataclasses import dataclass, field
from heapq import nsmallest
from itertools import islice
from math import cos, radians

from django.db import connection

from portal.core.geometry import EARTH_KM, distance_km
from portal.search.matching import Matched, match
from portal.search.memory import Shelf, shelf
from portal.search.models import Entry

SPARSE = 8  # times fewer than all: sorted rather than looked for
CARD_COLUMNS = ("url", "title", "summary", "card", "latitude", "longitude")
SELECT_CARDS = f"SELECT id, {', '.join(CARD_COLUMNS)} FROM {Entry._meta.db_table} WHERE is_listed AND id IN"  # noqa: S608


@dataclass(frozen=True)
class Near:
    """Within `km` of a point as the crow flies; WGS84 degrees."""

    latitude: float
    longitude: float
    km: float


@dataclass(frozen=True)
class Query:
    """What is wanted of one kind in one language: OR inside a facet, AND between them.

    facets: {facet: (slugs)}; text: as typed; sort: "name", "relevance", "distance" or "verified"; sets: {name: function
    of the shelf that gives bits}, for conditions that change by themselves (open now); held: the shelf, when it was
    asked for a moment ago; matched: what the text found, when it was asked for several kinds at once.
    """

    kind: str
    language: str
    text: str = ""
    facets: dict = field(default_factory=dict)
    near: Near | None = None
    sort: str = "name"
    sets: dict = field(default_factory=dict)
    held: Shelf | None = None
    matched: Matched | None = None


class Found:
    """The answer: `count`, `facet_counts(name)`, `counts_here(name)`, `keys(start, stop)`, `entries(start, stop)`."""

    def __init__(self, query):
        self.query = query
        self.shelf = query.held or shelf(query.kind, query.language)
        self.matched = query.matched
        if query.text and not self.matched:
            self.matched = match(query.text, [self.shelf])
        with self.shelf.lock:
            self._evaluate()
            self.count = self.bits.bit_count()

    def _evaluate(self):
        query, held = self.query, self.shelf
        self.tiers = self.distances = None
        base = held.all
        if self.matched:
            self.tiers = self.matched.on(held)
            base &= _union(self.tiers)
        if query.near:
            self.distances = around(held, query.near)
            base &= held.bits_at(self.distances)
        self.base = base
        self.chosen = {
            name: _union(held.facets[name].get(value, 0) for value in values)
            for name, values in query.facets.items()
            if values
        }
        self.chosen |= {name: bits(held) for name, bits in query.sets.items()}
        self.bits = self._all_but(None)

    def _all_but(self, name):
        """What every condition but `name` leaves."""
        bits = self.base
        for other, chosen in self.chosen.items():
            if other != name:
                bits &= chosen
        return bits

    # -- Counting ------------------------------------------------------------------------------------------------------
    def facet_counts(self, name):
        """{value: how many entries choosing it alone in its facet would give}; values that would give none are out."""
        with self.shelf.lock:
            return self._counts(name, self._all_but(name))

    def counts_here(self, name):
        """{value: how many of the found entries have it}: what a map by commune shows."""
        with self.shelf.lock:
            return self._counts(name, self.bits)

    def set_count(self, name, bits):
        """How many entries the condition `name` would leave under all the others; `bits`: see Query.sets."""
        with self.shelf.lock:
            return (self._all_but(name) & bits(self.shelf)).bit_count()

    def _counts(self, name, bits):
        """Those of the whole shelf are kept until it changes."""
        held = self.shelf
        if bits != held.all:
            return _counts(held.facets[name], bits)
        kept = held.memo.setdefault("counts", {})
        if name not in kept:
            kept[name] = _counts(held.facets[name], bits)
        return kept[name]

    # -- Reading -------------------------------------------------------------------------------------------------------
    def keys(self, start=0, stop=None):
        """Keys of the entries from `start` to `stop` in the order asked for."""
        stop = self.count if stop is None else min(stop, self.count)
        with self.shelf.lock:
            return [self.shelf.keys[slot] for slot in self._ordered(max(stop, 0))[start:]]

    def entries(self, start=0, stop=None, fields=None):
        """The entries themselves, in order: one query. One that has just gone is left out."""
        keys = self.keys(start, stop)
        rows = Entry.objects.listed()
        found = (rows.only(*fields) if fields else rows).in_bulk(keys)
        return [found[key] for key in keys if key in found]

    def cards(self, start, stop):
        """What cards show of the entries from `start` to `stop`, as dictionaries of CARD_COLUMNS: one query.

        In SQL, since the ORM takes half a millisecond to write this sentence: a fifth of the whole listing.
        """
        return self.cards_of(self.keys(start, stop))

    def cards_of(self, keys):
        """The same for keys in an order of one's own (see agenda.found)."""
        if not keys:
            return []
        marks = ", ".join(["%s"] * len(keys))
        with connection.cursor() as cursor:
            cursor.execute(f"{SELECT_CARDS} ({marks})", keys)
            rows = {row[0]: dict(zip(("id", *CARD_COLUMNS), row, strict=True)) for row in cursor.fetchall()}
        for row in rows.values():
            row["card"] = json.loads(row["card"])
        return [rows[key] for key in keys if key in rows]

    def distance(self, entry):
        """Kilometres from the asked point to an entry, None when none was asked."""
        return self.distance_of(entry.latitude, entry.longitude)

    def distance_of(self, latitude, longitude):
        return self.distances.get((latitude, longitude)) if self.distances else None

    def _ordered(self, stop):
        """The first `stop` slots."""
        sort, held = self.query.sort, self.shelf
        if sort == "relevance" and self.tiers is not None:
            return [slot for _tier, slot in self.ranked(stop)]
        if sort == "distance" and self.distances is not None:
            return self._nearest(stop)
        return self.first(self.bits, held.by_day() if sort == "verified" else held.by_name, stop)

    def ranked(self, stop, order=None, among=None):
        """[(tier, slot)] of the first `stop`: tier by tier (see matching.py), in each the heaviest first.

        order: all slots in another order than that of weights; among: the bits of those that count.
        """
        order, found = order or self.shelf.by_weight(), []
        bits = self.bits if among is None else self.bits & among
        for number, tier in enumerate(self.tiers if self.tiers is not None else [bits]):
            if len(found) >= stop:
                break
            found += [(number, slot) for slot in self.first(bits & tier, order, stop - len(found))]
        return found

    def _nearest(self, stop):
        """Point after point, by name at each: those further are not looked at."""
        found = []
        for point in sorted(self.distances, key=self.distances.get):
            if len(found) >= stop:
                break
            found += self.first(self.bits & self.shelf.points[point], self.shelf.by_name, stop - len(found))
        return found

    def first(self, bits, order, stop):
        """The first slots of `bits` in an order of all of them."""
        held, count = self.shelf, bits.bit_count()
        stop = min(stop, count)
        if bits == held.all:
            return order[:stop]
        if count * SPARSE < len(order):  # few of many: the order may hold them all at its end
            return nsmallest(stop, _slots(bits), key=self._place(order))
        members = bits.to_bytes(len(held.keys) // 8 + 1, "little")
        return list(islice((slot for slot in order if members[slot >> 3] >> (slot & 7) & 1), stop))

    def _place(self, order):
        held = self.shelf
        return held.name_rank if order is held.by_name else held.places_in(order).__getitem__

    def __len__(self):
        return self.count

    def __getitem__(self, part):
        """A slice of the entries, so that Django's and Ninja's paginators can page through the answer."""
        return self.entries(part.start or 0, part.stop)


def find(query):
    return Found(query)


def around(held, near):
    """{point: km} of a shelf's points near enough; a square first, since most comparisons end there."""
    tall = near.km / (radians(1) * EARTH_KM) + 1e-9
    wide = tall / max(cos(radians(min(abs(near.latitude) + tall, 90))), 1e-6)
    found = {
        point: distance_km((near.latitude, near.longitude), point)
        for point, slots in held.points.slots.items()
        if abs(point[0] - near.latitude) <= tall and abs(point[1] - near.longitude) <= wide
    }
    return {point: km for point, km in found.items() if km <= near.km}


def _union(sets):
    bits = 0
    for other in sets:
        bits |= other
    return bits


def _counts(values, bits):
    counts = ((value, (bits & members).bit_count()) for value, members in values.items())
    return {value: count for value, count in counts if count}


def _slots(bits):
    """The positions of the bits that are set."""
    for place, byte in enumerate(bits.to_bytes(bits.bit_length() // 8 + 1, "little")):
        while byte:
            low = byte & -byte
            yield (place << 3) + low.bit_length() - 1
            byte ^= low
