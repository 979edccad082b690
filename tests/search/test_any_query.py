"""Ten thousand generated searches on the database's engine: none fails, none asks for more than a bounded work.

Derandomized, so that a run is worth the one before; no deadline, since how long it takes is measured by bench/.
"""

import re
from urllib.parse import urlencode

import pytest
from django.db import connection, transaction
from django.http import QueryDict
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.core.models import Commune
from portal.demo.builders import make_event, make_guide, make_structure
from portal.finding.answer import answer
from portal.finding.form import SearchForm
from portal.home.models import HomePage
from portal.home.setup import prepare_site
from portal.search import memory
from portal.search.asked import MAX_CHARS, MAX_WORDS
from portal.search.engines import text_engine
from portal.search.terms import TIERS
from portal.search.vocabulary import MOST_COMPLETED
from tests.rooms import agenda, directory, guides, in_hours
from tests.search.anything import KINDS, TITLES, parameters, whatever

pytestmark = pytest.mark.django_db
SEARCHES, PAGES = 10_000, 500
BATCH = 5  # searches of one example: hypothesis takes its time between examples
BOUNDS = {"deadline": None, "derandomize": True, "database": None, "suppress_health_check": list(HealthCheck)}
ADDRESSES = ("/recherche/", "/recherche/", "/en/recherche/", "/recherche/suggestions", "/recherche/flux.atom")
ADDRESSES += ("/recherche/export.csv", "/recherche/export.geojson", "/recherche/agenda.ics", "/api/v1/search")
TERM = re.compile(r"[a-z0-9._]{1,60}")
MOST_FINDS = 2  # as typed, then put right
MOST_WANTS = len(TIERS) + 2
# In a want: the parts of compounds, at most one every two characters, and what each word may stand for.
MOST_TERMS = MAX_CHARS // 2 + MAX_WORDS * (MOST_COMPLETED + 1)
MOST_QUERIES = 8  # of one search and its first results
MOST_QUERIES_OF_A_PAGE = 40  # « plus large » and « vouliez-vous dire » each search a few times more


def build():
    """A small corpus, with a place and dates."""
    gap = Commune.objects.get(name="Gap")
    for title in TITLES:
        make_structure(directory(), title=title, commune=gap, summary="Un chaudron et des concerts")
    make_event(agenda(), title="Concert du samedi", start=in_hours(20), end=in_hours(22), commune=gap)
    make_guide(guides(), title="Monter une ressourcerie", body=[("text", "<p>Avec les jeunes.</p>")])


@pytest.fixture(scope="module")
def corpus(django_db_setup, django_db_blocker):
    """Built once; each test is a savepoint in this transaction (see tests/search/parity/conftest.py)."""
    with django_db_blocker.unblock(), transaction.atomic():
        if not HomePage.objects.exists():
            prepare_site()
        build()
        yield
        transaction.set_rollback(True)
        memory.forget()


class Work:
    """What the database was made to do: how many queries, and what its engine was asked."""

    def __init__(self):
        self.find = text_engine().find
        self.begin()

    def begin(self):
        self.queries, self.asked = 0, []

    def count(self, execute, *args):
        self.queries += 1
        return execute(*args)

    def spy(self, wants, beyond=()):
        self.asked.append(wants)
        return self.find(wants, beyond)


@pytest.fixture
def work(corpus, monkeypatch):
    work = Work()
    monkeypatch.setattr(text_engine(), "find", work.spy)
    with connection.execute_wrapper(work.count):
        yield work


def terms_in(want):
    return [term for group in want for part in group for term in part]


def form_of(text, parameters=()):
    get = QueryDict(mutable=True)
    for name, values in [("q", [text]), *dict(parameters).items()]:
        get.setlist(name, values)
    return SearchForm.read(get, "fr")


def run(examples, strategy, check):
    """Check at least so many generated examples."""
    seen = []

    @settings(max_examples=examples, **BOUNDS)
    @given(strategy)
    def each(drawn):
        seen.append(drawn)
        check(*drawn)

    each()
    assert len(seen) >= examples


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_typed_a_search_answers_with_bounded_work(work, kind):
    def check(texts, parameters):
        for text in texts:
            work.begin()
            found = answer(form_of(text, parameters))
            assert len(found.hits(0, 5)) == min(found.count, 5)
            assert work.queries <= MOST_QUERIES
            assert_small(work.asked)

    answer(form_of("chaudron"))  # what is read once and kept is not the work of a search
    texts = st.lists(KINDS[kind], min_size=BATCH, max_size=BATCH)
    run(SEARCHES // len(KINDS) // BATCH, st.tuples(texts, parameters), check)


def assert_small(asked):
    """Few questions to the engine, of a bounded length, in which nothing can be its own syntax."""
    assert len(asked) <= MOST_FINDS
    for wants in asked:
        assert len(wants) <= MOST_WANTS
        for terms in map(terms_in, wants):
            assert len(terms) <= MOST_TERMS
            assert all(map(TERM.fullmatch, terms))


def test_the_kinds_are_enough_for_all_the_searches():
    assert len(KINDS) * (SEARCHES // len(KINDS) // BATCH) * BATCH >= 0.99 * SEARCHES


def test_whatever_is_in_an_address_the_page_and_its_feeds_answer(work):
    client = Client(raise_request_exception=False)

    def check(address, text, parameters):
        work.begin()
        query = urlencode({"q": text} | parameters, doseq=True, errors="surrogatepass")
        response = client.get(address, QUERY_STRING=query)
        content = response.getvalue() if response.streaming else response.content
        assert response.status_code in ((200, 400, 422) if "/api/" in address else (200,))
        if re.search("html|xml", response.headers["Content-Type"]):
            assert b"<script>alert" not in content
        assert work.queries <= MOST_QUERIES_OF_A_PAGE

    for address in ADDRESSES:
        client.get(address, {"q": "chaudron"})
    run(PAGES, st.tuples(st.sampled_from(ADDRESSES), whatever, parameters), check)
