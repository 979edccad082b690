"""Stopping an alert: by a button, or by a mail program's one click (RFC 8058); and its address is gone."""

import pytest
from django.test import Client

from portal.finding.models import SavedSearch
from tests.finding.asking import EMAIL, soup

pytestmark = pytest.mark.django_db
ONE_CLICK = "List-Unsubscribe=One-Click"
FORM = "application/x-www-form-urlencoded"


def url_of(alert):
    return f"/recherche/alerte/{alert.token}/arreter/"


def test_one_click_needs_neither_cookie_nor_token_and_erases_the_row(follow):
    alert, other = follow(), follow("autre@exemple.fr")
    program = Client(enforce_csrf_checks=True)
    response = program.post(url_of(alert), ONE_CLICK, FORM)
    assert response.status_code == 200
    assert not response.cookies
    assert list(SavedSearch.objects.all()) == [other]


def test_one_click_in_parts_is_understood_too(follow):
    assert Client(enforce_csrf_checks=True).post(url_of(follow()), {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not SavedSearch.objects.exists()


@pytest.mark.parametrize("body", ["", "x", "\x00", "List-Unsubscribe=" + "x" * 4000, "%ed%a0%80=%ff"])
def test_whoever_wants_to_stop_stops_whatever_is_sent(follow, body):
    assert Client().post(url_of(follow()), body, FORM).status_code == 200
    assert not SavedSearch.objects.exists()


def test_following_the_link_stops_nothing_the_button_does(client, follow):
    alert = follow()
    page = soup(client.get(url_of(alert)))
    assert "« epicerie »" in page.main.text
    assert EMAIL not in page.text
    assert client.head(url_of(alert)).status_code == 200
    assert SavedSearch.objects.exists()
    form = page.select_one("main form")
    assert form.get("action") is None
    values = {field["name"]: field["value"] for field in form.select("[name]")}
    assert values == {"List-Unsubscribe": "One-Click"}
    assert "Plus rien ne vous sera envoyé" in client.post(url_of(alert), values).text
    assert not SavedSearch.objects.exists()


def test_twice_is_told_the_same(client, follow):
    alert = follow()
    first = client.post(url_of(alert))
    assert client.post(url_of(alert)).content == first.content
    assert client.get(url_of(alert)).status_code == 404


@pytest.mark.parametrize("token", ["x", "x" * 4000, "é", "%ed%a0%80", "' OR 1=1"])
def test_a_forged_link_stops_nothing_and_breaks_nothing(client, follow, token):
    follow()
    address = f"/recherche/alerte/{token}/arreter/"
    assert client.get(address).status_code == 404
    assert client.post(address, ONE_CLICK, FORM).status_code == 200
    assert SavedSearch.objects.count() == 1


def test_tokens_are_long_and_never_twice_the_same(follow):
    tokens = {follow(f"camille{number}@exemple.fr").token for number in range(20)}
    assert len(tokens) == 20
    assert min(map(len, tokens)) == 32


def test_an_alert_of_a_search_that_is_gone_can_be_stopped(client, follow):
    alert = follow(query="disparu=oui")
    assert client.get(url_of(alert)).status_code == 200
    client.post(url_of(alert))
    assert not SavedSearch.objects.exists()
