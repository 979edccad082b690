"""The place that a query speaks of: « épicerie embrun », « vallée de l’Ubaye », « autour de Gap », « 05200 ».

Only places of the territory are known. Of places with one name, the commune comes before the valley, the valley before
the intercommunality. What names the whole territory (« hautes alpes », « 05 ») narrows nothing, so the text keeps it.
"""

from dataclasses import dataclass
from typing import NamedTuple

from portal.core.models import Commune, FormerCommune
from portal.finding.place_names import (
    ARTICLES,
    EPCI_SHORT,
    EPCI_WORDS,
    ORDINARY,
    SHORT,
    VALLEY_SHORT,
    VALLEY_WORDS,
    after,
    commune_phrases,
    epci_phrases,
    valley_phrases,
)
from portal.search.memory import WORDS
from portal.search.names import facet_names

MOST_WORDS = 12
WHOLE_TERRITORY = ("hautes alpes et ubaye", "hautes alpes et l ubaye", "hautes alpes", "05")  # the longest first
AROUND = ("autour", "pres", "proche", "a cote", "aux environs", "environs", "aux alentours", "alentours")
NEAR = [(*words.split(), small) for words in AROUND for small in ("de", "du", "des", "d")]
IN = [(word,) for word in ("a", "au", "aux", "de", "du", "des", "d", "en", "dans", "sur")]
AT = (("a",), ("au",), *NEAR)  # before an ordinary word, what makes it a place


class Named(NamedTuple):
    """What a name means: values of one facet, and how to write it."""

    facet: str
    slugs: tuple
    label: str


@dataclass(frozen=True)
class Place:
    """start and stop: which of the folded words speak of a place, « à » or « près de » included, stop excluded;
    near: around it rather than in it."""

    start: int
    stop: int
    facet: str
    slugs: tuple
    label: str
    near: bool = False


class PlaceIndex:
    """names: {folded words: Named}. Of different kinds of place with one name, the first added stays."""

    def __init__(self):
        self.names = {}
        self.longest = 0  # words of a name

    def add(self, phrases, facet, slug, label):
        """Places of the same kind with the same name are all meant."""
        for phrase in phrases:
            known = self.names.setdefault(phrase, Named(facet, (slug,), label))
            if known.facet == facet and slug not in known.slugs:
                self.names[phrase] = known._replace(slugs=(*known.slugs, slug))
            self.longest = max(self.longest, phrase.count(" ") + 1)


# -- Understanding ----------------------------------------------------------------------------------------------------
def understood_place(words, index):
    """Return the Place that the longest run of folded words names (the first of them), None when they name none."""
    words = [{"st": "saint", "ste": "sainte"}.get(word, word) for word in words[:MOST_WORDS]]
    for length in range(min(index.longest, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            named = index.names.get(name := " ".join(words[start : start + length]))
            before = _before(words[:start], name) if named else None
            if before is not None:
                near = any(_ends(before, around) for around in NEAR)
                return Place(start - len(before), start + length, *named, near)
    return None


def _before(words, name):
    """The end of the words before a name that goes with it: « près de », « à l’ »; None when it is no place there."""
    article = words[-1:] if words and words[-1] in ARTICLES else []
    rest = words[: len(words) - len(article)]
    if name in ORDINARY and (article or not any(_ends(rest, at) for at in AT)):
        return None
    said = next((said for said in (*NEAR, *IN) if _ends(rest, said)), ())
    return [*said, *article]


def _ends(words, end):
    return tuple(words[-len(end) :]) == end


def territory_span(words):
    """(start, stop) of the words that name the whole territory, « dans les » included: they narrow nothing; or None."""
    for phrase in WHOLE_TERRITORY:
        name = phrase.split()
        for start in range(len(words) - len(name) + 1):
            if words[start : start + len(name)] == name:
                return start - len(_before(words[:start], phrase) or ()), start + len(name)
    return None


# -- The index --------------------------------------------------------------------------------------------------------
def place_index(shelf):
    """Return the PlaceIndex: two queries beside those of facet_names, then none until a place changes."""
    return shelf.kept_until(WORDS, "places", lambda: _read(facet_names(shelf)))


def _read(labels):
    index = PlaceIndex()
    _add_communes(index, labels["commune"])
    for slug, name in labels["vallee"].items():
        index.add(valley_phrases(name), "vallee", slug, name)
    _add_short(index, "vallee", VALLEY_SHORT, labels["vallee"], lambda name: {name} | after(VALLEY_WORDS, {name}))
    for slug, name in labels["epci"].items():
        index.add(epci_phrases(name), "epci", slug, name)
    _add_short(index, "epci", EPCI_SHORT, labels["epci"], lambda name: after(EPCI_WORDS, {name}))
    return index


def _add_communes(index, labels):
    """Former communes and short names come after the communes that are called so today."""
    ours = dict(Commune.objects.in_territory().values_list("slug", "postal_codes"))
    for slug, postal_codes in ours.items():
        index.add(commune_phrases(labels[slug], postal_codes), "commune", slug, labels[slug])
        for postal in postal_codes:
            index.add({postal}, "commune", slug, postal)
    for name, slug in FormerCommune.objects.filter(commune__slug__in=ours).values_list("name", "commune__slug"):
        index.add(commune_phrases(name), "commune", slug, labels[slug])
    _add_short(index, "commune", SHORT, {slug: labels[slug] for slug in ours}, lambda name: {name})


def _add_short(index, facet, short, labels, phrases):
    """A coordinator may have taken a place away, or renamed its valley: what is no more is not understood."""
    for name, slug in short.items():
        if slug in labels:
            index.add(phrases(name), facet, slug, labels[slug])
