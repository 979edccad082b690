"""/guides/ and /initiatives/: order, reading time, who did it, and only what is public."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from wagtail.models import Locale

from guides.models import WORDS_A_MINUTE, GuidePage
from portal.demo.builders import make_guide, make_story, make_structure
from tests.rooms import directory, guides, make_private, stories

pytestmark = pytest.mark.django_db


def text(words):
    return [("text", f"<p>{'mot ' * words}</p>")]


def titles(client, address):
    return [card["title"] for card in client.get(address).context["cards"]]


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (10, 1), (WORDS_A_MINUTE * 3, 3), (WORDS_A_MINUTE * 7 + 5, 7)])
def test_the_reading_time_follows_the_number_of_words(portal_site, words, minutes):
    assert make_guide(guides(), title="Partager", body=text(words)).reading_minutes == minutes


def test_the_reading_time_is_measured_again_when_the_text_changes(portal_site):
    guide = make_guide(guides(), title="Partager", body=text(WORDS_A_MINUTE))
    guide.body = text(WORDS_A_MINUTE * 4)
    guide.save_revision().publish()
    assert GuidePage.objects.get(pk=guide.pk).reading_minutes == 4


def test_tags_are_not_words_to_read(portal_site):
    body = [("text", "<p>" + "<b>mot</b> " * WORDS_A_MINUTE + "</p>"), ("heading", {"text": "x", "level": "h2"})]
    assert make_guide(guides(), title="Partager", body=body).reading_minutes == 1


def test_guides_are_in_the_coordinators_order(client, portal_site):
    for number, title in ((3, "Trois"), (1, "Un"), (2, "Deux")):
        make_guide(guides(), title=title, number=number)
    assert titles(client, "/guides/") == ["Un", "Deux", "Trois"]
    assert [card["title"] for card in client.get("/").context["guides"]] == ["Un", "Deux", "Trois"]


def test_stories_are_newest_first(client, portal_site):
    for title, days in (("Ancienne", 9), ("Récente", 1), ("Moyenne", 5)):
        make_story(stories(), title=title, first_published_at=timezone.now() - timedelta(days=days))
    assert titles(client, "/initiatives/") == ["Récente", "Moyenne", "Ancienne"]


def freshness(client, address="/guides/"):
    return client.get(address).context["cards"][0]["freshness"]


def test_a_guide_says_how_many_did_it(client, portal_site):
    guide = make_guide(guides(), title="Partager")
    assert freshness(client) == ""
    make_story(stories(), title="Une", guides=[guide])
    assert freshness(client) == "1 initiative d’ici l’a fait"
    make_story(stories(), title="Deux", guides=[guide])
    assert freshness(client) == "2 initiatives d’ici l’ont fait"


def test_only_public_stories_are_counted_and_shown(client, portal_site):
    guide = make_guide(guides(), title="Partager")
    make_story(stories(), title="Publique", guides=[guide])
    make_story(stories(), title="Brouillon", guides=[guide], live=False)
    make_private(make_story(stories(), title="Secrète", guides=[guide]))
    assert freshness(client).startswith("1 ")
    assert [card["title"] for card in client.get(guide.url).context["stories"]] == ["Publique"]
    assert titles(client, "/initiatives/") == ["Publique"]
    assert [card["title"] for card in client.get("/").context["stories"]] == ["Publique"]


def test_a_translated_story_is_still_one_story(client, portal_site):
    guide = make_guide(guides(), title="Partager")
    story = make_story(stories(), title="Une", guides=[guide])
    english = Locale.objects.get(language_code="en")
    for page in (stories(), story):
        page.copy_for_translation(english).save_revision().publish()
    assert freshness(client).startswith("1 ")
    assert titles(client, "/initiatives/") == ["Une"]


def test_a_story_leads_to_its_public_guides_and_says_its_sources(client, portal_site):
    shown = make_guide(guides(), title="Partager")
    draft = make_guide(guides(), title="En préparation", live=False)
    story = make_story(
        stories(), title="Une", guides=[shown, draft], sources="Entretien\nBilan 2024", place="Gap", year=2024
    )
    html = client.get(story.url).text
    assert f'href="{shown.url}"' in html
    assert "En préparation" not in html
    for words in ("Entretien", "Bilan 2024", "Gap", "2024"):
        assert words in html
    assert "2 024" not in html
    assert "2\u202f024" not in html


def test_empty_lists_say_so(client, portal_site):
    for address in ("/guides/", "/initiatives/"):
        assert "Rien n’est encore publié ici" in client.get(address).text


def test_drafts_and_private_guides_are_not_listed(client, portal_site):
    make_guide(guides(), title="Brouillon", live=False)
    make_private(make_guide(guides(), title="Secret"))
    assert titles(client, "/guides/") == []
    assert client.get("/").context["guides"] == []


# -- The structures they name -----------------------------------------------------------------------------------------
def links(client, address, heading):
    """Where the links under a heading lead: of a list of names, or of cards."""
    soup = BeautifulSoup(client.get(address).text, "html.parser")
    title = soup.find("h2", string=heading)
    return [link["href"] for link in title.find_next_sibling().select("a")] if title else []


def test_a_structure_and_its_guides_and_stories_lead_to_each_other(client, portal_site):
    first, second = (make_structure(directory(), title=title) for title in ("La Remise", "Le Rucher"))
    guide = make_guide(guides(), title="Partager", contributors=[second, first])
    story = make_story(stories(), title="Une fête", structures=[first])
    assert links(client, guide.url, "Qui y a contribué") == [second.url, first.url]
    assert links(client, story.url, "Qui l’a fait") == [first.url]
    assert links(client, first.url, "Ses initiatives") == [story.url]
    assert links(client, first.url, "Les mini-guides auxquels elle a contribué") == [guide.url]
    assert links(client, second.url, "Ses initiatives") == []


def test_what_is_not_public_is_not_led_to(client, portal_site):
    shown, draft = (make_structure(directory(), title=title) for title in ("La Remise", "Le Rucher"))
    story = make_story(stories(), title="Une fête", structures=[draft, shown])
    hidden = make_story(stories(), title="Un brouillon", structures=[shown])
    draft.unpublish()
    make_private(hidden)
    assert links(client, story.url, "Qui l’a fait") == [shown.url]
    assert links(client, shown.url, "Ses initiatives") == [story.url]


def test_what_is_written_can_be_previewed_before_it_is_kept(rf, portal_site):
    first, second = make_guide(guides(), title="Partager"), make_guide(guides(), title="Un brouillon")
    second.unpublish()
    story = make_story(stories(), title="Une fête", guides=[first, second])
    draft = story.save_revision().as_object()
    draft.guides = [first, second]
    assert [guide["title"] for guide in draft.get_context(rf.get("/"))["related_guides"]] == ["Partager"]
    assert GuidePage(title="Nouveau", locale=portal_site.locale).get_context(rf.get("/"))["stories"] == []
