"""Words as they are indexed and asked for: what people type in a hurry meets what editors wrote."""

import pytest

from portal.search.words import LONGEST, compounds_of, plain, stem, stems_of, whole, words_of

MEET = [
    ("local", "locaux", "locale", "locales"),
    ("ressourcerie", "ressourceries"),
    ("associatif", "associative", "associatifs"),
    ("culturel", "culturelle", "culturels"),
    ("travail", "travaux"),
    ("cheval", "chevaux"),
    ("bateau", "bateaux"),
    ("animateur", "animatrice", "animatrices"),
    ("coiffeur", "coiffeuse"),
    ("engagé", "engagée", "engagées"),
    ("européen", "européenne"),
    ("musée", "musées"),
    ("partager", "partage", "partagé", "partagée"),
    ("réparer", "répare", "réparés"),
    ("boulanger", "boulangère"),
]


@pytest.mark.parametrize("words", MEET, ids=lambda words: words[0])
def test_forms_of_one_word_meet(words):
    assert len({stem(plain(word)) for word in words}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("cours", "course"),
        ("vallon", "valle"),
        ("gap", "gape"),
        ("atelier", "atèle"),
        ("hiver", "hive"),
        ("plage", "place"),
        ("eau", "aux"),
        ("sel", "selle"),
    ],
)
def test_other_words_stay_apart(one, other):
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L’Épicerie d’à côté", ["epiceri", "cote"]),
        ("l'art", ["art"]),
        ("M.J.C. du Queyras", ["mjc", "queyra"]),
        ("l’E.S.S", ["ess"]),
        ("cœur & Œuvre", ["coeur", "oeuvr"]),
        ("ÇA", ["ca"]),
        ("e\u0301te\u0301", ["ete"]),
        ("a_b", ["b"]),
        ("épi\u200bcerie \u202eGap", ["epiceri", "gap"]),
        ("2ème étage", ["2eme", "etag"]),
        ("Москва", ["moskva"]),
        ("les", ["les"]),
        ("!?…", []),
        ("", []),
    ],
)
def test_a_text_becomes_its_words(text, expected):
    assert words_of(text) == expected


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("123 456 789 00012", "12345678900012"),
        ("123\u202f456\u202f789", "123456789"),
        ("12345678900012", "12345678900012"),
        ("W051 001234", "w051001234"),
    ],
)
def test_numbers_copied_in_groups_are_one_word(text, number):
    assert words_of(text) == [number]


def test_two_numbers_side_by_side_stay_two():
    assert words_of("12 345") == ["12", "345"]


def test_a_compound_is_its_parts_and_one_word():
    assert words_of("auto-école") == ["auto", "ecol", "autoecol"]
    assert stems_of("auto-école") == ("auto", "ecol")
    assert compounds_of("Saint-Jean-Saint-Nicolas") == [["saint", "jean", "saint", "nicolas"]]
    assert "saintjeansaintnicola" not in words_of("Saint-Jean-Saint-Nicolas")


def test_a_whole_name_does_not_depend_on_articles_or_plurals():
    assert whole("L’Épicerie du Champsaur") == whole("épiceries champsaur") == "epiceri_champsaur"


def test_a_word_is_never_endless():
    assert len(words_of("a" * 5000)[0]) == LONGEST
    assert len(words_of("9" * 5000)[0]) == LONGEST
