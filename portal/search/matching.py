"""From what was typed to entries, best first: the same rules whatever the engine (docs/decisions/0016).

Tiers, of which each entry is in the first that it fits: a name is exactly what was typed; every word is in a name; in a
name or the place; in those or the key words; somewhere. Then, only when these found fewer than FEW entries, the same
with misspelt words put right. Inside a tier, the entry's weight.
"""

from dataclasses import dataclass, field

from portal.search.asked import Group, groups_of
from portal.search.engines import find
from portal.search.memory import bits_of
from portal.search.rescue import rescue
from portal.search.synonyms import synonyms
from portal.search.terms import LONGEST_WHOLE, NAMES, TIERS, WHOLE
from portal.search.vocabulary import vocabulary

FEW = 3  # entries: fewer is too little, and words that nobody wrote are then put right
BY_NAME = 2  # the first tiers, which hold all that was typed in a name


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


@dataclass(eq=False)
class Matched:
    """What the engine found: numbers of entries tier after tier, of any kind and language.

    exact: how many of the tiers hold what was typed, the others what was put right; changes: see Rescued; groups: what
    was asked, corrections included; everywhere: kinds of which everything is found, no word being left to ask.
    """

    tiers: list[list[int]]
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
        for number, ids in enumerate(self.tiers):
            bits = bits_of([held.slots[key] for key in ids if key in held.slots]) & ~seen
            tiers.append(bits if number < BY_NAME else bits & place)
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
    tiers = find([_whole(groups), *_wants(groups, others)] if others else [_whole(groups), _want(groups, NAMES)])
    matched = Matched(tiers, len(tiers), groups, place, everywhere=() if others else everywhere)
    if exactly or not others or matched.count(shelves) >= FEW:
        return matched
    found = rescue(others, vocabulary(shelves[0]))
    if found is None:
        return matched
    more = find(_wants(found.groups, found.groups))
    return Matched([*tiers, *more], len(tiers), [*groups, *found.groups], place, found.changes)


def begin(text, held):
    """Return what has a name that holds the words of a text, of which the last may be unfinished."""
    groups = groups_of(text, synonyms(held))
    if not groups:
        return Matched([], 0, [])
    word = groups[-1].word
    longer = vocabulary(held).beginning_with(word) if word else ()
    groups[-1] = Group(groups[-1].typed, (*groups[-1].alternatives, *((other,) for other in longer if other != word)))
    return Matched(find([_whole(groups), _want(groups, NAMES)]), 2, groups)


def _wants(groups, others):
    """All that was typed in a name; then what is left of it, wherever it may be."""
    return [_want(groups, NAMES), *(_want(others, mark) for mark in TIERS if mark not in (WHOLE, NAMES))]


def _want(groups, mark):
    return tuple(group.wanted(mark) for group in groups)


def _whole(groups):
    """A name that is exactly what was typed."""
    words = "_".join(word for group in groups for word in group.alternatives[0])
    return (((WHOLE + words[:LONGEST_WHOLE],),),)
