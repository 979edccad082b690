"""« Dites-nous ce qui manque »: what is kept, what is blanked first, what robots get."""

import pytest
from django.test import Client

from portal.core.visitors.stamp import MAX_SECONDS
from portal.finding.missing.forms import WishForm
from portal.finding.missing.noting import WISHES_A_DAY
from portal.finding.models import UnansweredSearch, Wish
from tests.finding.asking import soup, wish

pytestmark = pytest.mark.django_db
TRAP = WishForm.trap


def kept():
    return [(row.search.words, row.search.language, row.text) for row in Wish.objects.select_related("search")]


def test_a_wish_is_kept_under_the_words_searched_and_thanked_for(client, portal_site):
    response = wish(client, "Une épicerie\r\nouverte le soir")
    assert (response.status_code, response["Location"]) == (302, "/recherche/manque/merci/")
    assert kept() == [("epicerie", "fr", "Une épicerie\nouverte le soir")]
    assert soup(client.get(response["Location"])).h1.text == "Merci de nous l’avoir dit"
    assert UnansweredSearch.objects.get().count == 0


def test_it_joins_the_search_that_was_counted(client, portal_site):
    from portal.finding.missing.noting import note_unanswered

    note_unanswered("Épicerie", "fr")
    wish(client)
    [row] = UnansweredSearch.objects.all()
    assert (row.count, row.wishes.count()) == (1, 1)


def test_each_language_has_its_own(client, portal_site):
    assert wish(client, "A grocery", language="/en")["Location"] == "/en/recherche/manque/merci/"
    wish(client)
    assert {row[1:] for row in kept()} == {("en", "A grocery"), ("fr", "Une épicerie ouverte le soir")}


@pytest.mark.parametrize("query", ["", "?q=", "?q=camille@exemple.fr", "?q=%00", "?q=!!", "?autre=1"])
def test_words_that_may_not_be_kept_are_left_out(client, portal_site, query):
    page = client.get(f"/recherche/manque/{query}")
    assert "camille@" not in soup(page).main.text
    assert wish(client, query=query).status_code == 302
    assert kept() == [("", "fr", "Une épicerie ouverte le soir")]


def test_the_form_says_what_was_searched_and_goes_back_there(client, portal_site):
    page = soup(client.get("/recherche/manque/?q=<b>Épicerie"))
    assert "« <b>Épicerie »" in page.main.text
    assert page.select_one("main .actions a")["href"] == "/recherche/?q=%3Cb%3E%C3%89picerie"


@pytest.mark.parametrize(
    ("text", "blanked"),
    [
        ("Écrivez à camille@exemple.fr ou non", "Écrivez à […] ou non"),
        ("Écrivez à camille＠exemple.fr, merci", "Écrivez à […] merci"),
        ("Appelez le 06 12 34 56 78 !", "Appelez le […] !"),
        ("Appelez le +33 (0)6.12-34/56 78 ce soir", "Appelez le […] ce soir"),
        ("Appelez le ０６１２３４５６７８", "Appelez le […]"),
        ("Voyez https://exemple.org/moi?a=1 et fin", "Voyez […] et fin"),
        ("Voyez www.exemple ou facebook.com/moi", "Voyez […] ou […]"),
        ("Une AMAP à 05100 Briançon.Merci", "Une AMAP à 05100 Briançon.Merci"),
    ],
)
def test_addresses_and_numbers_are_blanked_before_anything_is_kept(client, portal_site, text, blanked):
    assert wish(client, text).status_code == 302
    assert [row[2] for row in kept()] == [blanked]


def test_the_form_works_without_scripts_and_says_what_is_kept(client, portal_site):
    response = client.get("/recherche/manque/?q=épicerie")
    form = soup(response).select_one("main form")
    assert {field["name"] for field in form.select("[name]")} == {"csrfmiddlewaretoken", "text", "jeton", TRAP}
    assert form.select_one("label[for=id_text]")
    assert "ni courriel, ni téléphone" in form.select_one("#id_text_helptext").text
    assert "douze mois" in form.text


def test_no_search_engine_and_no_cache_keeps_these_pages(client, portal_site):
    for address in ("/recherche/manque/", "/recherche/manque/merci/"):
        response = client.get(address)
        assert soup(response).select_one("meta[name=robots]")["content"] == "noindex"
        assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize(
    "changes",
    [{"text": ""}, {"text": "x" * 501}, {"text": "a\x00b"}, {TRAP: "x"}, {"age": 0}, {"jeton": "forgé"}]
    + [{"age": MAX_SECONDS + 60}],
)
def test_what_is_refused_is_said_and_nothing_of_it_is_lost(client, portal_site, changes):
    response = wish(client, **changes)
    assert response.status_code == 200
    assert soup(response).select("main .alerte, main .errorlist")
    assert soup(response).textarea.text.strip() == changes.get("text", "Une épicerie ouverte le soir").strip()
    assert not Wish.objects.exists()


def test_four_thousand_characters_and_bytes_that_are_not_text_break_nothing(client, portal_site):
    assert wish(client, "x" * 4000, query="?q=" + "x" * 4000).status_code == 200
    body = b"text=%ed%a0%80&jeton=%ff"
    address = "/recherche/manque/?q=%ed%a0%80"
    assert client.post(address, body, "application/x-www-form-urlencoded").status_code == 200


def test_so_many_an_hour_from_one_address(client, portal_site):
    for _time in range(WishForm.per_hour):
        assert wish(client).status_code == 302
    assert wish(client).status_code == 429
    assert wish(client, network="192.0.2.2").status_code == 302


def test_so_many_a_day_from_everybody(client, portal_site):
    wish(client)
    Wish.objects.bulk_create(
        Wish(search=UnansweredSearch.objects.get(), text="x", written_on=Wish.objects.get().written_on)
        for _n in range(WISHES_A_DAY - 1)
    )
    response = wish(client)
    assert response.status_code == 429
    assert "revenez demain" in soup(response).select_one(".alerte").text
    assert soup(response).textarea.text.strip() == "Une épicerie ouverte le soir"
    assert Wish.objects.count() == WISHES_A_DAY


def test_another_site_cannot_send_it(portal_site):
    client = Client(enforce_csrf_checks=True)
    assert wish(client).status_code == 403
    assert not Wish.objects.exists()
