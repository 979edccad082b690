"""Pieces of one gzip stream, compressed apart and joined (RFC 1951 and 1952): an edit compresses its own piece only.

Members of gzip one after another would be simpler, but browsers and curl stop at the end of the first. A piece ends on
a whole byte (Z_FULL_FLUSH) and looks back to nothing before it, so it can stand anywhere; the print at the end of the
stream is worked out from those of the pieces, as zlib's crc32_combine does.
"""

import struct
import zlib
from dataclasses import dataclass

HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
LEVEL = 4
ONE, X, POLYNOMIAL = 1 << 31, 1 << 30, 0xEDB88320  # of GF(2), the highest power in the lowest bit


@dataclass(frozen=True)
class Piece:
    """Some bytes compressed; crc and length: of what they were."""

    packed: bytes
    crc: int
    length: int


def piece_of(content, is_last=False):
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(content) + packer.flush(zlib.Z_FINISH if is_last else zlib.Z_FULL_FLUSH)
    return Piece(packed, zlib.crc32(content), len(content))


def gzip_of(pieces):
    """One gzip stream of pieces, the last of which was made with is_last."""
    crc = length = 0
    for piece in pieces:
        crc = _times(_power(8 * piece.length), crc) ^ piece.crc
        length += piece.length
    end = struct.pack("<LL", crc, length & 0xFFFFFFFF)
    return b"".join([HEAD, *(piece.packed for piece in pieces), end])


def _times(one, other):
    """The product of two polynomials, modulo that of CRC-32."""
    product, bit = 0, ONE
    while one:
        if one & bit:
            product ^= other
            one ^= bit
        bit >>= 1
        other = other >> 1 ^ POLYNOMIAL if other & 1 else other >> 1
    return product


def _power(number):
    """x to that power."""
    product, square = ONE, X
    while number:
        if number & 1:
            product = _times(square, product)
        square = _times(square, square)
        number >>= 1
    return product
