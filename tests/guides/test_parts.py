"""A guide in parts: their addresses, the menu, the neighbours, the whole on one page, and what the catalogue knows."""

import json
from datetime import date, timedelta
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.utils import timezone

from guides.models import GuidePage, GuidePartPage
from portal.demo.builders import make_part
from portal.search.catalogue import Query, find
from portal.search.models import Entry
from tests.rooms import guides, make_private

pytestmark = pytest.mark.django_db


def soup_of(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return BeautifulSoup(response.text, "html.parser")


def entry(guide):
    return Entry.objects.get(page_id=guide.pk)


def node(soup):
    return json.loads(soup.find("script", type="application/ld+json").string)


# -- Parts ------------------------------------------------------------------------------------------------------------
def test_each_part_has_its_address_the_menu_and_its_neighbours(client, guide):
    soup = soup_of(client, guide.url + "formules/")
    assert soup.h1.text == "Choisir sa formule"
    menu = soup.select(".chapitres ol a")
    assert [link["href"] for link in menu] == [guide.url + slug + "/" for slug in ("pourquoi", "formules", "pas-a-pas")]
    assert [link.text for link in menu if link.get("aria-current") == "page"] == ["Choisir sa formule"]
    assert soup.find("a", rel="prev")["href"] == guide.url + "pourquoi/"
    assert soup.find("a", rel="next")["href"] == guide.url + "pas-a-pas/"


def test_the_first_and_the_last_part_have_one_neighbour(client, guide):
    first, last = (soup_of(client, guide.url + slug) for slug in ("pourquoi/", "pas-a-pas/"))
    assert (first.find("a", rel="prev"), last.find("a", rel="next")) == (None, None)
    assert first.find("a", rel="next")["href"] == guide.url + "formules/"


def test_a_guide_shows_its_parts_and_how_long_all_of_it_takes(client, guide):
    part = GuidePartPage.objects.get(slug="pourquoi")
    part.body = [("text", f"<p>{'mot ' * 2200}</p>")]
    part.save_revision().publish()
    soup = soup_of(client, guide.url)
    assert [title.text for title in soup.select(".parties h3")] == [
        "Pourquoi partager",
        "Choisir sa formule",
        "Pas à pas",
    ]
    assert "13 min de lecture" in soup.select_one("article > .meta").text  # 1 for the guide, 10, 1 and 1


def test_a_draft_part_is_nowhere(client, guide):
    GuidePartPage.objects.get(slug="formules").unpublish()
    assert client.get(guide.url + "formules/").status_code == 404
    assert "Choisir sa formule" not in client.get(guide.url).text
    assert "Choisir sa formule" not in client.get(guide.url + "une-page/").text
    assert soup_of(client, guide.url + "pourquoi/").find("a", rel="next")["href"] == guide.url + "pas-a-pas/"


def test_the_whole_guide_on_one_page_keeps_the_order_of_headings(client, guide):
    soup = soup_of(client, guide.url + "une-page/")
    text = soup.select_one("article").get_text()
    places = [text.index(words) for words in ("Une salle vide", "Louer d’abord", "Le prêt", "Listez ce que vous avez")]
    assert places == sorted(places)
    levels = [int(title.name[1]) for title in soup.select("article :is(h1,h2,h3,h4)")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert soup.select_one("#partie-1 h3").text == "Les pièges"
    assert [link["href"] for link in soup.select(".dans-la-page ol a")] == ["#partie-1", "#partie-2", "#partie-3"]
    assert soup.find("link", rel="canonical")["href"].endswith(guide.url)


@pytest.mark.parametrize("end", ["une-page/", "livret.pdf"])
def test_what_is_not_public_has_no_other_form(client, guide, end):
    make_private(guide)
    assert client.get(guide.url + end).status_code == 404
    assert client.get(f"/guides/inconnu/{end}").status_code == 404


def test_a_part_cannot_take_an_address_of_the_guide(guide):
    with pytest.raises(ValidationError, match="est une adresse du mini-guide lui-même"):
        make_part(guide, title="Tout", slug="une-page")
    assert not guide.get_children().filter(slug="une-page").exists()


# -- The catalogue ----------------------------------------------------------------------------------------------------
def found(text):
    return [row.title for row in find(Query(kind="guide", language="fr", text=text)).entries()]


def test_the_words_of_the_parts_lead_to_the_guide(guide):
    assert found("formules ponctuel") == [guide.title]
    part = make_part(guide, title="Assurer", slug="assurer", body=[("text", "<p>Un dromadaire</p>")])
    assert found("dromadaire") == [guide.title]
    part.unpublish()
    assert found("dromadaire") == []
    assert not Entry.objects.listed().filter(page_id=part.pk).exists()


def test_the_entry_follows_the_parts(guide):
    def slugs():
        return [part["slug"] for part in entry(guide).data["parts"]]

    assert slugs() == ["pourquoi", "formules", "pas-a-pas"]
    part = GuidePartPage.objects.get(slug="formules")
    part.move(GuidePartPage.objects.get(slug="pourquoi"), pos="left")
    assert slugs() == ["formules", "pourquoi", "pas-a-pas"]
    part = GuidePartPage.objects.get(pk=part.pk)
    part.slug = "choisir"
    part.save_revision().publish()
    assert slugs() == ["choisir", "pourquoi", "pas-a-pas"]
    GuidePartPage.objects.get(pk=part.pk).delete()
    assert slugs() == ["pourquoi", "pas-a-pas"]


def test_a_draft_of_a_part_changes_nothing_public(guide):
    before = entry(guide).version
    part = GuidePartPage.objects.get(slug="formules")
    part.title = "Un brouillon"
    part.save_revision()
    assert entry(guide).version == before


# -- Blocks -----------------------------------------------------------------------------------------------------------
def test_alternatives_are_a_real_table_without_empty_columns(client, guide):
    table = soup_of(client, guide.url + "formules/").table
    assert [cell.text for cell in table.select("thead th")] == ["Quand la choisir", "Coût", "Forme juridique"]
    assert [cell.text for cell in table.select("tbody th[scope=row]")] == ["Le prêt", "La SCIC"]
    assert table.caption.text == "Deux façons de partager"


def test_steps_are_boxes_that_send_nothing(client, guide):
    soup = soup_of(client, guide.url + "pas-a-pas/")
    boxes = soup.select("[data-steps] input[type=checkbox]")
    assert len(boxes) == 2
    assert not any(box.get("name") for box in boxes)
    assert not soup.select("[data-steps] form")


def test_a_word_of_the_glossary_is_explained_once_where_it_is_first_read(client, guide):
    soup = soup_of(client, guide.url + "pourquoi/")
    buttons = soup.select("button.terme")
    assert [button.text for button in buttons] == ["SCIC"]
    target = soup.find(id=buttons[0]["popovertarget"])
    assert "intérêt collectif" in target.text
    assert not soup_of(client, guide.url + "formules/").select("th button")


# -- Search engines ---------------------------------------------------------------------------------------------------
def test_steps_are_a_how_to_for_search_engines(client, guide):
    graph = node(soup_of(client, guide.url + "pas-a-pas/"))["@graph"]
    assert [part["@type"] for part in graph] == ["Article", "HowTo"]
    assert graph[1]["step"][0] == {
        "@type": "HowToStep",
        "name": "Listez ce que vous avez",
        "text": "Une demi-heure suffit.",
    }
    assert node(soup_of(client, guide.url + "formules/"))["@type"] == "Article"
    assert node(soup_of(client, guide.url))["hasPart"][0]["headline"] == "Pourquoi partager"


def test_markup_in_a_title_stays_words_for_search_engines(client, guide):
    guide.title = "</script><script>alert(1)</script>"
    guide.save_revision().publish()
    html = client.get(guide.url).text
    assert "<script>alert" not in html
    assert node(BeautifulSoup(html, "html.parser"))["headline"] == guide.title


def test_a_guide_past_its_review_date_says_so_until_it_is_read_again(client, guide):
    guide.review_on = date(2020, 3, 1)
    guide.save_revision().publish()
    for address in (guide.url, guide.url + "formules/"):
        assert "devait être relue avant le 1er mars 2020" in client.get(address).text
    guide.last_reviewed_on = date(2020, 3, 2)
    guide.save_revision().publish()
    assert "devait être relue" not in client.get(guide.url).text


def test_a_change_of_a_part_dates_the_guide(client, guide):
    moment = timezone.now() - timedelta(days=400)
    GuidePage.objects.filter(pk=guide.pk).update(last_published_at=moment)
    GuidePartPage.objects.get(slug="formules").save_revision().publish()
    year = timezone.localdate().year
    assert entry(guide).changed_at.year == year
    assert str(year) in client.get(guide.url).text.partition("Mis à jour le")[2][:80]
    assert node(soup_of(client, guide.url))["dateModified"].startswith(str(year))


def test_the_listing_of_guides_links_to_what_has_parts(client, guide):
    card = client.get(guides().url).context["cards"][0]
    assert card["url"] == guide.url
    assert card["meta"] == ["Mini-guide 1", "4 min de lecture"]
