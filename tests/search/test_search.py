"""/recherche/: accents, case, drafts, and words cleaned before any engine sees them."""

import pytest
from bs4 import BeautifulSoup

from portal.core.folding import fold
from portal.demo.builders import make_event, make_guide, make_structure
from portal.search.queries import MAX_TERMS, clean_query
from tests.rooms import agenda, directory, guides, in_hours, make_private

pytestmark = pytest.mark.django_db


@pytest.fixture
def indexed(portal_site, django_capture_on_commit_callbacks):
    """A structure, an event and a guide, a draft and a private page, as the index knows them once committed."""
    with django_capture_on_commit_callbacks(execute=True):
        make_structure(directory(), title="L’Épicerie du Champsaur", summary="Légumes d’ici")
        make_event(agenda(), title="Épicerie éphémère", start=in_hours(2), end=in_hours(3))
        make_guide(guides(), title="Monter une épicerie", body=[("text", "<p>Le mot rutabaga est dans le texte.</p>")])
        make_structure(directory(), title="Épicerie en brouillon", live=False)
        private = make_structure(directory(), title="Épicerie secrète")
        make_private(private)


def found(client, words, address="/recherche/"):
    response = client.get(address, {"q": words})
    assert response.status_code == 200
    return {card["title"] for card in response.context["cards"]}


PUBLIC = {"L’Épicerie du Champsaur", "Épicerie éphémère", "Monter une épicerie"}


@pytest.mark.parametrize("words", ["épicerie", "epicerie", "ÉPICERIE", "  Epicerie ! ", "«épicerie»"])
def test_a_word_is_found_whatever_its_accents_and_case(client, indexed, words):
    assert found(client, words) == PUBLIC


def test_all_the_words_must_be_there(client, indexed):
    assert found(client, "épicerie champsaur") == {"L’Épicerie du Champsaur"}
    assert found(client, "épicerie introuvable") == set()


def test_words_of_the_summary_and_of_the_text_are_found(client, indexed):
    assert found(client, "legumes") == {"L’Épicerie du Champsaur"}
    assert found(client, "rutabaga") == {"Monter une épicerie"}


def test_drafts_and_private_pages_are_never_found(client, indexed):
    assert found(client, "brouillon") == set()
    assert found(client, "secrete") == set()


def test_a_page_taken_offline_is_no_longer_found(client, indexed, django_capture_on_commit_callbacks):
    from directory.models import StructurePage

    with django_capture_on_commit_callbacks(execute=True):
        StructurePage.objects.get(title="L’Épicerie du Champsaur").unpublish()
    assert "L’Épicerie du Champsaur" not in found(client, "épicerie")


def test_a_search_without_words_shows_the_box_and_no_result(client, indexed):
    for words in ("", "   ", "!?", "…"):
        response = client.get("/recherche/", {"q": words})
        assert response.context["cards"] == []
        assert BeautifulSoup(response.text, "html.parser").select_one('main form[role="search"] input[name="q"]')


def test_a_search_that_finds_nothing_says_so_and_keeps_the_words(client, indexed):
    html = client.get("/recherche/", {"q": "zzz<b>"}).text
    assert "Rien pour « zzz&lt;b&gt; »" in html
    assert BeautifulSoup(html, "html.parser").select_one('main input[name="q"]')["value"] == "zzz<b>"


def test_the_search_page_is_kept_out_of_search_engines(client, indexed):
    assert '<meta name="robots" content="noindex">' in client.get("/recherche/?q=epicerie").text


def test_each_language_finds_its_own_pages(client, indexed):
    assert found(client, "épicerie", "/en/recherche/") == set()


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("L’Épicerie d’à côté", "l epicerie d a cote"),
        ("Cœur d’Ubaye", "coeur d ubaye"),
        ("ÇA & là", "ca la"),
        ("e\u0301te\u0301", "ete"),
        ("a_b-c", "a b c"),
        ("", ""),
    ],
)
def test_text_is_folded_as_people_type_in_a_hurry(text, folded):
    assert fold(text) == folded


def test_a_query_is_at_most_twelve_words():
    assert len(clean_query("mot " * 2000).split()) == MAX_TERMS == 12


@pytest.mark.parametrize("text", ['"', "*", "AND (", "a:b", "\x00", "!!!", ""])
def test_an_engine_s_syntax_does_not_survive_cleaning(text):
    assert not set(clean_query(text)) & set('"*():\x00!&|')
