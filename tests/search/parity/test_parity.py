"""What visitors type finds what they want, on the engine of the database in use (see test_parity_outside.py)."""

from collections import Counter

import pytest

from tests.search.parity.asking import FIRST, has, titles
from tests.search.parity.corpus import hidden_titles, named_words
from tests.search.parity.misspelt import EDITS, misspellings
from tests.search.parity.queries import GROUPS, ROWS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("corpus")]


@pytest.mark.parametrize(
    ("query", "wanted", "absurd"),
    [pytest.param(*row, id=f"{name}-{row[0]}") for name in GROUPS for row in GROUPS[name]],
)
def test_the_wanted_page_is_among_the_first_and_nothing_absurd_is_shown(answers, query, wanted, absurd):
    found = answers[query]
    assert has(found[:FIRST], wanted)
    assert not set(found) & set(absurd)


def test_the_rows_are_many_and_all_different():
    assert len(ROWS) >= 130
    assert len({query for query, _wanted, _absurd in ROWS}) == len(ROWS)


# -- What must not be seen --------------------------------------------------------------------------------------------
def test_nothing_hidden_and_no_page_of_another_language_is_ever_shown(answers):
    shown = {title for query, _wanted, _absurd in ROWS for title in answers[query]}
    assert len(shown) > 60
    assert not shown & hidden_titles()


def test_what_is_hidden_is_not_found_by_its_own_name():
    assert len(hidden_titles()) > 10
    for title in hidden_titles():
        assert title not in titles(title, most=100)


def test_each_language_has_its_own_pages():
    assert titles("grocery", "en") == titles("épicerie", "en") == ["The Grocery of the Green Pass"]
    assert titles("bottega", "it") == ["La bottega del Colle Verde"]
    assert titles("grocery") == []


# -- Misspelt ---------------------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def misspelt(corpus):
    """[(title, word, misspelling, edit, titles found, titles that hold the word)] of words that find their page."""
    rows = []
    for word, title in named_words().items():
        right = titles(word, most=100)
        if title in right[:FIRST]:
            rows += [(title, word, typed, edit, titles(typed), right) for word, typed, edit in misspellings([word])]
    return rows


def test_a_misspelt_name_still_finds_its_page(misspelt):
    assert len(misspelt) > 500
    missed = [row for row in misspelt if row[0] not in row[4][:FIRST]]
    assert len(missed) <= 0.05 * len(misspelt), missed
    for edit in EDITS:  # no kind of misspelling is left out
        rows = [row for row in misspelt if row[3] == edit.__name__]
        assert sum(row in missed for row in rows) <= 0.1 * len(rows)


def test_a_misspelt_name_shows_little_else(misspelt):
    false = Counter(found in right for *_names, titles_, right in misspelt for found in titles_)
    assert false[False] <= 0.05 * false.total()
