"""Who is around a structure, from the catalogue's memory: near it, like it, in its networks. One query for them all."""

from bisect import bisect_left
from functools import cache
from heapq import heappop, heappush
from math import cos, inf, radians

from django.db import models
from django.utils.translation import gettext as _

from directory.listing import entry_card
from portal.core.geometry import distance_km
from portal.core.prepared import Prepared, holes
from portal.search.models import Entry

SHOWN = 3
MEMBERS_SHOWN = 12
GONE = ("closed", "merged")


def around(held, facets, point, *, key=None, page_id=None, merged_into_id=None):
    """Return {"own": Entry or None, "nearby", "similar": [card], "networks", "members": [entry], "member_count",
    "merged_into"}.

    held: the shelf; facets and point: those of the structure, which may not be in the catalogue yet (key None).
    """
    with held.lock:
        near, like, members = _slots(held, facets, point, key, page_id)
        keys = [held.keys[slot] for slot in (*(slot for slot, _km in near), *like, *members[0])]
    networks = [int(text) for text in facets.get("reseau", ())]
    pages = [*networks, *([merged_into_id] if merged_into_id else [])]
    keys += [key] if key else []
    entries = _entries_of(len(keys), len(pages))(keys=keys, pages=pages)
    by_key, by_page = {entry.pk: entry for entry in entries}, {entry.page_id: entry for entry in entries}

    def found(slots):
        return [by_key[held.keys[slot]] for slot in slots if held.keys[slot] in by_key]

    return {
        "own": by_key.get(key),
        "nearby": [_near_card(by_key[held.keys[slot]], km, point) for slot, km in near if held.keys[slot] in by_key],
        "similar": [entry_card(entry) for entry in found(like)],
        "members": found(members[0]),
        "member_count": members[1],
        "networks": [by_page[number] for number in networks if number in by_page],
        "merged_into": by_page.get(merged_into_id),
    }


@cache
def _entries_of(keys, pages):
    number = models.BigIntegerField()
    wanted = models.Q(pk__in=holes("keys", number, keys)) | models.Q(page_id__in=holes("pages", number, pages))
    return Prepared(Entry.objects.listed().filter(wanted))


def _slots(held, facets, point, key, page_id):
    slot = held.slots.get(key, -1)
    others = held.all & ~(1 << slot) if slot >= 0 else held.all
    for state in GONE:
        others &= ~held.facets["etat"].get(state, 0)
    near = _nearest(held, point, others, slot) if point else []
    rest = others
    for taken, _km in near:
        rest &= ~(1 << taken)
    members = held.all & held.facets["reseau"].get(str(page_id), 0)
    return near, _alike(held, facets, rest, slot), (_after(members, -1, MEMBERS_SHOWN), members.bit_count())


def _nearest(held, point, others, slot):
    """[(slot, km)] of the SHOWN nearest."""
    found = []
    for there in _outwards(held, point):
        km = distance_km(point, there)
        found += [(near, km) for near in _after(others & held.points[there], slot, SHOWN - len(found))]
        if len(found) >= SHOWN:
            break
    return found


def _outwards(held, point):
    """Yield the points of a shelf, the nearest first, without looking at all of them.

    Points are walked north and south from ours; one is given once no further latitude can be nearer. At this scale a
    flat earth puts points in the same order as the true one.
    """
    memo = held.memo  # once: a change puts another in its place
    if "by_latitude" not in memo:
        memo["by_latitude"] = sorted(held.points)
    places, flat = memo["by_latitude"], cos(radians(point[0]))
    north, heap = bisect_left(places, tuple(point)), []
    south = north - 1
    while north < len(places) or south >= 0:
        up = places[north][0] - point[0] if north < len(places) else inf
        down = point[0] - places[south][0] if south >= 0 else inf
        while heap and heap[0][0] <= min(up, down) ** 2:
            yield heappop(heap)[1]
        there = places[north] if up <= down else places[south]
        north, south = (north + 1, south) if up <= down else (north, south - 1)
        heappush(heap, ((there[0] - point[0]) ** 2 + ((there[1] - point[1]) * flat) ** 2, there))
    while heap:
        yield heappop(heap)[1]


def _alike(held, facets, others, slot):
    """Slots of others that share a field of activity: first those of the same valley."""
    fields = _union(held, facets, "domaine") & others
    here = fields & _union(held, facets, "vallee")
    found = _after(here, slot, SHOWN)
    return found + _after(fields & ~here, slot, SHOWN - len(found))


def _union(held, facets, name):
    bits = 0
    for value in facets.get(name, ()):
        bits |= held.facets[name].get(value, 0)
    return bits


def _after(bits, slot, count):
    """The first positions set after `slot`, going round: next in the alphabet, so that pages show different ones."""
    ahead = bits >> (slot + 1) << (slot + 1)
    found = []
    for part in (ahead, bits ^ ahead):
        while part and len(found) < count:
            low = part & -part
            found.append(low.bit_length() - 1)
            part ^= low
    return found


def _near_card(entry, km, point):
    card = entry_card(entry)
    if (entry.latitude, entry.longitude) == tuple(point):
        words = _("au même endroit sur la carte")
    elif km < 1:
        words = _("à moins d’un kilomètre à vol d’oiseau")
    else:
        words = _("à %(km)s km à vol d’oiseau") % {"km": round(km)}
    return card | {"meta": [*card["meta"], words]}
