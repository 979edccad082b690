"""From what is typed to a schedule, and back."""

from datetime import UTC, datetime, timedelta

import pytest

from agenda.editor.reading import next_moments, read
from agenda.editor.typed import Typed
from agenda.engine import Schedule, parse_rule
from agenda.engine.clocks import to_utc
from tests.rooms import at


def typed(**values):
    given = {"first": "2026-12-05", "from": "14:00", "to": "17:00"} | values
    data = {f"quand-{name}": value for name, value in given.items()}
    return Typed.from_data(data, "quand")


def schedule(**values):
    form = typed(**values)
    found = read(form)
    assert found, form.errors
    return found


def errors(**values):
    form = typed(**values)
    assert read(form) is None
    return form.errors


def rule(**values):
    return str(schedule(**values).rule or "")


# -- Once -------------------------------------------------------------------------------------------------------------
def test_once():
    found = schedule()
    assert (found.start, found.end, found.rule) == (datetime(2026, 12, 5, 14), datetime(2026, 12, 5, 17), None)


def test_a_whole_day_ends_at_the_midnight_that_follows():
    found = schedule(all_day="1", last="06/12/2026", **{"from": "", "to": ""})
    assert (found.start, found.end) == (datetime(2026, 12, 5), datetime(2026, 12, 7))


def test_a_ball_ends_the_next_morning_and_it_is_said():
    form = typed(**{"from": "21:00", "to": "02:00"})
    assert read(form).end == datetime(2026, 12, 6, 2)
    assert form.notices == ["La fin est comprise comme 2\u00a0h le lendemain."]


def test_several_days_go_from_the_first_hour_to_the_last():
    assert schedule(last="2026-12-07", to="12:00").end == datetime(2026, 12, 7, 12)


@pytest.mark.parametrize(
    ("values", "name", "words"),
    [
        ({"first": ""}, "first", "Quel jour"),
        ({"first": "n’importe"}, "first", "n’est pas une date"),
        ({"first": "5/12/1820"}, "first", "hors de l’agenda"),
        ({"from": ""}, "from", "À quelle heure"),
        ({"from": "26:00"}, "from", "n’est pas une heure"),
        ({"to": "13:00"}, "to", "La fin est avant le début."),
        ({"last": "2026-12-04"}, "last", "La fin est avant le début."),
        ({"last": "2028-12-04"}, "last", "plus d’un an"),
        ({"how": "hourly"}, "how", "Choisissez"),
        ({"how": "kept"}, "how", "Choisissez"),
        ({"how": "kept", "kept": "FREQ=SECONDLY"}, "how", "n’est pas pour un agenda"),
        ({"how": "nth", "nth": "9"}, "nth", "Choisissez lequel"),
        ({"how": "weekly", "interval": "99"}, "interval", "de 1 à 4"),
        ({"how": "weekly", "interval": "²"}, "interval", "de 1 à 4"),
        ({"how": "daily", "ends": "until"}, "until", "Jusqu’à quelle date"),
        ({"how": "daily", "ends": "until", "until": "2026-12-01"}, "until", "avant la première date"),
        ({"how": "daily", "ends": "count", "count": "0"}, "count", "de 1 à 500"),
        ({"how": "daily", "ends": "count", "count": "9" * 60}, "count", "de 1 à 500"),
        ({"how": "dates"}, "dates", "Écrivez les autres dates"),
        ({"how": "dates", "dates": "12/12/2026\nbientôt"}, "dates", "« bientôt » n’est pas une date"),
        ({"how": "dates", "dates": "12/12/2026\n" * 600}, "dates", "499 dates au plus"),
        ({"except": "2026-12-05"}, "except", "aucune date"),
    ],
)
def test_what_is_wrong_is_said_beside_its_input(values, name, words):
    found = errors(**values)
    assert list(found) == [name]
    assert words in found[name]


# -- Again and again --------------------------------------------------------------------------------------------------
def test_several_dates_take_the_first_hour_unless_they_have_their_own():
    found = schedule(how="dates", dates="12/12/2026\n\n13 décembre 2026 9 h 30\n05/12/2026")
    assert found.dates == (datetime(2026, 12, 12, 14), datetime(2026, 12, 13, 9, 30))


def test_every_rhythm_of_the_form():
    assert rule(how="daily") == "FREQ=DAILY"
    assert rule(how="weekly", days=["5", "2"]) == "FREQ=WEEKLY;BYDAY=WE,SA"
    assert rule(how="weekly", days=["5"], interval="2") == "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA"
    assert rule(how="weekly") == "FREQ=WEEKLY;BYDAY=SA"
    assert rule(how="nth", nth="-1", nth_day="5") == "FREQ=MONTHLY;BYDAY=-1SA"
    assert rule(how="same_day") == "FREQ=MONTHLY;BYMONTHDAY=5"
    assert rule(how="daily", ends="count", count="10") == "FREQ=DAILY;COUNT=10"


def test_the_last_date_counts_whatever_its_hour():
    assert rule(how="daily", ends="until", until="30/06/2027") == "FREQ=DAILY;UNTIL=20270630T120000Z"
    found = rule(how="daily", ends="until", until="30/06/2027", all_day="1")
    assert found == "FREQ=DAILY;UNTIL=20270630"


def test_the_first_date_moves_to_the_first_that_fits_and_it_is_said():
    form = typed(first="2026-11-30", how="weekly", days=["5"])  # a Monday
    found = read(form)
    assert (found.start, found.end) == (datetime(2026, 12, 5, 14), datetime(2026, 12, 5, 17))
    assert form.notices == ["La première date est le samedi 5 décembre 2026, la première qui suit la répétition."]
    assert schedule(first="2026-12-10", how="nth", nth="2", nth_day="1").start.date().isoformat() == "2027-01-12"


def test_one_week_in_two_counts_from_the_first_date_that_fits():
    found = schedule(first="2026-11-29", how="weekly", days=["5"], interval="2")  # a Sunday
    days = [start.day for start in found.starts(datetime(2026, 12, 31))]
    assert days == [5, 19]


def test_the_first_date_is_in_or_out_of_the_school_holidays():
    assert schedule(first="2026-12-26", how="weekly", days=["5"], school="except").start == datetime(2027, 1, 9, 14)
    assert schedule(how="weekly", days=["5"], school="only").start.month == 12
    assert schedule(school="except").school == "", "once is once"


def test_an_exception_leaves_out_what_starts_that_day():
    found = schedule(how="weekly", days=["5"], **{"except": "samedi 12 décembre 2026"})
    assert [start.day for start in found.starts(datetime(2026, 12, 31))] == [5, 19, 26]


# -- Clocks -----------------------------------------------------------------------------------------------------------
def test_an_hour_that_no_clock_shows_is_refused():
    found = errors(first="2027-03-28", **{"from": "02:30", "to": "04:00"})
    assert found == {
        "from": "Il n’y a pas de 2\u00a0h\u00a030 le 28 mars 2027 : on passe à l’heure d’été cette nuit-là."
    }


def test_of_two_hours_it_is_the_first():
    found = schedule(first="2026-10-25", **{"from": "02:30", "to": "04:00"})
    assert to_utc(found.start) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_the_hour_stays_through_the_change_of_clocks():
    found = schedule(first="2027-03-27", how="daily")
    hours = [moment.start for moment in next_moments(found, 3, at(2027, 3, 1))]
    assert hours == [at(2027, 3, 27, 14), at(2027, 3, 28, 14), at(2027, 3, 29, 14)]


# -- And back ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text",
    [
        "",
        "FREQ=DAILY",
        "FREQ=DAILY;COUNT=3",
        "FREQ=WEEKLY;BYDAY=SA",
        "FREQ=WEEKLY;INTERVAL=3;UNTIL=20270626T120000Z;BYDAY=SA",
        "FREQ=MONTHLY;BYDAY=1SA",
        "FREQ=MONTHLY;BYMONTHDAY=5",
        "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=5",
        "FREQ=WEEKLY;BYDAY=SA;BYMONTH=12",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA;WKST=SU",
        "FREQ=DAILY;INTERVAL=3",
    ],
)
def test_a_schedule_goes_through_the_form_unchanged(text):
    start = datetime(2026, 12, 5, 14)
    before = Schedule(
        start,
        start + timedelta(hours=3),
        rule=parse_rule(text) if text else None,
        dates=(datetime(2026, 12, 8, 9, 30), datetime(2026, 12, 9, 14)),
        exceptions=(datetime(2026, 12, 12, 14), datetime(2026, 12, 19, 9)) if text else (),
        school="except" if text else "",
    )
    assert read(Typed.from_schedule(before)) == before


def test_whole_days_go_through_the_form_unchanged():
    before = Schedule(datetime(2026, 12, 5), datetime(2026, 12, 8), True, parse_rule("FREQ=WEEKLY;BYDAY=SA"))
    assert read(Typed.from_schedule(before)) == before


def test_an_end_before_the_hour_of_the_start_is_the_day_before():
    """UNTIL at midnight does not take the afternoon of that day."""
    rule = parse_rule("FREQ=WEEKLY;UNTIL=20261219T000000Z")
    before = Schedule(datetime(2026, 12, 5, 14), datetime(2026, 12, 5, 15), rule=rule)
    after = read(Typed.from_schedule(before))
    far = datetime(2027, 6, 1)
    assert after.starts(far) == before.starts(far) == [datetime(2026, 12, 5, 14), datetime(2026, 12, 12, 14)]
