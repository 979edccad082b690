"""The same event from two structures: proposed with reasons, merged by a person, remembered by the feeds."""

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied

from agenda.coming_in.merge import MergeRefused, merge, say_two
from agenda.coming_in.same import likely_pairs
from agenda.models import EventPage, FeedItem
from portal.core.models import Commune
from portal.demo.builders import make_event, make_member, make_structure, make_user
from portal.editorial.roles import COORDINATORS
from tests.agenda.coming_in.calendars import make_feed, read, vevent
from tests.rooms import agenda, at, directory

pytestmark = pytest.mark.django_db
NOW = at(2026, 11, 25)
TIMES = {"start": at(2026, 12, 5, 14), "end": at(2026, 12, 5, 17)}


@pytest.fixture
def gap(portal_site):
    return Commune.objects.get(name="Gap")


@pytest.fixture
def one(gap):
    return make_structure(directory(), title="Le Fil", commune=gap)


@pytest.fixture
def other(gap):
    return make_structure(directory(), title="La Navette", commune=gap)


@pytest.fixture
def coordinator(portal_site):
    return make_user("coordination@exemple.fr", groups=[Group.objects.get(name=COORDINATORS)])


def found():
    return [(pair.one, pair.other) for pair in likely_pairs(NOW)]


def test_the_same_title_day_hour_and_place_is_proposed_with_reasons(one, other, gap):
    first = make_event(one, title="Repair café", place_name="La Remise", commune=gap, **TIMES)
    second = make_event(other, title="Repair Café", place_name="la remise", commune=gap, **TIMES)
    (pair,) = likely_pairs(NOW)
    assert (pair.one, pair.other) == (first.pk, second.pk)
    assert pair.likelihood > 0.85
    assert pair.reasons == ("Même titre", "Même jour, même heure", "Même lieu : La Remise")


@pytest.mark.parametrize(
    ("title", "values", "proposed"),
    [
        ("Grand repair café de Noël", {}, True),
        ("Atelier de couture", {}, False),
        ("Repair café", {"start": at(2026, 12, 6, 14), "end": at(2026, 12, 6, 17)}, False),  # another day
        ("Repair café", {"commune": "Barcelonnette"}, False),
        ("Repair café n° 2", {}, False),
    ],
)
def test_what_is_alike_enough_and_what_is_not(one, other, gap, title, values, proposed):
    commune = Commune.objects.get(name=values.pop("commune", "Gap"))
    make_event(one, title="Repair café", commune=gap, **TIMES)
    make_event(other, title=title, commune=commune, **TIMES | values)
    assert bool(found()) is proposed


def test_two_events_of_one_structure_or_already_of_both_are_no_pair(one, other, gap):
    make_event(one, title="Repair café", commune=gap, **TIMES)
    make_event(one, title="Repair café", commune=gap, **TIMES)
    assert found() == []
    make_event(agenda(), title="Repair café", commune=gap, organiser=one, **TIMES)
    assert found() == []


def test_the_same_uid_in_two_feeds_is_a_reason(one, other):
    read(make_feed(one), vevent(title="Bal trad"))
    read(make_feed(other), vevent(title="Soirée dansante"))
    (pair,) = likely_pairs(NOW)
    assert "Même identifiant dans leurs calendriers" in pair.reasons


def test_merged_they_have_both_organisers_and_the_feeds_do_not_make_the_other_again(client, one, other, coordinator):
    feeds = make_feed(one), make_feed(other)
    for feed in feeds:
        read(feed, vevent())
    kept, left = EventPage.objects.order_by("pk")
    address = left.get_url()
    merge(kept.pk, left.pk, coordinator)
    kept.refresh_from_db()
    left.refresh_from_db()
    assert (list(kept.co_organisers.all()), kept.live, left.live) == ([other], True, False)
    assert set(FeedItem.objects.values_list("event", "merged")) == {(kept.pk, False), (kept.pk, True)}
    answer = client.get(address)
    assert (answer.status_code, answer["Location"]) == (301, kept.get_url())
    changed = vevent(title="Grand repair café")
    assert read(feeds[1], changed).counts == {"unchanged": 1}
    assert EventPage.objects.get(pk=kept.pk).title == "Repair café"
    assert read(feeds[0], changed).counts == {"changed": 1}
    kept = EventPage.objects.get(pk=kept.pk)
    assert (kept.title, list(kept.co_organisers.all()), EventPage.objects.count()) == ("Grand repair café", [other], 2)
    assert found() == []


def test_a_merge_that_cannot_be_done_changes_nothing(one, other, coordinator):
    kept, left = (make_event(parent, title="Bal", **TIMES) for parent in (one, other))
    left.title = "En chantier"
    left.save_revision()
    for keys, words in (((kept.pk, left.pk), "attendent d’être publiées"), ((kept.pk, kept.pk), "n’existe plus")):
        with pytest.raises(MergeRefused, match=words):
            merge(*keys, coordinator)
    with pytest.raises(PermissionDenied):
        merge(kept.pk, left.pk, make_member(one, "membre@exemple.fr"))
    assert EventPage.objects.filter(live=True).count() == 2


def test_two_that_somebody_told_apart_are_not_proposed_again(one, other, gap, coordinator):
    kept, left = (make_event(parent, title="Bal", commune=gap, **TIMES) for parent in (one, other))
    assert found() == [(kept.pk, left.pk)]
    say_two(left.pk, kept.pk, coordinator)
    say_two(kept.pk, left.pk, coordinator)
    assert found() == []


def test_the_number_of_queries_does_not_grow_with_the_agenda(one, other, gap, django_assert_max_num_queries):
    for number in range(12):
        make_event((one, other)[number % 2], title=f"Bal {'abcdef'[number // 2] * 5}", commune=gap, **TIMES)
    with django_assert_max_num_queries(6):
        assert len(likely_pairs(NOW)) == 6
