"""Answers kept compressed in Django's cache, in a bounded number of places.

The unfiltered answer of each format and language has a place of its own; all filtered ones share PLACES, where a new
one takes the place of an older one. In all at most 15 × 8 MB + 16 × 1 MB, in fact some 4 MB at 10 000 structures.
"""

import zlib

from django.core.cache import cache

PLACES = 16
WHOLE, FILTERED = 8_000_000, 1_000_000  # bytes an answer may take
A_DAY = 86_400
GZIP = 16 + zlib.MAX_WBITS


def gzipped(state, version, is_whole, make):
    """Return the kept bytes of (state, version), or a generator of compressed pieces of make(), kept at its end."""
    place = _place(state, is_whole)
    found = cache.get(place)
    if found and found[:2] == (state, version):
        return found[2]
    return _made(place, state, version, WHOLE if is_whole else FILTERED, make())


def _place(state, is_whole):
    number = zlib.crc32(state.encode())
    return f"directory.exports.whole.{number}" if is_whole else f"directory.exports.{number % PLACES}"


def _made(place, state, version, room, pieces):
    kept = []
    for piece in _deflated(pieces):
        room -= len(piece)
        if room >= 0:
            kept.append(piece)
        else:
            kept.clear()
        yield piece
    if room >= 0:
        cache.set(place, (state, version, b"".join(kept)), A_DAY)


def _deflated(pieces):
    packer = zlib.compressobj(9, zlib.DEFLATED, GZIP)
    for piece in pieces:
        if packed := packer.compress(piece):
            yield packed
    yield packer.flush()


def gunzipped(pieces):
    """For the rare client that takes no gzip."""
    unpacker = zlib.decompressobj(GZIP)
    for piece in pieces:
        if plain := unpacker.decompress(piece):
            yield plain
