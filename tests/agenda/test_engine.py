"""The engine: rules held against dateutil's, clocks, school holidays, changes, limits, and rules that are bombs."""

from datetime import UTC, date, datetime, timedelta
from itertools import islice

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from agenda.engine import Change, RuleError, Schedule, expand, parse_rule
from agenda.engine.schedule import EXCEPT, MOST, ONLY
from agenda.engine.school import is_school_holiday, known_until, school_holidays
from agenda.period import Period, named
from agenda.timeline import days_of, end_of, is_all_day, is_cancelled, pack, start_of
from tests.rooms import at

NOW = datetime(2026, 11, 25, tzinfo=UTC)
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def schedule(start, hours=2, rule="", **values):
    return Schedule(start, start + timedelta(hours=hours), rule=parse_rule(rule) if rule else None, **values)


def starts(*args, until=datetime(2028, 12, 31), **values):
    return schedule(*args, **values).starts(until)


# -- Rules ------------------------------------------------------------------------------------------------------------
@st.composite
def rules(draw):
    """Rules that both engines read alike: dateutil takes « le 2e mardi et tous les jeudis » as both at once."""
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={frequency}"]
    if draw(st.booleans()):
        parts.append(f"INTERVAL={draw(st.integers(2, 4))}")
    if draw(st.booleans()):
        parts.append(f"COUNT={draw(st.integers(1, 20))}")
    has_nth = False
    if draw(st.booleans()):
        has_nth = frequency in ("MONTHLY", "YEARLY") and draw(st.booleans())
        nths = st.sampled_from(["1", "2", "-1", "5"]) if has_nth else st.just("")
        days = draw(st.sets(st.tuples(nths, st.sampled_from(DAYS)), min_size=1, max_size=3))
        parts.append("BYDAY=" + ",".join(n + day for n, day in sorted(days)))
    if frequency != "WEEKLY" and not has_nth and draw(st.booleans()):
        numbers = draw(st.sets(st.sampled_from([1, 2, 13, 28, 29, 30, 31, -1, -3]), min_size=1, max_size=2))
        parts.append("BYMONTHDAY=" + ",".join(map(str, sorted(numbers))))
    if draw(st.booleans()):
        parts.append("BYMONTH=" + ",".join(map(str, sorted(draw(st.sets(st.integers(1, 12), min_size=1, max_size=2))))))
    if frequency in ("MONTHLY", "YEARLY") and len(parts) > 2 and draw(st.booleans()):
        parts.append("BYSETPOS=" + draw(st.sampled_from(["1", "-1", "2", "1,-1"])))
    if draw(st.booleans()):
        parts.append("WKST=" + draw(st.sampled_from(DAYS)))
    return parts


@settings(max_examples=300, deadline=None, derandomize=True)
@given(parts=rules(), month=st.integers(1, 12), day=st.integers(1, 28))
def test_the_walk_gives_the_days_that_dateutil_gives(parts, month, day):
    until = datetime(2028, 12, 31, 23)
    bounded = ";".join([part for part in parts if not part.startswith("COUNT")] + ["UNTIL=20281231T230000"])
    try:
        first = next(iter(rrulestr(bounded, dtstart=datetime(2026, month, day, 14))), None)
    except ValueError:  # BYSETPOS with nothing to choose among: dateutil refuses
        first = None
    assume(first is not None)
    text = ";".join(parts)
    expected = rrulestr(text if "COUNT" in text else bounded, dtstart=first)
    assert starts(first, rule=text, until=until) == [start for start in expected if start <= until]


@settings(max_examples=200, deadline=None, derandomize=True)
@given(parts=rules())
def test_a_rule_is_written_as_it_is_read(parts):
    rule = parse_rule(";".join(parts))
    assert parse_rule(str(rule)) == rule


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;COUNT=3",
        "FREQ=HOURLY",
        "",
        "FREQ=",
        "FREQ=WEEKLY;FREQ=DAILY",
        "FREQ=WEEKLY;COUNT=3;UNTIL=20270101",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY=2TU",
        "FREQ=DAILY;BYHOUR=8,9,10",
        "FREQ=DAILY;BYMONTHDAY=" + ",".join(["1"] * 32),
        "FREQ=YEARLY;BYYEARDAY=1",
        "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=WEEKLY;INTERVAL=99999999999999",
        "FREQ=WEEKLY;COUNT=-1",
        "FREQ=WEEKLY;UNTIL=hier",
        "FREQ=WEEKLY;\x00",
        "FREQ=WEEKLY;" + "X" * 600,
    ],
)
def test_a_rule_that_is_no_rule_for_people_is_refused_in_words(text):
    with pytest.raises(RuleError) as refusal:
        parse_rule(text)
    assert str(refusal.value).endswith((".", ").", "»."))


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
        "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=4",
        "FREQ=YEARLY;BYDAY=MO;BYSETPOS=366",
        "FREQ=DAILY;INTERVAL=1000;BYMONTH=2;BYMONTHDAY=30",
    ],
)
def test_a_rule_that_never_falls_ends_at_once_with_its_first_date(rule):
    assert starts(datetime(2026, 11, 23, 14), rule=rule) == [datetime(2026, 11, 23, 14)]


def test_an_end_is_included_and_is_read_in_utc():
    first = datetime(2026, 12, 5, 0, 30)  # 23:30 UTC of the day before
    found = starts(first, rule="FREQ=WEEKLY;UNTIL=20261211T233000Z")
    assert found == [first, first + timedelta(days=7)]
    assert starts(first, rule="FREQ=WEEKLY;UNTIL=20261211T232959Z") == [first]


# -- Clocks -----------------------------------------------------------------------------------------------------------
def test_a_series_keeps_its_hour_when_clocks_change():
    moments = expand(schedule(datetime(2027, 3, 21, 14), rule="FREQ=WEEKLY;COUNT=2"), now=NOW)
    assert [moment.start for moment in moments] == [at(2027, 3, 21, 14), at(2027, 3, 28, 14)]
    assert moments[1].start - moments[0].start == timedelta(days=7) - timedelta(hours=1)


def test_an_hour_that_does_not_exist_is_the_one_that_comes_instead_and_lasts_as_long():
    (moment,) = expand(schedule(datetime(2027, 3, 28, 2, 30), hours=2), now=NOW)
    assert moment.start == at(2027, 3, 28, 3, 30)
    nights = expand(schedule(datetime(2027, 3, 27, 2, 30), hours=2, rule="FREQ=DAILY;COUNT=3"), now=NOW)
    assert [night.end - night.start for night in nights] == [timedelta(hours=2)] * 3


def test_of_an_hour_that_comes_twice_the_first_is_meant():
    (moment,) = expand(schedule(datetime(2026, 10, 25, 2, 30)), now=NOW)
    assert moment.start == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_whole_day_is_a_day_even_when_it_lasts_25_hours():
    day = Schedule(datetime(2026, 10, 25), datetime(2026, 10, 26), all_day=True)
    (moment,) = expand(day, now=NOW)
    assert moment.end - moment.start == timedelta(hours=25)
    assert days_of(moment.start, moment.end) == [date(2026, 10, 25)]


# -- School -----------------------------------------------------------------------------------------------------------
def test_school_holidays_are_those_of_zone_b():
    """Source: arrêté du calendrier scolaire 2026-2027; Christmas from 19 December to 4 January."""
    assert not is_school_holiday(date(2026, 12, 16))
    assert is_school_holiday(date(2026, 12, 25))
    names = [period.name for period in school_holidays(date(2026, 12, 1), date(2026, 12, 31))]
    assert names == ["Vacances de Noël"]
    assert known_until() >= date(2027, 8, 1)


def test_in_and_out_of_school_holidays_share_the_series():
    every = starts(datetime(2026, 12, 5, 14), rule="FREQ=WEEKLY;UNTIL=20270301T000000Z")
    inside = starts(datetime(2026, 12, 5, 14), rule="FREQ=WEEKLY;UNTIL=20270301T000000Z", school=ONLY)
    outside = starts(datetime(2026, 12, 5, 14), rule="FREQ=WEEKLY;UNTIL=20270301T000000Z", school=EXCEPT)
    assert sorted(inside + outside) == every
    assert inside
    assert outside
    assert all(is_school_holiday(start.date()) for start in inside)


def test_ten_times_out_of_holidays_are_ten_times():
    series = schedule(datetime(2026, 12, 5, 14), rule="FREQ=WEEKLY;COUNT=10", school=EXCEPT)
    found = series.starts(datetime(2028, 1, 1))
    assert len(found) == 10
    left_out = series.left_out_by_school(datetime(2028, 1, 1))
    assert left_out
    assert not set(left_out) & set(found)
    assert max(left_out) < max(found)


# -- Changes and limits -----------------------------------------------------------------------------------------------
def test_further_dates_and_exceptions():
    first = datetime(2026, 12, 5, 14)
    other, out = first + timedelta(days=3), first + timedelta(days=7)
    assert starts(first, rule="FREQ=WEEKLY;COUNT=3", dates=(other,), exceptions=(out,)) == [
        first,
        other,
        first + timedelta(days=14),
    ]


def test_one_date_moves_another_is_cancelled_and_the_others_stay():
    series = schedule(datetime(2026, 12, 5, 14), rule="FREQ=WEEKLY;COUNT=3")
    moved = Change(at(2026, 12, 12, 14), start=at(2026, 12, 13, 16), place="Mairie")
    cancelled, unknown = Change(at(2026, 12, 19, 14), cancelled=True), Change(at(2026, 12, 20, 14), cancelled=True)
    first, second, third = expand(series, [moved, cancelled, unknown], now=NOW)
    assert (first.start, first.change) == (at(2026, 12, 5, 14), None)
    assert (second.start, second.end) == (at(2026, 12, 13, 16), at(2026, 12, 13, 18))
    assert second.recurrence_id == at(2026, 12, 12, 14)
    assert third.cancelled


def test_an_endless_series_stops_at_the_horizon_and_at_its_limit():
    weekly = expand(schedule(datetime(2026, 12, 5, 14), rule="FREQ=WEEKLY"), now=NOW)
    assert NOW + timedelta(days=540) < weekly[-1].start <= NOW + timedelta(days=548)
    daily = expand(schedule(datetime(2020, 1, 1, 14), rule="FREQ=DAILY"), now=NOW)
    assert len(daily) == MOST
    assert daily[0].start.date() == date(2026, 11, 25), "dates to come are kept before past ones"


# -- Periods and packed times -----------------------------------------------------------------------------------------
@given(
    start=st.datetimes(datetime(2000, 1, 2), datetime(2090, 1, 1), timezones=st.just(UTC)),
    minutes=st.integers(0, 1_000_000),
    all_day=st.booleans(),
    cancelled=st.booleans(),
)
def test_a_packed_moment_is_read_back(start, minutes, all_day, cancelled):
    start = start.replace(second=0, microsecond=0)
    packed = pack(start, start + timedelta(minutes=minutes), all_day, cancelled)
    assert (start_of(packed), end_of(packed)) == (start, start + timedelta(minutes=minutes))
    assert (is_all_day(packed), is_cancelled(packed)) == (all_day, cancelled)


@pytest.mark.parametrize("today", list(islice((date(2026, 11, 23) + timedelta(days=n) for n in range(7)), 7)))
def test_this_week_end_is_the_one_that_comes_or_what_is_left_of_it(today):
    found = named("week-end", today)
    assert found.last == date(2026, 11, 29)
    assert found.first == max(today, date(2026, 11, 28))


def test_a_period_ends_at_midnight_on_the_clocks_of_here():
    start, stop = Period(date(2026, 10, 25), date(2026, 10, 25)).minutes()
    assert stop - start == 25 * 60
