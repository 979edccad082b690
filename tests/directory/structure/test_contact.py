"""Writing to a structure: what leaves, what waits, what is refused, and what nobody sees."""

import time

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.template import engines
from django.urls import reverse
from django.utils import timezone

from directory.contact import relay
from directory.contact.forms import ContactForm
from directory.models import ContactMessage
from portal.core.visitors.stamp import MAX_SECONDS, is_too_fast, stamp
from portal.demo.builders import make_member, make_structure, make_user
from portal.editorial.roles import COORDINATORS
from tests.rooms import directory, make_private

pytestmark = pytest.mark.django_db
ADDRESS = "atelier@remise.example"
PER_HOUR, TRAP = ContactForm.per_hour, ContactForm.trap


@pytest.fixture
def structure(portal_site):
    return make_structure(directory(), title="La Remise", email=ADDRESS)


def url_of(structure):
    return f"{structure.url}ecrire/"


def values(structure, *, age=60, **changes):
    token = stamp("contact", structure.pk, time.time() - age)
    return {"name": "Camille", "email": "camille@exemple.fr", "text": "Bonjour,\nà bientôt ?", "jeton": token} | changes


def send(client, structure, follow=True, **changes):
    return client.post(url_of(structure), values(structure, **changes), follow=follow)


def waiting():
    return list(ContactMessage.objects.values_list("reason", "state"))


def error_of(response):
    return BeautifulSoup(response.text, "html.parser").select_one(".errorlist, .alerte").get_text(strip=True)


# -- Sent -------------------------------------------------------------------------------------------------------------
def test_a_message_leaves_at_once_and_is_not_kept(client, structure):
    response = send(client, structure)
    assert response.redirect_chain == [(f"{url_of(structure)}merci/", 302)]
    assert "vient de partir vers La Remise" in response.text
    [sent] = mail.outbox
    assert sent.to == [ADDRESS]
    assert sent.reply_to == ["camille@exemple.fr"]
    assert sent.from_email.startswith("ne-pas-repondre@")
    assert sent.subject == "Message de Camille par l’annuaire"
    assert sent.content_subtype == "plain"
    assert not hasattr(sent, "alternatives")
    for words in ("Bonjour,\nà bientôt ?", "camille@exemple.fr", "«\u202fLa Remise\u202f»", structure.full_url):
        assert words in sent.body
    assert not ContactMessage.objects.exists()


def test_the_form_works_without_scripts_and_shows_no_address(client, structure):
    response = client.get(url_of(structure))
    soup = BeautifulSoup(response.text, "html.parser")
    assert ADDRESS not in response.text
    form = soup.select_one("main form")
    names = {field["name"] for field in form.select("[name]")}
    assert names == {"csrfmiddlewaretoken", "name", "email", "text", "jeton", TRAP}
    for field in form.select("input:not([type=hidden]), textarea"):
        assert form.select_one(f"label[for={field['id']}]"), field
    assert form.select_one(f"[name={TRAP}]")["tabindex"] == "-1"
    assert "no-store" in response.headers["Cache-Control"]
    assert ADDRESS not in client.get(structure.url).text


def test_markup_is_sent_as_text(client, structure):
    send(client, structure, text="<b>Bonjour</b> & <script>alert(1)</script>")
    assert "<b>Bonjour</b> & <script>alert(1)</script>" in mail.outbox[0].body


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\u2028", "\x0b", "\x85"])
def test_a_name_starts_no_other_header(client, structure, end):
    send(client, structure, name=f"Camille{end}Bcc: tous@exemple.fr{end}{end}Corps")
    [sent] = mail.outbox
    assert sent.subject == "Message de Camille Bcc: tous@exemple.fr Corps par l’annuaire"
    head = sent.message().as_string().split("\n\n")[0]
    assert "\nBcc:" not in head
    assert sent.recipients() == [ADDRESS]


@pytest.mark.parametrize(
    "email", ["a@exemple.fr\r\nBcc: b@exemple.fr", "a@exemple.fr\nX: y", "a@exemple.fr,b@exemple.fr"]
)
def test_an_e_mail_starts_no_other_header(client, structure, email):
    response = send(client, structure, email=email)
    assert response.status_code == 200
    assert error_of(response)
    assert not mail.outbox


def test_the_name_of_a_structure_heads_nothing(client, structure):
    structure.title = "La\rRemise\nBcc: x"
    structure.save()
    send(client, structure)
    assert mail.outbox[0].recipients() == [ADDRESS]
    assert mail.outbox[0].message()["Bcc"] is None


# -- Refused, and said ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "Champ requis"),
        ({"name": "\u2028\x01"}, "nom"),
        ({"email": "camille"}, "e-mail valide|courriel valide|e-mail valable"),
        ({"text": "  "}, "Champ requis"),
        ({"text": "a" * 10_000}, "Votre message fait 10000 signes"),
        ({"text": "a\x00b"}, "nul"),
        ({"name": "a" * 121}, "120"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(client, structure, changes, words):
    response = send(client, structure, **changes)
    assert response.status_code == 200
    assert any(word in response.text for word in words.split("|")), error_of(response)
    kept = BeautifulSoup(response.text, "html.parser").select_one("input[name=email]")["value"]
    assert kept == changes.get("email", "camille@exemple.fr")
    assert not mail.outbox
    assert not ContactMessage.objects.exists()


def test_a_long_message_is_given_back_whole(client, structure):
    text = "mot " * 2500
    soup = BeautifulSoup(send(client, structure, text=text).text, "html.parser")
    assert soup.textarea.text.strip() == text.strip()


def test_a_form_left_open_too_long_can_be_sent_again(client, structure):
    response = send(client, structure, age=MAX_SECONDS + 10)
    assert "resté ouvert trop longtemps" in response.text
    assert not mail.outbox
    token = BeautifulSoup(response.text, "html.parser").select_one("input[name=jeton]")["value"]
    assert is_too_fast(token, "contact", structure.pk, ContactForm.min_seconds, now=time.time() + 5) is False


def test_a_form_shown_again_keeps_the_moment_at_which_it_was_opened(client, structure):
    posted = values(structure, name="")
    response = client.post(url_of(structure), posted)
    token = BeautifulSoup(response.text, "html.parser").select_one("input[name=jeton]")["value"]
    assert token == posted["jeton"]


def test_without_e_mail_nobody_can_write(client, portal_site):
    page = make_structure(directory(), title="Le Rucher")
    assert "ecrire/" not in client.get(page.url).text
    assert client.get(url_of(page)).status_code == 404
    assert client.post(url_of(page), values(page)).status_code == 404


@pytest.mark.parametrize("status", ["closed", "draft", "private"])
def test_nobody_writes_to_a_structure_that_cannot_be_seen_or_is_gone(client, structure, status):
    if status == "closed":
        structure.status = status
        structure.save()
    elif status == "draft":
        structure.unpublish()
    else:
        make_private(structure)
    for address in (url_of(structure), f"{url_of(structure)}merci/"):
        assert client.get(address).status_code == 404
    assert client.post(url_of(structure), values(structure)).status_code == 404
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
def test_a_suspicious_message_waits_for_somebody(client, structure, changes, reason):
    response = send(client, structure, **changes)
    assert "La coordination le relira" in response.text
    assert not mail.outbox
    assert waiting() == [(reason, "waiting")]


def test_two_links_are_not_suspicious(client, structure):
    send(client, structure, text="http://a.fr et https://b.fr")
    assert len(mail.outbox) == 1


def test_a_token_of_another_structure_is_of_no_use(client, structure):
    other = make_structure(directory(), title="Le Rucher", email="b@exemple.fr")
    send(client, structure, jeton=stamp("contact", other.pk, time.time() - 60))
    assert waiting() == [("fast", "waiting")]


def test_a_mail_server_that_refuses_loses_nothing(client, structure, monkeypatch):
    def broken(self, fail_silently=False):
        raise OSError("no route")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", broken)
    assert "La coordination le relira" in send(client, structure).text
    assert waiting() == [("mail", "waiting")]


def test_the_csrf_token_is_asked_for(structure):
    from django.test import Client

    response = Client(enforce_csrf_checks=True).post(url_of(structure), values(structure))
    assert response.status_code == 403
    assert not mail.outbox


# -- Rate -------------------------------------------------------------------------------------------------------------
def test_five_messages_an_hour_from_one_address(client, structure):
    for number in range(PER_HOUR):
        assert send(client, structure, email=f"c{number}@exemple.fr").status_code == 200
    response = send(client, structure, email="autre@exemple.fr")
    assert response.status_code == 429
    assert "Pas plus de 5 messages par heure" in response.text
    assert len(mail.outbox) == PER_HOUR
    other = client.post(url_of(structure), values(structure, email="autre@exemple.fr"), REMOTE_ADDR="192.0.2.9")
    assert other.status_code == 302


def test_five_messages_an_hour_from_one_e_mail_whatever_the_network(client, structure):
    answers = [
        client.post(url_of(structure), values(structure, email=email), REMOTE_ADDR=f"192.0.2.{number}").status_code
        for number, email in enumerate(["camille@exemple.fr", "Camille@Exemple.fr"] * 3)
    ]
    assert answers == [302] * 5 + [429]


def test_a_message_with_mistakes_does_not_count(client, structure):
    for _number in range(PER_HOUR + 2):
        send(client, structure, name="")
    assert send(client, structure).redirect_chain


# -- Moderation -------------------------------------------------------------------------------------------------------
def message(structure, **changes):
    given = {"sender_name": "Camille", "sender_email": "camille@exemple.fr", "text": "Bonjour", "reason": "links"}
    return ContactMessage.objects.create(structure=structure, **(given | changes))


@pytest.fixture
def coordinator(portal_site, monkeypatch):
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")
    group = Group.objects.get(name=COORDINATORS)
    for verb in ("view", "change"):  # what portal/editorial/roles.py gives
        group.permissions.add(Permission.objects.get(codename=f"{verb}_contactmessage"))
    return make_user("coordination@exemple.fr", groups=[group])


LIST = "/admin/snippets/directory/contactmessage/"


def decision(name, *messages):
    ids = "&".join(f"id={row.pk}" for row in messages)
    return f"{reverse('wagtail_bulk_action', args=['directory', 'contactmessage', name])}?{ids}&next={LIST}"


@pytest.mark.ignore_template_errors
def test_the_coordination_sends_a_waiting_message_on(client, structure, coordinator):
    row = message(structure)
    client.force_login(coordinator)
    assert "Camille" in client.get(LIST).text
    assert "Bonjour" in client.get(f"{LIST}edit/{row.pk}/").text
    address = decision("transmettre", row)
    assert "Bonjour" in client.get(address).text
    assert not mail.outbox
    assert client.post(address).status_code == 302
    row.refresh_from_db()
    assert row.state == "sent"
    assert row.treated_at
    assert [sent.to for sent in mail.outbox] == [[ADDRESS]]
    client.post(address)
    assert len(mail.outbox) == 1


@pytest.mark.ignore_template_errors
def test_the_coordination_refuses_several_at_once(client, structure, coordinator):
    rows = [message(structure), message(structure, sender_name="Robot")]
    client.force_login(coordinator)
    assert client.post(decision("refuser", *rows)).status_code == 302
    assert set(ContactMessage.objects.values_list("state", flat=True)) == {"refused"}
    assert not mail.outbox


@pytest.mark.ignore_template_errors
def test_a_message_is_neither_written_nor_changed_by_hand(client, structure, coordinator):
    row = message(structure)
    client.force_login(coordinator)
    assert client.get(f"{LIST}add/").status_code in (302, 403)
    client.post(f"{LIST}edit/{row.pk}/", {"text": "Autre chose"})
    row.refresh_from_db()
    assert row.text == "Bonjour"


@pytest.mark.ignore_template_errors
def test_members_and_visitors_see_no_message(client, structure, coordinator):
    row = message(structure)
    address = decision("transmettre", row)
    for user in (None, make_member(structure, "membre@exemple.fr")):
        if user:
            client.force_login(user)
        assert client.get(LIST).status_code in (302, 403)
        client.post(address)
        row.refresh_from_db()
        assert row.state == "waiting", user
    assert not mail.outbox


@pytest.mark.ignore_template_errors
def test_no_chooser_of_the_admin_shows_messages(client, structure, coordinator):
    row = message(structure)
    for user in (make_member(structure, "membre@exemple.fr"), coordinator):
        client.force_login(user)
        for address in ("", "results/", f"chosen/{row.pk}/", f"chosen-multiple/?id={row.pk}"):
            assert client.get(f"/admin/snippets/choose/directory/contactmessage/{address}").status_code == 404


def test_a_message_to_a_structure_without_e_mail_stays(structure):
    row = message(structure)
    structure.email = ""
    structure.save()
    row.refresh_from_db()
    assert relay.transmit(row) is False
    assert waiting() == [("links", "waiting")]


def test_treated_messages_are_erased_after_a_month(structure):
    old, recent, still = message(structure), message(structure), message(structure)
    now = timezone.now()
    for row, days in ((old, 31), (recent, 29)):
        row.state, row.treated_at = "refused", now - timezone.timedelta(days=days)
        row.save()
    relay.forget_old(now)
    assert set(ContactMessage.objects.all()) == {recent, still}
