"""Bytes of a text file into text: UTF-8 with or without mark, UTF-16, Windows' cp1252; never a text with holes."""

import codecs
import re

from django.utils.translation import gettext as _

from directory.imports.problems import ImportRefused

_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
# An accented letter of French as UTF-8 writes it; in cp1252 these two bytes would read « Ã© ».
_UTF8_LETTER = re.compile(rb"[\xc3\xc5][\x80-\xbf]|\xe2\x80[\x90-\xbf]")
_PROBE = 4096


def decode(content):
    """Return (text, name of the encoding). Raises ImportRefused with the row of the first byte that cannot be read."""
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            return _strictly(content, encoding), encoding
    if wide := _utf16_without_mark(content):
        return _strictly(content, wide), wide
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if _UTF8_LETTER.search(content):  # UTF-8 that was damaged: read as cp1252 its accents would all be wrong
            raise _refused(content, error.start, "UTF-8") from error
    return _strictly(content, "cp1252"), "cp1252"


def _utf16_without_mark(content):
    """The UTF-16 that a text has when about every second byte is NUL."""
    probe = content[:_PROBE]
    for encoding, zeros in (("utf-16-le", probe[1::2]), ("utf-16-be", probe[0::2])):
        if len(zeros) > 3 and zeros.count(0) > 0.6 * len(zeros):
            return encoding
    return None


def _strictly(content, encoding):
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _refused(content, error.start, encoding.upper()) from error


def _refused(content, position, encoding):
    return ImportRefused(
        _(
            "Ligne %(row)d : un octet est illisible (%(byte)s) ; le fichier semblait écrit en %(encoding)s. "
            "Enregistrez-le à nouveau en « CSV UTF-8 »."
        )
        % {
            "row": content.count(b"\n", 0, position) + 1,
            "byte": content[position : position + 1].hex().upper(),
            "encoding": encoding.removesuffix("-SIG"),
        }
    )
