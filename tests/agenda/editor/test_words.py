"""A schedule in words: what people say, and "" rather than nonsense."""

from datetime import date, datetime

import pytest

from agenda.engine import Schedule, parse_rule
from agenda.engine.words import rule_in_words, schedule_in_words

SATURDAY = date(2026, 12, 5)
OTHER = "à des dates qui suivent une règle particulière"


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=WEEKLY;BYDAY=SA", "tous les samedis"),
        ("FREQ=WEEKLY", "tous les samedis"),
        ("FREQ=WEEKLY;BYDAY=MO,WE", "tous les lundis et mercredis"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "du lundi au vendredi"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "un mardi sur deux"),
        ("FREQ=WEEKLY;INTERVAL=4;BYDAY=TU", "un mardi sur quatre"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SA", "une semaine sur deux, le mardi et le samedi"),
        ("FREQ=WEEKLY;INTERVAL=6;BYDAY=TU", "toutes les 6 semaines, le mardi"),
        ("FREQ=DAILY", "tous les jours"),
        ("FREQ=DAILY;INTERVAL=2", "un jour sur deux"),
        ("FREQ=DAILY;INTERVAL=10", "tous les 10 jours"),
        ("FREQ=DAILY;BYDAY=SA,SU", "tous les samedis et dimanches"),
        ("FREQ=MONTHLY;BYDAY=2TU", "le deuxième mardi du mois"),
        ("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2", "le deuxième mardi du mois"),
        ("FREQ=MONTHLY;BYDAY=-1SA", "le dernier samedi du mois"),
        ("FREQ=MONTHLY;BYDAY=1SA,3SA", "le premier samedi et le troisième samedi du mois"),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=1SA", "le premier samedi du mois, un mois sur deux"),
        ("FREQ=MONTHLY;INTERVAL=3", "le 5 du mois, tous les 3 mois"),
        ("FREQ=MONTHLY;BYMONTHDAY=1", "le 1er du mois"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "le dernier jour du mois"),
        ("FREQ=YEARLY", "chaque année, le 5 décembre"),
        ("FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=21", "chaque année, le 21 juin"),
        ("FREQ=YEARLY;BYMONTH=9;BYDAY=1SU", "chaque année, le premier dimanche de septembre"),
        ("FREQ=WEEKLY;BYDAY=SA;BYMONTH=7,8", "tous les samedis, en juillet et en août"),
        ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", OTHER),
        ("FREQ=YEARLY;INTERVAL=3;BYDAY=20MO", OTHER),
        ("FREQ=WEEKLY;BYDAY=SA;COUNT=10", "tous les samedis, 10 fois"),
        ("FREQ=WEEKLY;BYDAY=SA;UNTIL=20270630T160000Z", "tous les samedis, jusqu’au 30 juin 2027"),
        ("FREQ=WEEKLY;BYDAY=SA;UNTIL=20270501", "tous les samedis, jusqu’au 1er mai 2027"),
        ("", ""),
        ("FREQ=SECONDLY", ""),
    ],
)
def test_a_rule_reads_as_people_say_it(rule, words):
    assert rule_in_words(rule, SATURDAY) == words


def test_the_last_day_is_the_one_of_here():
    said = rule_in_words("FREQ=DAILY;UNTIL=20270630T223000Z", SATURDAY)
    assert said == "tous les jours, jusqu’au 1er juillet 2027"


def test_school_holidays_are_said():
    assert rule_in_words("FREQ=WEEKLY", SATURDAY, "except") == "tous les samedis, hors vacances scolaires"
    assert rule_in_words("FREQ=DAILY", SATURDAY, "only") == "tous les jours, pendant les vacances scolaires"


def schedule(rule="", dates=()):
    start = datetime(2026, 12, 5, 14)
    return Schedule(start, start, rule=parse_rule(rule) if rule else None, dates=dates)


def test_further_dates_are_counted():
    more = (datetime(2026, 12, 6, 14), datetime(2026, 12, 8, 14))
    assert schedule_in_words(schedule()) == ""
    assert schedule_in_words(schedule(dates=more)) == "3 dates"
    assert schedule_in_words(schedule("FREQ=WEEKLY", more[:1])) == "tous les samedis, et 1 autre date"
