"""Every kind of one-edit misspelling of some words, the same from one run to the next: for tests and for the bench."""

from random import Random
from string import ascii_lowercase

SHORTEST = 5


def missing(word, place, random):
    return word[:place] + word[place + 1 :]


def doubled(word, place, random):
    return word[: place + 1] + word[place:]


def swapped(word, place, random):
    """With the next letter; the last one with the one before it."""
    place = min(place, len(word) - 2)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def wrong(word, place, random):
    return word[:place] + random.choice(ascii_lowercase) + word[place + 1 :]


def added(word, place, random):
    return word[:place] + random.choice(ascii_lowercase) + word[place:]


EDITS = (missing, doubled, swapped, wrong, added)


def misspellings(words, seed=6):
    """Yield (word, misspelling, name of the edit): each word once with each edit, anywhere in it.

    An edit that gives the word back (two equal letters swapped) is left out; shorter words are never misspelt.
    """
    random = Random(seed)
    for word in words:
        for edit in EDITS if len(word) >= SHORTEST else ():
            typed = edit(word, random.randrange(len(word)), random)
            if typed != word:
                yield word, typed, edit.__name__
