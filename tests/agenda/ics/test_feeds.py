"""Calendars by their addresses: who reads what, 304, filters, and nothing that is not public."""

import gzip
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from agenda.ics import kept
from agenda.ics.addresses import webcal
from agenda.models import EventLines, EventPage
from agenda.rebuild import rebuild_dates
from portal.core.bulk import add_pages
from portal.core.models import Commune
from portal.demo.builders import make_member, make_structure, make_user
from portal.search.rebuild import rebuild
from tests.agenda.ics.conftest import GZIP, body, event, titles
from tests.agenda.ics.corpus import CORPUS
from tests.rooms import agenda, directory, in_hours, make_private

pytestmark = pytest.mark.django_db
URL = "/agenda/flux.ics"


@pytest.fixture
def some(structure):
    """One event of each kind of reader, and what no feed may hold."""
    gap = Commune.objects.get(name="Gap")
    return {
        "public": event("Bal", commune=gap, price="free"),
        "cancelled": event("Annulé", status="cancelled"),
        "of the structure": event("Atelier", parent=structure),
        "along": event("Fête", co_organisers=[structure]),
        "recent": event("Hier", in_hours(-300 * 24), in_hours(-299 * 24)),
        "old": event("Jadis", in_hours(-400 * 24), in_hours(-399 * 24)),
        "network": event("Réservez", parent=structure, visibility="network"),
        "draft": event("Brouillon", parent=structure, live=False),
        "private": make_private(event("Privé", parent=structure)).page,
    }


# -- What is in it ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("headers", [{}, GZIP], ids=["plain", "gzip"])
def test_the_feed_holds_what_is_public_and_less_than_a_year_old(client, some, headers):
    for _time in range(2):
        raw = body(client.get(URL, headers=headers))
        assert titles(raw) == ["Annulé", "Atelier", "Bal", "Fête", "Hier"]


def test_the_calendar_says_who_it_is_and_when_to_come_back(client, some, settings):
    response = client.get(URL)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(body(response))
    assert calendar["METHOD"] == "PUBLISH"
    assert calendar["NAME"] == calendar["X-WR-CALNAME"] == f"Agenda – {settings.WAGTAIL_SITE_NAME}"
    assert calendar["REFRESH-INTERVAL"].params["VALUE"] == "DURATION"
    assert calendar["REFRESH-INTERVAL"].to_ical() == calendar["X-PUBLISHED-TTL"].to_ical() == b"PT6H"
    assert calendar["SOURCE"] == f"{settings.BASE_URL}{URL}"
    assert calendar["URL"] == f"{settings.BASE_URL}/agenda/"
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Paris"]


def test_each_zone_that_is_named_is_described(client, portal_site):
    pages = [event(**CORPUS["in another zone"]), event(**CORPUS["in UTC"])]
    found = {}
    for address in (URL, *(f"{page.get_url()}evenement.ics" for page in pages)):
        calendar = Calendar.from_ical(body(client.get(address)))
        found[address] = {str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")}
    both = {"Europe/Paris", "America/New_York"}
    assert list(found.values()) == [both, both, {"Europe/Paris"}]


def test_the_filters_are_those_of_the_listing(client, some):
    assert titles(body(client.get(f"{URL}?gratuit=1"))) == ["Bal"]
    assert titles(body(client.get(f"{URL}?commune=gap", headers=GZIP))) == ["Bal"]
    assert titles(body(client.get(f"{URL}?q=atelier"))) == ["Atelier"]
    assert titles(body(client.get(f"{URL}?organisateur=la-remise"))) == ["Atelier", "Fête"]
    calendar = Calendar.from_ical(body(client.get(f"{URL}?commune=gap&inconnu=1")))
    assert calendar["SOURCE"].endswith("/agenda/flux.ics?commune=gap")


@pytest.mark.parametrize(
    "query", ["commune=%00", "du=hier&au=9999-99-99", "page=9", "q=" + "x" * 500, "km=abc&lat=999"]
)
def test_no_parameter_breaks_it(client, some, query):
    response = client.get(f"{URL}?{query}")
    assert response.status_code == 200
    assert Calendar.from_ical(body(response))


def test_each_language_has_its_own(client, some):
    assert titles(body(client.get(f"/en{URL}"))) == []


# -- One structure, one event -----------------------------------------------------------------------------------------
def test_a_structure_has_the_calendar_of_what_it_organises(client, some):
    response = client.get("/annuaire/la-remise/agenda.ics")
    assert titles(body(response)) == ["Atelier", "Fête"]
    assert Calendar.from_ical(body(client.get("/annuaire/la-remise/agenda.ics")))["NAME"] == "Agenda – La Remise"


def test_a_structure_that_is_not_public_has_none(client, some, structure):
    for page in (make_structure(directory(), title="X", slug="x", live=False), make_private(structure).page):
        assert client.get(f"/annuaire/{page.slug}/agenda.ics").status_code == 404
    assert client.get("/annuaire/inconnue/agenda.ics").status_code == 404


def test_the_old_address_of_a_structure_leads_to_the_new_one(
    client, some, structure, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        structure.slug = "la-nouvelle"
        structure.save_revision().publish()
    response = client.get("/annuaire/la-remise/agenda.ics")
    assert (response.status_code, response["Location"]) == (301, "/annuaire/la-nouvelle/agenda.ics")
    atelier = client.get("/annuaire/la-remise/atelier/evenement.ics")
    assert (atelier.status_code, atelier["Location"]) == (301, "/annuaire/la-nouvelle/atelier/evenement.ics")
    assert titles(body(client.get(atelier["Location"]))) == ["Atelier"]


def test_an_event_is_taken_at_its_own_address(client, some):
    for name in ("public", "of the structure", "old"):
        response = client.get(f"{some[name].get_url()}evenement.ics")
        assert titles(body(response)) == [some[name].title]
        assert response["Content-Disposition"] == f'attachment; filename="{some[name].slug}.ics"'


def test_a_plan_of_the_network_is_for_the_network(client, some, structure):
    address = f"{some['network'].get_url()}evenement.ics"
    assert client.get(address).status_code == 404
    client.force_login(make_user("lecteur@exemple.fr"))
    assert client.get(address).status_code == 404
    client.force_login(make_member(structure, "membre@exemple.fr"))
    response = client.get(address)
    assert titles(body(response)) == ["Réservez"]
    assert b"\r\nCLASS:PRIVATE\r\n" in body(response)
    assert response["Cache-Control"] == "private, no-store"
    assert "ETag" not in response


@pytest.mark.parametrize("name", ["draft", "private"])
def test_what_is_not_public_has_no_calendar(client, some, name):
    path = some[name].get_url() or f"/annuaire/la-remise/{some[name].slug}/"
    assert client.get(f"{path}evenement.ics").status_code == 404


def test_an_event_that_was_never_there_has_no_calendar(client, some):
    for path in ("/agenda/rien/", "/annuaire/la-remise/rien/", "/annuaire/rien/rien/"):
        assert client.get(f"{path}evenement.ics").status_code == 404


# -- How it is sent ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "address", [URL, f"{URL}?gratuit=1", "/annuaire/la-remise/agenda.ics", "/agenda/bal/evenement.ics"]
)
def test_who_has_it_is_told_so_until_it_changes(client, some, address):
    first = client.get(address)
    tag = first["ETag"]
    same = client.get(address, headers={"if-none-match": tag})
    assert (same.status_code, same.content, same["ETag"]) == (304, b"", tag)
    page = some["public"]
    page.title = "Grand bal"
    page.save_revision().publish()
    after = client.get(address, headers={"if-none-match": tag})
    assert after.status_code == 200
    assert after["ETag"] != tag
    assert client.head(address).status_code == 200
    assert client.post(address).status_code == 405


def test_a_304_costs_one_query(client, some):
    tag = client.get(URL)["ETag"]
    with CaptureQueriesContext(connection) as captured:
        assert client.get(URL, headers={"if-none-match": tag}).status_code == 304
    assert len(captured) == 1


def test_the_day_that_passes_makes_another_answer(client, some, monkeypatch):
    tag = client.get(URL)["ETag"]
    later = timezone.now() + timedelta(days=80)
    monkeypatch.setattr(timezone, "now", lambda: later)
    after = client.get(URL, headers={"if-none-match": tag})
    assert after.status_code == 200
    assert "Hier" not in titles(body(after))


def test_an_edit_compresses_its_own_piece_only(client, portal_site, monkeypatch):
    pages = [EventPage(title=f"Atelier {n}", start=in_hours(24), end=in_hours(25)) for n in range(100)]
    add_pages(agenda(), pages)
    rebuild_dates()
    rebuild()
    made = []
    original = kept._piece
    monkeypatch.setattr(kept, "_piece", lambda keys: made.append(keys) or original(keys))
    assert len(titles(body(client.get(URL, headers=GZIP)))) == 100
    assert len(made) == kept.SHARDS
    made.clear()
    page = EventPage.objects.get(pk=pages[0].pk)
    page.title = "Changé"
    page.save_revision().publish()
    response = client.get(URL, headers=GZIP)
    assert "Changé" in titles(gzip.decompress(response.content))
    assert [page.pk in keys for keys in made] == [True]
    page.unpublish()
    assert "Changé" not in titles(body(client.get(URL, headers=GZIP)))


def test_an_empty_agenda_is_a_calendar_too(client, portal_site):
    EventLines.objects.all().delete()
    assert titles(body(client.get(URL, headers=GZIP))) == []


def test_a_webcal_link_keeps_the_host_and_the_path(settings):
    settings.BASE_URL = "https://portail.example:8443"
    assert webcal("/agenda/flux.ics?commune=gap") == "webcal://portail.example:8443/agenda/flux.ics?commune=gap"
