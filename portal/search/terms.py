"""The terms under which an entry is found: its words, each marked with how prominently the entry says it.

`ressourceri` the word is somewhere; `3.ressourceri` in a name, the place or the key words; `2.` in a name or the place;
`1.` in a name; `0.ressourceri_haut` the whole of a name. An engine only has to say which entries hold which terms; the
order is ours, so it is the same on every engine (docs/decisions/0016).
"""

from typing import NamedTuple

from portal.search.words import whole, words_of

WHOLE, NAMES, PLACE, KEY_WORDS = "0.", "1.", "2.", "3."
ANYWHERE = ""
TIERS = (WHOLE, NAMES, PLACE, KEY_WORDS, ANYWHERE)
LONGEST_WHOLE = 56  # letters of a whole name: a term is at most 60
MOST_TERMS = 5000  # of one entry: a text of some 4 000 different words


class Read(NamedTuple):
    """The words of an EntryText: sets, each without those of the sets before."""

    wholes: list[str]
    names: set[str]
    place: set[str]
    key_words: set[str]
    body: set[str]


def read(text):
    """Return the words of an EntryText."""
    lines = [name for name in text.names.splitlines() if name.strip()]
    names = {word for name in lines for word in words_of(name)}
    place = set(words_of(text.place)) - names
    key_words = set(words_of(text.key_words)) - names - place
    body = set(words_of(text.body)) - names - place - key_words
    return Read([whole(name)[:LONGEST_WHOLE] for name in lines], names, place, key_words, body)


def terms_of(text):
    """Return the terms of an EntryText, sorted, each once."""
    return terms_in(read(text))


def terms_in(words):
    """The same from its words, once read."""
    terms = {WHOLE + name for name in words.wholes}
    held = words.names
    for mark, more in ((NAMES, ()), (PLACE, words.place), (KEY_WORDS, words.key_words)):
        held = held.union(more)
        terms.update([mark + word for word in held])
    terms |= held
    return sorted(terms) + sorted(words.body)[: max(MOST_TERMS - len(terms), 0)]
