"""/recherche/ as visitors see it: results, what was understood and put right, an honest empty page."""

import pytest
from bs4 import BeautifulSoup
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from portal.core.models import Commune
from portal.demo.builders import make_event, make_guide, make_structure
from portal.finding.models import UnansweredSearch
from tests.rooms import agenda, directory, guides, in_hours, make_private

pytestmark = pytest.mark.django_db
URL = "/recherche/"


@pytest.fixture
def content(portal_site):
    gap, embrun = (Commune.objects.get(name=name) for name in ("Gap", "Embrun"))
    make_structure(directory(), title="L’Épicerie du Champsaur", summary="Légumes d’ici", commune=gap)
    make_structure(directory(), title="La Bonne Épicerie", commune=embrun)
    make_event(agenda(), title="Épicerie éphémère", start=in_hours(2), end=in_hours(3), commune=embrun)
    make_guide(guides(), title="Monter une épicerie", body=[("text", "<p>Le mot rutabaga est dans le texte.</p>")])


def page(client, text="", address=URL, **parameters):
    response = client.get(address, {"q": text} | parameters)
    assert response.status_code == 200
    return BeautifulSoup(response.text, "html.parser")


def at(client, address):
    """The page at an address that another page gave."""
    return BeautifulSoup(client.get(address).text, "html.parser")


def titles(soup):
    return {link.get_text() for link in soup.select(".resultat h3 a")}


def chip(soup, words):
    return next(link for link in soup.select(".puces a") if words in link.get_text())


@pytest.mark.parametrize("words", ["épicerie", "epicerie", "ÉPICERIES", "  Epicerie ! ", "«épicerie»", "l'épicerie"])
def test_a_word_is_found_whatever_its_accents_and_case(client, content, words):
    assert titles(page(client, words)) == {
        "L’Épicerie du Champsaur",
        "La Bonne Épicerie",
        "Épicerie éphémère",
        "Monter une épicerie",
    }


def test_each_result_says_its_type_and_marks_what_was_found(client, content):
    soup = page(client, "rutabagas")
    (result,) = soup.select(".resultat")
    assert result.select_one(".genre").get_text() == "Mini-guide"
    assert [mark.get_text() for mark in result.select("mark")] == ["rutabaga"]


def test_an_event_says_when_and_where(client, content):
    meta = page(client, "éphémère").select_one(".resultat .meta").get_text()
    assert "Embrun" in meta
    assert str(in_hours(2).year) in meta


def test_tabs_lead_to_one_type_and_back(client, content):
    soup = page(client, "épicerie")
    counts = {link.contents[0].strip(): link.select_one(".n").get_text() for link in soup.select(".types a")}
    assert counts == {"Tout": "4", "Structures": "2", "Événements": "1", "Mini-guides": "1"}
    link = soup.select_one('.types a[href*="type=structure"]')
    assert titles(at(client, link["href"])) == {"L’Épicerie du Champsaur", "La Bonne Épicerie"}
    one = at(client, link["href"])
    assert one.select_one('.types a[aria-current="page"]').contents[0].strip() == "Structures"


def test_a_wrong_guess_of_a_place_is_undone_by_one_click(client, content):
    soup = page(client, "épicerie embrun")
    assert titles(soup) == {"La Bonne Épicerie", "Épicerie éphémère"}
    undone = at(client, chip(soup, "Lieu : Embrun")["href"])
    assert not undone.select(".compris a")
    assert undone.select_one('main input[name="q"]')["value"] == "épicerie embrun"


def test_a_misspelt_word_is_put_right_and_said(client, content):
    soup = page(client, "epicrie")
    assert len(titles(soup)) == 4
    said = soup.find(string=lambda text: "Rien pour « epicrie »" in text).parent
    assert "épicerie" in said.get_text()
    exact = at(client, said.select_one("a")["href"])
    assert "Rien pour « epicrie »" in exact.select_one(".vide-etat").get_text()


def test_filters_are_a_form_that_keeps_the_search(client, content):
    soup = page(client, "épicerie", vallee=Commune.objects.get(name="Gap").valley.slug)
    assert titles(soup) >= {"L’Épicerie du Champsaur"}
    assert "La Bonne Épicerie" not in titles(soup)
    form = soup.select_one("form.facettes")
    assert form.select_one('input[name="q"]')["value"] == "épicerie"
    assert form.select_one('input[name="vallee"][checked]')
    without = chip(soup, "Retirer le filtre")["href"]
    assert len(titles(at(client, without))) == 4


def test_without_words_only_the_box_is_shown(client, content):
    for words in ("", "   "):
        soup = page(client, words)
        assert not soup.select(".resultat, .vide-etat, .types")
        assert soup.select_one('main form[role="search"] input[name="q"]')


def test_words_without_letters_are_told_to_find_nothing(client, content):
    assert "Rien pour" in page(client, "!?").select_one(".vide-etat").get_text()


# -- Nothing found ----------------------------------------------------------------------------------------------------
def test_the_empty_page_says_which_word_nobody_wrote_and_where_else_to_look(client, content):
    soup = page(client, "épicerie trottinette gap")
    empty = soup.select_one(".vide-etat")
    assert "« trottinette »" in empty.get_text()
    wider = {link.get_text(): link["href"] for link in empty.select(".plus-large a")}
    assert "Seulement « épicerie »" in wider
    for address in wider.values():
        assert titles(at(client, address))
    assert empty.select_one('a[href^="/recherche/manque/"]')


def test_a_filter_that_leaves_nothing_offers_to_drop_it(client, content):
    soup = page(client, "rutabaga", type="evenement")
    links = [link["href"] for link in soup.select(".plus-large a")]
    assert "/recherche/?q=rutabaga" in links


def test_what_was_typed_is_shown_as_text(client, content):
    html = client.get(URL, {"q": "zzz<b>"}).text
    assert "Rien pour « zzz&lt;b&gt; »" in html
    assert BeautifulSoup(html, "html.parser").select_one('main input[name="q"]')["value"] == "zzz<b>"


def test_an_unanswered_search_is_counted_without_anything_personal(client, content):
    page(client, "trottinette")
    page(client, "camille@exemple.fr 0612345678")
    assert list(UnansweredSearch.objects.values_list("words", "count")) == [("trottinette", 1)]
    page(client, "épicerie")
    assert UnansweredSearch.objects.count() == 1


def test_few_results_offer_wider_searches_too(client, content):
    links = {link.get_text(): link["href"] for link in page(client, "bonne épicerie embrun").select(".plus-large a")}
    assert len(titles(at(client, links["Seulement « épicerie »"]))) == 4
    assert "« bonne épicerie » dans tout le territoire" not in links  # it would find nothing more


def test_a_word_of_the_key_words_alone_is_shown_after_the_summary(client, content):
    make_structure(directory(), title="Le Fournil", summary="Du pain", services="Garde d’enfants\nLevain à emporter")
    text = page(client, "levain").select_one(".resultat > p:last-child")
    assert text.get_text() == "Du pain Mots-clés : Levain à emporter"
    assert text.select_one("mark").get_text() == "Levain"


def test_a_rare_word_near_another_asks_whether_it_was_meant(client, content):
    make_structure(directory(), title="Épinerie du Guil")
    soup = page(client, "epinerie")
    assert titles(soup) == {"Épinerie du Guil"}
    link = next(link for link in soup.select("[data-results] p a") if link.get_text() == "épicerie")
    assert len(titles(at(client, link["href"]))) == 4


# -- Promoted ---------------------------------------------------------------------------------------------------------
def promote(words, **what):
    query = Query.objects.get_or_create(query_string=words)[0]
    return SearchPromotion.objects.create(query=query, **what)


def test_what_coordinators_promote_comes_first_for_its_words(client, content):
    guide = guides().get_children().get()
    promote("Épiceries", page=guide, description="Pour commencer")
    promote("épicerie", external_link_url="https://exemple.fr/", external_link_text="Ailleurs")
    first = page(client, "epicerie").select_one(".en-avant")
    assert [link["href"] for link in first.select("a")] == [guide.url, "https://exemple.fr/"]
    assert "Pour commencer" in first.get_text()
    assert not page(client, "rutabaga").select(".en-avant")


def test_a_promoted_page_that_is_not_public_is_not_shown(client, content):
    secret = make_structure(directory(), title="Épicerie secrète")
    make_private(secret)
    promote("épicerie", page=secret)
    assert not page(client, "épicerie").select(".en-avant")


# -- The page itself --------------------------------------------------------------------------------------------------
def test_the_search_page_is_kept_out_of_search_engines(client, content):
    assert page(client, "épicerie").select_one('meta[name="robots"]')["content"] == "noindex"


def test_the_same_search_is_offered_as_feeds(client, content):
    soup = page(client, "épicerie", type="evenement")
    links = {link.get_text(): link["href"] for link in soup.select(".emporter a")}
    assert set(links) == {"Flux Atom", "CSV", "GeoJSON", "Calendrier (ICS)", "JSON"}
    for address in links.values():
        assert "q=%C3%A9picerie&type=evenement" in address
        assert client.get(address).status_code == 200
    assert soup.select_one('link[type="application/atom+xml"]')["href"] == links["Flux Atom"]


def test_each_language_finds_its_own_pages(client, content):
    assert not titles(page(client, "épicerie", "/en/recherche/"))


@pytest.mark.parametrize(
    "text",
    [
        '"',
        "\x00",
        "%00",
        "\ud800",
        "a" * 4000,
        "mot " * 2000,
        "les des du",
        "(a+)+$",
        "\u202eepicerie",
        "e\u0301" * 5000,
    ]
    + ["titre:*", "../../etc/passwd", "'; DROP TABLE search_entry;--", "<script>alert(1)</script>", "AND OR NOT ("],
)
def test_anything_may_be_typed(client, content, text):
    query = {"q": text.encode("utf-8", "surrogatepass")}
    for address in (URL, "/recherche/suggestions", "/recherche/flux.atom", "/api/v1/search", "/recherche/agenda.ics"):
        assert client.get(address, query).status_code in (200, 400)
    assert "<script>alert" not in client.get(URL, query).text


def test_a_long_query_is_cut_and_said(client, content):
    soup = page(client, "épicerie " * 500)
    assert "200 premiers signes" in soup.select_one("[data-ignored]").get_text()
    assert len(titles(soup)) == 4
