"""The words of the catalogue, and the nearest to one that it does not hold.

Distances are those of optimal string alignment (a letter missing, added, wrong, or two swapped), between words in the
form of the index. Kept in memory beside the shelves of a language: new words are read when the catalogue has changed.
"""

import re
import threading
from bisect import bisect_left
from collections import defaultdict
from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from portal.search.models import KnownWord
from portal.search.words import LONGEST, plain, stem, words_of

SHORTEST = 3  # letters of a word that is remembered
SHORTEST_TYPO = 4  # letters of a word that may be misspelt: one letter of « gap » is a third of it
SHORTEST_TWO = 9  # letters of a word that may hold two misspellings
MOST_COMPLETED = 12
MOST_LOOKED_AT = 2000  # words with one beginning
AFTER_LETTERS = "{"  # sorts after every letter
_lock = threading.Lock()
_WRITTEN = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


class Vocabulary:
    """What is known of one language. `shown` is a word as people read it, {word of the index: « épicerie »}."""

    def __init__(self, language):
        self.language = language
        self.shown, self.named = {}, set()
        self.by_length = defaultdict(list)
        self.ordered = []
        self.last = self.version = 0

    def follow(self, version):
        """Take in the words written since, up to a version of the catalogue."""
        rows = KnownWord.objects.filter(language=self.language, pk__gt=self.last).order_by("pk")
        for self.last, word, shown, in_name in rows.values_list("pk", "word", "shown", "in_name").iterator():
            if word not in self.shown:
                self.by_length[len(word)].append(word)
            self.shown[word] = shown
            if in_name:
                self.named.add(word)
        if len(self.ordered) < len(self.shown):
            self.ordered = sorted(self.shown)
        self.version = version

    def __contains__(self, word):
        return word in self.shown

    def beginning_with(self, start):
        """Words that begin so, those of names first, then the shortest: at most MOST_COMPLETED."""
        first = bisect_left(self.ordered, start)
        last = bisect_left(self.ordered, start + AFTER_LETTERS)
        found = self.ordered[first : min(last, first + MOST_LOOKED_AT)]
        return sorted(found, key=lambda word: (word not in self.named, len(word), word))[:MOST_COMPLETED]

    def near(self, word):
        """[(distance, known word)] at one edit, or for long words without any at two; the likeliest first."""
        if len(word) < SHORTEST_TYPO:
            return []
        found = self._within(word, 1)
        if not found and len(word) >= SHORTEST_TWO:
            found = self._within(word, 2)
        return sorted(found, key=lambda pair: (pair[0], pair[1][0] != word[0], pair[1] not in self.named, pair[1]))

    def _within(self, word, most):
        found = []
        for length in range(len(word) - most, len(word) + most + 1):
            choices = self.by_length.get(length, ())
            found += [
                (distance, near)
                for near, distance, _place in extract(word, choices, scorer=OSA.distance, score_cutoff=most, limit=None)
                if distance
            ]
        return found


def vocabulary(shelf):
    """Return the Vocabulary of a shelf's language, with at least all that the shelf holds."""
    with _lock:
        held = shelf.beside.setdefault("vocabulary", Vocabulary(shelf.language))
        if held.version < shelf.version:
            held.follow(shelf.version)
        return held


def remember_words(texts, language):
    """Keep the words of some EntryTexts: in the transaction that writes them."""
    words = {}
    for text in texts:
        for part in (text.place, text.key_words, text.body):
            words |= dict.fromkeys(filter(_is_kept, words_of(part)), False) | words
    names = {word for text in texts for name in text.names.splitlines() for word in words_of(name) if _is_kept(word)}
    words |= dict.fromkeys(names, True)
    known = dict(KnownWord.objects.filter(language=language, word__in=words).values_list("word", "in_name"))
    if promoted := [word for word in names if known.get(word) is False]:
        # A word that is now in a name is told anew, under a number that others have not read yet.
        KnownWord.objects.filter(language=language, word__in=promoted).delete()
    new = [word for word in words if word not in known or word in promoted]
    shown = _as_written(texts, set(new))
    KnownWord.objects.bulk_create(
        KnownWord(language=language, word=word, shown=shown.get(word, word), in_name=words[word]) for word in new
    )


def _is_kept(word):
    return len(word) >= SHORTEST and word.isalpha()


def _as_written(texts, words):
    """{word of the index: how the texts write it}, in lower case, the shortest way: « épicerie » for "epiceri"."""
    shown = {}
    for text in texts if words else ():
        for written in _WRITTEN.findall("\n".join((text.names, text.place, text.key_words, text.body)).lower()):
            for piece in {written, *written.split("-")}:
                word = _in_index(piece)
                if word in words and len(piece) < len(shown.get(word, piece + " ")):
                    shown[word] = piece[:LONGEST]
    return shown


@lru_cache(maxsize=50_000)
def _in_index(written):
    return stem(plain(written).replace("-", ""))
