"""What was typed, as the one condition that every engine is asked: groups that must all hold, of alternatives.

`épicerie asso` is two groups; the second holds if « asso » is there, or « association », its synonym.
"""

from dataclasses import dataclass

from portal.search.words import STOP_WORDS, compounds_of, joined, stem

MAX_CHARS = 200  # of a query; what follows is not read
MAX_WORDS = 12


@dataclass(frozen=True)
class Group:
    """Something that must be there, in one of its alternatives: stems that go together. The first is what was typed."""

    typed: str
    alternatives: tuple[tuple[str, ...], ...]

    @property
    def word(self):
        """The one stem that was typed; "" for a compound or a phrase."""
        first = self.alternatives[0]
        return first[0] if len(first) == 1 else ""

    def own(self):
        """The group without what only means the same."""
        return Group(self.typed, self.alternatives[:1])

    def wanted(self, mark):
        """The group as engines take it, in names, places ... (see terms.py)."""
        return tuple(tuple(mark + word for word in alternative) for alternative in self.alternatives)


def groups_of(text, meanings):
    """Return the Groups of a text: at most MAX_WORDS words. meanings: see synonyms.py.

    Stop words are out, unless there is nothing else.
    """
    compounds = compounds_of(text[:MAX_CHARS])
    kept = [parts for parts in compounds if len(parts) > 1 or parts[0] not in STOP_WORDS] or compounds
    kept = kept[:MAX_WORDS]
    groups = []
    while kept:
        count = _phrase_length(kept, meanings)
        groups.append(_group(kept[:count], meanings))
        kept = kept[count:]
    return groups


def _phrase_length(compounds, meanings):
    """How many of the first compounds make the longest known phrase; 1 when there is none."""
    for count in range(min(len(compounds), MAX_WORDS), 1, -1):
        if _stems(compounds[:count]) in meanings:
            return count
    return 1


def _group(compounds, meanings):
    own = _stems(compounds)
    alternatives = [own]
    if len(compounds) == 1 and (one := joined(compounds[0])):
        alternatives.append((stem(one),))
    alternatives += meanings.get(own, ())
    typed = " ".join("-".join(parts) for parts in compounds)
    return Group(typed, tuple(dict.fromkeys(alternatives)))


def _stems(compounds):
    parts = [part for parts in compounds for part in parts]
    return tuple(stem(part) for part in [part for part in parts if part not in STOP_WORDS] or parts)
