"""From what was typed to entries, best first: the same rules whatever the engine (docs/decisions/0016).

Tiers, of which each entry is in the first that it fits: a name is exactly what was typed; every word is in a name, as
it was typed, then as its synonyms say it; in a name or the place; in those or the key words; somewhere. Then, only when
these found fewer than FEW entries, the same with misspelt words put right. Inside a tier, the entry's weight.
"""

from dataclasses import dataclass, field
from itertools import repeat
from typing import NamedTuple

from portal.search.asked import Group, groups_of
from portal.search.engines import find
from portal.search.rescue import rescue
from portal.search.synonyms import synonyms
from portal.search.terms import KEY_WORDS, LONGEST_WHOLE, NAMES, TIERS, WHOLE
from portal.search.vocabulary import vocabulary

FEW = 3  # entries: fewer is too little, and words that nobody wrote are then put right


@dataclass(frozen=True)
class Placed:
    """A place that was understood: entries there, beside those that have all that was typed in their name."""

    facet: str
    slugs: tuple[str, ...]

    def bits(self, held):
        bits = 0
        for slug in self.slugs:
            bits |= held.facets[self.facet].get(slug, 0)
        return bits


class Tier(NamedTuple):
    """Numbers of entries, of any kind and language; here: only those at the place that was understood count."""

    ids: list[int]
    here: bool = False


@dataclass(eq=False)
class Matched:
    """What the engine found, tier after tier, the best first.

    exact: how many of the tiers hold what was typed, the others what was put right; changes: see Rescued; groups: what
    was asked, corrections included; everywhere: kinds of which everything is found, no word being left to ask.
    """

    tiers: list[Tier]
    exact: int
    groups: list
    place: Placed | None = None
    changes: dict = field(default_factory=dict)
    everywhere: tuple[str, ...] = ()
    kept: dict = field(default_factory=dict)

    def on(self, held):
        """[bits of a shelf's entries] of each tier, none twice."""
        with held.lock:
            if held not in self.kept:
                self.kept[held] = self._on(held)
            return self.kept[held]

    def _on(self, held):
        place = self.place.bits(held) if self.place else held.all
        seen, tiers = 0, []
        for tier in self.tiers:
            bits = held.bits_of_keys(tier.ids) & ~seen
            tiers.append(bits & place if tier.here else bits)
            seen |= tiers[-1]
        return [*tiers, place & ~seen] if held.kind in self.everywhere else tiers

    def count(self, shelves):
        return sum(bits.bit_count() for held in shelves for bits in self.on(held))


def match(text, shelves, rest=None, place=None, everywhere=(), exactly=False):
    """Return what a text finds on some shelves of one language.

    rest: the text without the words of a place or time that were understood; everywhere: kinds of which all is found
    when no other word is left; exactly: as typed, nothing put right.
    """
    meanings = synonyms(shelves[0])
    groups = groups_of(text, meanings)
    others = groups if rest is None else groups_of(rest, meanings) if rest else []
    if not groups:
        return Matched([], 0, [])
    tiers = _asked(groups, others, place)
    matched = Matched(tiers, len(tiers), groups, place, everywhere=() if others else everywhere)
    count = FEW if exactly or not others else matched.count(shelves)
    found = rescue(others, vocabulary(shelves[0]), nothing=not count) if count < FEW else None
    if found is None:
        return matched
    wants = _wants(found.groups)
    more = map(Tier, find(wants, [None, *range(len(wants) - 1)]), repeat(True))
    return Matched([*tiers, *more], len(tiers), [*groups, *found.groups], place, found.changes)


def _asked(groups, others, place):
    """The tiers of a text. others: what is left of it without the words of a place."""
    wants = [_whole(groups), _want([group.own() for group in groups], NAMES), _want(groups, NAMES)]
    here = _wants(others)[1:] if others else []
    # Last, who says all of it, the place too, without being there: they work there.
    elsewhere = [_want(groups, KEY_WORDS)] if place and others else []
    marks = [False] * len(wants) + [True] * len(here) + [False] * len(elsewhere)
    # Each holds the one before, until a place narrows them: only what it has more is brought back.
    beyond = [None, None, 1, None if place else 2, *range(3, 2 + len(here))][: len(wants) + len(here)]
    return list(map(Tier, find([*wants, *here, *elsewhere], beyond), marks))


def begin(text, held):
    """Return what has a name that holds the words of a text, of which the last may be unfinished."""
    groups = groups_of(text, synonyms(held))
    if not groups:
        return Matched([], 0, [])
    word = groups[-1].word
    longer = vocabulary(held).beginning_with(word) if word else ()
    groups[-1] = Group(groups[-1].typed, (*groups[-1].alternatives, *((other,) for other in longer if other != word)))
    return Matched(list(map(Tier, find([_whole(groups), _want(groups, NAMES)]))), 2, groups)


def _wants(groups):
    """All of them in a name, then in a name or the place, and so on to anywhere."""
    return [_want(groups, mark) for mark in TIERS if mark != WHOLE]


def _want(groups, mark):
    return tuple(group.wanted(mark) for group in groups)


def _whole(groups):
    """A name that is exactly what was typed."""
    words = "_".join(word for group in groups for word in group.alternatives[0])
    return (((WHOLE + words[:LONGEST_WHOLE],),),)
