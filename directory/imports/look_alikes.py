"""Sheets that may be the same structure: proposed with the reasons, never merged here."""

import re
from collections import defaultdict
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from directory.identifiers import compact
from portal.core.folding import fold

_PARENTHESES = re.compile(r"\(([^()]*)\)")
# Words that many names share, folded.
_COMMON = frozenset(["association", "asso", "collectif", "scop", "scic", "sarl", "sas", "cooperative"])
_COMMON |= frozenset(["la", "le", "les", "l", "un", "une", "des", "du", "de", "d", "et"])
_DOUBLES = re.compile(r"(.)\1+")
# Hosts where thousands of organisations have a page: sharing one says nothing.
_SHARED = re.compile(
    r"(^|\.)(facebook|instagram|linkedin|youtube|helloasso|wordpress|blogspot|wixsite|jimdo\w*|google|framasite|"
    r"linktr|gogocarto|over-blog|canalblog|e-monsite|sites\.google)\.\w+$"
)
MIN_KEY = 3
MOST_SHOWN = 3


def keys_of(title, acronym="", former_names="", website="", phone=""):
    """Return {(what, key)}: two structures that share one look alike. what: "nom", "site" or "tel"."""
    outside = _PARENTHESES.sub(" ", title)
    names = [title, outside, acronym, *_PARENTHESES.findall(title), *former_names.splitlines()]
    keys = {("nom", key) for name in dict.fromkeys(names) if len(key := squeezed(name)) >= MIN_KEY}
    address = urlsplit(website)
    host = (address.hostname or "").removeprefix("www.")
    if host and not _SHARED.search(host):
        path = address.path.strip("/")
        keys.add(("site", host if not path or path.count("/") == 0 else f"{host}/{path}"))
    if digits := compact(phone):
        keys.add(("tel", digits))
    return keys


def squeezed(name):
    """« La Loco’Mun » and « Locommun » meet as "locomun": no common words, no blanks, no doubled letters."""
    words = fold(name).split()
    kept = [word for word in words if word not in _COMMON] or words
    return _DOUBLES.sub(r"\1", "".join(kept))


class LookAlikes:
    """Who shares which key, among the structures that are there and the rows of the file."""

    def __init__(self, wanted):
        """wanted: the keys of the file; the others are forgotten at once, so that memory follows the file."""
        self.wanted = wanted
        self.pages, self.rows = defaultdict(list), defaultdict(list)

    def add_page(self, pk, title, commune, keys):
        for key in keys & self.wanted:
            self.pages[key].append((pk, title, commune))

    def add_row(self, row, keys):
        for key in keys:
            self.rows[key].append(row)

    def of(self, row, keys):
        """Sentences that name the sheets and the earlier rows that look like this one; [] when none does."""
        pages, rows = defaultdict(set), defaultdict(set)
        for key in keys:
            for page in self.pages.get(key, ()):
                pages[page].add(key[0])
            for other in self.rows.get(key, ()):
                if other.number < row.number:
                    rows[other.number, other.title, other.values.get("commune", "")].add(key[0])
        commune = row.values.get("commune", "")
        return [
            _("Ressemble à la fiche n° %(key)d « %(title)s » (%(reasons)s).")
            % {"key": pk, "title": title, "reasons": _reasons(shared, commune, place)}
            for (pk, title, place), shared in _best(pages, commune)
        ] + [
            _("Ressemble à la ligne %(key)d « %(title)s » (%(reasons)s).")
            % {"key": number, "title": title, "reasons": _reasons(shared, commune, place)}
            for (number, title, place), shared in _best(rows, commune)
        ]


def _best(found, commune):
    ranked = sorted(found.items(), key=lambda item: (-len(item[1]), item[0][2] != commune, item[0][0]))
    return ranked[:MOST_SHOWN]


def _reasons(shared, commune, place):
    names = {"nom": _("nom ou sigle proche"), "site": _("même site web"), "tel": _("même téléphone")}
    reasons = [names[what] for what in sorted(shared)]
    if commune and place:
        reasons.append(_("même commune") if commune == place else _("autre commune"))
    return ", ".join(reasons)
