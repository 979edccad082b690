"""Hours in words: French sentences, names and clocks of the other languages."""

import pytest
from django.utils import translation

from directory.hours import in_words, parse


def words(text):
    return [line.replace("\u00a0", " ") for line in in_words(parse(text))]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("24/7", ["ouvert tous les jours, 24 h sur 24"]),
        (
            "Mo-Fr 09:00-12:00,14:00-18:00; Sa 09:00-12:00; PH off",
            ["du lundi au vendredi : 9 h – 12 h, 14 h – 18 h", "samedi : 9 h – 12 h", "fermé les jours fériés"],
        ),
        ("Mo,We,Fr 08:30-12:15", ["lundi, mercredi et vendredi : 8 h 30 – 12 h 15"]),
        ("Mo-We,Sa 09:00-10:00", ["du lundi au mercredi et samedi : 9 h – 10 h"]),
        (
            "Mo-Fr 09:00-18:00; We 09:00-12:00",
            ["lundi, mardi, jeudi et vendredi : 9 h – 18 h", "mercredi : 9 h – 12 h"],
        ),
        ("Tu-Sa 10:00-19:00; Su,PH off", ["du mardi au samedi : 10 h – 19 h", "fermé le dimanche et les jours fériés"]),
        ("Su,PH 10:00-12:00", ["dimanche et jours fériés : 10 h – 12 h"]),
        ("Fr 20:00-02:00; Sa 20:00-24:00", ["vendredi : 20 h – 2 h", "samedi : 20 h – minuit"]),
        ("Sa 00:00-24:00", ["samedi : 24 h sur 24"]),
        ("Mo-Su 10:00-18:00", ["tous les jours : 10 h – 18 h"]),
        ("Jul-Aug 10:00-18:00", ["en juillet et en août : 10 h – 18 h"]),
        ("Jul-Aug Mo-Sa 10:00-18:00", ["en juillet et en août, du lundi au samedi : 10 h – 18 h"]),
        ("Apr-Oct Su off", ["d’avril à octobre : fermé le dimanche"]),
        ("Jun-Sep off", ["fermé de juin à septembre"]),
        ("Mo 09:00-10:00; Aug off", ["lundi : 9 h – 10 h", "fermé en août"]),
        ("Dec 24-Jan 1 off", ["fermé du 24 décembre au 1er janvier"]),
        ("May 1,Dec 25 off", ["fermé le 1er mai et le 25 décembre"]),
        ("SH Mo-Fr 10:00-12:00", ["pendant les vacances scolaires, du lundi au vendredi : 10 h – 12 h"]),
        ("SH off", ["fermé pendant les vacances scolaires"]),
        ("off", ["fermé"]),
        (
            "PH off; Mo-Fr 09:00-12:00",
            ["du lundi au vendredi : 9 h – 12 h", "fermé les jours fériés sauf du lundi au vendredi"],
        ),
    ],
)
def test_in_french(text, lines):
    assert words(text) == lines


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", ["Monday", "Friday", "9 a.m.", "2:30 p.m."]), ("it", ["lunedì", "venerdì", "09:00", "14:30"])],
)
def test_other_languages_have_their_names_and_clock(language, expected):
    with translation.override(language):
        (line,) = words("Mo-Fr 09:00-12:00,14:30-18:00")
    assert [word for word in expected if word not in line] == []


def test_dates_of_other_languages():
    with translation.override("it"):
        assert "24 dicembre" in words("Dec 24-26 off")[0]
    with translation.override("en"):
        assert "December 24" in words("Dec 24-26 off")[0]


def test_every_phrase_is_a_message(monkeypatch):
    """Each piece of a sentence goes through gettext: none is left when gettext gives something else."""
    monkeypatch.setattr(
        "directory.hours.words._", lambda message: message.replace("fermé", "closed").replace("du ", "from ")
    )
    assert words("Aug Mo-We off") == ["en août : closed from lundi au mercredi"]


def test_a_no_break_space_holds_the_hour():
    assert in_words(parse("Mo 09:00-12:30")) == ["lundi\u00a0: 9\u00a0h\u00a0– 12\u00a0h\u00a030"]
