"""/recherche/suggestions: what one may be typing, quickly, in few bytes, and only what is public."""

import pytest
from django.core.cache import cache

from portal.core.models import Commune
from portal.demo.builders import make_guide, make_structure
from tests.rooms import directory, guides, make_private

pytestmark = pytest.mark.django_db
URL = "/recherche/suggestions"


@pytest.fixture
def content(portal_site):
    gap = Commune.objects.get(name="Gap")
    make_structure(directory(), title="L’Épicerie du Champsaur", commune=gap)
    make_structure(directory(), title="Les Amis de l’épicerie", acronym="ADLE", commune=gap)
    make_structure(directory(), title="Le Fournil", summary="Une épicerie à côté")
    make_guide(guides(), title="Monter une épicerie")
    make_private(make_structure(directory(), title="Épicerie secrète"))
    make_structure(directory(), title="Épicerie en brouillon", live=False)


def groups(client, text, **headers):
    response = client.get(URL, {"q": text}, **headers)
    assert response.status_code == 200
    return {group["label"]: group["items"] for group in response.json()["groups"]}


def texts(client, text, label="Structures"):
    return [item["text"] for item in groups(client, text).get(label, ())]


@pytest.mark.parametrize("typed", ["épi", "EPI", "epicer", "épicerie", "épiceries"])
def test_names_that_hold_the_words_those_that_begin_so_first(client, content, typed):
    assert texts(client, typed) == ["L’Épicerie du Champsaur", "Les Amis de l’épicerie"]
    assert texts(client, typed, "Mini-guides") == ["Monter une épicerie"]


def test_several_words_the_last_unfinished(client, content):
    assert texts(client, "épicerie cham") == ["L’Épicerie du Champsaur"]
    assert texts(client, "champsaur épi") == ["L’Épicerie du Champsaur"]
    assert texts(client, "adl") == ["Les Amis de l’épicerie"]


def test_places_and_subjects_lead_to_a_search(client, content):
    (place,) = [item for item in groups(client, "briançon")["Lieux"] if item["text"] == "Briançon"]
    assert client.get(place["url"]).context["answer"].understood.labels == {"lieu": "Briançon"}
    assert any("limentation" in item["text"] for item in groups(client, "alim")["Sujets"])


def test_a_structure_says_what_it_is_and_where(client, content):
    item = groups(client, "champsaur")["Structures"][0]
    assert item["url"].startswith("/annuaire/")
    assert "Gap" in item["meta"]


def test_a_name_without_a_single_letter_is_suggested_by_its_acronym(client, content):
    make_structure(directory(), title="!!!", acronym="ZZTOP", slug="zztop")
    assert texts(client, "zzto") == ["!!!"]


@pytest.mark.parametrize("typed", ["", "é", " ", "!?", "zzzzzz"])
def test_nothing_to_suggest_is_an_empty_list(client, content, typed):
    assert client.get(URL, {"q": typed}).json() == {"groups": []}


def test_a_page_that_is_withdrawn_is_suggested_no_more(client, content):
    from directory.models import StructurePage

    assert "L’Épicerie du Champsaur" in texts(client, "épi")
    StructurePage.objects.get(title="L’Épicerie du Champsaur").unpublish()
    assert "L’Épicerie du Champsaur" not in texts(client, "épi")


def test_an_answer_is_small_and_kept_a_minute_by_browsers(client, portal_site):
    for number in range(30):
        make_structure(directory(), title=f"Association au nom très long {'et encore ' * 18}{number}"[:250])
    response = client.get(URL, {"q": "association"})
    assert len(response.content) < 10_000
    assert response["Cache-Control"] == "public, max-age=60"


def test_the_same_question_is_answered_from_the_cache(client, content, django_assert_num_queries):
    groups(client, "épi")
    with django_assert_num_queries(1):  # has anything changed?
        groups(client, "épi")
    cache.clear()
    groups(client, "épi")
    with django_assert_num_queries(1):
        groups(client, "  ÉPI ")
