"""Asking for advice: so many a month, pauses, and what closes while one writes."""

from datetime import UTC, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale

from guides.advice.box import advice_box
from guides.advice.monthly import take_one
from guides.models import AdviceRequest, StoryPage
from portal.demo.builders import make_story, make_structure
from tests.guides.asking import ADDRESS, TEXT, ask, kept, send, soup, url_of, waiting
from tests.rooms import at, directory, make_private, stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def structure(portal_site):
    return make_structure(directory(), title="La Remise", email=ADDRESS)


@pytest.fixture
def story(structure):
    return make_story(stories(), title="Une fête", structures=[structure], advice_open=True)


# -- The box on the story's page --------------------------------------------------------------------------------------
def box_queries(story):
    page = StoryPage.objects.get(pk=story.pk)
    with CaptureQueriesContext(connection) as queries:
        box = advice_box(page)
    return box, len(queries)


def test_the_story_leads_to_the_form_in_two_queries(client, story):
    box, queries = box_queries(story)
    assert box == {"url": url_of(story), "paused": ""}
    assert queries <= 2
    assert soup(client.get(story.url)).select_one(f'a[href="{url_of(story)}"]')["rel"] == ["nofollow"]


def test_a_closed_story_says_nothing_in_no_query(client, structure):
    story = make_story(stories(), title="Une fête", structures=[structure])
    assert box_queries(story) == (None, 0)
    assert "demander-conseil" not in client.get(story.url).text


def test_a_story_without_anybody_to_write_to_says_nothing(client, portal_site):
    story = make_story(stories(), title="Une fête", advice_open=True)
    assert box_queries(story)[0] is None
    assert client.get(story.url).status_code == 200


def test_a_paused_story_says_until_when(client, story):
    story.advice_paused_until = timezone.localdate()
    story.save()
    box, queries = box_queries(story)
    assert "en pause jusqu’au" in box["paused"]
    assert queries <= 2
    page = soup(client.get(story.url))
    assert box["paused"] in page.select_one(".panneau.calme").text
    assert not page.select(f'a[href="{url_of(story)}"]')
    story.advice_paused_until = timezone.localdate() - timedelta(days=1)
    story.save()
    assert box_queries(story)[0]["paused"] == ""


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (at(2026, 11, 30, 23, 59), "reprend le 1er décembre 2026"),
        (at(2026, 12, 1), "reprend le 1er janvier 2027"),
        (at(2027, 1, 31, 12), "reprend le 1er février 2027"),
        (at(2028, 2, 29, 12), "reprend le 1er mars 2028"),
    ],
)
def test_a_full_month_says_when_it_begins_again(story, monkeypatch, now, words):
    monkeypatch.setattr(timezone, "now", lambda: now)
    ask(story, story.advice_per_month - 1, now)
    assert box_queries(story)[0]["paused"] == ""
    ask(story, 1, now)
    assert words in box_queries(story)[0]["paused"]


def test_a_month_begins_at_midnight_here(story, monkeypatch):
    now = at(2026, 12, 1, 0, 30).astimezone(UTC)  # still November there
    monkeypatch.setattr(timezone, "now", lambda: now)
    ask(story, 10, at(2026, 11, 30, 23, 59))
    ask(story, story.advice_per_month - 1, at(2026, 12, 1, 0, 0))
    assert box_queries(story)[0]["paused"] == ""
    ask(story, 1, at(2026, 12, 1, 0, 10))
    assert "janvier" in box_queries(story)[0]["paused"]


def test_each_story_counts_for_itself_in_all_its_languages(story, structure):
    other = make_story(stories(), title="Un jardin", structures=[structure], advice_open=True)
    english = Locale.objects.get(language_code="en")
    stories().copy_for_translation(english).save_revision().publish()
    translation = story.copy_for_translation(english)
    translation.save_revision().publish()
    ask(other, 10)
    assert box_queries(story)[0]["paused"] == ""
    ask(translation, story.advice_per_month)
    assert "reprend" in box_queries(story)[0]["paused"]


# -- Paused, full, closed ---------------------------------------------------------------------------------------------
def pause(story):
    story.advice_paused_until = timezone.localdate() + timedelta(days=9)
    story.save()


def fill(story):
    ask(story, story.advice_per_month)


@pytest.mark.parametrize(("close", "words"), [(pause, "en pause jusqu’au"), (fill, "elle reprend le 1er")])
def test_paused_or_full_the_page_says_when_to_come_back(client, story, close, words):
    close(story)
    before = AdviceRequest.objects.count()
    response = client.get(url_of(story))
    assert response.status_code == 200
    assert words in soup(response).select_one(".alerte").text
    assert not soup(response).select("main form, main textarea")
    text = "Bonjour\n" * 12_500
    response = send(client, story, text=text)
    assert response.status_code == 409
    assert words in soup(response).select_one(".alerte").text
    assert kept(response) == text
    assert not soup(response).select("main form")
    assert not mail.outbox
    assert not waiting()
    assert AdviceRequest.objects.count() == before


def test_the_last_place_can_go_while_one_writes(client, story, monkeypatch):
    ask(story, story.advice_per_month - 1)
    monkeypatch.setattr("guides.advice.views.take_one", lambda page: [fill(page), take_one(page)][1])
    response = send(client, story)
    assert response.status_code == 409
    assert "elle reprend le 1er" in soup(response).select_one(".alerte").text
    assert kept(response) == TEXT
    assert not mail.outbox


def test_the_monthly_number_is_never_exceeded(client, story):
    answers = [send(client, story, network=f"192.0.2.{n}", email=f"c{n}@exemple.fr").status_code for n in range(10)]
    assert answers == [302] * 3 + [409] * 7
    assert len(mail.outbox) == AdviceRequest.objects.count() == 3


@pytest.mark.postgres
def test_the_story_is_locked_before_its_requests_are_counted(story):
    with CaptureQueriesContext(connection) as queries:
        assert take_one(story)
    statements = [query["sql"] for query in queries if query["sql"].startswith(("SELECT", "INSERT"))]
    assert "FOR UPDATE OF" in statements[0]
    assert ["COUNT(" in statement for statement in statements] == [False, True, False]


def test_a_place_is_taken_with_what_is_true_now(story):
    stale = StoryPage.objects.get(pk=story.pk)
    StoryPage.objects.filter(pk=story.pk).update(advice_per_month=1)
    assert take_one(stale) is True
    assert take_one(stale) is False
    AdviceRequest.objects.all().delete()
    StoryPage.objects.filter(pk=story.pk).update(advice_paused_until=timezone.localdate())
    assert take_one(stale) is False
    StoryPage.objects.filter(pk=story.pk).update(advice_paused_until=None, advice_open=False)
    assert take_one(stale) is False


@pytest.mark.parametrize("how", ["unpublished", "private", "closed", "without e-mail", "advice closed"])
def test_what_closes_meanwhile_loses_nothing(client, story, structure, how):
    if how == "unpublished":
        structure.unpublish()
    elif how == "private":
        make_private(structure)
    elif how == "advice closed":
        story.advice_open = False
        story.save()
    else:
        structure.status, structure.email = ("closed", ADDRESS) if how == "closed" else ("active", "")
        structure.save()
    assert client.get(url_of(story)).status_code == 404
    response = send(client, story)
    assert response.status_code == 409
    assert "ne reçoit plus de demandes" in response.text
    assert kept(response) == TEXT
    assert not mail.outbox
    assert not AdviceRequest.objects.exists()


@pytest.mark.parametrize("how", ["draft", "private"])
def test_a_story_that_cannot_be_read_has_no_form(client, story, how):
    story.unpublish() if how == "draft" else make_private(story)
    for address in (url_of(story), f"{url_of(story)}merci/", "/initiatives/nulle-part/demander-conseil/"):
        assert client.get(address).status_code == 404
    assert send(client, story).status_code == 404


def test_the_form_follows_a_story_whose_address_changes(client, story):
    Redirect.add_redirect(story.url, story)
    old = url_of(story)
    story.slug = "la-fete"
    story.save()
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, url_of(StoryPage.objects.get(pk=story.pk)))
