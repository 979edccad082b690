"""Proposing a change to a part of a guide: the form, who may, what is refused and nothing of it lost."""

import json

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from wagtail.models import Locale, Page
from wagtail.test.utils.form_data import rich_text

from guides.amending.bodies import same
from guides.amending.forms import MOST_WAITING
from guides.models import Amendment, GuidePartPage
from portal.demo.builders import make_guide, make_user
from tests.guides.amending import NEW, OLD, REASON, amend, body_data, keepers, make_scene, proposal, propose_url, url_of
from tests.rooms import guides, make_private

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
LINK_TO_NO_NUMBER = json.dumps(  # as Draftail writes a link to a page
    {
        "blocks": [
            {
                "key": "a",
                "text": "mot",
                "type": "unstyled",
                "depth": 0,
                "inlineStyleRanges": [],
                "entityRanges": [{"offset": 0, "length": 3, "key": 0}],
            }
        ],
        "entityMap": {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"id": "abc"}}},
    }
)


@pytest.fixture
def scene(portal_site):
    return make_scene()


@pytest.fixture
def member(client, scene):
    client.force_login(scene.member)
    return client


def send(client, part, *args, **changes):
    return client.post(propose_url(part), proposal(part, *args, **changes))


def errors_of(response):
    form = response.context["form"]
    return " ".join(str(error) for errors in form.errors.values() for error in errors)


# -- Proposing --------------------------------------------------------------------------------------------------------
def test_the_form_is_the_editor_with_the_part_s_text(member, scene):
    response = member.get(propose_url(scene.part))
    assert response.status_code == 200
    assert same(response.context["form"].initial["body"], scene.part.body)
    soup = BeautifulSoup(response.text, "html.parser")
    block = soup.select_one("#body[data-block]")
    assert "La confiance suffit souvent" in block["data-w-block-arguments-value"]
    assert soup.select_one("input[name=reason]")["maxlength"] == "250"
    assert any("telepath/blocks.js" in script.get("src", "") for script in soup("script"))
    assert "title" not in response.context["form"].fields


def test_a_proposal_is_kept_beside_the_text_that_it_started_from(member, scene):
    response = send(member, scene.part)
    row = Amendment.objects.get()
    assert response.headers["Location"] == url_of(row)
    assert (row.part_id, row.author, row.reason, row.state) == (scene.part.pk, scene.member, REASON, "waiting")
    assert same(row.before, scene.part.body)
    assert "courrier" in str(row.body)
    assert OLD in str(scene.part.body[0].value)  # nothing of the page has changed
    assert not scene.part.has_unpublished_changes


def test_a_visitor_s_link_leads_to_the_form(client, scene):
    link = BeautifulSoup(client.get(scene.part.url).text, "html.parser").select_one(".proposer-partie a")
    assert link["href"] == propose_url(scene.part)
    assert "/connexion" in client.get(link["href"]).headers["Location"]


@pytest.mark.parametrize("text", [OLD, '<p data-block-key="abcde">La confiance suffit souvent.</p>'])
def test_nothing_changed_is_said_and_nothing_saved(member, scene, text):
    response = send(member, scene.part, text)
    assert "Vous n’avez rien changé" in errors_of(response)
    assert not Amendment.objects.exists()
    assert not mail.outbox


def test_formatting_alone_is_a_change(member, scene):
    assert send(member, scene.part, "<p>La <b>confiance</b> suffit souvent.</p>").status_code == 302


def test_what_somebody_published_meanwhile_is_not_taken_for_the_author_s_change(member, scene):
    data = proposal(scene.part)
    part = scene.part
    part.body = [("text", "<p>Tout autre chose.</p>")]
    part.save_revision().publish()
    member.post(propose_url(part), data)
    assert OLD in str(Amendment.objects.get().before[0].value)


def test_a_start_that_is_not_ours_counts_for_nothing(member, scene):
    send(member, scene.part, start="forgé")
    assert same(Amendment.objects.get().before, scene.part.body)


# -- Mail to the keeper -----------------------------------------------------------------------------------------------
def test_the_keeper_is_told(member, scene):
    scene.guide.title = "Partager\nBcc: tous@exemple.fr"
    send(member, scene.part)
    [sent] = mail.outbox
    assert sent.to == ["garde@exemple.fr"]
    assert sent.subject == "Une modification est proposée pour « Choisir sa formule »"
    for words in ("Dominique", "Partager", REASON, f"http://testserver{url_of(Amendment.objects.get())}"):
        assert words in sent.body
    assert sent.content_subtype == "plain"


def test_a_title_heads_no_other_line_of_the_mail(member, scene):
    GuidePartPage.objects.filter(pk=scene.part.pk).update(title="Choisir\r\nBcc: tous@exemple.fr")
    send(member, scene.part)
    assert mail.outbox[0].message()["Bcc"] is None
    assert mail.outbox[0].recipients() == ["garde@exemple.fr"]


@pytest.mark.parametrize("case", ["nobody", "closed account"])
def test_without_a_keeper_those_who_may_publish_are_told(member, scene, case):
    if case == "nobody":
        scene.guide.keeper = None
        scene.guide.save()
    else:
        scene.keeper.is_active = False
        scene.keeper.save()
    assert send(member, scene.part).status_code == 302
    told = {sent.to[0] for sent in mail.outbox}
    assert "coordination@exemple.fr" in told
    assert told <= {"coordination@exemple.fr", "garde@exemple.fr"}  # who keeps guides here may publish them too


def test_a_mail_that_cannot_leave_breaks_nothing(member, scene, monkeypatch, caplog):
    def broken(self, fail_silently=False):
        raise OSError("no route")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", broken)
    assert send(member, scene.part).status_code == 302
    assert Amendment.objects.count() == 1
    assert "could not be sent" in caplog.text


# -- Bad input --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reason": ""}, "Champ requis"),
        ({"reason": " \u2028 "}, "Champ requis"),
        ({"reason": "a" * 10_000}, "250"),
        ({"reason": "a\x00b"}, "nul"),
        ({"body-0-id": "a\x00b"}, "nul"),
        ({"body-1-value-text": "a\x00b"}, ""),
        ({"body-1-value-text": ""}, ""),
        ({"body-1-value-text": "a" * 10_000}, ""),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(member, scene, changes, words):
    response = send(member, scene.part, **changes)
    assert response.status_code == 200
    assert words in errors_of(response)
    assert not Amendment.objects.exists()
    soup = BeautifulSoup(response.text, "html.parser")
    assert soup.select_one("input[name=reason]").get("value", "") == changes.get("reason", REASON)
    assert "Un accord par courrier" in soup.select_one("#body")["data-w-block-arguments-value"]
    assert soup.select_one("input[name=start]")["value"]


@pytest.mark.parametrize(
    "changes",
    [
        {"body-count": "beaucoup"},
        {"body-count": "1000000000"},
        {"body-0-value": "{pas du JSON"},
        {"body-0-value": '{"blocks": 3}'},
        {"body-0-value": '["a"]'},
        {"body-0-order": "x"},
        {"body-0-type": "rich_text_of_another_site"},
        {"body-0-value": LINK_TO_NO_NUMBER},
    ],
)
def test_a_text_that_cannot_be_read_is_no_error_500(member, scene, changes):
    response = send(member, scene.part, **changes)
    if response.status_code == 302:  # what Wagtail itself leaves out
        assert member.get(url_of(Amendment.objects.get())).status_code == 200
        return
    assert response.status_code == 200
    assert "n’est pas lisible" in errors_of(response)
    assert not Amendment.objects.exists()
    soup = BeautifulSoup(response.text, "html.parser")
    assert soup.select_one("input[name=reason]")["value"] == REASON


def test_no_body_at_all_is_no_error_500(member, scene):
    assert member.post(propose_url(scene.part), {"reason": REASON}).status_code == 200
    assert not Amendment.objects.exists()


def test_a_text_without_end_is_refused(member, scene):
    response = send(member, scene.part, f"<p>{'mot ' * 20_000}</p>")
    assert "trop long" in errors_of(response)


def test_an_author_has_so_many_that_wait_and_no_more(member, scene):
    for number in range(MOST_WAITING):
        amend(scene, f"<p>Idée {number}.</p>")
    response = send(member, scene.part)
    assert "20 propositions à examiner" in errors_of(response)
    assert Amendment.objects.count() == MOST_WAITING
    Amendment.objects.first().delete()
    assert send(member, scene.part).status_code == 302


# -- Gone meanwhile ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("case", ["part unpublished", "guide unpublished", "private", "deleted"])
def test_a_part_that_is_gone_gives_back_what_was_written(member, scene, case):
    part, data = scene.part, proposal(scene.part)
    if case == "part unpublished":
        part.unpublish()
    elif case == "guide unpublished":
        scene.guide.unpublish()
    elif case == "private":
        make_private(scene.guide)
    else:
        part.delete()
    assert member.get(propose_url(part)).status_code == 404
    response = member.post(propose_url(part), data)
    assert response.status_code == 200
    assert "n’est plus publiée" in response.text
    assert "Un accord par courrier" in response.text
    assert REASON in response.text
    assert not Amendment.objects.exists()
    assert member.post(propose_url(part), data | {"start": "forgé"}).status_code == 404


@pytest.mark.parametrize("key", ["home", 0, 999_999, 10**30])
def test_a_forged_number_is_not_found(member, scene, key):
    key = Page.objects.get(depth=2, slug="accueil").pk if key == "home" else key
    address = f"/admin/guides/parties/{key}/proposer/"
    assert member.get(address).status_code == 404
    assert member.post(address, proposal(scene.part)).status_code == 404


def test_a_second_door_leads_to_the_part_itself(member, scene):
    other = make_guide(guides(), title="Un autre")
    alias = scene.part.create_alias(parent=other, update_slug="choisir")
    assert member.get(propose_url(alias)).headers["Location"] == propose_url(scene.part)


def test_a_translation_that_is_made_from_the_original_leads_to_it(member, scene):
    from wagtail_localize.models import Translation, TranslationSource

    english = Locale.objects.get(language_code="en")
    for page in (guides(), scene.guide, scene.part):
        translated = page.copy_for_translation(english)
        translated.save_revision().publish()
    assert member.get(propose_url(translated)).status_code == 200
    source, _made = TranslationSource.get_or_create_from_instance(scene.part)
    Translation.objects.create(source=source, target_locale=english)
    assert member.get(propose_url(translated)).headers["Location"] == propose_url(scene.part)


# -- Who --------------------------------------------------------------------------------------------------------------
def test_who_belongs_to_no_structure_proposes_nothing(client, scene):
    for user in (make_user("a@exemple.fr", groups=[keepers()]), make_user("b@exemple.fr")):
        client.force_login(user)
        assert client.get(propose_url(scene.part)).status_code in (302, 403)
        assert send(client, scene.part).status_code in (302, 403)
    assert not Amendment.objects.exists()


def test_the_coordination_proposes_too(client, scene):
    client.force_login(scene.coordinator)
    assert send(client, scene.part).status_code == 302


def test_the_csrf_token_is_asked_for(scene):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(scene.member)
    assert send(strict, scene.part).status_code == 403
    row = amend(scene)
    assert strict.post(url_of(row), {"withdraw": "1"}).status_code == 403


def test_body_data_is_what_the_editor_sends(scene):
    """The helper of these tests, so that « nothing changed » means something."""
    data = body_data(scene.part, NEW, ("text", rich_text("<p>Fin.</p>")))
    assert data["body-count"] == "3"
    assert data["body-1-id"] == scene.part.body[1].id
