"""The catalogue's facets in memory: one shelf a kind and language, each facet value a set of bits, one bit an entry.

Counting 60 facet values over 100 000 entries this way takes a millisecond in one process, where SQL takes hundreds. The
database stays the truth: each use of a shelf begins by asking what has changed since (one query), and takes it in (one
more). Every process follows every other within one request.

A shelf that cannot find its own version among the changes has seen something that never was, or is no more: a
transaction rolled back, a database restored, a rebuild. It is then dropped and read anew (docs/decisions/0009).

Memory: about 45 MB for 100 000 entries, at most twice that between two readings (gone entries keep their slot).
"""

import threading
from bisect import bisect_left, insort
from collections import defaultdict

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Max

from portal.search.models import CatalogueChange, Entry

FIELDS = ("pk", "kind", "language", "is_listed", "facets", "sort_name", "latitude", "longitude", "verified_on")
FIELDS += ("weight",)
WORDS = "words"  # the part of the catalogue that vocabularies and places are
HOURS = "horaires"  # the facet that holds opening hours as they are written, of any kind that has some
KEPT_ASIDE = "_"  # a facet whose name begins so stays with the row, and makes no set of bits (an event's times)
SPARE_SLOTS = 1000
MANY = 5000
DIGITS = bytes([ord("0"), ord("1"), *[0] * 254])
CHANGES_SINCE = f"SELECT version, part FROM {CatalogueChange._meta.db_table} WHERE version >= %s ORDER BY version, id"  # noqa: S608
_shelves = {}
_lock = threading.RLock()


def part_of(kind, language):
    """The name of a shelf in the list of changes."""
    return f"{kind}:{language}"


def shelf(kind, language):
    """Return the shelf of a kind and language, up to date."""
    while True:
        shelves = _registry()
        held = shelves.get((kind, language))
        version = held.version if held else 0
        changes = _changes_since(version)
        if held and (changes == held.unchanged or not (changes or version)):
            return held
        with _lock:
            if shelves.get((kind, language)) is not held or (held and held.version != version):
                continue  # another thread was faster
            if held is None or held.is_wasteful() or not changes or changes[0][0] != version:
                beside = shelves.setdefault(language, {})
                beside.clear()
                held = shelves[kind, language] = Shelf(kind, language, beside)
            else:
                held.follow(changes)
            return held


def shelves(kinds, language):
    """Return {kind: its shelf}, up to date: one query when nothing has changed for any of them."""
    held = {kind: _registry().get((kind, language)) for kind in kinds}
    known = {one.version if one else None for one in held.values()}
    if len(known) == 1 and None not in known:
        changes = _changes_since(known.pop())
        if changes and all(changes == one.unchanged for one in held.values()):
            return held
    return {kind: shelf(kind, language) for kind in kinds}


def _own():
    """What hangs on this thread's connection: `connection` itself is one proxy that all threads share."""
    return vars(connections[DEFAULT_DB_ALIAS])


def forget():
    """Drop every shelf, between tests."""
    _shelves.clear()
    _own().pop("catalogue_shelves", None)


def keep_apart():
    """From here to the end of the transaction, this connection has shelves of its own: what it wrote may never be."""
    _own().setdefault("catalogue_shelves", {})


def _registry():
    if connection.in_atomic_block:
        return _own().get("catalogue_shelves", _shelves)
    _own().pop("catalogue_shelves", None)
    return _shelves


def _changes_since(version):
    with connection.cursor() as cursor:
        cursor.execute(CHANGES_SINCE, [version])
        return cursor.fetchall()


class Lists:
    """{value: bits}, kept as lists of slots: a big number each is too much where every entry has a value of its own."""

    def __init__(self):
        self.slots = defaultdict(list)

    def __iter__(self):
        return iter(self.slots)

    def __getitem__(self, value):
        return bits_of(self.slots.get(value, ()))

    def add(self, value, slot):
        self.slots[value].append(slot)

    def remove(self, value, slot):
        self.slots[value].remove(slot)
        if not self.slots[value]:
            del self.slots[value]


class Shelf:
    """The entries of one kind and language. A slot is given once: bits that a reader holds stay right.

    `lock` is held by readers too: a query takes less than a millisecond. `memo` is for what is made of the entries and
    words, and emptied when they change; `kept_until` for what depends on another part of the catalogue; `beside` is one
    for all shelves of the language, emptied when one of them is read anew.
    """

    def __init__(self, kind, language, beside):
        self.kind, self.language, self.beside = kind, language, beside
        self.lock = threading.RLock()
        self.keys = []  # slot -> entry's key
        self.rows = []  # slot -> (facets, name that sorts it, point or None, day verified as an ordinal or 0, weight)
        self.slots = {}  # entry's key -> slot, for those still there
        self.all = 0
        self.facets = defaultdict(lambda: defaultdict(int))
        self.points = Lists()
        self.hours = Lists()  # of the facet HOURS, which is in no list of filters
        self.by_name = []  # slots
        self.memo = {}
        self._seen = {}  # part -> version of its last change
        self._kept = {}
        self._known = {}  # one object for equal values
        # Entries may be newer than the version read before them: they are then read twice, which changes nothing.
        self.version = CatalogueChange.objects.aggregate(last=Max("version"))["last"] or 0
        self.unchanged = list(
            CatalogueChange.objects.filter(version=self.version).values_list("version", "part").order_by("pk")
        )
        self._load()

    def is_wasteful(self):
        return len(self.keys) > 2 * len(self.slots) + SPARE_SLOTS

    def _load(self):
        """Read everything at once; bits are gathered in byte arrays, since growing a big number is a copy each time."""
        rows = Entry.objects.listed().filter(kind=self.kind, language=self.language).order_by("sort_name", "pk")
        facets = defaultdict(lambda: defaultdict(list))
        for row in rows.values_list(*FIELDS).iterator(chunk_size=2000):
            slot = self._remember(row)
            self.by_name.append(slot)
            for name, values in self.rows[slot][0].items():
                for value in values if _is_indexed(name) else ():
                    facets[name][value].append(slot)
        self.by_name.sort(key=self.name_rank)  # the database may sort otherwise, and we bisect
        self.all = (1 << len(self.keys)) - 1
        for name, values in facets.items():
            for value, slots in values.items():
                self.facets[name][value] = bits_of(slots)

    def _remember(self, row):
        key, _kind, _language, _listed, facets, name, latitude, longitude, day, weight = row
        slot = len(self.keys)
        point = None if latitude is None else self._same((latitude, longitude))
        facets = {self._same(facet): self._same(tuple(map(self._same, values))) for facet, values in facets.items()}
        self.keys.append(key)
        self.rows.append((facets, name, point, self._same(day.toordinal()) if day else 0, weight))
        self.slots[key] = slot
        if point:
            self.points.add(point, slot)
        for hours in facets.get(HOURS, ()):
            self.hours.add(hours, slot)
        return slot

    def _same(self, value):
        return self._known.setdefault(value, value)

    def follow(self, changes):
        """Take in what changed since our version: the work grows with the changes, not with the shelf."""
        changed = {part for version, part in changes if version > self.version}
        with self.lock:
            if part_of(self.kind, self.language) in changed:
                # Rows of every kind: an entry may have left this one.
                for row in Entry.objects.filter(version__gt=self.version).values_list(*FIELDS):
                    self._take_in(row)
            if changed & {part_of(self.kind, self.language), WORDS}:
                self.memo = {}
            self._seen.update({part: version for version, part in changes})
            self.version = changes[-1][0]
            self.unchanged = [change for change in changes if change[0] == self.version]

    def _take_in(self, row):
        if row[0] in self.slots:
            self._take_away(self.slots.pop(row[0]))
        if row[3] and (row[1], row[2]) == (self.kind, self.language):
            self._put(row)

    def _take_away(self, slot):
        """The slot keeps its row, for readers that hold its bit."""
        facets, _name, point, _day, _weight = self.rows[slot]
        bit = 1 << slot
        self.all &= ~bit
        for name, values in facets.items():
            for value in values if _is_indexed(name) else ():
                self.facets[name][value] &= ~bit
        if point:
            self.points.remove(point, slot)
        for hours in facets.get(HOURS, ()):
            self.hours.remove(hours, slot)
        del self.by_name[bisect_left(self.by_name, self.name_rank(slot), key=self.name_rank)]

    def _put(self, row):
        slot = self._remember(row)
        bit = 1 << slot
        self.all |= bit
        for name, values in self.rows[slot][0].items():
            for value in values if _is_indexed(name) else ():
                self.facets[name][value] |= bit
        insort(self.by_name, slot, key=self.name_rank)

    def name_rank(self, slot):
        return self.rows[slot][1], self.keys[slot]

    def kept_until(self, part, name, make):
        """Return what `make` returned, until the part of the catalogue changes (WORDS, or see `part_of`)."""
        version = self._seen.get(part)
        if name not in self._kept or self._kept[name][0] != version:
            self._kept[name] = version, make()
        return self._kept[name][1]

    def bits_at(self, points):
        """The bits of the entries at some points."""
        return bits_of([slot for point in points for slot in self.points.slots[point]])

    def bits_of_keys(self, keys):
        """The bits of the entries of some keys; those that are not here any more are left out."""
        return bits_of([slot for slot in map(self.slots.get, keys) if slot is not None])

    def by_day(self):
        """Slots, the last verified first: sorted when first asked for."""
        return self._sorted("by_day", lambda slot: -self.rows[slot][3])

    def by_weight(self):
        """Slots, the heaviest first: sorted when first asked for."""
        return self._sorted("by_weight", lambda slot: -self.rows[slot][4])

    def _sorted(self, name, key):
        if name not in self.memo:
            self.memo[name] = sorted(self.by_name, key=key)
        return self.memo[name]

    def places_in(self, order):
        """[place of each slot in an order of all of them], made when first asked for."""
        kept = self.memo.setdefault("places", {})
        if id(order) not in kept:
            places = [0] * len(self.keys)
            for place, slot in enumerate(order):
                places[slot] = place
            kept[id(order)] = order, places  # the order itself too, so that its number is not another's
        return kept[id(order)][1]


def _is_indexed(facet):
    return facet != HOURS and not facet.startswith(KEPT_ASIDE)


def bits_of(slots):
    """The set of bits of some slots (a list).

    Many at once are flagged in bytes, which become the digits of a number in base 2: five times faster than bit by bit.
    """
    if len(slots) > MANY:
        flags = bytearray(max(slots) + 1)
        for slot in slots:
            flags[slot] = 1
        return int(flags.translate(DIGITS)[::-1], 2)
    held = bytearray(max(slots, default=0) // 8 + 1)
    for slot in slots:
        held[slot >> 3] |= 1 << (slot & 7)
    return int.from_bytes(held, "little")
