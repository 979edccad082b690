"""Searches that found nothing: what is counted, what is never kept, how much, and for how long."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.finding.missing import noting
from portal.finding.missing.noting import KEPT_DAYS, NEW_A_DAY, SAME_AN_HOUR, forget_old, note_unanswered
from portal.finding.models import UnansweredSearch, Wish
from tests.rooms import at

pytestmark = pytest.mark.django_db


def counted():
    return list(UnansweredSearch.objects.order_by("pk").values_list("words", "language", "count"))


def row(words="epicerie", days_ago=0, **values):
    day = timezone.localdate() - timedelta(days=days_ago)
    dates = {"month": day.replace(day=1), "created_on": day, "last_on": day}
    return UnansweredSearch.objects.create(words=words, **{"language": "fr", "count": 1} | dates | values)


# -- Counted ----------------------------------------------------------------------------------------------------------
def test_the_same_words_make_one_row_whatever_their_spelling(portal_site):
    for text in ("Épicerie", "  epicerie ! ", "ÉPICERIE"):
        note_unanswered(text, "fr")
    note_unanswered("épicerie", "en")
    assert counted() == [("epicerie", "fr", 3), ("epicerie", "en", 1)]


def test_each_month_has_its_own_row_on_the_clocks_of_here(portal_site, monkeypatch):
    for moment in (at(2026, 12, 31, 23, 59), at(2027, 1, 1, 0, 1), at(2027, 1, 2)):
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        note_unanswered("épicerie", "fr")
    found = UnansweredSearch.objects.order_by("month").values_list("month", "count", "last_on")
    assert [tuple(map(str, row)) for row in found] == [
        ("2026-12-01", "1", "2026-12-31"),
        ("2027-01-01", "2", "2027-01-02"),
    ]


def test_what_was_understood_is_kept_beside(portal_site):
    note_unanswered("épicerie embrun", "fr", "à Embrun")
    assert UnansweredSearch.objects.get().understood == "à Embrun"


def test_two_that_make_the_row_at_once_are_both_counted(portal_site, monkeypatch):
    make = noting._make

    def beaten(words, language, day):
        UnansweredSearch.objects.create(
            words=words, language=language, month=day.replace(day=1), created_on=day, last_on=day, count=1
        )
        make(words, language, day)

    monkeypatch.setattr(noting, "_make", beaten)
    note_unanswered("épicerie", "fr")
    assert counted() == [("epicerie", "fr", 2)]


# -- Never kept -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text",
    [
        "camille@exemple.fr",
        "camille＠exemple",
        "06 12 34 56 78",
        "0.6.1.2.3.4",
        "n° 123456",
        "٠٦١٢٣٤٥",
        "https://exemple.org/page",
        "www.exemple",
        "facebook.com/camille",
        "exemple.fr",
    ],
)
def test_what_may_say_who_somebody_is_is_not_kept(portal_site, text):
    note_unanswered(f"écrire à {text}", "fr")
    assert counted() == []


@pytest.mark.parametrize("text", ["05100 briançon", "S.C.I.C.", "loi 1901", "auto-école", "d’ici.Puis"])
def test_what_says_nothing_of_anybody_is_kept(portal_site, text):
    note_unanswered(text, "fr")
    assert len(counted()) == 1


def test_nothing_finer_than_the_day_and_nobody(portal_site):
    note_unanswered("épicerie", "fr")
    [kept] = UnansweredSearch.objects.values()
    assert set(kept) == {
        *("id", "words", "language", "month", "count", "understood", "created_on", "last_on"),
        *("is_open", "handled_on", "handled_by_id"),
    }
    assert not any(hasattr(value, "hour") for value in kept.values())


@pytest.mark.parametrize("text", ["", "   ", "!?", "\x00", "\ud800", "\u202e", "́" * 10_000])
def test_what_has_no_word_is_not_kept(portal_site, text):
    note_unanswered(text, "fr")
    assert counted() == []


def test_what_is_long_or_broken_is_cut_and_never_fails(portal_site):
    note_unanswered("mot " * 1000, "fr", "x" * 4000)
    note_unanswered("ski\x00 v\ud800élo", "fr", "\ud800\x00 à Gap")
    [long, broken] = UnansweredSearch.objects.order_by("pk")
    assert len(long.words) <= 80
    assert (broken.words, broken.understood) == ("ski velo", "à Gap")


# -- Bounded ----------------------------------------------------------------------------------------------------------
def test_so_many_new_searches_a_day(portal_site):
    today = timezone.localdate()
    UnansweredSearch.objects.bulk_create(
        UnansweredSearch(
            words=f"mot {n}", language="fr", month=today.replace(day=1), created_on=today, last_on=today, count=1
        )
        for n in range(NEW_A_DAY - 1)
    )
    for words in ("avant-dernière", "de trop", "mot 1"):
        note_unanswered(words, "fr")
    assert UnansweredSearch.objects.count() == NEW_A_DAY
    assert not UnansweredSearch.objects.filter(words="de trop").exists()
    assert UnansweredSearch.objects.get(words="mot 1").count == 2


def test_a_robot_does_not_make_a_search_look_wanted(portal_site):
    for _time in range(SAME_AN_HOUR + 10):
        note_unanswered("casino", "fr")
    assert counted() == [("casino", "fr", SAME_AN_HOUR)]


def test_a_flood_costs_no_more_than_so_many_writings(portal_site, monkeypatch):
    monkeypatch.setattr(noting, "ALL_AN_HOUR", 3)
    for number in range(3):
        note_unanswered(f"mot {number} a", "fr")
    with CaptureQueriesContext(connection) as queries:
        note_unanswered("de trop", "fr")
    assert (len(counted()), len(queries)) == (3, 0)


def test_a_database_that_refuses_does_not_break_the_page(portal_site, monkeypatch, caplog):
    def refuse(*args):
        raise DatabaseError("mots secrets")

    monkeypatch.setattr(noting, "_count", refuse)
    note_unanswered("mots secrets", "fr")
    assert "could not be counted" in caplog.text
    assert "secrets" not in caplog.text


# -- Forgotten --------------------------------------------------------------------------------------------------------
def test_twelve_months_then_nothing(portal_site):
    old, young = row("ancienne", KEPT_DAYS + 1), row("jeune", KEPT_DAYS)
    for days in (KEPT_DAYS + 1, KEPT_DAYS):
        day = timezone.localdate() - timedelta(days=days)
        Wish.objects.create(search=young, text=f"il y a {days} jours", written_on=day)
    forget_old()
    assert list(UnansweredSearch.objects.all()) == [young]
    assert [wish.text for wish in Wish.objects.all()] == [f"il y a {KEPT_DAYS} jours"]
    assert not UnansweredSearch.objects.filter(pk=old.pk).exists()


def test_the_night_is_given_its_moment(portal_site):
    row()
    forget_old(timezone.now() + timedelta(days=KEPT_DAYS + 2))
    assert counted() == []
