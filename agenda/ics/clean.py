"""Texts from people and other calendars, as a calendar may hold them: no control character, hence no line of theirs."""

import re

from django.utils.encoding import iri_to_uri

from directory.exports.public import web_address

LINE_ENDS = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# Control characters (C0 but the end of line, DEL, C1), lone surrogates, and what turns the reading direction round.
UNWANTED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")
NOT_IN_ADDRESS = re.compile('[\x00-\x20"<>\\\\^`{|}\x7f-\xa0\ud800-\udfff]')


def one_line(text, most=255):
    """A title, a place: at most so many characters."""
    return _shortened(" ".join(UNWANTED.sub(" ", LINE_ENDS.sub(" ", text)).split(" ")).strip(), most)


def lines(text, most):
    """A description: its ends of lines are all "\\n"."""
    return _shortened(UNWANTED.sub(" ", LINE_ENDS.sub("\n", text)).strip(), most)


def address(text):
    """A web address in ASCII, or "" for what a browser should not follow."""
    text = web_address(text)
    return "" if NOT_IN_ADDRESS.search(text) else iri_to_uri(text)


def _shortened(text, most):
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
