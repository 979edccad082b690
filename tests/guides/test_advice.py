"""« Demander un conseil »: who receives it, what is refused with nothing lost, what waits, and what nobody sees."""

import time

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.urls import reverse

from directory.contact.relay import transmit
from directory.models import ContactMessage
from guides.advice.forms import AdviceForm
from guides.models import AdviceRequest, StoryPage
from portal.core.visitors.stamp import MAX_SECONDS, stamp
from portal.demo.builders import make_story, make_structure, make_user
from portal.editorial.roles import COORDINATORS
from tests.guides.asking import ADDRESS, TEXT, kept, send, soup, url_of, values, waiting
from tests.rooms import directory, make_private, stories

pytestmark = pytest.mark.django_db
TRAP = AdviceForm.trap


@pytest.fixture
def structure(portal_site):
    return make_structure(directory(), title="La Remise", email=ADDRESS)


@pytest.fixture
def story(structure):
    return make_story(stories(), title="Une fête", structures=[structure], advice_open=True)


# -- Sent -------------------------------------------------------------------------------------------------------------
def test_a_request_leaves_at_once_for_the_structure(client, story):
    response = send(client, story)
    assert (response.status_code, response["Location"]) == (302, f"{url_of(story)}merci/")
    [sent] = mail.outbox
    assert (sent.to, sent.reply_to) == ([ADDRESS], ["camille@exemple.fr"])
    assert sent.subject == "Demande de conseil de Camille"
    assert "à propos de votre initiative «\u202fUne fête\u202f»" in sent.body
    for words in (TEXT, "camille@exemple.fr", story.full_url):
        assert words in sent.body
    assert not ContactMessage.objects.exists()
    thanks = soup(client.get(response["Location"]))
    assert "vient de partir" in thanks.main.text
    assert thanks.select_one("main .actions a")["href"] == story.url


def test_a_request_is_counted_and_says_nothing_of_who_asked(client, story):
    send(client, story)
    [row] = AdviceRequest.objects.values()
    assert set(row) == {"id", "story_id", "asked_at"}
    assert row["story_id"] == story.pk


def test_no_address_is_shown(client, story):
    answers = [client.get(address) for address in (story.url, url_of(story), f"{url_of(story)}merci/")]
    answers += [send(client, story, name=""), send(client, story, TRAP="x")]
    for response in answers:
        assert ADDRESS not in response.text


def test_the_form_works_without_scripts(client, story):
    response = client.get(url_of(story))
    form = soup(response).select_one("main form")
    names = {field["name"] for field in form.select("[name]")}
    assert names == {"csrfmiddlewaretoken", "name", "email", "text", "jeton", TRAP}
    assert soup(response).select_one("meta[name=robots]")["content"] == "noindex"
    assert "no-store" in response.headers["Cache-Control"]
    assert soup(response).select("nav.ariane a")[-1]["href"] == story.url
    assert "La Remise" in soup(response).select_one(".chapo").text


def test_the_first_public_structure_that_can_be_written_to_receives(client, portal_site):
    names = ("Sans courriel", "Brouillon", "Secrète", "Fermée", "La bonne", "La suivante")
    made = [make_structure(directory(), title=name, email=f"{n}@exemple.fr") for n, name in enumerate(names)]
    made[0].email = ""
    made[3].status = "closed"
    for page in made:
        page.save()
    made[1].unpublish()
    make_private(made[2])
    story = make_story(stories(), title="Une fête", structures=made, advice_open=True)
    send(client, story)
    assert [sent.to for sent in mail.outbox] == [["4@exemple.fr"]]


# -- Refused, and said ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "Champ requis"),
        ({"email": "camille"}, "valide|valable"),
        ({"email": "a@exemple.fr\r\nBcc: b@exemple.fr"}, "valide|valable"),
        ({"text": "mot " * 25_000 + "!"}, "fait 100001 signes"),
        ({"text": "a\x00b"}, "nul"),
        ({"age": MAX_SECONDS + 10}, "resté ouvert trop longtemps"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(client, story, changes, words):
    response = send(client, story, **changes)
    assert response.status_code == 200
    said = " ".join(error.text for error in soup(response).select(".errorlist, .alerte"))
    assert any(word in said for word in words.split("|")), said
    assert kept(response) == changes.get("text", TEXT)
    assert not mail.outbox
    assert not waiting()
    assert not AdviceRequest.objects.exists()


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\u2028", "\x0b", "\x85"])
def test_neither_a_name_nor_a_title_starts_another_header(client, story, end):
    StoryPage.objects.filter(pk=story.pk).update(title=f"Une fête{end}Bcc: x@exemple.fr")
    send(client, story, name=f"Camille{end}Bcc: tous@exemple.fr{end}{end}Corps")
    [sent] = mail.outbox
    assert sent.subject == "Demande de conseil de Camille Bcc: tous@exemple.fr Corps"
    assert "\nBcc:" not in sent.message().as_string().split("\n\n")[0]
    assert sent.recipients() == [ADDRESS]


def test_five_an_hour_from_one_sender(client, story):
    story.advice_per_month = 20
    story.save()
    for n in range(AdviceForm.per_hour):
        assert send(client, story, email=f"c{n}@exemple.fr").status_code == 302
    response = send(client, story, email="autre@exemple.fr")
    assert response.status_code == 429
    assert "Pas plus de 5 messages par heure" in response.text
    assert kept(response) == TEXT
    assert send(client, story, network="192.0.2.9", email="C1@exemple.fr").status_code == 302
    assert AdviceRequest.objects.count() == AdviceForm.per_hour + 1


def test_the_csrf_token_is_asked_for(story):
    assert Client(enforce_csrf_checks=True).post(url_of(story), values(story)).status_code == 403
    assert not mail.outbox


# -- Suspicious -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({TRAP: "x"}, "trap"),
        ({"age": 0}, "fast"),
        ({"jeton": "forgé"}, "fast"),
        ({"jeton": ""}, "fast"),
        ({"text": "http://a.fr https://b.fr www.c.fr"}, "links"),
    ],
)
def test_a_suspicious_request_waits_for_somebody_and_counts(client, story, changes, reason):
    response = send(client, story, **changes)
    assert "La coordination le relira" in client.get(response["Location"]).text
    assert not mail.outbox
    assert waiting() == [(reason, story.pk)]
    assert AdviceRequest.objects.count() == 1


def test_a_token_of_the_structure_s_own_form_is_of_no_use(client, story, structure):
    send(client, story, jeton=stamp("contact", story.pk, time.time() - 60))
    assert waiting() == [("fast", story.pk)]


def test_what_waited_is_sent_with_its_story_named(client, story):
    send(client, story, age=0)
    message = ContactMessage.objects.get()
    assert transmit(message)
    [sent] = mail.outbox
    assert sent.to == [ADDRESS]
    assert "«\u202fUne fête\u202f»" in sent.body
    assert AdviceRequest.objects.count() == 1


def test_a_message_outlives_the_story_that_it_is_about(client, story):
    send(client, story, age=0)
    StoryPage.objects.get(pk=story.pk).delete()
    message = ContactMessage.objects.get()
    assert message.about is None
    assert transmit(message)
    assert mail.outbox[0].subject == "Message de Camille par l’annuaire"


@pytest.mark.ignore_template_errors
def test_the_coordination_sees_what_a_waiting_request_is_about(client, story):
    send(client, story, age=0)
    client.force_login(make_user("coordination@exemple.fr", groups=[Group.objects.get(name=COORDINATORS)]))
    listing = "/admin/snippets/directory/contactmessage/"
    decision = reverse("wagtail_bulk_action", args=["directory", "contactmessage", "transmettre"])
    message = ContactMessage.objects.get()
    for address in (listing, f"{listing}edit/{message.pk}/", f"{decision}?id={message.pk}"):
        assert "Une fête" in client.get(address).text, address


def test_a_mail_server_that_refuses_loses_nothing(client, story, monkeypatch):
    def broken(self, fail_silently=False):
        raise OSError("no route")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", broken)
    response = send(client, story)
    assert response["Location"].endswith("?relecture=1")
    assert waiting() == [("mail", story.pk)]
    assert AdviceRequest.objects.count() == 1
