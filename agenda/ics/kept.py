"""The whole agenda of a language, kept compressed in Django's cache: in SHARDS pieces, each made again when one of its
events changes, and as the answer that they make. Some 4 MB at 10 000 events.
"""

import zlib
from array import array

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from agenda.ics.feed import END, head, recent_keys
from agenda.ics.pieces import gzip_of, piece_of
from agenda.models import EventLines
from portal.search.models import Entry

RELEASE = 1  # raised when the same lines give other bytes
SHARDS = 32
A_DAY = 86_400


def whole(held, face):
    """The gzip stream of all that a shelf of events holds and that ended less than a year ago."""
    place = f"agenda.ics.{RELEASE}.{held.language}"
    stamp = settings.BASE_URL, held.version, timezone.localdate(), face
    found = cache.get(place)
    if found and found[0] == stamp:
        return found[1]
    answer = _made(held, face, f"{place}.pieces")
    cache.set(place, (stamp, answer), A_DAY)
    return answer


def _made(held, face, place):
    before, pieces = cache.get(place) or {}, {}
    for number, events in sorted(_shards(held).items()):
        printed = _print(events)
        kept = before.get(number)
        pieces[number] = kept if kept and kept[0] == printed else (printed, *_piece([key for key, _version in events]))
    if pieces != before:
        cache.set(place, pieces, A_DAY)
    zones = {zone for _printed, piece_zones, _piece in pieces.values() for zone in piece_zones}
    first, last = piece_of(head(face, zones)), piece_of(END, is_last=True)
    return gzip_of([first, *(piece for _printed, _zones, piece in pieces.values()), last])


def _shards(held):
    """{number: [(event's key, version of its entry)]}: what publishes an event raises the version of its entry."""
    recent = recent_keys(held)
    rows = Entry.objects.listed().filter(kind=held.kind, language=held.language).order_by("page_id")
    shards = {}
    for key, page, version in rows.values_list("pk", "page_id", "version"):
        if key in recent:
            shards.setdefault(page % SHARDS, []).append((page, version))
    return shards


def _print(events):
    return zlib.crc32(array("Q", [number for event in events for number in event]).tobytes()), len(events)


def _piece(keys):
    """(zones, Piece) of some events."""
    rows = EventLines.objects.filter(event__in=keys).order_by("event").values_list("text", "zones")
    texts, zones = zip(*rows, strict=True) if (rows := list(rows)) else ((), ())
    return sorted(set(zones)), piece_of("".join(texts).encode())
