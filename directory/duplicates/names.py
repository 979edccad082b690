"""What a name is made of, for comparison. Pure functions on texts."""

import re

from portal.core.folding import fold

# Words that many names share and that tell nothing of one: articles, legal forms, the departments' numbers.
_LINKING = frozenset(fold("l d s le la les un une de du des et en a au aux sur pour par dans").split())
_FORMS = fold("association assoc asso cooperative collectif scop scic sarl sas sa federation departementale").split()
EMPTY_WORDS = _LINKING.union(_FORMS, fold("departemental 04 05 hautes hauts alpes exemple fictif").split())
_BRACKETS = re.compile(r"[(\[]([^)\]]*)[)\]]")


def words(text):
    """The folded words of a text, in order."""
    return fold(text).split()


def telling(found):
    """Only the words that tell something; all of them when none does (« Les Alpes »)."""
    return [word for word in found if word not in EMPTY_WORDS] or list(found)


def joined(text):
    """A name in one piece, without its empty first article: "Mobil'Idées" and "Mobilidées" are the same."""
    found = words(text)
    return "".join(found[1:] if len(found) > 1 and found[0] in ("l", "le", "la", "les") else found)


def split_brackets(title):
    """« Koopéra (animacoop) » gives ("Koopéra", ["animacoop"]); « (association) » says nothing and is left out."""
    inside = [text.strip() for text in _BRACKETS.findall(title)]
    return " ".join(_BRACKETS.sub(" ", title).split()) or title, [text for text in inside if says_something(text)]


def says_something(text):
    return any(word not in EMPTY_WORDS for word in words(text))


def initials(text):
    """{"crhpa", "cdrdhpa"}: with and without the linking words, when they make three letters or more."""
    found = words(text)
    full = [word for word in found if not word.isdigit()]
    bare = [word for word in full if word not in _LINKING]
    made = {"".join(word[0] for word in some) for some in (full, bare)}
    return {letters for letters in made if len(letters) >= 3 and len(bare) >= 3}


def numbers(text):
    """The numbers of a name, in order: « Relais 12 » is not « Relais 13 »."""
    return tuple(re.findall(r"\d+", text))


def distance(one, other, limit=2):
    """How many letters to add, drop, change or swap with the next; limit + 1 as soon as it is more than limit."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before, line = [], list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        earlier, before, line = before, line, [i]
        for j, facing in enumerate(other, 1):
            cost = min(before[j] + 1, line[-1] + 1, before[j - 1] + (letter != facing))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == facing:
                cost = min(cost, earlier[j - 2] + 1)
            line.append(cost)
        if min(line) > limit:
            return limit + 1
    return line[-1]


def is_nearly(one, other):
    """Two joined names that one slip of the hand tells apart; short ones never are (LESA and LEST are two)."""
    if min(len(one), len(other)) < 6 or one == other:
        return False
    if abs(len(one) - len(other)) > 1 or len(set(one) ^ set(other)) > 2:
        return False
    return numbers(one) == numbers(other) and distance(one, other, 1) <= 1


def words_are_nearly(one, other):
    """Word for word the same, but for a slip in some (« Échange Paysan »); short words must be equal."""
    if len(one) != len(other):
        return False
    changed = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    return bool(changed) and all(
        min(map(len, pair)) >= 5 and not any(map(numbers, pair)) and distance(*pair, 1) <= 1 for pair in changed
    )
