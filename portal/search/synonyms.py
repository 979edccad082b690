"""What people type and what it means (« asso », « GE »), as the query needs it: phrases of stems."""

import tomllib
from pathlib import Path

from portal.search.memory import WORDS
from portal.search.models import Synonym
from portal.search.sync import next_version
from portal.search.words import stems_of

FILE = Path(__file__).parent / "data" / "synonyms.toml"
MOST_WORDS = 6  # of one side
MOST_MEANINGS = 8  # of one phrase


def load_synonyms():
    """Give a new portal its first list; one that has any is left as coordinators made it."""
    if Synonym.objects.exists():
        return
    with FILE.open("rb") as file:
        lists = tomllib.load(file)
    for name, both_ways in (("both_ways", True), ("one_way", False)):
        Synonym.objects.bulk_create(
            Synonym(typed=typed, meant=meant, both_ways=both_ways) for typed, meant in lists[name].items()
        )
    next_version({WORDS})


def synonyms(shelf):
    """Return {phrase: [phrases that mean the same]}, a phrase being a tuple of stems; read anew when one changes."""
    return shelf.kept_until(WORDS, "synonyms", _read)


def _read():
    meanings = {}
    for typed, meant, both_ways in Synonym.objects.values_list("typed", "meant", "both_ways"):
        one, other = phrase(typed), phrase(meant)
        _add(meanings, one, other)
        if both_ways:
            _add(meanings, other, one)
    return meanings


def phrase(text):
    return stems_of(text)[:MOST_WORDS]


def _add(meanings, one, other):
    same = meanings.setdefault(one, [])
    if one and other not in (one, *same) and len(same) < MOST_MEANINGS:
        same.append(other)
