"""The time that a query speaks of: « concert samedi », « ce week-end », « du 12 au 14 décembre », « 12/12 ».

A day or a month without a year is the next one to come, today included. Where French itself hesitates: « samedi
prochain » is the first Saturday after today, « week-end prochain » the one after « ce week-end »; « début », « mi- »
and « fin » are a month's three tens of days; « samedi 12 » is the first 12th that is a Saturday; a weekday that belies
its date is left aside. Mars and Avril are names too: the bare name of a month is a time only at either end of a query,
elsewhere « en », « de », « fin » or a year must say so. With a date that cannot be (31 février) nothing is understood,
rather than a part of it.
"""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from agenda import spoken_days as days
from agenda.editor.dates import MONTHS
from agenda.filters import FIRST, LAST
from agenda.period import A_DAY, Period, monday_of, month, named, week, week_end
from agenda.spoken_days import WEEKDAYS, month_number, number
from portal.core.folding import fold

MAX_CHARS, MAX_WORDS = 200, 12
SLASHED = re.compile(r"(?<![\w/.-])(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?(?![\w/])", re.ASCII)
NO_DATES = {"1/2", "1/3", "2/3", "1/4", "3/4", "7/7", "05/04", "04/05"}  # fractions, every day, our departments


@dataclass(frozen=True)
class Spoken:
    """start and stop: which of the folded words speak of time, stop excluded; label: the same in words, for a chip."""

    start: int
    stop: int
    period: Period
    label: str


def understood_time(text, today):
    """Return the Spoken of a query, None when it speaks of no time; of several times, the most precise."""
    text = text[:MAX_CHARS]
    words = fold(text).split()[:MAX_WORDS]
    try:
        spoken = _slashed(text, words, today) or _worded(" ".join(words), today)
    except (ValueError, OverflowError):  # a day that is not, or past all calendars
        return None
    return spoken if spoken and FIRST <= spoken.period.first <= spoken.period.last <= LAST else None


def _slashed(text, words, today):
    """« 12/12 », « 12/12/2026 »: looked for in what was typed, since two numbers side by side are no date."""
    found = SLASHED.search(text)
    numbers = [part for part in found.groups() if part] if found else []
    start = len(fold(text[: found.start()]).split()) if found else 0
    if not numbers or found[0] in NO_DATES or words[start : start + len(numbers)] != numbers:
        return None
    year = int(found[3]) + (2000 if len(found[3]) == 2 else 0) if found[3] else None
    try:
        meant = days.coming(int(found[1]), int(found[2]), year, today)
    except ValueError:  # « 24/24 » is no date, and what is beside it may be one
        return None
    return Spoken(start, start + len(numbers), Period(meant, meant), days.day_said(meant, today))


def _worded(text, today):
    for pattern, read in READERS:
        if found := pattern.search(text):
            start = text.count(" ", 0, found.start())
            return Spoken(start, start + found[0].count(" ") + 1, *read(found.groupdict(), today))
    return None


# -- One reader an expression: (named parts, today) -> (period, label) ------------------------------------------------
def _range(parts, today):
    """« du 28 au 3 janvier » begins in December; without a year, the first such range that is not over."""
    first, to = number(parts["first"]), month_number(parts["month"])
    last = days.coming(number(parts["last"]), to, days.year_of(parts), today)
    if parts["from"]:
        since = month_number(parts["from"])
    else:
        since = to if first <= last.day else (to - 2) % 12 + 1
    period = Period(date(last.year - ((since, first) > (to, last.day)), since, first), last)
    return period, days.range_said(period, today)


def _dated(parts, today):
    return days.one(days.coming(number(parts["day"]), month_number(parts["month"]), days.year_of(parts), today), today)


def _numbered(parts, today):
    return days.one(days.coming_weekday(WEEKDAYS.index(parts["weekday"]), number(parts["day"]), today), today)


def _weekday(parts, today):
    first = today + A_DAY if parts["next"] else today
    return days.one(first + (WEEKDAYS.index(parts["weekday"]) - first.weekday()) % 7 * A_DAY, today)


def _today(parts, today):
    return Period(today, today), _("aujourd’hui")


def _tomorrow(parts, today):
    return days.one(today + A_DAY, today) if parts["after"] is None else days.one(today + 2 * A_DAY, today)


def _week_end(parts, today):
    if not parts["next"]:
        return named("week-end", today), _("ce week-end")
    period = week_end(monday_of(today) + 7 * A_DAY)
    return period, _("week-end du %(day)s") % {"day": days.day_said(period.first, today, weekday=False)}


def _week(parts, today):
    if not parts["next"]:
        return named("semaine", today), _("cette semaine")
    return week(monday_of(today) + 7 * A_DAY), _("la semaine prochaine")


def _this_month(parts, today):
    if not parts["next"]:
        return named("mois", today), _("ce mois-ci")
    first = month(today.year, today.month).last + A_DAY
    return month(first.year, first.month), days.month_said(first)


def _month(parts, today):
    """Without a year, what is past of it is left out."""
    period = days.coming_month(month_number(parts["month"]), parts.get("ten"), days.year_of(parts), today)
    return period, days.month_said(period.first, parts.get("ten"))


# -- The expressions, in folded words, from the most to the least precise ---------------------------------------------
_MONTH = rf"(?P<month>{'|'.join(MONTHS)})"
_SHORT = rf"{'|'.join(MONTHS)}|janv|fevr?|avr|juil|sept|oct|nov|dec"
_NAME = rf"(?:{'|'.join(WEEKDAYS)})"
_NUMBER = r"1 ?er|premier|\d{1,2}"
_YEAR = r"(?: (?P<year>\d{4}))"
_LEAD = r"(?:pour )?(?:(?:le|la|ce|cet|cette|du|de|au) )?"
_HOUR = r"(?: (?:soir|matin|midi|apres midi))?"
_SIGN = r"en |d |(?<!champ )de |(?:au |du |le )?mois (?:de |d )|(?:en )?(?P<ten>debut|mi|fin) (?:de |d )?"
_EXPRESSIONS = (
    (
        rf"(?:(?:du|de|le|les) )?(?:{_NAME} )?(?P<first>{_NUMBER})(?: (?P<from>{_SHORT}))? (?:au|a|et|jusqu au) "
        rf"(?:le )?(?:{_NAME} )?(?P<last>{_NUMBER}) (?P<month>{_SHORT}){_YEAR}?",
        _range,
    ),
    (rf"{_LEAD}(?:{_NAME} )?(?P<day>{_NUMBER}) (?P<month>{_SHORT}){_YEAR}?{_HOUR}", _dated),
    (rf"{_LEAD}(?P<weekday>{_NAME}) (?P<day>{_NUMBER}){_HOUR}", _numbered),
    (rf"{_LEAD}(?P<weekday>{_NAME})(?! gras| saint$)(?: (?P<next>prochain))?{_HOUR}", _weekday),
    (r"(?:pour )?(?:aujourd ?hui|ce jour|(?:ce|cet|cette) (?:soir|matin|midi|apres midi|nuit))", _today),
    (rf"(?:pour )?(?P<after>apres )?demain{_HOUR}", _tomorrow),
    (rf"{_LEAD}week ?end(?: (?P<next>prochain))?", _week_end),
    (rf"{_LEAD}semaine (?P<next>prochaine)|(?:pour )?cette semaine", _week),
    (rf"{_LEAD}mois (?P<next>prochain)|(?:pour )?ce mois(?: ci)?", _this_month),
    (rf"(?:{_SIGN}){_MONTH}{_YEAR}?", _month),
    (rf"{_MONTH}{_YEAR}", _month),
    (rf"^{_MONTH}", _month),
    (rf"{_MONTH}$", _month),
)
READERS = [(re.compile(rf"(?<!\S)(?:{expression})(?!\S)", re.ASCII), read) for expression, read in _EXPRESSIONS]
