"""Dates and hours as people type them."""

from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from agenda.editor.dates import DateError, read_date, read_hour, read_moment

DAY = date(2026, 12, 12)


@pytest.mark.parametrize(
    "text",
    [
        *("12/12/2026", "2026-12-12", "12.12.2026", "12-12-26", "12/12/26", " 12 décembre 2026 ", "12 DÉCEMBRE 2026"),
        *("samedi 12 décembre 2026", "le samedi 12 décembre 2026", "sam. 12 déc. 2026", "12\u00a0decembre\u00a02026"),
    ],
)
def test_a_date_is_read_however_it_is_written(text):
    assert read_date(text) == DAY


def test_the_first_of_the_month_is_read():
    assert read_date("1er mai 2027") == date(2027, 5, 1)


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("12 décembre 2026 14 h", time(14)),
        ("12 décembre 2026 à 14h30", time(14, 30)),
        ("12/12/2026, 9:05", time(9, 5)),
        ("2026-12-12T14:00", time(14)),
        ("12/12/2026", None),
    ],
)
def test_a_date_may_have_an_hour(text, hour):
    assert read_moment(text) == (DAY, hour)


@pytest.mark.parametrize(
    "text",
    [
        *("", "demain", "31/02/2026", "12/13/2026", "12 jui 2026", "12/12/20266", "12/12/2026 25 h", "٣/12/2026 x"),
        *("9" * 5000, "12/12/2026 14 h et quart", "<b>12/12/2026</b>"),
    ],
)
def test_what_is_no_date_is_said_and_repeated_without_harm(text):
    with pytest.raises(DateError) as problem:
        read_moment(text)
    assert "n’est pas une" in str(problem.value)
    assert len(str(problem.value)) < 150


def test_without_a_year_it_is_the_next_such_day():
    today = timezone.localdate()
    yesterday, tomorrow = today - timedelta(days=1), today + timedelta(days=1)
    assert read_date(f"{tomorrow:%d/%m}") == tomorrow
    assert read_date(f"{today:%d/%m}") == today
    assert read_date(f"{yesterday:%d/%m}") == yesterday.replace(year=yesterday.year + 1)


@pytest.mark.parametrize(("text", "hour"), [("14:30", time(14, 30)), ("14 h", time(14)), ("8h05", time(8, 5))])
def test_an_hour_is_read(text, hour):
    assert read_hour(text) == hour


@pytest.mark.parametrize("text", ["25:00", "midi", "14:60", "-1 h", ""])
def test_what_is_no_hour_is_said(text):
    with pytest.raises(DateError):
        read_hour(text)
