"""When what was typed finds too little: words completed, joined, cut in two, or put right by one letter.

Only words that the catalogue does not hold are touched, so that nobody who typed a right word gets another.
"""

from dataclasses import dataclass
from itertools import pairwise

from portal.search.asked import Group
from portal.search.words import stem

MOST_NEAR = 3  # words that a misspelt one may stand for
SHORTEST_START = 3  # letters of the beginning of a word
SHORTEST_HALF = 3  # letters of each half of two words written as one


@dataclass(frozen=True)
class Rescued:
    """Groups to be asked instead, and {what was typed: how the words asked instead are written}."""

    groups: list[Group]
    changes: dict[str, list[str]]


def rescue(groups, words, nothing):
    """Return what to ask instead of groups, or None. words: the Vocabulary; nothing: was nothing at all found?

    The last word, perhaps unfinished, is also completed when it is known but finds nothing: « fromage queyras ».
    """
    groups, changes = _joined(list(groups), words)
    asked = []
    for number, group in enumerate(groups):
        is_last, found = number == len(groups) - 1, ()
        if _is_unknown(group, words):
            found = (_completed(group, words, len(groups)) if is_last else ()) or _put_right(group, words)
        elif is_last and nothing:
            found = [parts for parts in _completed(group, words, len(groups)) if parts != (group.word,)]
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


def _completed(group, words, count):
    """What a word begins; two letters are enough beside other words."""
    fewest = SHORTEST_START if count == 1 else SHORTEST_START - 1
    return [(other,) for other in words.beginning_with(group.word)] if len(group.word) >= fewest else ()


def _put_right(group, words):
    """What a word is a letter away from, else its two halves."""
    if not group.word.isalpha():
        return ()
    return [(other,) for other in likely(group, words)] or _halves(group.word, words)[:1]


def likely(group, words):
    """The known words that a misspelt one stands for, as far as letters tell."""
    return words.near(group.word, group.typed)[:MOST_NEAR] if group.word else []


def _halves(word, words):
    """[(first, second)]: ways to cut a word in two known ones, the most even first."""
    cuts = range(SHORTEST_HALF, len(word) - SHORTEST_HALF + 1)
    pairs = [(stem(word[:cut]), word[cut:]) for cut in cuts]
    known = [pair for pair in pairs if pair[0] in words and pair[1] in words]
    return sorted(known, key=lambda pair: abs(len(pair[0]) - len(pair[1])))
