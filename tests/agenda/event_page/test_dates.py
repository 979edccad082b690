"""When: the next date, those that follow, what differs at each, and the nights when the clocks change."""

from datetime import UTC, datetime, timedelta

import pytest

from agenda.engine import Schedule
from agenda.event_dates import MOST_DATES, dates_of
from agenda.models import DateChange, EventPage
from tests.agenda.event_page.conftest import in_days, words
from tests.rooms import at

pytestmark = pytest.mark.django_db


def dates(soup):
    return [words(line) for line in soup.select(".liste-dates > li")]


def first(soup):
    return words(soup.select_one(".quand-dit"))


def weekly(event, *changes, **values):
    """A series of Saturdays from 6 March 2027; changes: {number of the date: what differs}."""
    start = at(2027, 3, 6, 14)
    page = event(start=start, end=start + timedelta(hours=2), rrule="FREQ=WEEKLY;COUNT=4", **values)
    for number, change in changes:
        page.date_changes.add(DateChange(recurrence_id=start + timedelta(weeks=number), **change))
    page.save()
    return page


def test_the_next_date_is_said_in_large_and_the_series_in_words(event, read):
    soup = read(weekly(event))
    assert first(soup) == "samedi 6 mars 2027, 14 h – 16 h"
    assert words(soup.select_one(".quand-serie")) == "Tous les samedis, 4 fois"
    assert [line.split(",")[0] for line in dates(soup)] == [
        "samedi 13 mars 2027",
        "samedi 20 mars 2027",
        "samedi 27 mars 2027",
    ]
    assert soup.select_one(".quand .jour b").text == "6"


def test_an_event_of_one_date_has_no_list(event, read):
    soup = read(event())
    assert not soup.select(".liste-dates, .quand-serie")
    assert "Les autres dates" not in soup.text


def test_a_cancelled_date_is_struck_and_said(event, read):
    soup = read(weekly(event, (1, {"cancelled": True})))
    line = soup.select(".liste-dates > li")[0]
    assert "barre" in line.time["class"]
    assert line.select_one(".puce").text == "annulé"
    assert not soup.select(".quand .barre")


def test_when_the_first_date_is_cancelled_the_next_one_comes_first_and_the_other_is_still_told(event, read):
    soup = read(weekly(event, (0, {"cancelled": True})))
    assert first(soup).startswith("samedi 13 mars 2027")
    assert dates(soup)[0] == "samedi 6 mars 2027, 14 h – 16 h annulé"


def test_what_differs_at_a_date_is_said_there(event, read):
    soup = read(
        weekly(
            event,
            (1, {"start": at(2027, 3, 14, 10), "end": at(2027, 3, 14, 12)}),
            (2, {"place": "Salle du Roc", "title": "Grand ménage", "note": "Apportez des gants"}),
        )
    )
    moved, elsewhere, plain = dates(soup)
    assert moved.startswith("dimanche 14 mars 2027, 10 h – 12 h")
    assert "Date déplacée : c’était prévu le samedi 13 mars 2027, 14 h" in moved
    assert "Autre lieu ce jour-là : Salle du Roc" in elsewhere
    assert "Grand ménage" in elsewhere
    assert "Apportez des gants" in elsewhere
    assert plain == "samedi 27 mars 2027, 14 h – 16 h"


def test_the_first_date_tells_what_differs_too(event, read):
    assert "Salle du Roc" in first(read(weekly(event, (0, {"place": "Salle du Roc"}))))


def test_a_long_series_shows_twenty_dates_and_counts_the_others(event, read):
    soup = read(event(rrule="FREQ=WEEKLY;COUNT=30"))
    assert len(dates(soup)) == MOST_DATES - 1
    assert len(soup.select("details .liste-dates li")) == MOST_DATES - 6
    assert "Et 10 autres dates ensuite." in soup.text


def test_an_event_that_is_over_says_so_with_its_last_date(event, read):
    soup = read(event(start=at(2026, 3, 7, 14), end=at(2026, 3, 7, 16), rdates=["2026-03-14T14:00"]))
    assert "Cet événement est passé." in soup.select_one(".alerte").text
    assert first(soup) == "samedi 14 mars 2026, 14 h – 16 h"
    assert soup.select_one("article h2").text == "C’était quand"


def test_what_is_going_on_is_not_past(event, read):
    soup = read(event(start=in_days(0, 0), end=in_days(1, 0)))
    assert "passé" not in words(soup.article)


def test_whole_days_have_no_hour(event, read):
    soup = read(event(all_day=True, start=at(2027, 5, 1), end=at(2027, 5, 4)))
    assert first(soup) == "samedi 1er mai 2027, jusqu’au 3 mai 2027"
    assert soup.select_one(".quand time")["datetime"] == "2027-05-01"


@pytest.mark.parametrize(
    ("start", "end", "said", "iso"),
    [
        # The night of 27 to 28 March 2027: 2:00 becomes 3:00, so two hours of party end at 4.
        (datetime(2027, 3, 28, 0, 0, tzinfo=UTC), datetime(2027, 3, 28, 2, 0, tzinfo=UTC), "1 h – 4 h", "01:00+01:00"),
        # That of 30 to 31 October 2027: 3:00 becomes 2:00 again; the offset tells the two 2:30 apart.
        (
            datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
            datetime(2027, 10, 31, 2, 0, tzinfo=UTC),
            "2 h 30 – 3 h",
            "02:30+02:00",
        ),
        (
            datetime(2027, 10, 31, 1, 30, tzinfo=UTC),
            datetime(2027, 10, 31, 2, 0, tzinfo=UTC),
            "2 h 30 – 3 h",
            "02:30+01:00",
        ),
    ],
)
def test_nights_when_the_clocks_change_are_told_by_the_clocks_of_here(event, read, start, end, said, iso):
    soup = read(event(start=start, end=end))
    assert first(soup).endswith(f", {said}")
    assert soup.select_one(".quand time")["datetime"].endswith(iso)


def test_a_series_keeps_its_hour_over_the_change_of_clocks(event, read):
    """On Sunday 28 March 2027 the clocks go forward."""
    soup = read(weekly(event))
    times = [time["datetime"] for time in soup.select(".quand time, .liste-dates time")]
    assert [time[10:] for time in times] == ["T14:00+01:00"] * 4
    later = read(event(start=at(2027, 3, 27, 14), end=at(2027, 3, 27, 16), rrule="FREQ=WEEKLY;COUNT=2"))
    assert later.select_one(".liste-dates time")["datetime"] == "2027-04-03T14:00+02:00"


def test_an_event_whose_rule_never_falls_says_that_no_date_is_known():
    class Nothing:
        all_day, status, former_start, start = False, "confirmed", None, None

        @staticmethod
        def schedule():
            return Schedule(datetime(2027, 3, 6, 14), datetime(2027, 3, 6, 16))

    told = dates_of(Nothing, [], at(2027, 1, 1))
    assert (told["first"], told["dates"], told["is_past"]) == (None, [], True)


# -- One series that goes on with another -----------------------------------------------------------------------------
def test_the_two_parts_of_a_series_lead_to_each_other(event, read):
    before = event("Ateliers d’hiver")
    after = event("Ateliers de printemps", continues=before)
    assert read(after).select_one(f"a[href='{before.url}']").text == "Ateliers d’hiver"
    assert read(before).select_one(f"a[href='{after.url}']").text == "Ateliers de printemps"


def test_a_part_that_is_not_public_is_not_named(event, read):
    before = event("Ateliers secrets", visibility=EventPage.Visibility.NETWORK)
    after = event("Ateliers de printemps", continues=before)
    event("Suite secrète", continues=after, live=False)
    text = read(after).text
    assert "Ateliers secrets" not in text
    assert "Suite secrète" not in text
