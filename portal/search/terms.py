"""The terms under which an entry is found: its words, each marked with how prominently the entry says it.

`ressourceri` the word is somewhere; `3.ressourceri` in a name, the place or the key words; `2.` in a name or the place;
`1.` in a name; `0.ressourceri_haut` the whole of a name. An engine only has to say which entries hold which terms; the
order is ours, so it is the same on every engine (docs/decisions/0016).
"""

from portal.search.words import whole, words_of

WHOLE, NAMES, PLACE, KEY_WORDS = "0.", "1.", "2.", "3."
ANYWHERE = ""
TIERS = (WHOLE, NAMES, PLACE, KEY_WORDS, ANYWHERE)
LONGEST_WHOLE = 56  # letters of a whole name: a term is at most 60
MOST_TERMS = 5000  # of one entry: a text of some 4 000 different words


def terms_of(text):
    """Return the terms of an EntryText, sorted, each once."""
    names = {word for name in text.names.splitlines() for word in words_of(name)}
    place = names | set(words_of(text.place))
    key_words = place | set(words_of(text.key_words))
    anywhere = sorted(key_words) + sorted(set(words_of(text.body)) - key_words)
    terms = [WHOLE + whole(name)[:LONGEST_WHOLE] for name in text.names.splitlines() if name.strip()]
    for mark, words in ((NAMES, names), (PLACE, place), (KEY_WORDS, key_words)):
        terms += [mark + word for word in words]
    return sorted({*terms, *anywhere[: max(MOST_TERMS - len(terms), 0)]})
