"""The same rows on a real OpenSearch: it answers as the database does (see docs/decisions/0015)."""

import pytest
from django.test import override_settings

from portal.search.engines import outside, text_engine
from portal.search.engines.outside.breaker import reading
from portal.search.engines.outside.rebuild import rebuild
from tests.search.parity.asking import FIRST, Answers, has
from tests.search.parity.corpus import hidden_titles
from tests.search.parity.queries import ROWS
from tools.search_engine import throwaway_search

pytestmark = [pytest.mark.search, pytest.mark.django_db, pytest.mark.usefixtures("corpus")]


def forbidden(wants):
    raise AssertionError("the database was asked instead of the outside engine")


@pytest.fixture(scope="module")
def outside_answers(corpus):
    """{query: titles of its first results}, none of which the database's engine had a say in."""
    with (
        throwaway_search() as server,
        override_settings(SEARCH_URL=server.search_url()),
        pytest.MonkeyPatch.context() as patch,
    ):
        rebuild()
        reading.reset()
        patch.setattr(text_engine(), "find", forbidden)
        assert outside.configured()
        return Answers(query for query, _wanted, _absurd in ROWS)


def test_the_wanted_page_is_among_the_first(outside_answers):
    missed = [query for query, wanted, _absurd in ROWS if not has(outside_answers[query][:FIRST], wanted)]
    assert len(missed) <= 0.05 * len(ROWS), missed


def test_nothing_absurd_and_nothing_hidden_is_shown(outside_answers):
    shown = {query: {*absurd, *hidden_titles()} & set(outside_answers[query]) for query, _wanted, absurd in ROWS}
    assert not {query: found for query, found in shown.items() if found}


def test_the_first_result_is_that_of_the_database(outside_answers, answers):
    agreed = [outside_answers[query][:1] == answers[query][:1] for query, _wanted, _absurd in ROWS]
    assert sum(agreed) >= 0.9 * len(ROWS)
