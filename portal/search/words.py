"""Words in the one form in which they are indexed and asked for: folded, light French plurals and feminines removed."""

from portal.core.folding import fold

# Words that say nothing of what is sought (articles, prepositions, elided forms once folded).
STOP_WORDS = frozenset(
    fold(
        "l d s c j m n t qu le la les un une des du de au aux et ou a en dans sur sous pour par avec sans chez ce cet "
        "cette ces mon ma mes son sa ses notre nos votre vos leur leurs que qui quoi dont est sont"
    ).split()
)
MIN_STEM = 4


def stem(word):
    """Return the word without its plural or mute ending: light stemming, for recall without false friends.

    « chevaux » and « cheval » meet, so do « ressourceries » and « ressourcerie »; shorter words are left whole.
    """
    if len(word) < MIN_STEM or word.isdigit():
        return word
    if word.endswith("aux") and len(word) > MIN_STEM + 1:
        return word[:-3] + "al"
    return word.rstrip("sx") if len(word.rstrip("sx")) >= MIN_STEM - 1 else word


def words_of(text):
    """Return every word of a text in the form of the index, in order."""
    return [stem(word) for word in fold(text).split()]


def meaningful(text):
    """Return the words of a query that say something; all of them when only stop words were typed."""
    words = fold(text).split()
    kept = [word for word in words if word not in STOP_WORDS] or words
    return [stem(word) for word in kept]


def scope_word(kind, language):
    """The word that every text of a kind and language holds, so that a search of one does not count the others."""
    return f"zz{fold(kind)}zz{fold(language)}".replace(" ", "")
