"""Communes by what people write: INSEE code, name, former name, postal code. Rows are given: nothing is read here."""

import re
from collections import defaultdict
from difflib import get_close_matches

from portal.core.folding import fold

_POSTAL = re.compile(r"\b\d{5}\b")
_CEDEX = re.compile(r"\bcedex\b( \d+)?$")
_SAINT = (re.compile(r"\bst\b"), "saint"), (re.compile(r"\bste\b"), "sainte")
_LIKENESS = 0.75  # « embrum » and « embrun »: 0.83; « paris » and « abries »: 0.73
LONGEST = 80  # characters of a text that are looked at


class CommuneIndex:
    """by_code and by_key give a commune; by_name, by_postal and by_number (postal or INSEE) give {key: commune}."""

    def __init__(self, communes, former):
        """communes: (key, commune, code, name, postal codes); former: (code, name, key of the commune it joined)."""
        self.by_code, self.by_key = {}, {}
        self.by_name, self.by_postal, self.by_number = defaultdict(dict), defaultdict(dict), defaultdict(dict)
        for key, commune, code, name, postal_codes in communes:
            self.by_code[code] = self.by_key[key] = self.by_number[code][key] = commune
            self.by_name[folded(name)][key] = commune
            for postal in postal_codes:
                self.by_postal[postal][key] = self.by_number[postal][key] = commune
        for code, name, key in former:
            commune = self.by_key[key]
            self.by_code.setdefault(code, commune)
            self.by_name[folded(name)][key] = self.by_number[code][key] = commune

    def meant(self, text):
        """{key: commune} that a text may mean: one is an answer, several are a question, none is unknown."""
        number, name = split("", text[:LONGEST])
        numbered, named = self.by_number.get(number, {}), self.by_name.get(name, {})
        if not name:
            return numbered
        if not (named and numbered):
            return named
        return {key: named[key] for key in named if key in numbered} or named | numbered

    def near(self, text):
        """{key: commune} to propose for a text that means none: same number or words, else a close spelling."""
        number, name = split("", text[:LONGEST])
        found = dict(self.by_number.get(number, {}))
        if name:
            names = [known for known in self.by_name if f" {name}" in f" {known}"]
            for known in names or get_close_matches(name, self.by_name, cutoff=_LIKENESS):
                found |= self.by_name[known]
        return found


def split(postal, name):
    """A postal code, wherever it was written, and the folded name without it: « 05000 Gap Cedex »."""
    if postal.isdigit():
        postal = postal.zfill(5)
    found = _POSTAL.search(postal) or _POSTAL.search(name)
    return (found[0] if found else ""), folded(_POSTAL.sub(" ", re.sub(r"\((?:0[45]|\d{5})\)", " ", name)))


def folded(name):
    name = _CEDEX.sub("", fold(name)).strip()
    for pattern, whole in _SAINT:
        name = pattern.sub(whole, name)
    return name
