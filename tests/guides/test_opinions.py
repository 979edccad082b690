"""« Cette page vous a-t-elle aidé ? »: what is kept, what is refused with nothing lost, and what robots get."""

import time
from datetime import UTC

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale

from guides.models import Feedback
from guides.models.feedback import KEPT_DAYS
from guides.opinions.forms import OpinionForm
from guides.opinions.keeping import PER_PAGE_A_DAY, forget_old, keep
from portal.core.visitors.stamp import MAX_SECONDS, stamp
from portal.demo.builders import make_guide, make_part, make_story, make_structure
from tests.rooms import at, directory, guides, make_private, stories

pytestmark = pytest.mark.django_db
MOST = 2000
TRAP = OpinionForm.trap


@pytest.fixture
def page(portal_site):
    return make_guide(guides(), title="Partager un local")


def url_of(page):
    return f"/avis/{page.pk}/"


def values(page, *, age=60, **changes):
    return {"helped": "non", "missing": "Un modèle", "jeton": stamp("opinion", page.pk, time.time() - age)} | changes


def send(client, page, *, network="192.0.2.1", **changes):
    return client.post(url_of(page), values(page, **changes), REMOTE_ADDR=network)


def soup(response):
    return BeautifulSoup(response.text, "html.parser")


def kept(response):
    return soup(response).textarea.text.removeprefix("\n")


def rows():
    return list(Feedback.objects.values_list("page", "helped", "missing", "state"))


# -- Kept -------------------------------------------------------------------------------------------------------------
def test_an_opinion_is_kept_and_thanked_for(client, page):
    response = send(client, page, missing="Un modèle\r\nde lettre")
    assert (response.status_code, response["Location"]) == (302, f"/avis/{page.pk}/merci/")
    assert rows() == [(page.pk, False, "Un modèle\nde lettre", "new")]
    thanks = soup(client.get(response["Location"]))
    assert thanks.h1.text == "Merci pour votre avis"
    assert thanks.select_one("main .actions a")["href"] == page.url


def test_what_is_missing_may_be_left_out(client, page):
    send(client, page, helped="oui", missing="  ")
    assert rows() == [(page.pk, True, "", "new")]


def test_guides_parts_and_stories_have_opinions(client, page):
    part = make_part(page, title="Choisir sa formule")
    story = make_story(stories(), title="Une fête")
    for article in (page, part, story):
        assert soup(client.get(article.url)).select_one("section.avis a")["href"] == f"{url_of(article)}?aide=oui"
        form = soup(client.get(url_of(article)))
        assert article.title in form.h1.text
        assert form.select_one("main .actions a")["href"] == article.url
        assert form.select("nav.ariane a")[-1]["href"] == article.url
        assert send(client, article).status_code == 302
    assert [row[0] for row in rows()] == [story.pk, part.pk, page.pk]


def test_nothing_is_kept_of_who_wrote(client, page):
    send(client, page)
    [opinion] = Feedback.objects.values()
    assert set(opinion) == {"id", "page_id", "helped", "missing", "state", "written_at"}


@pytest.mark.parametrize(
    ("query", "chosen"), [("", None), ("?aide=oui", "oui"), ("?aide=non", "non"), ("?aide=peut-être&aide", None)]
)
def test_the_link_followed_fills_the_answer(client, page, query, chosen):
    radio = soup(client.get(url_of(page) + query)).select_one("input[type=radio][checked]")
    assert (radio["value"] if radio else None) == chosen
    assert not Feedback.objects.exists()


def test_the_form_works_without_scripts(client, page):
    response = client.get(url_of(page))
    form = soup(response).select_one("main form")
    assert {field["name"] for field in form.select("[name]")} == {
        "csrfmiddlewaretoken",
        "helped",
        "missing",
        "jeton",
        TRAP,
    }
    for field in form.select("input:not([type=hidden]), textarea"):
        assert form.select_one(f"label[for={field['id']}]"), field
    assert form.fieldset.legend.text.startswith("Cette page vous a-t-elle aidé")
    assert "ni courriel, ni téléphone" in form.text
    assert form.select_one(f"[name={TRAP}]")["tabindex"] == "-1"


def test_no_search_engine_and_no_cache_keeps_these_pages(client, page):
    for address in (url_of(page), f"{url_of(page)}merci/"):
        response = client.get(address)
        assert soup(response).select_one("meta[name=robots]")["content"] == "noindex"
        assert "no-store" in response.headers["Cache-Control"]


# -- Which pages ------------------------------------------------------------------------------------------------------
def every_answer(client, page):
    asked = client.get(url_of(page)), client.get(f"{url_of(page)}merci/"), send(client, page)
    return {response.status_code for response in asked}


def test_drafts_private_pages_and_other_kinds_have_no_opinion(client, page):
    draft = make_guide(guides(), title="Brouillon", live=False)
    private = make_guide(guides(), title="Secret")
    part = make_part(private, title="Partie secrète")
    make_private(private)
    others = draft, private, part, guides(), stories(), make_structure(directory(), title="La Remise")
    for other in others:
        assert every_answer(client, other) == {404}, other
    assert client.get("/avis/999999999999999999/").status_code == 404
    assert not Feedback.objects.exists()


def test_a_page_unpublished_meanwhile_has_no_opinion(client, page):
    page.unpublish()
    assert send(client, page).status_code == 404


def test_each_language_has_its_own_form(client, page):
    english = Locale.objects.get(language_code="en")
    guides().copy_for_translation(english).save_revision().publish()
    translation = page.copy_for_translation(english)
    translation.save_revision().publish()
    assert client.get(f"/en/avis/{translation.pk}/").status_code == 200
    assert client.get(url_of(translation)).status_code == client.get(f"/en/avis/{page.pk}/").status_code == 404


# -- Refused, and said ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"helped": ""}, "oui ou non"),
        ({"helped": "peut-être"}, "peut-être"),
        ({"missing": "a" * (MOST + 1)}, "fait 2001 signes"),
        ({"missing": "mot " * 25_000 + "!"}, "fait 100001 signes"),
        ({"missing": "a\x00b"}, "nul"),
        ({"age": MAX_SECONDS + 10}, "resté ouvert trop longtemps"),
        ({TRAP: "x"}, "robot"),
        ({"age": 0}, "robot"),
        ({"jeton": "forgé"}, "robot"),
        ({"jeton": ""}, "robot"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(client, page, changes, words):
    response = send(client, page, **changes)
    assert response.status_code == 200
    said = " ".join(error.text for error in soup(response).select(".errorlist, .alerte"))
    assert words in said
    assert kept(response) == changes.get("missing", "Un modèle")
    assert not Feedback.objects.exists()


def test_the_longest_text_is_kept_whole(client, page):
    text = "é\n" * (MOST // 2 - 1) + "fi"
    assert send(client, page, missing=text.replace("\n", "\r\n")).status_code == 302
    assert rows()[0][2] == text


def test_a_person_taken_for_a_robot_can_send_again(client, page):
    response = send(client, page, age=0)
    token = soup(response).select_one("input[name=jeton]")["value"]
    answer = {"helped": "non", "missing": kept(response), TRAP: soup(response).select_one(f"[name={TRAP}]")["value"]}
    assert OpinionForm.min_seconds == 2
    time.sleep(2.1)
    assert client.post(url_of(page), answer | {"jeton": token}).status_code == 302
    assert rows() == [(page.pk, False, "Un modèle", "new")]


def test_a_token_is_of_no_use_for_another_page_nor_another_form(client, page):
    other = make_story(stories(), title="Une fête")
    for token in (stamp("opinion", other.pk, time.time() - 60), stamp("contact", page.pk, time.time() - 60)):
        assert "robot" in send(client, page, jeton=token).text
    assert not Feedback.objects.exists()


def test_the_csrf_token_is_asked_for(page):
    assert Client(enforce_csrf_checks=True).post(url_of(page), values(page)).status_code == 403
    assert not Feedback.objects.exists()


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client, page, method):
    assert getattr(client, method)(url_of(page)).status_code == 405
    assert client.post(f"{url_of(page)}merci/").status_code == 405


# -- Floods -----------------------------------------------------------------------------------------------------------
def test_so_many_an_hour_from_one_address(client, page):
    others = [make_story(stories(), title=f"Fête {number}") for number in range(2)]
    for number in range(OpinionForm.per_hour):
        assert send(client, others[number % 2]).status_code == 302
    response = send(client, page)
    assert response.status_code == 429
    assert "Pas plus de 20 messages par heure" in response.text
    assert kept(response) == "Un modèle"
    assert send(client, page, network="192.0.2.2").status_code == 302


def test_a_form_with_mistakes_does_not_count(client, page):
    for _time in range(OpinionForm.per_hour + 1):
        send(client, page, helped="")
    assert send(client, page).status_code == 302


def test_so_many_a_day_on_one_page_from_everybody(client, page):
    Feedback.objects.bulk_create(Feedback(page=page, helped=True) for _n in range(PER_PAGE_A_DAY - 1))
    assert send(client, page).status_code == 302
    response = send(client, page, network="192.0.2.2")
    assert response.status_code == 429
    assert "revenez demain" in soup(response).select_one(".alerte").text
    assert kept(response) == "Un modèle"
    assert soup(response).select_one("input[type=radio][checked]")["value"] == "non"
    assert Feedback.objects.count() == PER_PAGE_A_DAY
    assert send(client, make_story(stories(), title="Une fête"), network="192.0.2.2").status_code == 302


def test_a_new_day_begins_at_midnight_here(client, page, monkeypatch):
    before, after = (moment.astimezone(UTC) for moment in (at(2026, 12, 5, 23, 59), at(2026, 12, 6, 0, 0)))
    monkeypatch.setattr(timezone, "now", lambda: before)
    Feedback.objects.bulk_create(Feedback(page=page, helped=True, written_at=before) for _n in range(PER_PAGE_A_DAY))
    assert send(client, page).status_code == 429
    monkeypatch.setattr(timezone, "now", lambda: after)
    assert send(client, page).status_code == 302


def test_a_thousand_at_once_break_nothing(client, page):
    answers = [send(client, page, network=f"198.51.{n % 50}.1").status_code for n in range(1000)]
    assert set(answers) == {302, 429}
    assert answers.count(302) == Feedback.objects.count() == PER_PAGE_A_DAY
    assert client.get(page.url).status_code == 200


@pytest.mark.postgres
def test_the_page_is_locked_before_its_opinions_are_counted(page):
    with CaptureQueriesContext(connection) as queries:
        assert keep(page, False, "")
    statements = [query["sql"] for query in queries if query["sql"].startswith(("SELECT", "INSERT"))]
    [locking] = [number for number, statement in enumerate(statements) if "FOR UPDATE" in statement]
    [counting] = [number for number, statement in enumerate(statements) if "COUNT(" in statement]
    assert locking < counting


def test_opinions_are_forgotten_in_time(client, page):
    now = timezone.now()
    for days in (KEPT_DAYS + 1, KEPT_DAYS - 1):
        Feedback.objects.create(page=page, helped=True, written_at=now - timezone.timedelta(days=days))
    forget_old(now)
    assert Feedback.objects.count() == 1
    Feedback.objects.update(written_at=now - timezone.timedelta(days=KEPT_DAYS + 1))
    send(client, page)
    assert [row[2] for row in rows()] == ["Un modèle"]
