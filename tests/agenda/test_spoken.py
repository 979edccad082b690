"""What a query says of time: read as people type it, never wrong on a number, never an error."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenda.filters import FIRST, LAST
from agenda.period import Period
from agenda.spoken import MAX_WORDS, Spoken, understood_time
from portal.core.folding import fold

TODAY = date(2026, 11, 25)  # a Wednesday
WORDS = [
    *("le", "du", "au", "de", "en", "a", "mi", "fin", "debut", "mois", "ce", "semaine", "week", "end", "prochain"),
    *("samedi", "lundi", "1er", "12", "31", "99", "2026", "0000", "12/12", "31/02", "1/1/26", "12 au 14 mai"),
    *("fevrier", "fév", "mars", "décembre", "demain", "apres", "aujourd'hui", "soir", "jusqu'au", "premier"),
]


def day(number, month=11, year=2026):
    return date(year, month, number)


def read(text, today=TODAY):
    """(words that speak of time, first day, last day)."""
    spoken = understood_time(text, today)
    if spoken is None:
        return None
    return " ".join(fold(text).split()[spoken.start : spoken.stop]), spoken.period.first, spoken.period.last


# -- Days -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "eaten", "first"),
    [
        ("aujourd’hui", "aujourd hui", day(25)),
        ("concert aujourd'hui", "aujourd hui", day(25)),
        ("CE SOIR", "ce soir", day(25)),
        ("cet après-midi", "cet apres midi", day(25)),
        ("marché ce matin", "ce matin", day(25)),
        ("demain", "demain", day(26)),
        ("demain soir", "demain soir", day(26)),
        ("après-demain", "apres demain", day(27)),
        ("mercredi", "mercredi", day(25)),  # today counts
        ("mercredi prochain", "mercredi prochain", day(2, 12)),
        ("concert samedi", "samedi", day(28)),
        ("concert samedi soir embrun", "samedi soir", day(28)),
        ("samedi prochain", "samedi prochain", day(28)),
        ("dimanche à Gap", "dimanche", day(29)),
        ("le mardi", "le mardi", day(1, 12)),
        ("samedi 12", "samedi 12", day(12, 12)),
        ("vendredi 13", "vendredi 13", day(13, 8, 2027)),  # the 13ths before are no Fridays
        ("samedi 12 décembre", "samedi 12 decembre", day(12, 12)),
        ("dimanche 12 décembre", "dimanche 12 decembre", day(12, 12)),  # it is a Saturday
        ("12 décembre", "12 decembre", day(12, 12)),
        ("25 novembre", "25 novembre", day(25)),
        ("24 novembre", "24 novembre", day(24, 11, 2027)),
        ("le 12 décembre 2026", "le 12 decembre 2026", day(12, 12)),
        ("12 déc.", "12 dec", day(12, 12)),
        ("1er janvier", "1er janvier", day(1, 1, 2027)),
        ("premier mai", "premier mai", day(1, 5, 2027)),
        ("29 février", "29 fevrier", day(29, 2, 2028)),
        ("12/12", "12 12", day(12, 12)),
        ("marché de noël 12/12/2026 gap", "12 12 2026", day(12, 12)),
        ("(5/1/27)", "5 1 27", day(5, 1, 2027)),
        ("1/2/2000", "1 2 2000", day(1, 2, 2000)),
        ("8 mars 2024", "8 mars 2024", day(8, 3, 2024)),  # a past date is a date
    ],
)
def test_a_day_is_understood(text, eaten, first):
    assert read(text) == (eaten, first, first)


# -- Longer -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "eaten", "first", "last"),
    [
        ("ce week-end", "ce week end", day(28), day(29)),
        ("le weekend", "le weekend", day(28), day(29)),
        ("que faire WEEK END", "week end", day(28), day(29)),
        ("week-end prochain", "week end prochain", day(5, 12), day(6, 12)),
        ("cette semaine", "cette semaine", day(25), day(29)),
        ("la semaine prochaine", "la semaine prochaine", day(30), day(6, 12)),
        ("ce mois-ci", "ce mois ci", day(25), day(30)),
        ("ateliers du mois prochain", "du mois prochain", day(1, 12), day(31, 12)),
        ("décembre 2026", "decembre 2026", day(1, 12), day(31, 12)),
        ("concert en décembre à gap", "en decembre", day(1, 12), day(31, 12)),
        ("fête de mai embrun", "de mai", day(1, 5, 2027), day(31, 5, 2027)),
        ("fête d’avril embrun", "d avril", day(1, 4, 2027), day(30, 4, 2027)),
        ("stage au mois d’août ubaye", "au mois d aout", day(1, 8, 2027), day(31, 8, 2027)),
        ("stage début juillet poterie", "debut juillet", day(1, 7, 2027), day(10, 7, 2027)),
        ("mi-février", "mi fevrier", day(11, 2, 2027), day(20, 2, 2027)),
        ("à la fin de février 2028", "fin de fevrier 2028", day(21, 2, 2028), day(29, 2, 2028)),
        ("novembre", "novembre", day(25), day(30)),
        ("novembre 2026", "novembre 2026", day(1), day(30)),
        ("début novembre", "debut novembre", day(1, 11, 2027), day(10, 11, 2027)),
        ("mars", "mars", day(1, 3, 2027), day(31, 3, 2027)),
        ("randonnée avril", "avril", day(1, 4, 2027), day(30, 4, 2027)),
        ("du 12 au 14 décembre", "du 12 au 14 decembre", day(12, 12), day(14, 12)),
        ("du samedi 12 au lundi 14 décembre", "du samedi 12 au lundi 14 decembre", day(12, 12), day(14, 12)),
        ("12 et 13 décembre 2027", "12 et 13 decembre 2027", day(12, 12, 2027), day(13, 12, 2027)),
        ("du 28 au 3 janvier", "du 28 au 3 janvier", day(28, 12), day(3, 1, 2027)),
        ("du 20 décembre au 3 janvier 2027", "du 20 decembre au 3 janvier 2027", day(20, 12), day(3, 1, 2027)),
        ("du 24 au 26 novembre", "du 24 au 26 novembre", day(24), day(26)),  # it is not over
    ],
)
def test_a_period_is_understood(text, eaten, first, last):
    assert read(text) == (eaten, first, last)


def test_on_a_sunday_the_week_end_is_what_is_left_of_it_and_the_next_one_is_whole():
    assert read("ce week-end", day(29)) == ("ce week end", day(29), day(29))
    assert read("week-end prochain", day(29)) == ("week end prochain", day(5, 12), day(6, 12))


def test_of_two_times_the_most_precise_is_taken():
    assert read("en décembre, le samedi 12")[0] == "le samedi 12"
    assert read("ce week-end 28 novembre")[0] == "28 novembre"


# -- What is no time --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text",
    [
        *("", "épicerie embrun", "2026", "12 12", "05200", "3 vallées", "12 rue des Alpes", "le 12"),
        *("rencontre mars attaque", "association mai 68 gap", "fanfare du champ de mars ici", "lendemain", "semaine"),
        *("31 février", "32 janvier", "samedi 31 février", "0 mai", "du 30 au 31 février", "12 décembre 1400"),
        *("31/02", "13/13/2026", "1/2 tarif", "3/4 de jour", "ouvert 24/24 7/7", "départements 05/04", "12/12/12/12"),
        *("8 mai 1945", "décembre 0000", "mardi gras", "vendredi saint", "٣ mai ici", "mois", "en avance"),
        *("maison", "maide", "samediste", "décembres ici"),
    ],
)
def test_numbers_names_and_impossible_dates_are_no_time(text):
    assert read(text) is None


def test_an_impossible_number_beside_a_time_does_not_hide_it():
    assert read("ouvert 24/24 samedi")[0] == "samedi"


def test_nothing_is_read_past_the_twelfth_word():
    words = "mot " * (MAX_WORDS - 1)
    assert read(words + "samedi")[0] == "samedi"
    assert read(words + "mot samedi") is None
    assert read("mot " * 20 + "12/12") is None


# -- Chips ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("samedi", "samedi 28 novembre"),
        ("demain", "jeudi 26 novembre"),
        ("ce soir", "aujourd’hui"),
        ("1er janvier", "vendredi 1er janvier 2027"),
        ("ce week-end", "ce week-end"),
        ("week-end prochain", "week-end du 5 décembre"),
        ("cette semaine", "cette semaine"),
        ("semaine prochaine", "la semaine prochaine"),
        ("ce mois", "ce mois-ci"),
        ("mois prochain", "décembre 2026"),
        ("décembre", "décembre 2026"),
        ("fin décembre", "fin décembre 2026"),
        ("mi-mai", "mi-mai 2027"),
        ("du 12 au 14 décembre", "du 12 au 14 décembre"),
        ("du 1er au 3 mai", "du 1er au 3 mai 2027"),
        ("du 28 au 3 janvier", "du 28 décembre au 3 janvier 2027"),
    ],
)
def test_the_chip_says_what_was_understood(text, label):
    assert understood_time(text, TODAY).label == label


def test_the_answer_is_whole():
    assert understood_time("le bal du samedi 12 décembre", TODAY) == Spoken(
        2, 6, Period(day(12, 12), day(12, 12)), "samedi 12 décembre"
    )


# -- Whatever is typed ------------------------------------------------------------------------------------------------
@given(
    st.one_of(
        st.text(max_size=300),
        st.lists(st.sampled_from(WORDS), max_size=20).map(" ".join),
        st.from_regex(r"(du )?\d{1,4}[ /](au )?\d{1,4}[ /]\d{0,5}( mars)?", fullmatch=True),
    ),
    st.dates(),
)
def test_whatever_is_typed_the_answer_is_within_bounds(text, today):
    spoken = understood_time(text, today)
    if spoken:
        assert 0 <= spoken.start < spoken.stop <= min(len(fold(text).split()), MAX_WORDS)
        assert FIRST <= spoken.period.first <= spoken.period.last <= LAST
        assert (spoken.period.last - spoken.period.first).days <= 366
        assert spoken.label
