"""Fictional structures and events: made from the editors' ingredients alone, no database needed."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from portal.core.models import Commune, Valley
from portal.demo.fictional_events import FIRST_DAY, LAST_DAY, PARIS, SOON, WEEKDAYS, fictional_events, local_times
from portal.demo.fictional_structures import fictional_structures

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
MAX_SCALE = 10_000


@pytest.fixture(scope="module")
def communes():
    """Two valleys: a town and a village in the first, a hamlet in the second."""
    near, far = Valley(slug="pres"), Valley(slug="loin")
    places = (("Ville", 40_000, near), ("Village", 4_000, near), ("Hameau", 40, far))
    return [
        Commune(code_insee=f"0500{n}", name=name, population=people, valley=valley)
        for n, (name, people, valley) in enumerate(places)
    ]


@pytest.fixture(scope="module")
def structures(communes):
    return fictional_structures(300, communes=communes)


@pytest.fixture(scope="module")
def events(structures):
    return list(fictional_events(600, structures, today=NOW))


def test_the_same_seed_gives_the_same(communes, structures, events):
    assert fictional_structures(300, communes=communes) == structures
    assert list(fictional_events(600, structures, today=NOW)) == events
    assert fictional_structures(300, seed=1, communes=communes) != structures


def test_the_first_ones_do_not_depend_on_how_many_are_asked_for(communes, structures):
    assert fictional_structures(50, communes=communes) == structures[:50]


def test_ten_thousand_names_are_different_and_say_that_they_are_made_up(communes):
    titles = [structure.title for structure in fictional_structures(MAX_SCALE, communes=communes)]
    assert len(set(titles)) == MAX_SCALE
    assert all(title.endswith(" (exemple fictif)") for title in titles)
    assert max(map(len, titles)) < 100


def test_asking_for_more_names_than_there_are_is_an_error(communes):
    with pytest.raises(ValueError, match="names"):
        fictional_structures(1_000_000, communes=communes)


def test_texts_are_whole(structures):
    for structure in structures:
        assert structure.presentation.startswith("<p><b>Cette fiche est un exemple fictif")
        assert "{" not in structure.presentation
        assert 0 < len(structure.summary) <= 300
        assert 1 <= len(set(structure.fields)) == len(structure.fields) <= 2


def test_places_follow_the_population_and_leave_no_valley_out(communes, structures):
    assert {structure.commune.valley.slug for structure in fictional_structures(2, communes=communes)} == {
        "pres",
        "loin",
    }
    counts = Counter(structure.commune.name for structure in structures)
    assert counts["Ville"] > 4 * counts["Village"] > 0


def test_a_name_that_says_its_legal_form_is_not_contradicted(structures):
    assert all(structure.legal_family == "cooperative" for structure in structures if "oopérati" in structure.name)


@pytest.mark.parametrize("occurrences", [1, 7, 600])
def test_there_are_as_many_times_as_asked_for(structures, occurrences):
    assert sum(len(event.times) for event in fictional_events(occurrences, structures, today=NOW)) == occurrences


def test_events_say_that_they_are_made_up(events):
    for event in events:
        assert event.title.endswith(" (exemple fictif)")
        assert event.body.startswith("<p><b>Cet événement est un exemple fictif")
        assert (event.commune is None) == (event.place_name == "En ligne")
    assert {event.status for event in events} == {"confirmed", "cancelled", "postponed", "full"}


def test_times_are_spread_around_today_and_some_are_soon(events):
    days = [(start.date() - date(2026, 11, 22)).days for event in events for start, end in event.times]
    assert (FIRST_DAY, LAST_DAY) == (-14, 182)
    assert FIRST_DAY <= min(days) < -7
    assert 170 < max(days) <= LAST_DAY
    assert [(event.times[0][0].date() - date(2026, 11, 22)).days for event in events[: len(SOON)]] == list(SOON)
    assert any(len(event.times) > 1 for event in events)


def test_today_is_the_day_in_paris_not_in_utc(structures):
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    event = next(fictional_events(1, structures, today=late))
    assert event.times[0][0].date() == date(2026, 11, 23)


def test_a_title_that_names_a_day_falls_on_it(events):
    named = [event for event in events if "jeudi" in event.title]
    assert named
    assert {start.weekday() for event in named for start, end in event.times} == {WEEKDAYS.index("jeudi")}


def test_hours_are_those_of_the_clock_on_both_sides_of_a_change(events):
    offsets = set()
    for event in events:
        hours = {start.astimezone(PARIS).time() for start, end in event.times}
        assert len(hours) == 1
        offsets |= {start.utcoffset() for start, end in event.times}
    assert offsets == {timedelta(hours=1), timedelta(hours=2)}


def test_a_night_in_which_clocks_change_lasts_as_long_as_any_other():
    start, end = local_times(date(2027, 3, 28), {"start": "01:30", "duration_minutes": 60})
    assert end.astimezone(UTC) - start.astimezone(UTC) == timedelta(hours=1)
    assert (end.hour, end.minute) == (3, 30)
