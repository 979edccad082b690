"""Words in the one form in which they are indexed and asked for: ASCII, without elisions, plurals or mute endings.

Everything goes through here, what is written and what is typed: whatever the engine behind, both meet.
"""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

from portal.core.folding import fold

# Words that say nothing of what is sought (articles, prepositions, elided forms once folded).
STOP_WORDS = frozenset(
    fold(
        "l d s c j m n t qu le la les un une des du de au aux et ou a en dans sur sous pour par avec sans chez ce cet "
        "cette ces mon ma mes son sa ses notre nos votre vos leur leurs que qui quoi dont est sont"
    ).split()
)
MIN_STEM = 4
LONGEST = 40  # letters of a word; what is longer is nobody’s word
MOST_JOINED = 3  # parts of a compound that is also one word: « auto-école », « vis-à-vis »
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "’": "'", "ʼ": "'", "‘": "'", "‐": "-", "‑": "-"})
# What French typography is full of, so that only other scripts take the slow way of `plain`.
_LIGATURES |= dict.fromkeys(map(ord, "«»“”„…–—•·°€\u00a0\u202f\u2009"), " ")
_MARKS = dict.fromkeys(range(768, 880))
_COMPOUND = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DOTTED = re.compile(r"(?<![a-z0-9])(?:[a-z]\.){2,}[a-z]?(?![a-z0-9])")  # M.J.C.
# SIREN and SIRET (9 and 14 digits), RNA (W and 9 digits), in groups as people copy them.
_NUMBER = re.compile(r"(?<![a-z0-9])(?:\d{3}[ .]?\d{3}[ .]?\d{3}(?:[ .]?\d{5})?|w\d{3}[ .]?\d{6})(?![a-z0-9])")
_IRREGULAR = {"travaux": "travail", "vitraux": "vitrail", "baux": "bail", "yeux": "oeil"}
_ENDINGS = (("trice", "teur"), ("euse", "eur"))  # animatrice, animateur; coiffeuse, coiffeur


def plain(text):
    """Return a text in lower-case ASCII: accents and ligatures opened, other scripts spelt in Latin letters.

    Invisible characters (direction marks, soft hyphens, zero-width spaces) vanish, so that no word is cut by them.
    """
    text = text.lower().translate(_LIGATURES)
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKD", text).translate(_MARKS).lower()
    if not text.isascii():
        text = "".join(" " if char.isspace() else char for char in text if unicodedata.category(char) not in _INVISIBLE)
        text = anyascii(text).lower()
    return text


_INVISIBLE = ("Cf", "Mn", "Cs", "Co", "Cn")


def stem(word):
    """Return the word without its plural, feminine or mute ending: light stemming, for recall without false friends.

    « locale », « locaux » and « local » meet, so do « ressourceries » and « ressourcerie », « associatif » and
    « associative »; shorter words and those with digits are left whole.
    """
    if len(word) < MIN_STEM or not word.isalpha():
        return word[:LONGEST]
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("aux") and not word.endswith("eaux") and len(word) > MIN_STEM + 1:
        word = word[:-3] + "al"
    elif len(word.rstrip("sx")) >= MIN_STEM - 1:
        word = word.rstrip("sx")
    for ending, masculine in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            word = word.removesuffix(ending) + masculine
    while word.endswith("e") and len(word) > MIN_STEM:
        word = word[:-1]
    if len(word) > MIN_STEM and word[-1] == word[-2] and word[-1] in "lnst":
        word = word[:-1]
    if len(word) > MIN_STEM + 1 and word.endswith("er") and not word.endswith("ier"):
        word = word[:-2]  # partager, partage, partagé
    if len(word) > MIN_STEM and word.endswith("f"):
        word = word[:-1] + "v"
    return word[:LONGEST]


def compounds_of(text):
    """Return the words of a text in order, folded and not stemmed, each as its parts: ["auto", "ecole"], ["gap"]."""
    return [compound.split("-") for compound in _compounds(text)]


def _compounds(text):
    text = _DOTTED.sub(lambda found: found[0].replace(".", ""), plain(text))
    text = _NUMBER.sub(lambda found: found[0].replace(" ", "").replace(".", ""), text)
    return _COMPOUND.findall(text)


def joined(parts):
    """The one word that a compound may also be written as (« autoecole »), or ""."""
    word = "".join(parts)
    return word if 2 <= len(parts) <= MOST_JOINED and len(word) <= LONGEST else ""


def words_of(text):
    """Return the words of a text in the form of the index, in order; compounds as their parts, then as one word.

    Stop words are out, unless there is nothing else.
    """
    compounds = _compounds(text)
    words = [word for compound in compounds for word in _words_of(compound)]
    return words or [stem(part) for compound in compounds for part in compound.split("-")]


@lru_cache(maxsize=50_000)
def _words_of(compound):
    """Texts say the same words again and again: each is read once."""
    parts = compound.split("-")
    one = joined(parts)
    return (*(stem(part) for part in parts if part not in STOP_WORDS), *([stem(one)] if one else ()))


def stems_of(text):
    """The same, compounds as their parts only: what a phrase is compared by."""
    parts = [part for compound in compounds_of(text) for part in compound]
    return tuple(stem(part) for part in [part for part in parts if part not in STOP_WORDS] or parts)


def whole(text):
    """A name as one term: « L’Épicerie du Champsaur » and « epiceries champsaur » are the same."""
    return "_".join(stems_of(text))
