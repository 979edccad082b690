"""/annuaire/widget/: in anybody's frame, and only it; the code to copy."""

import pytest
from bs4 import BeautifulSoup
from django.conf import settings

from portal.demo.builders import make_structure
from tests.rooms import directory

pytestmark = pytest.mark.django_db
WIDGET, CODE = "/annuaire/widget/", "/annuaire/widget/code/"


def soup(client, address):
    return BeautifulSoup(client.get(address).text, "html.parser")


def test_only_the_widget_may_be_framed_anywhere(client, three):
    response = client.get(WIDGET)
    assert "frame-ancestors *" in response["Content-Security-Policy"]
    assert "X-Frame-Options" not in response
    assert not response.cookies
    for other in ("/annuaire/", CODE, "/annuaire/export.geojson"):
        response = client.get(other)
        assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
        assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_the_rest_of_its_policy_stays_strict(client, three):
    policy = client.get(WIDGET)["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_links_are_absolute_and_leave_the_frame(client, three):
    links = soup(client, f"{WIDGET}?commune=gap").select("a")
    assert len(links) == 3
    assert all(link["href"].startswith(settings.BASE_URL) and link["target"] == "_blank" for link in links)
    assert links[-1]["href"] == f"{settings.BASE_URL}/annuaire/?commune=gap"
    assert "2 structures" in links[-1].text


def test_twenty_are_shown_and_all_are_counted(client, portal_site):
    for number in range(22):
        make_structure(directory(), title=f"Structure {number}")
    page = soup(client, WIDGET)
    assert len(page.select("li")) == 20
    assert "22 structures" in page.select_one(".suite").text


def test_an_empty_widget_says_so(client, portal_site):
    assert "Aucune structure" in soup(client, WIDGET).text


def test_hostile_names_are_printed_as_text(client, portal_site):
    make_structure(directory(), title="<script>alert(1)</script>", summary="<b>")
    html = client.get(WIDGET).text
    assert "<script>" not in html
    assert "<b>" not in html


def test_the_code_to_copy_keeps_the_filters(client, three):
    page = soup(client, f"{CODE}?commune=gap&domaine=reemploi")
    code = BeautifulSoup(page.select_one("textarea").text, "html.parser").iframe
    assert code["src"] == f"{settings.BASE_URL}{WIDGET}?domaine=reemploi&commune=gap"
    assert code["title"]
    assert page.select_one("main iframe")["src"] == f"{WIDGET}?domaine=reemploi&commune=gap"
    assert page.select_one("[data-share]")["data-url"] == page.select_one("textarea").text


def test_a_hostile_query_stays_inside_the_code(client, three):
    html = client.get(CODE, {"q": '"></textarea><script>alert(1)</script>'}).text
    assert "<script>alert" not in html
