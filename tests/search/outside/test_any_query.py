"""The searches of tests/search/test_any_query.py on a real OpenSearch: it finds what the database finds."""

import pytest
from hypothesis import strategies as st

from portal.finding.answer import answer
from portal.search.engines import outside, text_engine
from portal.search.engines.outside import asking, client
from portal.search.engines.outside.rebuild import rebuild
from tests.search.anything import KINDS, parameters
from tests.search.test_any_query import BATCH, build, form_of, run

pytestmark = [pytest.mark.django_db, pytest.mark.search]
SEARCHES = 3200


def patient(*args, seconds, **rest):
    """Nobody waits here: a loaded machine must not look like an engine that is down."""
    return client.request(*args, **rest)


@pytest.fixture
def corpus(engine, monkeypatch):
    """The same pages, in both engines; the database's is never asked for the outside one."""
    build()
    rebuild()
    find = text_engine().find

    def watched(wants, beyond=()):
        assert not outside.configured(), "the database was asked instead of the outside engine"
        return find(wants, beyond)

    monkeypatch.setattr(text_engine(), "find", watched)
    monkeypatch.setattr(asking, "request", patient)


def found(text, parameters):
    """(results in order, what was put right, the results of each tier)."""
    answered = answer(form_of(text, parameters))
    matched = answered.matched
    tiers = [matched.on(held) for held in answered.form.shelves.values()] if matched else []
    return answered.keys(0, 1000), matched and matched.changes, tiers


def test_whatever_is_typed_both_engines_find_the_same(corpus, monkeypatch):
    seen, is_outside = set(), [True]
    monkeypatch.setattr(outside, "configured", lambda: is_outside[0])  # SEARCH_URL set again and again nests settings

    def check(texts, parameters):
        for text in texts:
            is_outside[0] = True
            ours = found(text, parameters)
            is_outside[0] = False
            assert ours == found(text, parameters)
            seen.update(ours[0])

    for kind in KINDS:
        texts = st.lists(KINDS[kind], min_size=BATCH, max_size=BATCH)
        run(SEARCHES // len(KINDS) // BATCH, st.tuples(texts, parameters), check)
    assert not outside.state()["open"]
    assert len(seen) == 8  # every page was found by something
