"""When what was typed finds too little: words completed, joined, cut in two, or put right by one letter.

Only words that the catalogue does not hold are touched, so that nobody who typed a right word gets another.
"""

from dataclasses import dataclass
from itertools import pairwise

from portal.search.asked import Group

MOST_NEAR = 3  # words that a misspelt one may stand for
SHORTEST_START = 3  # letters of the beginning of a word
SHORTEST_HALF = 3  # letters of each half of two words written as one


@dataclass(frozen=True)
class Rescued:
    """Groups to be asked instead, and {what was typed: how the words asked instead are written}."""

    groups: list[Group]
    changes: dict[str, list[str]]


def rescue(groups, words):
    """Return what to ask instead of groups, or None. words: the Vocabulary."""
    groups, changes = _joined(list(groups), words)
    asked = []
    for number, group in enumerate(groups):
        found = _instead(group, words, is_last=number == len(groups) - 1) if _is_unknown(group, words) else ()
        asked.append(Group(group.typed, tuple(found)) if found else group)
        if found:
            changes[group.typed] = [" ".join(words.shown.get(word, word) for word in parts) for parts in found]
    return Rescued(asked, changes) if changes else None


def unknown(groups, words):
    """What was typed that the catalogue does not hold at all."""
    return [group.typed for group in groups if _is_unknown(group, words)]


def _is_unknown(group, words):
    return not any(all(word in words or not word.isalpha() for word in parts) for parts in group.alternatives)


def _joined(groups, words):
    """« auto ecole » for « autoécole »: two words that the catalogue knows as one."""
    changes = {}
    for one, other in pairwise(list(groups)):
        together = one.word + other.word
        if one.word and other.word and one in groups and other in groups and together in words:
            place = groups.index(one)
            typed = f"{one.typed} {other.typed}"
            groups[place : place + 2] = [Group(typed, ((together,), (one.word, other.word)))]
            changes[typed] = [words.shown[together]]
    return groups, changes


def _instead(group, words, is_last):
    """Alternatives for a word that nobody wrote: what it begins, what it is a letter away from, its two halves."""
    word = group.word
    if not word.isalpha():
        return ()
    if is_last and len(word) >= SHORTEST_START and (longer := words.beginning_with(word)):
        return [(other,) for other in longer]
    return [(other,) for other in likely(word, words)] or _halves(word, words)[:1]


def likely(word, words):
    """The known words that a misspelt one stands for, as far as letters tell: those as near as the nearest."""
    near = words.near(word)
    if not near:
        return []
    best = _nearness(word, *near[0])
    return [other for distance, other in near if _nearness(word, distance, other) == best][:MOST_NEAR]


def _nearness(word, distance, other):
    """First letters are seldom wrong."""
    return distance, other[0] != word[0]


def _halves(word, words):
    """[(first, second)]: ways to cut a word in two known ones, the most even first."""
    cuts = range(SHORTEST_HALF, len(word) - SHORTEST_HALF + 1)
    pairs = [(word[:cut], word[cut:]) for cut in cuts if word[:cut] in words and word[cut:] in words]
    return sorted(pairs, key=lambda pair: abs(len(pair[0]) - len(pair[1])))
