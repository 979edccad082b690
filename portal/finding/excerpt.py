"""The words that were found, shown where they stand in a text as people read it: accents, plurals and all."""

import re

from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

LENGTH = 220  # signs of an excerpt
MOST_READ = 20_000  # signs of a text in which words are looked for
MOST_STEMS = 40
MOST_KEY_WORDS = 3  # lines of them
# How a letter of the index may be written.
_WRITTEN = {"a": "aàâäáã", "c": "cç", "e": "eéèêë", "i": "iîïíì", "n": "nñ", "o": "oôöóò", "u": "uùûüú", "y": "yÿ"}
_ENDINGS = {"eur": "eu[rs]", "teur": "t(?:eur|rice)", "v": "[vf]", "al": "a(?:l|ux)"}


class Marker:
    """Marks the words of some groups (portal.search.asked) in texts."""

    def __init__(self, groups):
        stems = {word for group in groups for words in group.alternatives for word in words}
        found = sorted(sorted(stems)[:MOST_STEMS], key=len, reverse=True)
        self.pattern = re.compile(rf"(?<![^\W_])(?:{'|'.join(map(_spelt, found))})", re.IGNORECASE) if found else None

    def marked(self, text):
        """The text as safe HTML, with <mark> around what was found."""
        parts, end = [], 0
        for start, stop in self._places(text):
            parts += [escape(text[end:start]), "<mark>", escape(text[start:stop]), "</mark>"]
            end = stop
        return mark_safe("".join([*parts, escape(text[end:])]))  # noqa: S308 - each part is escaped

    def excerpt(self, title, summary, body, key_words):
        """The summary when it or the title says what was found, else where the text does, else which key words do."""
        if summary and (self._says(summary) or self._says(title)):
            return self.marked(summary)
        text = " ".join(body[:MOST_READ].split())
        if place := next(self._places(text), None):
            return self.marked(_cut(text, place[0]))
        found = [line for line in key_words if self._says(line)][:MOST_KEY_WORDS]
        if found:
            words = _("Mots-clés : %(words)s") % {"words": ", ".join(found)[:LENGTH]}
            return self.marked(f"{summary} {words}" if summary else words)
        return self.marked(summary)

    def _says(self, text):
        return next(self._places(text), None) is not None

    def _places(self, text):
        for found in self.pattern.finditer(text) if self.pattern else ():
            yield found.span()


def _spelt(stem):
    """A pattern of the ways in which French writes a stem: « local », « locaux », « locales »."""
    if not stem.isalpha():
        return re.escape(stem) + r"(?![^\W_])"
    ending = next((end for end in sorted(_ENDINGS, key=len, reverse=True) if stem.endswith(end)), "")
    start = stem.removesuffix(ending)
    letters = "".join(f"[{_WRITTEN[letter]}]" if letter in _WRITTEN else letter for letter in start)
    letters = letters.replace("[oôöóò][eéèêë]", "(?:[oôöóò][eéèêë]|œ)").replace(
        "[aàâäáã][eéèêë]", "(?:[aàâäáã][eéèêë]|æ)"
    )
    return letters + _ENDINGS.get(ending, "") + r"[lnst]?(?:e|é|s|x|es|és|ée|ées)?(?![^\W_])"


def _cut(text, place):
    """LENGTH signs around a place, from the beginning of its sentence where that is near, else between words."""
    sentence = text.rfind(". ", 0, place) + 2
    start = sentence if sentence > 1 and place - sentence < LENGTH * 2 // 3 else max(place - LENGTH // 3, 0)
    if start and start != sentence:
        start = min(text.find(" ", start) + 1, place)
    piece = text[start : start + LENGTH]
    if start + LENGTH < len(text):
        piece = piece.rpartition(" ")[0] + "…"
    return ("…" if start and start != sentence else "") + piece
