"""The screens of the admin: from an address or a file to the journal; who sees what."""

import functools

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agenda.coming_in import subscribing, views
from agenda.coming_in.subscribing import BIG
from agenda.models import EventPage, Feed, NotSameEvent
from portal.core.models import Commune
from portal.demo.builders import make_event, make_member, make_structure, make_user
from portal.editorial.roles import COORDINATORS
from tests.agenda.coming_in.calendars import calendar, make_feed, read, vevent
from tests.agenda.coming_in.conftest import fetch_here
from tests.rooms import directory, in_hours

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


@pytest.fixture
def structure(portal_site):
    return make_structure(directory(), title="Le Fil")


@pytest.fixture
def stranger_structure(portal_site):
    return make_structure(directory(), title="La Navette")


@pytest.fixture
def member(client, structure):
    client.force_login(make_member(structure, "membre@exemple.fr"))
    return client


@pytest.fixture
def coordinator(client, portal_site):
    client.force_login(make_user("coordination@exemple.fr", groups=[Group.objects.get(name=COORDINATORS)]))
    return client


def address(name, *args):
    return reverse(f"agenda_feeds:{name}", args=args)


def upload(client, structure, content, **values):
    data = {"structure": structure.pk, "name": "Agenda", "url": "", "file": SimpleUploadedFile("a.ics", content)}
    return client.post(address("add"), data | values, follow=True)


def choices(feed, **values):
    return {
        "name": feed.name,
        "structure": feed.structure_id or "",
        "visibility": "public",
        "rule": "local",
        "interval": 12,
    } | values


def test_from_a_file_to_the_journal(member, structure):
    response = upload(member, structure, calendar(vevent(), vevent("RRULE:FREQ=SECONDLY", uid="b", title="Bombe")))
    feed = Feed.objects.get()
    assert response.redirect_chain[-1][0] == address("preview", feed.pk)
    for words in ("Rien n’est encore écrit", "Repair café", "Bombe", "seconde, minute ou heure"):
        assert words in response.text
    assert EventPage.objects.count() == 0
    gap = Commune.objects.get(name="Gap")
    response = member.post(address("preview", feed.pk), choices(feed, commune=gap.pk), follow=True)
    assert "Rien n’est encore écrit" in response.text
    response = member.post(address("preview", feed.pk), choices(feed, commune=gap.pk, subscribe="1"), follow=True)
    assert "Nouveau : 1, refusé : 1." in response.text
    page = EventPage.objects.get()
    assert (page.commune, page.live, page.workflow_in_progress, page.get_parent().pk) == (
        gap,
        False,
        True,
        structure.pk,
    )
    feed.refresh_from_db()
    assert (feed.content, feed.created_by.email, feed.next_run_at) == (None, "membre@exemple.fr", None)
    response = member.get(address("run", feed.pk, feed.runs.get().pk))
    assert "Bombe" in response.text
    response = member.get(address("run", feed.pk, feed.runs.get().pk) + "?action=new")
    assert "Bombe" not in response.text
    newer = SimpleUploadedFile("b.ics", calendar(vevent(title="Grand repair café")))
    response = member.post(address("upload", feed.pk), {"file": newer}, follow=True)
    assert "Modifié : 1" in response.text


def test_from_an_address(member, structure, server, monkeypatch):
    monkeypatch.setattr(subscribing, "fetch", fetch_here)
    monkeypatch.setattr(views, "read_now", functools.partial(views.read_now, is_allowed=lambda address: True))
    server.answers["/a.ics"] = (200, {}, calendar(vevent()))
    data = {"structure": structure.pk, "name": "Agenda", "url": f"{server.url}/a.ics"}
    member.post(address("add"), data)
    feed = Feed.objects.get()
    member.post(address("preview", feed.pk), choices(feed, subscribe="1"))
    server.answers["/a.ics"] = (200, {}, calendar(vevent(), vevent(uid="b", title="Bal")))
    response = member.post(address("refresh", feed.pk), follow=True)
    assert "Nouveau : 1, inchangé : 1." in response.text
    response = member.post(address("pause", feed.pk), follow=True)
    assert "En pause" in response.text
    server.answers.clear()
    assert "pas, ou plus, de calendrier" in member.post(address("refresh", feed.pk), follow=True).text
    response = member.post(address("settings", feed.pk), choices(feed, interval=24, rule="feed"), follow=True)
    feed.refresh_from_db()
    assert (feed.interval, feed.rule, feed.is_active) == (24, "feed", False)
    assert "1 à 168" in member.get(address("settings", feed.pk)).text
    assert member.get(address("drop", feed.pk)).status_code == 200
    member.post(address("drop", feed.pk))
    assert (Feed.objects.count(), EventPage.objects.count()) == (0, 2)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"url": "http://127.0.0.1/a.ics"}, "pas un site public"),
        ({"url": "file:///etc/passwd"}, "doit commencer par"),
        ({"url": ""}, "Donnez une adresse ou un fichier"),
        ({"url": "", "file": SimpleUploadedFile("a.ics", b"bonjour")}, "pas un calendrier"),
        ({"url": "", "file": SimpleUploadedFile("a.ics", bytes(1024 * 1024 + 1))}, "plus de 1 Mo"),
        ({"url": "http://exemple.fr/", "structure": "abc"}, "Sélectionnez un choix valide"),
    ],
)
def test_what_cannot_be_followed_is_said_in_the_form(member, structure, values, words):
    for file in filter(None, [values.get("file")]):
        file.seek(0)
    response = member.post(address("add"), {"structure": structure.pk, "name": "Agenda"} | values)
    assert (response.status_code, Feed.objects.count()) == (200, 0)
    assert words in response.text


def test_a_member_sees_and_makes_the_feeds_of_their_structures_only(member, structure, stranger_structure):
    mine, theirs = make_feed(structure, name="Le mien"), make_feed(stranger_structure, name="Le leur")
    text = member.get(address("index")).text
    assert "Le mien" in text
    assert "Le leur" not in text
    for name in ("feed", "settings", "preview", "drop"):
        assert member.get(address(name, theirs.pk)).status_code == 404
    for name in ("refresh", "pause", "approve", "upload", "drop"):
        assert member.post(address(name, theirs.pk)).status_code == 404
    run = read(theirs, vevent())
    assert member.get(address("run", mine.pk, run.pk)).status_code == 404
    response = upload(member, stranger_structure, calendar(vevent()))
    assert "Sélectionnez un choix valide" in response.text
    assert Feed.objects.count() == 2
    member.post(address("settings", mine.pk), choices(mine, structure=stranger_structure.pk))
    mine.refresh_from_db()
    assert mine.structure == structure


def test_a_member_does_not_publish_without_review(member, structure):
    feed = make_feed(structure, is_approved=False)
    member.post(address("approve", feed.pk))
    feed.refresh_from_db()
    assert not feed.is_approved
    assert "Approuver" not in member.get(address("feed", feed.pk)).text
    assert member.get(address("pairs")).status_code == 302


def test_a_coordinator_sees_all_feeds_and_approves_them(coordinator, structure):
    feed = make_feed(structure, is_approved=False)
    read(feed, vevent())
    assert "Le Fil" in coordinator.get(address("index")).text
    assert "1 événement attend" in coordinator.get(address("feed", feed.pk)).text
    response = coordinator.post(address("approve", feed.pk), follow=True)
    assert "Publiés : 1" in response.text
    assert EventPage.objects.get().live
    response = coordinator.post(address("approve", feed.pk), follow=True)
    assert "attendra une relecture" in response.text


def test_people_without_a_structure_and_strangers_are_sent_away(client, portal_site):
    assert client.get(address("index")).status_code == 302
    client.force_login(make_user("seule@exemple.fr"))
    assert client.get(address("index")).status_code == 302


def test_what_acts_answers_to_post_only(coordinator, structure):
    feed = make_feed(structure)
    for name in ("refresh", "pause", "approve", "upload"):
        assert coordinator.get(address(name, feed.pk)).status_code == 405
    assert coordinator.get(address("unite", 1, 2)).status_code == 405
    assert coordinator.get(address("two", 1, 2)).status_code == 405


def test_a_big_calendar_is_left_to_the_worker(member, structure):
    upload(member, structure, calendar(*(vevent(uid=str(number)) for number in range(BIG + 1))))
    feed = Feed.objects.get()
    response = member.post(address("preview", feed.pk), choices(feed, subscribe="1"), follow=True)
    assert "dans les minutes qui viennent" in response.text
    feed.refresh_from_db()
    assert (feed.runs.count(), feed.next_run_at is not None, feed.content is not None) == (0, True, True)


def test_empty_states_say_what_to_do(coordinator):
    assert "Aucun calendrier n’est encore suivi" in coordinator.get(address("index")).text
    assert "Aucun événement en double en vue" in coordinator.get(address("pairs")).text


def test_a_pair_is_merged_or_told_apart_on_the_screen(coordinator, structure, stranger_structure):
    pages = [
        make_event(parent, title="Bal", start=in_hours(48), end=in_hours(50), place_name="La Remise")
        for parent in (structure, stranger_structure)
    ]
    keys = [page.pk for page in pages]
    text = coordinator.get(address("pairs")).text
    for words in ("Même titre", "Même lieu : La Remise", "Le Fil", "La Navette"):
        assert words in text
    coordinator.post(address("two", *keys))
    assert "Aucun événement en double" in coordinator.get(address("pairs")).text
    NotSameEvent.objects.all().delete()
    response = coordinator.post(address("unite", *keys), follow=True)
    assert "C’est un seul événement" in response.text
    assert list(EventPage.objects.get(pk=keys[0]).co_organisers.all()) == [stranger_structure]
    response = coordinator.post(address("unite", *keys), follow=True)
    assert "n’est pas, ou plus, publié" in response.text
    assert coordinator.post(address("two", 999_999, keys[0])).status_code == 404


def test_html_of_a_calendar_is_text_on_the_screens(member, structure):
    bomb = calendar(
        vevent("LOCATION:<img src=x onerror=alert(1)>Gap", title="&lt;script&gt;alert(1)&lt;/script&gt;Bal")
    )
    text = upload(member, structure, bomb).text
    assert "Bal" in text
    assert "alert(1)" not in text
    assert "onerror" not in text
