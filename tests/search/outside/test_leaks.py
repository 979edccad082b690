"""An outside index that is late shows nothing of what is no longer public: the catalogue has the last word."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Locale

from portal.demo.builders import make_event, make_structure
from portal.search.engines import text_engine
from portal.search.engines.outside.follow import follow
from portal.search.models import Entry
from tests.rooms import agenda, directory, in_hours, make_private
from tests.search.outside.conftest import documents

pytestmark = [pytest.mark.django_db, pytest.mark.search]
ADDRESSES = ("/recherche/", "/recherche/suggestions", "/recherche/flux.atom", "/recherche/export.csv")
ADDRESSES += ("/recherche/export.geojson", "/recherche/agenda.ics", "/api/v1/search")
QUERIES = ("chaudron", "chaudro", "chaudrn", "secretissime")  # as it is, unfinished, misspelt; said by them alone


def unpublish(page):
    page.unpublish()


def delete(page):
    page.delete()


def expire(page):
    page.expire_at = timezone.now() - timedelta(minutes=1)
    page.save_revision().publish()
    page.save()


def translate(page):
    """The page itself goes to another language."""
    page.locale = Locale.objects.get(language_code="en")
    page.save()


# By a word of the title that no query holds: it is in no <mark>, and its letters are the same in JSON.
HIDE = {"xretire": unpublish, "xefface": delete, "xprive": make_private, "xexpire": expire, "xtraduit": translate}


@pytest.fixture
def pages(any_engine, monkeypatch):
    """Pages that the outside index holds, structures and events; the database's own index is not asked."""
    monkeypatch.setattr(text_engine(), "find", None)
    made = {}
    for name in HIDE:
        times = {"start": in_hours(20), "end": in_hours(22)}
        made[name] = [
            make_structure(directory(), title=f"Chaudron secretissime {name}", summary="secret"),
            make_event(agenda(), title=f"Chaudron secretissime {name}", summary="secret", **times),
        ]
    make_structure(directory(), title="Chaudron xouvert")
    make_event(agenda(), title="Chaudron xouvert", start=in_hours(20), end=in_hours(22))
    follow()
    return made


def asked(client, address, query):
    response = client.get(address, {"q": query})
    assert response.status_code == 200
    content = response.getvalue() if response.streaming else response.content
    return content.decode()


def seen(client, name):
    """The addresses that show a page of this name to a stranger, whatever was asked."""
    return {address for address in ADDRESSES for query in QUERIES if name in asked(client, address, query)}


def test_what_left_the_site_is_shown_nowhere_though_the_index_still_holds_it(client, pages):
    held = set(documents())
    for name, hide in HIDE.items():
        assert seen(client, name) == set(ADDRESSES)
        for page in pages[name]:
            hide(page)
        assert seen(client, name) == set()
    assert set(documents()) == held
    assert Entry.objects.listed().filter(pk__in=held, language="fr").count() == 2
    for address in ADDRESSES:
        assert "xouvert" in asked(client, address, "chaudron")


def test_a_page_of_another_language_is_found_in_its_own_alone(client, pages):
    for page in pages["xtraduit"]:
        translate(page)
    assert "xtraduit" not in asked(client, "/recherche/", "chaudron")
    assert "xtraduit" in asked(client, "/en/recherche/", "chaudron")


def test_counts_and_facets_do_not_tell_of_what_is_gone(client, pages):
    for name, hide in HIDE.items():
        for page in pages[name]:
            hide(page)
    answer = client.get("/api/v1/search", {"q": "chaudron"}).json()
    assert (answer["count"], answer["types"]["structure"], answer["types"]["evenement"]) == (2, 1, 1)
