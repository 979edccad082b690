"""A replayed site is the same as a site made anew: rows, search index, and room for more."""

import pytest
from django.db import transaction
from wagtail.models import Locale, Page, Site

from portal.core.models import Commune
from portal.home.setup import prepare_site
from tests.snapshot import Snapshot, read_tables


@pytest.fixture
def site(db):
    """A snapshot that has recorded, on a database that is empty again, with the number of real makings so far."""
    makings = []

    def make():
        makings.append(1)
        return prepare_site()

    snapshot = Snapshot(make)
    start = transaction.savepoint()
    snapshot()
    snapshot.made = read_tables()
    transaction.savepoint_rollback(start)
    return snapshot, makings


def test_a_replay_gives_what_making_gives(site):
    snapshot, makings = site
    assert snapshot().slug
    assert read_tables() == snapshot.made
    assert len(makings) == 1


def test_a_database_that_is_not_as_it_was_gets_the_real_function(site):
    snapshot, makings = site
    Locale.objects.create(language_code="it")
    assert snapshot().slug
    assert len(makings) == 2


@pytest.mark.parametrize("turn", [1, 2])
def test_the_site_works_each_time(portal_site, turn):
    assert Site.objects.get(is_default_site=True).root_page.specific == portal_site
    assert [page.title for page in Page.objects.search("accessibilité")] != []
    assert Commune.objects.filter(in_territory=True).exists()
    portal_site.add_child(instance=Page(title=f"Page {turn}"))
    prepare_site()
