"""Open or not: nights, clock changes, holidays, seasons, and the state in words."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from directory.hours import is_open, next_change, parse, state_in_words
from directory.hours.holidays import easter, public_holidays
from directory.hours.now import PARIS

OFFICE = "Mo-Fr 09:00-12:00,14:00-18:00; PH off"
NOW = datetime(2026, 11, 18, 10, 0, tzinfo=PARIS)  # a Wednesday


def paris(*numbers, fold=0):
    return datetime(*numbers, tzinfo=PARIS, fold=fold)


@pytest.mark.parametrize(
    ("text", "moment", "expected"),
    [
        (OFFICE, paris(2026, 11, 18, 9), True),
        (OFFICE, paris(2026, 11, 18, 8, 59), False),
        (OFFICE, paris(2026, 11, 18, 12), False),
        (OFFICE, paris(2026, 11, 18, 17, 59), True),
        (OFFICE, datetime(2026, 11, 18, 8, 0, tzinfo=UTC), True),
        (OFFICE, paris(2026, 11, 11, 10), False),  # Armistice, a Wednesday
        (OFFICE, paris(2026, 4, 6, 10), False),  # Easter Monday
        (OFFICE, paris(2026, 5, 14, 10), False),  # Ascension
        ("PH off; Mo-Fr 09:00-12:00", paris(2026, 11, 11, 10), True),  # the last rule decides
        ("Sa,PH 10:00-12:00", paris(2026, 7, 14, 11), True),
        ("Fr 20:00-02:00", paris(2026, 11, 21, 1, 59), True),
        ("Fr 20:00-02:00", paris(2026, 11, 21, 2), False),
        ("Fr 20:00-02:00", paris(2026, 11, 20, 1), False),
        ("Fr 20:00-02:00; Sa off", paris(2026, 11, 21, 1), True),  # Friday's night
        ("Mo-Fr 09:00-17:00; Aug off", paris(2026, 8, 31, 10), False),
        ("Mo-Fr 09:00-17:00; Aug off", paris(2026, 9, 1, 10), True),
        ("10:00-12:00; Dec 24-Jan 2 off", paris(2027, 1, 2, 11), False),
        ("10:00-12:00; Dec 24-Jan 2 off", paris(2027, 1, 3, 11), True),
        ("Oct-Mar 10:00-12:00", paris(2027, 2, 3, 11), True),
        ("Oct-Mar 10:00-12:00", paris(2027, 6, 3, 11), False),
        ("24/7", paris(2026, 3, 29, 3), True),
        ("off", NOW, False),
        ("", NOW, None),
        ("We 09:00-12:00; SH off", NOW, None),  # on holiday or not?
        ("We 09:00-12:00; SH Mo 10:00-12:00", NOW, True),  # a Wednesday: no matter
        ("We 09:00-12:00; SH off", paris(2026, 11, 17, 10), False),
    ],
)
def test_is_open(text, moment, expected):
    assert is_open(parse(text), moment) is expected


def test_a_naive_datetime_is_refused():
    with pytest.raises(ValueError, match="aware"):
        is_open(parse("24/7"), datetime(2026, 1, 1))


def test_the_hour_that_does_not_exist():
    """29 March 2026: 02:00 becomes 03:00; a night of 22:00-06:00 lasts seven hours."""
    night = parse("22:00-06:00")
    closing = next_change(night, paris(2026, 3, 28, 22))
    assert closing == paris(2026, 3, 29, 6)
    assert closing.astimezone(UTC) - paris(2026, 3, 28, 22).astimezone(UTC) == timedelta(hours=7)
    assert is_open(parse("Su 02:00-03:00"), paris(2026, 3, 29, 3)) is False
    assert is_open(parse("Su 01:00-04:00"), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)) is True


def test_the_hour_lived_twice():
    """25 October 2026: 03:00 becomes 02:00; a night of 22:00-06:00 lasts nine hours, open in both hours."""
    night = parse("22:00-06:00")
    assert is_open(night, paris(2026, 10, 25, 2, 30)) is True
    assert is_open(night, paris(2026, 10, 25, 2, 30, fold=1)) is True
    length = next_change(night, paris(2026, 10, 24, 22)).astimezone(UTC) - paris(2026, 10, 24, 22).astimezone(UTC)
    assert length == timedelta(hours=9)


@pytest.mark.parametrize(
    ("text", "moment", "expected"),
    [
        (OFFICE, NOW, paris(2026, 11, 18, 12)),
        (OFFICE, paris(2026, 11, 20, 18), paris(2026, 11, 23, 9)),
        (OFFICE, paris(2026, 11, 10, 18), paris(2026, 11, 12, 9)),  # over a public holiday
        ("Fr-Su 00:00-24:00", paris(2026, 11, 20, 5), paris(2026, 11, 23)),  # days that touch are one opening
        ("Fr 20:00-02:00; Sa 01:00-05:00", paris(2026, 11, 20, 21), paris(2026, 11, 21, 5)),
        ("24/7", NOW, None),
        ("24/7; PH off", NOW, paris(2026, 12, 25)),
        ("off", NOW, None),
        ("Feb 29 10:00-12:00", NOW, None),
        ("We 09:00-12:00; SH off", NOW, None),
    ],
)
def test_next_change(text, moment, expected):
    assert next_change(parse(text), moment) == expected


@pytest.mark.parametrize(
    ("text", "moment", "words"),
    [
        (OFFICE, paris(2026, 11, 18, 15), "Ouvert · ferme à 18 h"),
        (OFFICE, paris(2026, 11, 18, 8), "Fermé · ouvre à 9 h"),
        (OFFICE, paris(2026, 11, 18, 20), "Fermé · ouvre demain à 9 h"),
        (OFFICE, paris(2026, 11, 20, 20), "Fermé · ouvre lundi à 9 h"),
        ("Sep 1 08:30-12:00", paris(2026, 8, 1, 8), "Fermé · ouvre le 1er septembre à 8 h 30"),
        ("Oct 2 08:00-12:00", paris(2026, 10, 3, 8), "Fermé · ouvre le 2 octobre 2027 à 8 h"),
        ("Fr 20:00-02:00", paris(2026, 11, 20, 22), "Ouvert · ferme à 2 h"),
        ("Fr 20:00-24:00", paris(2026, 11, 20, 22), "Ouvert · ferme à minuit"),
        ("Fr-Su 00:00-24:00", paris(2026, 11, 20, 5), "Ouvert · ferme lundi à 0 h"),
        ("24/7", NOW, "Ouvert"),
        ("off", NOW, "Fermé"),
        ("", NOW, ""),
        ("We 09:00-12:00; SH off", NOW, ""),
    ],
)
def test_the_state_in_words(text, moment, words):
    assert state_in_words(parse(text), moment).replace("\u00a0", " ") == words


@pytest.mark.parametrize(("language", "clock"), [("en", "6 p.m."), ("it", "18:00")])
def test_the_clock_follows_the_language(language, clock):
    with translation.override(language):
        assert clock in state_in_words(parse(OFFICE), paris(2026, 11, 18, 15))


def test_easter_and_the_public_holidays():
    known = {2000: (4, 23), 2008: (3, 23), 2011: (4, 24), 2024: (3, 31), 2026: (4, 5), 2027: (3, 28), 2038: (4, 25)}
    assert {year: (easter(year).month, easter(year).day) for year in known} == known
    assert len(public_holidays(2026)) == 11
    assert {date(2026, 4, 6), date(2026, 5, 14), date(2026, 5, 25)} < public_holidays(2026)
    assert len(public_holidays(2008)) == 10  # Ascension on the first of May


TEXTS = st.sampled_from([OFFICE, "Fr,Sa 20:00-02:00", "Oct-Mar 10:00-12:00; PH 09:00-10:00", "24/7; Su 02:30-05:00"])
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))


@given(TEXTS, MOMENTS)
def test_nothing_changes_before_the_next_change_and_it_does_then(text, moment):
    schedule = parse(text)
    change, state = next_change(schedule, moment), is_open(schedule, moment)
    assert change > moment
    just_before = max(moment, change.astimezone(UTC) - timedelta(seconds=1))
    assert is_open(schedule, just_before) is state
    assert is_open(schedule, change) is not state
