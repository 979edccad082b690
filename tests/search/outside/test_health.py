"""Those who run the site read what is wrong with the outside engine, in French, without any password."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from portal.search.engines import outside
from portal.search.engines.outside import changes, checks
from portal.search.engines.outside.address import read
from portal.search.engines.outside.follow import follow, row_of
from portal.search.engines.outside.health import problem
from portal.search.models import OutsideIndex
from tests.search.outside.conftest import enter, want

pytestmark = pytest.mark.django_db
SECRET = "opensearch2://marie:s3cret@127.0.0.1:1/essais?tls=false"


@pytest.fixture
def followed(settings, empty):
    """An index that is up to date, of an engine that nobody has asked yet."""
    settings.SEARCH_URL = SECRET
    row = row_of("essais")
    OutsideIndex.objects.filter(pk=row.pk).update(index="essais_1", version=changes.newest(), followed_at=now())


def test_the_database_alone_has_no_outside_problem(empty):
    assert not outside.configured()
    assert problem() is None


def test_an_index_that_follows_has_none(followed):
    assert outside.configured()
    assert problem() is None


def test_an_index_that_is_not_made_yet_is_said(settings, empty):
    settings.SEARCH_URL = SECRET
    assert "n’est pas encore fait" in problem()


def test_an_engine_that_visitors_found_silent_is_said(followed):
    with pytest.raises(outside.Down):
        outside.find([want("a")])
    said = problem()
    assert said.startswith("le moteur de recherche OpenSearch ne répond pas (connexion impossible, depuis ")
    assert said.endswith("la base répond à sa place")
    assert "s3cret" not in said


def test_an_engine_that_the_worker_found_silent_is_said(followed):
    enter("Épicerie")
    follow()
    said = problem()
    assert said.endswith("l’index ne suit plus le catalogue")
    assert "s3cret" not in said + OutsideIndex.objects.get().problem


def test_an_index_that_is_late_is_said_after_a_while(followed):
    enter("Épicerie")
    assert problem() is None
    long_ago = int((now() - timedelta(hours=3)).timestamp() * 1_000_000)
    OutsideIndex.objects.update(version=long_ago - 1)
    enter("Ressourcerie", version=long_ago)
    assert problem().startswith("l’index a 2 changement(s) de retard, depuis ")


def test_a_change_of_vocabularies_alone_is_no_lateness(followed):
    OutsideIndex.objects.update(version=1)
    assert problem() is None


# -- The address ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("opensearch2://h:9200/p", ("opensearch", 2, "h", 9200, True, "p", None)),
        ("elasticsearch9://u:k%40%2F@h/?tls=false", ("elasticsearch", 9, "h", 80, False, "portail", ("u", "k@/"))),
        ("opensearch3://[::1]", ("opensearch", 3, "::1", 443, True, "portail", None)),
    ],
)
def test_the_address_is_read(url, expected):
    where = read(url)
    assert (where.family, where.major, where.host, where.port, where.tls, where.prefix, where.login) == expected


def test_no_address_is_no_engine():
    assert read("database://") is None


def test_an_address_does_not_show_its_password():
    assert "s3cret" not in repr(read(SECRET))


# -- The client -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("url", ["database://", "opensearch2://h", "elasticsearch9://h", "elasticsearch8://h"])
def test_any_version_of_an_installed_client_will_do(url, settings):
    settings.SEARCH_URL = url
    assert checks.check_client() == []


def test_a_missing_client_is_an_error(settings, monkeypatch):
    settings.SEARCH_URL = "opensearch2://h"
    monkeypatch.setitem(checks.PACKAGES, "opensearch", ("no_such_module", "no-such-package"))
    assert [message.id for message in checks.check_client()] == ["search.E001"]
