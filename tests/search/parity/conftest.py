"""The corpus, built once for a whole module and rolled back after it."""

import pytest
from django.db import transaction

from portal.home.models import HomePage
from portal.home.setup import prepare_site
from portal.search import memory
from tests.search.parity.asking import Answers
from tests.search.parity.corpus import build_corpus
from tests.search.parity.queries import ROWS


@pytest.fixture(scope="module")
def corpus(django_db_setup, django_db_blocker):
    """Each test is a savepoint in this transaction: pytest-django leaves room for it."""
    with django_db_blocker.unblock(), transaction.atomic():
        if not HomePage.objects.exists():
            prepare_site()
        build_corpus()
        yield
        transaction.set_rollback(True)
        memory.forget()


@pytest.fixture(scope="module")
def answers(corpus):
    """{query: titles of its first results}, on the engine of the database."""
    return Answers(query for query, _wanted, _absurd in ROWS)
