"""What a calendar says, in our terms; and each bad one refused in words."""

from datetime import UTC, datetime, timedelta

import pytest

from agenda.coming_in.cutting import MAX_EVENTS
from agenda.coming_in.problems import FeedRefused
from agenda.coming_in.reader import read_calendar
from tests.agenda.coming_in.calendars import calendar, only, vevent
from tests.rooms import at

ZONE = "\r\n".join(
    (
        *("BEGIN:VTIMEZONE", "TZID:Europe/Paris", "BEGIN:STANDARD", "DTSTART:19701025T030000"),
        *("TZOFFSETFROM:+0200", "TZOFFSETTO:{offset}", "END:STANDARD", "END:VTIMEZONE"),
    )
)


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


# -- Times ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("start", "moment"),
    [
        ("20261205T140000", at(2026, 12, 5, 14)),  # floating: the clocks of Paris
        ("20260705T140000", utc(2026, 7, 5, 12)),
        ("20261205T130000Z", at(2026, 12, 5, 14)),
        (";TZID=Europe/Paris:20261205T140000", at(2026, 12, 5, 14)),
        (";TZID=Romance Standard Time:20261205T140000", at(2026, 12, 5, 14)),
        (";TZID=/freeassociation.sourceforge.net/Europe/Paris:20261205T140000", at(2026, 12, 5, 14)),
        (";TZID=Europe/London:20261205T130000", at(2026, 12, 5, 14)),
    ],
)
def test_a_single_event_is_at_one_moment_told_by_the_clocks_of_here(start, moment):
    row = only("DURATION:PT1H30M", start=start, end=None)
    assert (row.refusal, row.start, row.end - row.start) == ("", moment, timedelta(minutes=90))
    assert (row.zone, row.all_day) == ("Europe/Paris", False)


def test_a_series_keeps_the_clock_of_its_own_place():
    row = only("RRULE:FREQ=WEEKLY;COUNT=3", start=";TZID=Europe/London:20261205T140000", end=None)
    assert (row.zone, row.rrule, row.start) == ("Europe/London", "FREQ=WEEKLY;COUNT=3", utc(2026, 12, 5, 14))


@pytest.mark.parametrize(
    ("end", "further", "days"),
    [(";VALUE=DATE:20261207", (), 2), (None, (), 1), (None, ("DURATION:P3D",), 3), (";VALUE=DATE:20261205", (), 1)],
)
def test_whole_days_are_midnights_of_here_the_end_excluded(end, further, days):
    row = only(*further, start=";VALUE=DATE:20261205", end=end)
    assert (row.refusal, row.all_day, row.start) == ("", True, at(2026, 12, 5))
    assert row.end == at(2026, 12, 5 + days)


def test_without_an_end_an_event_is_at_one_moment():
    row = only(end=None)
    assert row.end == row.start


@pytest.mark.parametrize(("start", "hours"), [("20261024T220000", 8), ("20260328T220000", 8)])
def test_hours_are_true_ones_through_both_clock_changes(start, hours):
    row = only(f"DURATION:PT{hours}H", start=start, end=None)
    assert row.end - row.start == timedelta(hours=hours)


@pytest.mark.parametrize(("start", "hours"), [("20261024T220000", 25), ("20260328T220000", 23)])
def test_days_are_those_of_the_clock_through_both_clock_changes(start, hours):
    row = only("DURATION:P1D", start=start, end=None)
    assert row.end - row.start == timedelta(hours=hours)


def test_exceptions_and_further_dates_are_wall_clocks_of_the_series():
    row = only(
        "RRULE:FREQ=WEEKLY",
        "EXDATE;TZID=Europe/Paris:20261212T140000,20261219T140000",
        "EXDATE:20261226T130000Z",
        "EXDATE;VALUE=DATE:20270102",
        "RDATE;TZID=Europe/Paris:20261208T140000",
        start=";TZID=Europe/Paris:20261205T140000",
    )
    assert row.exdates == ["2026-12-12T14:00", "2026-12-19T14:00", "2026-12-26T14:00", "2027-01-02T14:00"]
    assert row.rdates == ["2026-12-08T14:00"]


def test_dates_that_differ_join_their_series():
    rows = read_calendar(
        calendar(
            vevent("RECURRENCE-ID:20261212T130000Z", start="20261212T160000", end="20261212T190000", title="Au chaud"),
            vevent("RRULE:FREQ=WEEKLY", "LOCATION:La Remise"),
            vevent("RECURRENCE-ID:20261219T140000", "STATUS:CANCELLED", start="20261219T140000", end="20261219T170000"),
        )
    )
    (row,) = rows
    first, second = row.changes
    assert first["recurrence_id"] == utc(2026, 12, 12, 13).isoformat()
    assert (first["start"], first["end"]) == (utc(2026, 12, 12, 15).isoformat(), utc(2026, 12, 12, 18).isoformat())
    assert (first["title"], first["cancelled"]) == ("Au chaud", False)
    assert (second["cancelled"], second["start"], second["title"]) == (True, None, "")


def test_a_date_of_a_series_that_is_not_there_is_an_event_by_itself():
    row = only("RECURRENCE-ID:20261205T140000")
    assert (row.refusal, row.uid) == ("", "a@exemple.fr#20261205T130000Z")


# -- Words ------------------------------------------------------------------------------------------------------------
def test_texts_are_cleaned_and_folded_lines_joined():
    row = only(
        'DESCRIPTION:<p onclick="x()">Bien<b>venue</b> <script>alert(1)</script><a href="javas',
        ' cript:x">ici</a></p>',
        "LOCATION:Salle des fêtes\\, 05600 Guillestre",
        "CATEGORIES:Atelier,Réemploi",
        "URL:https://exemple.fr/1",
        "GEO:44.66;6.65",
        "STATUS:TENTATIVE",
        title="Caf<b>é</b> \\, thé",
    )
    assert row.title == "Café , thé"
    assert "script" not in row.text
    assert "onclick" not in row.text
    assert "<b>venue</b>" in row.text
    assert row.location == "Salle des fêtes, 05600 Guillestre"
    assert (row.categories, row.url, row.status) == (["Atelier", "Réemploi"], "https://exemple.fr/1", "tentative")
    assert (row.latitude, row.longitude) == (44.66, 6.65)


def test_an_escaped_line_break_makes_no_new_line():
    row = only("LOCATION:Gap\\nATTENDEE:mailto:x@y.z", title="Un\\r\\nDTSTART:19000101T000000")
    assert "\n" not in row.title + row.location
    assert row.start == at(2026, 12, 5, 14)


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_usual_encodings_are_read(coding):
    (row,) = read_calendar(calendar(vevent(title="Fête")).decode().encode(coding))
    assert row.title == "Fête"


def test_a_letter_folded_in_two_is_whole_again():
    content = calendar(vevent(title="Fête")).replace("ê".encode(), b"\xc3\r\n \xaa")
    assert read_calendar(content)[0].title == "Fête"


def test_who_is_invited_and_alarms_are_left_out():
    row = only(
        *("ORGANIZER;CN=Jeanne:mailto:j@exemple.fr", "ATTENDEE:mailto:k@exemple.fr", "BEGIN:VALARM", "ACTION:DISPLAY"),
        *("DESCRIPTION:rappel", "TRIGGER:-PT15M", "END:VALARM"),
    )
    assert (row.refusal, row.text) == ("", "")
    assert "exemple.fr" not in repr(row).replace("a@exemple.fr", "")


# -- Refused ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("lines", "values", "words"),
    [
        (("RRULE:FREQ=SECONDLY",), {}, "seconde, minute ou heure"),
        (("RRULE:FREQ=DAILY;BYSETPOS=" + ",".join(map(str, range(1, 100))),), {}, "trop de valeurs"),
        (("RRULE:FREQ=YEARLY;BYYEARDAY=" + ",".join(map(str, range(1, 300))),), {}, "trop longue"),
        (("RRULE:FREQ=PARFOIS",), {}, "à quel rythme"),
        (("RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY"), {}, "plusieurs règles"),
        ((), {"start": None}, "pas quand il commence"),
        ((), {"start": "bientôt"}, "pas lisible (DTSTART)"),
        ((), {"start": "20261345T140000"}, "pas lisible (DTSTART)"),
        (("DTSTART:20261206T140000",), {}, "deux fois la même date"),
        ((), {"end": "20261205T130000"}, "finit avant"),
        ((), {"end": ";VALUE=DATE:20261206"}, "une heure et sa fin un jour"),
        (("DURATION:-PT1H",), {"end": None}, "durée n’est pas possible"),
        ((), {"end": "20291205T130000"}, "plus d’un an"),
        ((), {"start": "19000101T000000", "end": None}, "1900"),
        ((), {"start": "99991231T000000Z", "end": None}, "9999"),
        ((), {"start": ";TZID=Mars/Olympus:20261205T140000"}, "« Mars/Olympus » est inconnu"),
        ((), {"start": ";TZID=../../etc/passwd:20261205T140000", "end": None}, "est inconnu"),
        ((), {"title": None}, "pas de titre"),
        ((), {"title": "<script></script>"}, "pas de titre"),
        (("CLASS:PRIVATE",), {}, "privé"),
        (("DESCRIPTION:" + "a" * 60_000,), {}, "trop longue"),
        (("RDATE:" + ",".join(["20261206T140000"] * 501),), {}, "plus de 500 dates"),
        (("RECURRENCE-ID;RANGE=THISANDFUTURE:20261205T140000",), {}, "toute la suite"),
    ],
)
def test_an_event_that_cannot_be_taken_says_why_and_the_next_one_is_taken(lines, values, words):
    bad, good = read_calendar(calendar(vevent(*lines, **values), vevent(uid="b", title="Le suivant")))
    assert words in bad.refusal
    assert (good.refusal, good.title) == ("", "Le suivant")


def test_a_zone_that_lies_is_refused_and_one_that_does_not_is_taken():
    event = vevent(start=";TZID=Europe/Paris:20261205T140000", end=None)
    (liar,) = read_calendar(calendar(ZONE.format(offset="+0900"), event))
    (honest,) = read_calendar(calendar(ZONE.format(offset="+0100"), event))
    assert "n’a pas, dans ce calendrier, l’heure qu’il a partout" in liar.refusal
    assert honest.refusal == ""


def test_a_uid_is_that_of_one_event():
    rows = read_calendar(calendar(vevent(), vevent(title="Un autre"), vevent("SEQUENCE:2", title="Le dernier")))
    assert [row.title for row in rows if not row.refusal] == ["Le dernier"]
    assert all("déjà celui d’un autre" in row.refusal for row in rows if row.title != "Le dernier")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "pas un calendrier"),
        (b"<!doctype html><html><body>Connexion</body></html>", "pas un calendrier"),
        (b"\x00\x01\x02" * 100, "pas un calendrier"),
        (b"a" * 1_100_000, "plus de 1 Mo"),
        (calendar(vevent())[:-26], "il en manque la fin"),
        (calendar(vevent(), "END:VEVENT"), "pas à sa place"),
        (calendar(*["BEGIN:VTODO"] * 50), "emboîtés"),
        (calendar(*["X-A:"] * 100_001), "plus de 100000 lignes"),
        (calendar(*["BEGIN:VEVENT\r\nEND:VEVENT"] * (MAX_EVENTS + 1)), "plus de 2000 événements"),
    ],
)
def test_a_file_that_is_no_calendar_or_is_too_big_is_refused(content, words):
    with pytest.raises(FeedRefused, match=words):
        read_calendar(content)
