"""From a calendar to the agenda: new, changed, kept, gone, ambiguous, refused; and what each run says of it."""

import zlib
from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Revision

from agenda.coming_in.refresh import refresh
from agenda.coming_in.rows import Row
from agenda.coming_in.values import values_on
from agenda.coming_in.words import Words
from agenda.coming_in.writing import publish_waiting
from agenda.models import EventPage, Feed, FeedItem, Occurrence, Place
from portal.core.models import Commune, EventCategory
from portal.demo.builders import make_event, make_structure
from tests.agenda.coming_in.calendars import make_feed, read, told, vevent
from tests.rooms import agenda, at, directory

pytestmark = pytest.mark.django_db
ONE = vevent("LOCATION:La Remise\\, Gap", "DESCRIPTION:Venez")


@pytest.fixture
def structure(portal_site):
    return make_structure(directory(), title="Le Fil")


@pytest.fixture
def feed(structure):
    return make_feed(structure)


def the_event():
    return EventPage.objects.get()


# -- New --------------------------------------------------------------------------------------------------------------
def test_a_new_event_is_published_under_its_structure_with_what_the_calendar_says(feed, structure):
    category = EventCategory.objects.filter(locale__language_code="fr").first()
    feed.category = category
    feed.save()
    run = read(feed, vevent("LOCATION:La Remise\\, 2 rue du Pont\\, 05000 Gap", "DESCRIPTION:Venez", "CATEGORIES:Vélo"))
    page = the_event()
    assert told(run) == [("new", "Repair café")]
    assert (page.live, page.get_parent().pk, page.uid) == (True, structure.pk, "a@exemple.fr")
    assert (page.start, page.end) == (at(2026, 12, 5, 14), at(2026, 12, 5, 17))
    assert (page.place_name, page.address, page.commune.name) == ("La Remise", "2 rue du Pont", "Gap")
    assert (page.body[0].value.source, [tag.name for tag in page.tags.all()]) == ("<p>Venez</p>", ["Vélo"])
    assert list(page.categories.all()) == [category]
    assert Occurrence.objects.get().event_id == page.pk
    assert run.counts == {"new": 1}


def test_a_feed_of_the_coordination_puts_its_events_under_the_agenda(portal_site):
    read(make_feed(), ONE)
    assert the_event().get_parent().pk == agenda().pk


def test_a_series_comes_with_its_exceptions_and_its_dates_apart(feed):
    read(
        feed,
        vevent("RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE:20261212T140000"),
        vevent("RECURRENCE-ID:20261219T140000", start="20261219T160000", end="20261219T170000", title="Au chaud"),
        vevent("RECURRENCE-ID:20261226T140000", "STATUS:CANCELLED", start="20261226T140000", end="20261226T170000"),
    )
    rows = [(row.start, row.title, row.cancelled) for row in Occurrence.objects.all()]
    assert rows == [
        (at(2026, 12, 5, 14), "", False),
        (at(2026, 12, 19, 16), "Au chaud", False),
        (at(2026, 12, 26, 14), "", True),
    ]


def test_a_network_feed_makes_events_for_the_network(client, structure):
    read(make_feed(structure, visibility="network"), ONE)
    page = the_event()
    assert page.get_view_restrictions().exists()
    assert client.get(page.get_url()).status_code == 302


def test_known_places_are_recognised_and_the_feeds_own_stand_in(feed):
    gap = Commune.objects.get(name="Gap")
    hall = Place.objects.create(name="La Remise", commune=gap)
    feed.place = hall
    words = Words(feed)
    assert words.where(Row(location="La remise, Gap"))["place"] == hall.pk
    assert words.where(Row(location=""))["place"] == hall.pk
    elsewhere = words.where(Row(location="Ailleurs"))
    assert (elsewhere["place"], elsewhere["place_name"]) == (None, "Ailleurs")


# -- Again ------------------------------------------------------------------------------------------------------------
def test_the_same_calendar_again_writes_nothing(feed):
    read(feed, ONE)
    before = Revision.objects.count(), the_event().latest_revision_created_at
    run = read(feed, ONE)
    assert (run.counts, told(run)) == ({"unchanged": 1}, [])
    assert (Revision.objects.count(), the_event().latest_revision_created_at) == before


@pytest.mark.parametrize("rule", ["local", "feed"])
def test_what_the_calendar_changes_is_taken(feed, rule):
    Feed.objects.update(rule=rule)
    feed.refresh_from_db()
    read(feed, ONE)
    run = read(feed, ONE.replace("Repair", "Grand repair"))
    assert run.counts == {"changed": 1}
    assert "Repris du calendrier : titre." in run.lines.get().message
    assert the_event().title == "Grand repair café"


def edited(**values):
    page = the_event()
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()


def test_a_field_edited_here_is_kept_and_the_others_follow(feed):
    read(feed, ONE)
    edited(title="Café des bricoleuses")
    run = read(feed, ONE.replace("Repair", "Grand repair").replace("T140000", "T150000"))
    assert run.counts == {"changed": 1}
    assert "Gardé tel qu’ici : titre." in run.lines.get().message
    assert (the_event().title, the_event().start) == ("Café des bricoleuses", at(2026, 12, 5, 15))


def test_when_only_what_was_edited_here_changes_the_event_is_kept(feed):
    read(feed, ONE)
    edited(title="Café des bricoleuses")
    run = read(feed, ONE.replace("Repair", "Grand repair"))
    assert told(run) == [("kept", "Grand repair café")]
    assert the_event().title == "Café des bricoleuses"
    assert read(feed, ONE.replace("Repair", "Grand repair")).counts == {"unchanged": 1}


def test_where_the_feed_wins_what_was_edited_here_is_replaced_but_not_what_it_does_not_speak_of(structure):
    feed = make_feed(structure, rule="feed")
    read(feed, ONE)
    edited(title="Café des bricoleuses", online_url="https://visio.exemple.fr/x")
    assert read(feed, ONE).counts == {"changed": 1}
    assert (the_event().title, the_event().online_url) == ("Repair café", "https://visio.exemple.fr/x")
    assert read(feed, ONE).counts == {"unchanged": 1}


def test_opening_and_saving_in_the_editor_is_not_an_edit(feed):
    read(feed, ONE)
    edited(body=[("text", '<p data-block-key="x1y2z">Venez</p>')])
    assert read(feed, ONE.replace("Venez", "Venez tôt")).counts == {"changed": 1}
    assert "Venez tôt" in str(the_event().body)


def test_somebodys_unpublished_changes_are_neither_published_nor_lost(feed):
    read(feed, ONE)
    page = the_event()
    page.title = "En chantier"
    page.save_revision()
    later = ONE.replace("Venez", "Venez tôt")
    run = read(feed, later)
    assert run.counts == {"kept": 1}
    assert "attendent d’être publiées" in run.lines.get().message
    assert the_event().title == "Repair café"
    assert the_event().get_latest_revision_as_object().title == "En chantier"
    the_event().get_latest_revision().publish()
    assert read(feed, later).counts == {"changed": 1}
    assert (the_event().title, "Venez tôt" in str(the_event().body)) == ("En chantier", True)


def test_the_note_that_somebody_wrote_for_one_date_stays(feed):
    series = vevent("RRULE:FREQ=WEEKLY;COUNT=3")
    moved = vevent("RECURRENCE-ID:20261212T140000", start="20261212T160000", end="20261212T170000")
    read(feed, series, moved)
    page = the_event()
    row = page.date_changes.get()
    row.note = "Apportez une lampe"
    page.date_changes = [row]
    page.save_revision().publish()
    read(feed, series, moved.replace("T160000", "T163000"))
    row = the_event().date_changes.get()
    assert (row.note, row.start) == ("Apportez une lampe", at(2026, 12, 12, 16, 30))


# -- UIDs that change -------------------------------------------------------------------------------------------------
def test_a_feed_that_changes_its_uids_at_each_refresh_is_recognised_by_what_it_says(feed):
    read(feed, vevent(uid="1"), vevent(uid="2", title="Bal"))
    run = read(feed, vevent(uid="3"), vevent(uid="4", title="Bal"))
    assert (run.counts, EventPage.objects.count()) == ({"unchanged": 2}, 2)
    assert set(EventPage.objects.values_list("uid", flat=True)) == {"1", "2"}  # ours do not change
    assert set(FeedItem.objects.values_list("uid", flat=True)) == {"3", "4"}


def test_two_events_that_nothing_tells_apart_are_left_to_a_person(feed):
    read(feed, vevent(uid="1"))
    run = read(feed, vevent(uid="3"), vevent(uid="4"))
    assert run.counts == {"ambiguous": 2}
    assert EventPage.objects.count() == 1
    assert "à démêler" in run.lines.first().message


def test_an_event_without_uid_is_known_by_what_it_says(feed):
    read(feed, vevent(uid=None))
    assert read(feed, vevent(uid=None)).counts == {"unchanged": 1}
    assert the_event().uid == ""


# -- Gone and back ----------------------------------------------------------------------------------------------------
def test_an_event_that_disappears_is_marked_and_stays_and_is_unmarked_when_it_returns(feed):
    read(feed, ONE, vevent(uid="b", title="Bal"))
    run = read(feed, ONE)
    assert run.counts == {"gone": 1, "unchanged": 1}
    assert told(run) == [("gone", "Bal")]
    assert FeedItem.objects.get(uid="b").gone_at
    assert EventPage.objects.get(title="Bal").live
    assert read(feed, ONE).counts == {"unchanged": 1}  # said once
    run = read(feed, ONE, vevent(uid="b", title="Bal"))
    assert "revenu" in run.lines.get().message
    assert FeedItem.objects.get(uid="b").gone_at is None
    assert EventPage.objects.count() == 2


def test_an_event_that_is_refused_this_time_is_not_gone(feed):
    read(feed, ONE)
    run = read(feed, vevent("RRULE:FREQ=SECONDLY"))
    assert run.counts == {"refused": 1}
    assert FeedItem.objects.get().gone_at is None


def test_what_was_deleted_here_is_not_made_again(feed):
    read(feed, ONE)
    the_event().delete()
    run = read(feed, ONE)
    assert (run.counts, EventPage.objects.count()) == ({"kept": 1}, 0)
    assert "Supprimé ici" in run.lines.get().message


def test_what_was_unpublished_here_is_not_published_again(feed):
    read(feed, ONE)
    the_event().unpublish()
    read(feed, ONE.replace("Repair", "Grand repair"))
    page = the_event()
    assert (page.live, page.get_latest_revision_as_object().title) == (False, "Grand repair café")


# -- What is here already ---------------------------------------------------------------------------------------------
def test_an_event_typed_by_hand_before_is_linked_and_left_as_it_is(feed, structure):
    page = make_event(structure, title="Repair café", start=at(2026, 12, 5, 14), end=at(2026, 12, 5, 18))
    run = read(feed, ONE)
    assert (run.counts, EventPage.objects.count()) == ({"kept": 1}, 1)
    assert FeedItem.objects.get().event_id == page.pk
    assert the_event().end == at(2026, 12, 5, 18)


def test_our_own_event_that_comes_back_by_a_feed_is_not_made_twice(feed):
    page = make_event(agenda(), title="Bal", start=at(2026, 12, 5, 20), end=at(2026, 12, 5, 23))
    run = read(feed, vevent(uid=str(page.translation_key), title="Bal"))
    assert (run.counts, EventPage.objects.count()) == ({"unchanged": 1}, 1)
    assert "de ce portail" in run.lines.get().message


def test_a_uid_that_another_event_has_is_not_given_twice(feed):
    read(feed, ONE)
    other = make_structure(directory(), title="La Navette")
    read(make_feed(other), ONE)
    assert sorted(EventPage.objects.values_list("uid", flat=True)) == ["", "a@exemple.fr"]


# -- Bad ones do not stop the others ----------------------------------------------------------------------------------
def test_one_bad_event_does_not_stop_the_others(feed):
    run = read(feed, vevent("RRULE:FREQ=SECONDLY", uid="x"), ONE, vevent(uid="y", start=None))
    assert run.counts == {"new": 1, "refused": 2}
    assert "seconde" in run.lines.filter(action="refused").first().message


def test_what_the_page_refuses_is_told_and_the_others_go_on(feed):
    """A page's own rules are stricter than ours may be: here an address that is not one."""
    run = read(feed, vevent("CONFERENCE;VALUE=URI:http://a..b/", uid="x"), ONE)
    assert run.counts == {"new": 1, "refused": 1}
    assert "Il ne peut pas entrer dans l’agenda" in run.lines.get(action="refused").message
    assert the_event().title == "Repair café"


def test_a_calendar_that_is_none_fails_in_words_and_is_asked_later_and_later(feed):
    feed.url, now = "https://exemple.fr/a.ics", timezone.now()
    waits = []
    for _turn in range(12):
        feed.content = zlib.compress(b"<html>")
        run = refresh(feed, now)
        waits.append(feed.next_run_at - now)
    assert (run.state, "pas un calendrier" in run.message) == ("failed", True)
    assert waits[:3] == [timedelta(hours=12), timedelta(hours=24), timedelta(hours=48)]
    assert waits[-1] == timedelta(days=7)


# -- Moderation -------------------------------------------------------------------------------------------------------
def test_the_first_runs_wait_for_somebody_and_approval_publishes_them(structure):
    feed = make_feed(structure, is_approved=False)
    read(feed, ONE)
    page = the_event()
    assert not page.live
    assert page.workflow_in_progress
    read(feed, ONE.replace("Venez", "Venez tôt"))
    page = the_event()
    assert page.current_workflow_task_state.revision_id == page.latest_revision_id
    feed.is_approved = True
    feed.save()
    assert publish_waiting(feed, None) == 1
    page = the_event()
    assert (page.live, page.workflow_in_progress, "Venez tôt" in str(page.body)) == (True, False, True)
    read(feed, ONE, vevent(uid="b", title="Bal"))
    assert EventPage.objects.get(title="Bal").live


def test_a_change_of_a_feed_that_is_not_approved_waits_too(structure):
    feed = make_feed(structure, is_approved=False)
    read(feed, ONE)
    the_event().get_latest_revision().publish()
    assert read(feed, ONE.replace("Repair", "Grand repair")).counts == {"changed": 1}
    page = the_event()
    assert (page.title, page.has_unpublished_changes) == ("Repair café", True)
    assert read(feed, ONE.replace("Repair", "Très grand repair")).counts == {"changed": 1}
    assert values_on(the_event().get_latest_revision_as_object())["title"] == "Très grand repair café"
