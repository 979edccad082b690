"""What becomes of a proposal: accepted, taken up, declined, withdrawn; and nothing that somebody wrote is lost."""

import threading

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from guides.amending import decide
from guides.amending.bodies import same, state_of
from guides.models import Amendment, GuideChange
from portal.demo.builders import make_user
from portal.search.models import Entry
from tests.guides.amending import NEW, OLD, REASON, amend, decision, give, keepers, make_scene, make_site_again, url_of

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


@pytest.fixture
def scene(portal_site):
    return make_scene()


@pytest.fixture
def row(scene):
    return amend(scene)


@pytest.fixture
def keeper(client, scene):
    client.force_login(scene.keeper)
    return client


def take(client, scene, row, gesture, **changes):
    return client.post(url_of(row), decision(scene, gesture, **changes), follow=True)


def state_and_answer(row):
    row.refresh_from_db()
    return row.state, row.answer


def first_text(page):
    return str(page.body[0].value)


def write_meanwhile(scene, text="<p>Un autre texte, paru entre-temps.</p>"):
    part = scene.part
    part.body = [("text", text)]
    part.save_revision(user=scene.coordinator).publish()


def draft_meanwhile(scene):
    part = scene.part
    part.title = "Un titre en brouillon"
    return part.save_revision(user=scene.coordinator)


# -- Accepted ---------------------------------------------------------------------------------------------------------
def test_what_is_accepted_is_published_and_told(keeper, scene, row):
    page = keeper.get(url_of(row))
    assert page.context["form"].initial["note"] == REASON
    assert "confirmed" not in page.context["form"].fields
    response = take(keeper, scene, row, "accept", note=" Un écrit\nvaut mieux. ", answer="Merci !")
    assert "acceptée, et la partie publiée" in response.text
    assert "courrier" in first_text(scene.part)
    assert "courrier" in keeper.get(scene.part.url).text
    assert len(scene.part.body) == 2
    assert list(GuideChange.objects.values_list("part", "reason")) == [("Choisir sa formule", "Un écrit vaut mieux.")]
    assert Entry.objects.get(page_id=scene.guide.pk).data["version"] == 2
    assert state_and_answer(row) == ("accepted", "Merci !")
    assert row.decided_by == scene.keeper
    assert scene.part.get_latest_revision().user == scene.keeper


def test_an_emptied_note_tells_readers_nothing(keeper, scene, row):
    take(keeper, scene, row, "accept", note="")
    assert "courrier" in first_text(scene.part)
    assert not GuideChange.objects.exists()


def test_the_author_is_told(keeper, scene, row):
    take(keeper, scene, row, "accept", answer="Merci <b>à vous</b> !")
    [sent] = mail.outbox
    assert sent.to == ["membre@exemple.fr"]
    assert sent.subject == "Votre proposition pour « Choisir sa formule »"
    for words in ("est acceptée", "Merci <b>à vous</b> !", "Partager", f"http://testserver{url_of(row)}"):
        assert words in sent.body


def test_a_mail_that_cannot_leave_does_not_undo_the_decision(keeper, scene, row, monkeypatch, caplog):
    def broken(self, fail_silently=False):
        raise OSError("no route")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", broken)
    take(keeper, scene, row, "accept")
    assert state_and_answer(row)[0] == "accepted"
    assert "could not be sent" in caplog.text


def test_an_author_whose_account_is_gone_is_no_obstacle(keeper, scene, row):
    scene.member.delete()
    assert "compte est fermé" in keeper.get(url_of(row)).text
    take(keeper, scene, row, "accept")
    assert state_and_answer(row)[0] == "accepted"
    assert not mail.outbox


def test_what_the_part_says_already_is_accepted_without_a_publication(keeper, scene, row):
    write_meanwhile(scene)
    part = scene.part
    part.body = row.body
    part.save_revision().publish()
    before = scene.part.live_revision_id
    assert "dit déjà ce qui est proposé" in keeper.get(url_of(row)).text
    assert "rien n’a été publié" in take(keeper, scene, row, "accept").text
    assert scene.part.live_revision_id == before
    assert not GuideChange.objects.exists()


# -- Somebody else's work ---------------------------------------------------------------------------------------------
def test_a_part_that_has_changed_since_is_not_written_over_in_silence(keeper, scene, row):
    write_meanwhile(scene)
    html = keeper.get(url_of(row)).text
    assert "Cette partie a changé depuis la proposition" in html
    assert html.index("Changé depuis la proposition") < html.index("De la partie d’aujourd’hui à la proposition")
    assert "entre-temps" in BeautifulSoup(html, "html.parser").find("ins").text
    response = take(keeper, scene, row, "accept", note="Ma note", answer="Ma réponse")
    assert "cochez la case" in response.text
    assert "entre-temps" in first_text(scene.part)
    assert state_and_answer(row)[0] == "waiting"
    soup = BeautifulSoup(response.text, "html.parser")
    assert soup.select_one("[name=note]").text.strip() == "Ma note"
    assert soup.select_one("[name=answer]").text.strip() == "Ma réponse"
    take(keeper, scene, row, "accept", confirmed="on")
    assert "courrier" in first_text(scene.part)


def test_what_is_published_while_one_decides_is_shown_first(keeper, scene, row):
    values = decision(scene, "accept", confirmed="on")
    write_meanwhile(scene)
    response = keeper.post(url_of(row), values)
    assert "vient de changer" in response.text
    assert "entre-temps" in first_text(scene.part)
    soup = BeautifulSoup(response.text, "html.parser")
    assert soup.select_one("[name=seen]")["value"] == state_of(scene.part)
    keeper.post(url_of(row), values | {"seen": state_of(scene.part)})
    assert "courrier" in first_text(scene.part)


@pytest.mark.parametrize("gesture", ["accept", "edit"])
def test_a_draft_that_waits_is_not_left_behind_in_silence(keeper, scene, row, gesture):
    draft = draft_meanwhile(scene)
    html = keeper.get(url_of(row)).text
    assert "Un brouillon de cette page attend" in html
    assert "coordination@exemple.fr" in html
    assert "cochez la case" in take(keeper, scene, row, gesture).text
    assert scene.part.latest_revision_id == draft.pk
    take(keeper, scene, row, gesture, confirmed="on")
    assert state_and_answer(row)[0] == ("accepted" if gesture == "accept" else "edited")
    assert scene.part.title == "Choisir sa formule"  # what nobody approved is not published with it
    assert scene.part.revisions.filter(pk=draft.pk).exists()


def test_a_part_that_somebody_locked_is_not_changed(keeper, scene, row):
    part = scene.part
    part.locked, part.locked_by, part.locked_at = True, scene.coordinator, timezone.now()
    part.save()
    html = keeper.get(url_of(row)).text
    assert "verrouillée" in html
    assert 'name="accept"' not in html
    for gesture in ("accept", "edit"):
        assert "rien n’a été changé" in take(keeper, scene, row, gesture).text
    take(keeper, scene, row, "decline", answer="Plus tard.")
    assert state_and_answer(row) == ("declined", "Plus tard.")
    assert OLD in first_text(scene.part)


def test_a_part_taken_down_is_not_put_back_by_accepting(keeper, scene, row):
    scene.part.unpublish()
    html = keeper.get(url_of(row)).text
    assert "n’est plus publiée" in html
    assert 'name="accept"' not in html
    assert "n’est plus publiée" in take(keeper, scene, row, "accept").text
    assert not scene.part.live
    take(keeper, scene, row, "edit")
    assert state_and_answer(row)[0] == "edited"
    assert not scene.part.live
    assert "courrier" in first_text(scene.part.get_latest_revision_as_object())


def test_a_proposal_goes_with_its_part(keeper, scene, row):
    scene.part.delete()
    assert keeper.get(url_of(row)).status_code == 404
    assert keeper.post(url_of(row), {"accept": "1"}).status_code == 404


# -- Taken up, declined, withdrawn ------------------------------------------------------------------------------------
def test_what_is_taken_up_waits_in_the_editor_with_its_reason(keeper, scene, row):
    response = keeper.post(url_of(row), decision(scene, "edit", answer="Je retouche."))
    assert response.headers["Location"] == reverse("wagtailadmin_pages:edit", args=[scene.part.pk])
    assert OLD in first_text(scene.part)
    draft = scene.part.get_latest_revision_as_object()
    assert same(draft.body, row.body)
    assert draft.change_note == REASON
    assert state_and_answer(row) == ("edited", "Je retouche.")
    assert "reprise dans un brouillon" in mail.outbox[0].body
    scene.part.get_latest_revision().publish()
    assert GuideChange.objects.get().reason == REASON


def test_declining_says_why(keeper, scene, row):
    response = take(keeper, scene, row, "decline", note="Ma note")
    assert "Dites pourquoi" in response.text
    assert "Ma note" in response.text
    assert state_and_answer(row)[0] == "waiting"
    assert "refusée" in take(keeper, scene, row, "decline", answer="C’est déjà dit plus bas.").text
    assert state_and_answer(row) == ("declined", "C’est déjà dit plus bas.")
    assert "C’est déjà dit plus bas." in mail.outbox[0].body
    assert OLD in first_text(scene.part)


def test_an_author_takes_back_what_waits(client, scene, row):
    client.force_login(scene.member)
    assert 'name="withdraw"' in client.get(url_of(row)).text
    assert "est retirée" in client.post(url_of(row), {"withdraw": "1"}, follow=True).text
    assert state_and_answer(row)[0] == "withdrawn"
    assert not mail.outbox
    assert 'name="withdraw"' not in client.get(url_of(row)).text
    client.force_login(scene.keeper)
    assert "déjà retirée, par Dominique" in take(client, scene, row, "accept").text


def test_nobody_takes_back_another_s(keeper, scene, row):
    assert "Seule la personne" in keeper.post(url_of(row), {"withdraw": "1"}, follow=True).text
    assert state_and_answer(row)[0] == "waiting"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"answer": "a" * 10_000}, "1000"),
        ({"note": "a" * 10_000}, "250"),
        ({"answer": "a\x00b"}, "nul"),
        ({"note": "a\x00b"}, "nul"),
    ],
)
def test_what_is_too_long_or_unreadable_is_said_and_kept(keeper, scene, row, changes, words):
    response = take(keeper, scene, row, "accept", **{"answer": "Bien vu", **changes})
    errors = BeautifulSoup(response.text, "html.parser").select(".w-field__errors")
    assert words in " ".join(error.get_text(" ", strip=True) for error in errors)
    assert state_and_answer(row)[0] == "waiting"
    [text] = changes.values()
    assert text in response.text.replace("\ufffd", "\x00")


def test_enter_decides_nothing(keeper, scene, row):
    response = keeper.post(url_of(row), {"note": "Ma note", "answer": "", "seen": ""})
    assert "Choisissez par un bouton" in response.text
    assert "Ma note" in response.text
    form = BeautifulSoup(keeper.get(url_of(row)).text, "html.parser").select_one(".difference-decision")
    assert form.select_one("button").get("name") is None


# -- Who --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["keeper", "coordinator", "administrator"])
def test_nobody_decides_on_their_own_proposal(client, scene, name):
    person = getattr(scene, name, None) or make_user("admin@exemple.fr", is_superuser=True)
    row = amend(scene, author=person)
    client.force_login(person)
    assert client.get(url_of(row)).context["form"] is None
    for gesture in ("accept", "edit", "decline"):
        assert take(client, scene, row, gesture, answer="Oui").status_code == 403
    with pytest.raises(decide.Refusal):
        decide.accept(row.pk, person, note="", answer="", seen=state_of(scene.part), confirmed=True)
    assert state_and_answer(row)[0] == "waiting"


def test_an_author_who_is_only_a_member_decides_nothing(client, scene, row):
    client.force_login(scene.member)
    for gesture in ("accept", "edit", "decline"):
        assert take(client, scene, row, gesture, answer="Oui").status_code == 403
    assert OLD in first_text(scene.part)


def test_the_coordination_decides_on_any(client, scene, row):
    client.force_login(scene.coordinator)
    take(client, scene, row, "accept")
    assert "courrier" in first_text(scene.part)


@pytest.fixture
def powerless(client, scene):
    """A keeper who has no right on the guide's pages."""
    person = make_user("sans-droit@exemple.fr", groups=[keepers()])
    scene.guide.keeper = person
    scene.guide.save()
    client.force_login(person)
    return client


def test_a_keeper_who_may_not_publish_sends_a_draft_to_be_read_over(powerless, scene, row):
    html = powerless.get(url_of(row)).text
    assert "un brouillon part en relecture" in html
    assert 'name="edit"' not in html
    assert "un brouillon attend la relecture" in take(powerless, scene, row, "accept").text
    part = scene.part
    assert OLD in first_text(part)
    assert part.workflow_in_progress
    assert "courrier" in first_text(part.get_latest_revision_as_object())
    assert not GuideChange.objects.exists()
    part.current_workflow_task.on_action(part.current_workflow_task_state, scene.coordinator, "approve")
    assert "courrier" in first_text(scene.part)
    assert GuideChange.objects.get().reason == REASON


def test_a_keeper_without_rights_does_not_write_drafts(powerless, scene, row):
    assert "pas le droit de modifier" in take(powerless, scene, row, "edit").text
    assert state_and_answer(row)[0] == "waiting"
    assert not scene.part.has_unpublished_changes


def test_a_keeper_who_edits_without_publishing_may_take_it_up(client, scene, row):
    person = make_user("edite@exemple.fr", groups=[keepers()])
    give(person, scene.guide, "change_page")
    scene.guide.keeper = person
    scene.guide.save()
    client.force_login(person)
    assert 'name="edit"' in client.get(url_of(row)).text
    assert client.post(url_of(row), decision(scene, "edit")).status_code == 302
    assert not scene.part.workflow_in_progress
    assert client.get(reverse("wagtailadmin_pages:edit", args=[scene.part.pk])).status_code == 200


# -- Two at once ------------------------------------------------------------------------------------------------------
def test_the_second_is_told_who_decided(client, scene, row):
    values = decision(scene, "decline", answer="Non.")
    client.force_login(scene.keeper)
    take(client, scene, row, "accept")
    client.force_login(scene.coordinator)
    response = client.post(url_of(row), values, follow=True)
    assert "Cette proposition est déjà acceptée, par Camille Blanc" in response.text
    assert response.context["form"] is None
    assert state_and_answer(row)[0] == "accepted"
    assert len(mail.outbox) == 1
    assert OLD.removeprefix("<p>").removesuffix("</p>") not in first_text(scene.part)


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_of_two_decisions_at_the_same_moment_one_counts():
    make_site_again()
    scene = make_scene()
    row, seen = amend(scene), state_of(scene.part)
    start, told = threading.Barrier(2), []

    def accept(person):
        try:
            start.wait(20)
            decide.accept(row.pk, person, note=REASON, answer="", seen=seen, confirmed=False)
            told.append("")
        except decide.TooLate as late:
            told.append(str(late))
        finally:
            connection.close()

    threads = [threading.Thread(target=accept, args=[person]) for person in (scene.keeper, scene.coordinator)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(told)[0] == ""
    assert "déjà acceptée" in sorted(told)[1]
    assert GuideChange.objects.count() == 1
    assert Amendment.objects.get().state == "accepted"
    assert NEW.removeprefix("<p>").removesuffix("</p>") in first_text(scene.part)
