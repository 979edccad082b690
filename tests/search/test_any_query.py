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
from tests.rooms import agenda, directory, guides, in_hours
from tests.search.anything import KINDS, TITLES, parameters

pytestmark = pytest.mark.django_db
SEARCHES = 10_000
PAGES = 480
BOUNDS = {"deadline": None, "derandomize": True, "database": None, "suppress_health_check": list(HealthCheck)}
TERM = re.compile(r"[a-z0-9._]{1,60}")
ADDRESSES = ("/recherche/", "/recherche/suggestions", "/recherche/flux.atom", "/recherche/export.csv")
ADDRESSES += ("/recherche/export.geojson", "/recherche/agenda.ics", "/api/v1/search", "/en/recherche/")


def build():
    """A small corpus, of every type that has dates or a place."""
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
    """What one search made the database do."""

    def __init__(self):
        self.queries, self.asked = 0, []
        self.find = text_engine().find

    def __call__(self, execute, *args):
        self.queries += 1
        return execute(*args)

    def finding(self, wants, beyond=()):
        self.asked.append(wants)
        return self.find(wants, beyond)

    def again(self):
        self.queries, self.asked = 0, []

    @property
    def terms(self):
        """Of the longest question to the engine, and all of them different or not."""
        return [[term for want in wants for group in want for part in group for term in part] for wants in self.asked]


@pytest.fixture
def work(corpus, monkeypatch):
    work = Work()
    monkeypatch.setattr(text_engine(), "find", work.finding)
    with connection.execute_wrapper(work):
        yield work


def form_of(text, rest):
    get = QueryDict(mutable=True)
    get["q"] = text
    for name, values in rest.items():
        get.setlist(name, values)
    return SearchForm.read(get, "fr")


def check_all(strategy, examples, check):
    """Run a check on at least so many generated examples."""
    seen = []

    @settings(max_examples=examples, **BOUNDS)
    @given(strategy)
    def run(drawn):
        seen.append(1)
        check(*drawn)

    run()
    assert len(seen) >= examples


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_typed_a_search_answers_with_bounded_work(work, kind):
    form_of("chaudron", {}), answer(form_of("chaudron", {}))  # what is read once and kept is not the search's own work

    def check(text, rest):
        work.again()
        found = answer(form_of(text, rest))
        hits = found.hits(0, 5)
        assert len(hits) == min(found.count, 5)
        assert work.queries <= 9, (work.queries)
        print("STAT", work.queries, len(work.asked), max([len(t) for t in work.terms], default=0))

    check_all(st.tuples(KINDS[kind], parameters), SEARCHES // len(KINDS), check)
