"""The words of the catalogue, and the nearest to one that it does not hold.

Distances are those of optimal string alignment (a letter missing, added, wrong, or two swapped), between words in the
form of the index. Kept in memory beside the shelves of a language: new words are read when the catalogue has changed.
"""

import re
import threading
from bisect import bisect_left
from collections import defaultdict
from functools import lru_cache

from django.db import DEFAULT_DB_ALIAS
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from portal.search.models import KnownWord
from portal.search.words import LONGEST, plain, stem

SHORTEST = 3  # letters of a word that is remembered
SHORTEST_TYPO = 4  # letters of a word that may be misspelt: one letter of « gap » is a third of it
SHORTEST_TWO = 9  # letters of a word that may hold two misspellings
MOST_COMPLETED = 12
MOST_LOOKED_AT = 2000  # words with one beginning
AFTER_LETTERS = "{"  # sorts after every letter
_lock = threading.Lock()
_WRITTEN = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


class Vocabulary:
    """What is known of one language: words of the index, and how people write them (« épicerie » for "epiceri")."""

    def __init__(self, language):
        self.language = language
        self.shown, self.named, self.ordered = {}, set(), []
        self.stems, self.written = Lengths(), Lengths()
        self.last = self.version = 0

    def follow(self, version):
        """Take in the words written since, up to a version of the catalogue."""
        rows = KnownWord.objects.filter(language=self.language, pk__gt=self.last).order_by("pk")
        for self.last, word, shown, in_name in rows.values_list("pk", "word", "shown", "in_name").iterator():
            self.stems.add(word, word)
            self.written.add(plain(shown).replace("-", ""), word)
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

    def near(self, word, typed):
        """[known word] as near as the nearest of what was typed; those of names first. word: its stem.

        Compared as people write them first: endings that stemming takes away hide an edit or make two of one. Then as
        stems, for plurals; then, for long words, at two edits. First letters are seldom wrong.
        """
        if len(typed) < SHORTEST_TYPO:
            return []
        found = self.written.within(typed, 1) or self.stems.within(word, 1)
        if not found and len(typed) >= SHORTEST_TWO:
            found = self.written.within(typed, 2)
        first = {other for other in found if other[0] == word[0]}
        return sorted((first or found) - {word}, key=lambda other: (other not in self.named, other))


class Lengths:
    """{written: word} by length: what is an edit away is a letter longer or shorter at most."""

    def __init__(self):
        self.words = defaultdict(dict)

    def add(self, written, word):
        self.words[len(written)][written] = word

    def within(self, typed, most):
        """{words} at most so many edits away."""
        found = set()
        for length in range(len(typed) - most, len(typed) + most + 1):
            words = self.words.get(length, {})
            near = extract(typed, words.keys(), scorer=OSA.distance, score_cutoff=most, limit=None)
            found.update(words[written] for written, _distance, _place in near)
        return found


def vocabulary(shelf):
    """Return the Vocabulary of a shelf's language, with at least all that the shelf holds."""
    with _lock:
        held = shelf.beside.setdefault("vocabulary", Vocabulary(shelf.language))
        if held.version < shelf.version:
            held.follow(shelf.version)
        return held


def remember_words(texts, language, known=None):
    """Keep the words of [(EntryText, its words as terms.read gives them)]: in the transaction that writes them.

    known: {word: is it in a name?} of those kept already, filled here; when missing it is read.
    """
    names = {word for _text, words in texts for word in words.names if _is_kept(word)}
    others = {word for _text, words in texts for part in words[2:] for word in part if _is_kept(word)}
    if known is None:
        rows = KnownWord.objects.filter(language=language, word__in=names | others)
        known = dict(rows.values_list("word", "in_name"))
    promoted = {word for word in names if known.get(word) is False}
    if promoted:  # told anew, under numbers that others have not read yet
        forget(KnownWord.objects.filter(language=language, word__in=promoted))
    new = {word for word in names | others if word not in known} | promoted
    shown = _as_written([text for text, words in texts if not new.isdisjoint(set().union(*words[1:]))], new)
    KnownWord.objects.bulk_create(
        (
            KnownWord(language=language, word=word, shown=shown.get(word, word), in_name=word in names)
            for word in sorted(new)
        ),
        ignore_conflicts=True,
    )
    known.update((word, word in names) for word in new)


def forget(words):
    """Delete known words (a queryset) in one statement: `delete()` would load each, for signals that nobody hears."""
    words._raw_delete(DEFAULT_DB_ALIAS)


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
