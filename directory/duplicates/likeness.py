"""How likely it is that two sheets tell of one structure, and why. Pure: plain values in, a number and sentences out.

Each thing that two sheets share is a piece of evidence between 0 and 1; pieces add up as independent chances do
(1 - product of 1 - e). The figures are our own, set by the examples of tests/directory/duplicates/test_likeness.py.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from math import log
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from directory.duplicates import names

THRESHOLD = 0.5  # from here on a pair is shown to the coordinators
COMMON = 5  # sheets: a phone, a site or an acronym that more share tells nothing
# Sites where everybody has a page: only the whole address counts.
SHARED_HOSTS = ("facebook.com", "helloasso.com", "instagram.com", "linkedin.com", "google.com", "wixsite.com")
SHARED_HOSTS += ("wordpress.com", "blogspot.com", "over-blog.com", "jimdofree.com", "e-monsite.com", "youtube.com")


@dataclass(frozen=True)
class Sheet:
    """What is compared. commune: any value that tells communes apart; numbers bare, as identifiers.compact makes."""

    key: int
    title: str
    acronym: str = ""
    former_names: tuple[str, ...] = ()
    commune: str | int | None = None
    commune_name: str = ""
    website: str = ""
    phone: str = ""
    email: str = ""
    siret: str = ""
    siren: str = ""
    rna: str = ""


REASONS = {
    "name": _("Même nom"),
    "other name": _("« %(value)s » est un nom de l’une et de l’autre"),
    "slip": _("Noms presque identiques"),
    "acronym": _("Même sigle : %(value)s"),
    "acronym is name": _("Le sigle de l’une est le nom de l’autre : %(value)s"),
    "initials": _("« %(value)s » : initiales du nom de l’autre"),
    "same words": _("Mêmes mots dans le nom"),
    "contained": _("Le nom de l’une est dans celui de l’autre : %(value)s"),
    "words": _("Mots communs : %(value)s"),
    "siret": _("Même SIRET"),
    "siren": _("Même SIREN"),
    "rna": _("Même numéro RNA"),
    "site": _("Même site web : %(value)s"),
    "email": _("Même courriel"),
    "phone": _("Même téléphone"),
    "commune": _("Même commune : %(value)s"),
    "two communes": _("Mais dans deux communes"),
    "two siren": _("Mais deux SIREN différents"),
    "two rna": _("Mais deux numéros RNA différents"),
}


@dataclass(frozen=True)
class Likeness:
    """likelihood: 0 to 1; evidence: (key of REASONS, what is shared), the heaviest first."""

    likelihood: float
    evidence: tuple[tuple[str, str], ...] = ()

    @property
    def reasons(self):
        """Sentences in the reader's language."""
        return [REASONS[code] % {"value": value} for code, value in self.evidence]

    @property
    def percent(self):
        return round(self.likelihood * 100)


def site_of(url):
    """What tells a web site from another: the host, with the path where the host is everybody's."""
    parts = urlsplit(url.strip().lower() if "//" in url else f"//{url.strip().lower()}")
    host = (parts.netloc or "").removeprefix("www.").removeprefix("m.")
    if any(host == shared or host.endswith(f".{shared}") for shared in SHARED_HOSTS) and host.count(".") < 2:
        return host + parts.path.rstrip("/") if parts.path.strip("/") else ""
    return host


def digits_of(phone):
    """The last nine digits: +33 4 92 … and 04 92 … are one number."""
    found = re.sub(r"\D", "", phone)
    return found[-9:] if len(found) >= 9 else ""


class Profile:
    """A sheet made ready for comparison; each part is worked out once, when first needed."""

    def __init__(self, sheet):
        self.sheet = sheet
        self.name, self.brackets = names.split_brackets(sheet.title)
        whole = sheet.title if self.brackets else self.name
        self.words = names.telling(dict.fromkeys(names.words(whole)))
        self.word_set = frozenset(self.words)
        self.joined = names.joined(whole)
        self.site = site_of(sheet.website)
        self.phone = digits_of(sheet.phone)
        self.email = sheet.email.strip().lower()
        self.siren = sheet.siren or sheet.siret[:9]
        self.acronym = "".join(names.words(sheet.acronym))

    @cached_property
    def other_names(self):
        """{joined name: as written}: former names, and what stands inside and outside brackets."""
        texts = [*self.sheet.former_names, *self.brackets, *([self.name] if self.brackets else [])]
        found = {names.joined(text): text for text in texts if names.says_something(text)}
        return {text: written for text, written in found.items() if len(text) >= 4 and text != self.joined}

    @cached_property
    def all_names(self):
        return {self.joined: self.sheet.title} | self.other_names

    @cached_property
    def initials(self):
        return set().union(*(names.initials(text) for text in (self.name, *self.sheet.former_names)))

    @cached_property
    def short_names(self):
        """What may be the acronym of another: the acronym, or a title in one short word."""
        return {text for text in (self.acronym, *self.all_names) if 3 <= len(text) <= 10}


class Rarity:
    """How much a word tells: 1 when one name has it, near 0 when a hundred do. Without names, every word tells."""

    def __init__(self, profiles=()):
        self.counts = Counter()
        self.shared = Counter()
        size = 0
        for profile in profiles:
            size += 1
            self.counts.update(profile.words)
            self.shared.update({profile.site, profile.phone, profile.email, *profile.other_names, *profile.initials})
        self.whole = log(size + 30)

        self.weights = {}

    def weight(self, word):
        if word not in self.weights:
            self.weights[word] = self._weight(word)
        return self.weights[word]

    def _weight(self, word):
        if word in names.EMPTY_WORDS:
            return 0.05
        count = self.counts[word] or 1
        return max(0.05, 1 - log(count) / self.whole) ** 2

    def total(self, some):
        return sum(map(self.weight, some))

    def tells(self, value):
        """True for a value that few sheets have."""
        return self.shared[value] <= COMMON


def likeness(one, other, rarity=None):
    """Compare two sheets (Sheet or Profile). rarity: that of the words among all the names, when there are more."""
    one, other = (item if isinstance(item, Profile) else Profile(item) for item in (one, other))
    rarity = rarity or Rarity()
    name = max(_names(one, other, rarity), default=(0, "", ""))
    pieces = [piece for piece in (name, *_numbers(one, other), *_contacts(one, other, rarity)) if piece[0] > 0]
    if not pieces:
        return Likeness(0.0)
    doubt = 1.0
    for piece in pieces:
        doubt *= 1 - piece[0]
    likelihood, place = _placed(1 - doubt, one.sheet, other.sheet)
    against, contrary = _against(one, other)
    pieces.sort(reverse=True)
    evidence = [piece[1:] for piece in pieces if piece[0] >= 0.15] + place + contrary
    return Likeness(round(min(likelihood * against, 0.99), 3), tuple(evidence))


def _names(one, other, rarity):
    """Yield (weight, key of REASONS, what is shared); the heaviest counts, since they are all about the name."""
    if one.joined == other.joined:
        yield 0.9, "name", ""
        return
    for text in one.all_names.keys() & other.all_names.keys():
        if rarity.tells(text):
            yield 0.8, "other name", one.all_names[text]
    yield from _acronyms(one, other, rarity)
    slip = any(names.is_nearly(a, b) for a in one.all_names for b in other.all_names)
    if slip or names.words_are_nearly(one.words, other.words):
        yield 0.75, "slip", ""
    yield _shared_words(one, other, rarity)


def _acronyms(one, other, rarity):
    if len(one.acronym) >= 3 and one.acronym == other.acronym:
        yield 0.5, "acronym", one.sheet.acronym
    for short, long in ((one, other), (other, one)):
        if len(short.acronym) >= 3 and short.acronym in long.all_names:
            yield 0.75, "acronym is name", short.sheet.acronym
        for letters in short.short_names & long.initials:
            if rarity.tells(letters):
                yield {3: 0.5, 4: 0.6}.get(len(letters), 0.7), "initials", letters.upper()


def _shared_words(one, other, rarity):
    """Containment and overlap, each word weighing what it tells."""
    shared = one.word_set & other.word_set
    if not shared or names.numbers(one.joined) != names.numbers(other.joined):
        return 0, "", ""
    both, first, second = (rarity.total(some) for some in (shared, one.word_set, other.word_set))
    overlap = both / (first + second - both)
    if one.word_set == other.word_set:
        return 0.85, "same words", ""
    listed = ", ".join(word for word in one.words if word in shared)
    if len(shared) == min(len(one.word_set), len(other.word_set)):
        return min(both, 1) * (0.3 + 0.5 * overlap), "contained", listed
    return min(both, 1) * 0.75 * overlap**1.5, "words", listed


def _numbers(one, other):
    if one.sheet.siret and one.sheet.siret == other.sheet.siret:
        yield 0.97, "siret", ""
    elif one.siren and one.siren == other.siren:
        yield 0.6, "siren", ""
    if one.sheet.rna and one.sheet.rna == other.sheet.rna:
        yield 0.95, "rna", ""


def _contacts(one, other, rarity):
    if one.site and one.site == other.site and rarity.tells(one.site):
        yield 0.55, "site", one.site
    if one.email and one.email == other.email and rarity.tells(one.email):
        yield 0.55, "email", ""
    if one.phone and one.phone == other.phone and rarity.tells(one.phone):
        yield 0.45, "phone", ""


def _placed(likelihood, one, other):
    """A commune is no evidence alone: it strengthens, or weakens, what there is."""
    if not one.commune or not other.commune:
        return likelihood, []
    if one.commune == other.commune:
        return likelihood + (1 - likelihood) * 0.3, [("commune", one.commune_name)] if one.commune_name else []
    return likelihood * (1 if likelihood > 0.96 else 0.7), [("two communes", "")]


def _against(one, other):
    """Numbers that the State gives to one organisation only: when they differ, these are two."""
    if one.siren and other.siren and one.siren != other.siren:
        return 0.35, [("two siren", "")]
    if one.sheet.rna and other.sheet.rna and one.sheet.rna != other.sheet.rna:
        return 0.35, [("two rna", "")]
    return 1, []
