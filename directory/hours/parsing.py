"""Reads a text in OSM's `opening_hours` syntax; every refusal is a French sentence that names the faulty part."""

import re
from functools import lru_cache
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from directory.hours.model import ALWAYS, DAY, DAYS, EVERY_DAY, MONTHS, Period, Rule, Schedule, Span

MAX_LENGTH = 250
MAX_RULES = 20
SHOWN = 40  # characters of a faulty part that a message repeats
MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

MONTH = f"({'|'.join(MONTHS)})"
# The number after a month is a day, unless it begins an hour: "Jul 14", "Jul 14:00-18:00".
NUMBER = r"(\d{1,2})(?![\d:h])"
PERIOD = re.compile(rf"{MONTH}(?: {NUMBER})?(?:-(?:{MONTH}(?: {NUMBER})?|{NUMBER}))?(?=[ ,:]|$):?", re.ASCII | re.I)
TIME = r"(\d{1,2})(?::(\d{2})|h(\d{2})?)"
TIMES = re.compile(rf"{TIME}-{TIME}", re.ASCII | re.I)


class HoursError(ValueError):
    """The text says no opening hours that we understand; str() is a sentence for the person who typed it."""


def refuse(part, reason):
    shown = part if len(part) <= SHOWN else f"{part[:SHOWN]}…"
    raise HoursError(_("« %(part)s » : %(reason)s") % {"part": shown, "reason": reason})


def parse(text):
    """The Schedule that `text` says; an empty one for a blank text. Raises HoursError."""
    return _parse(str(text or ""))


@lru_cache(maxsize=2048)
def _parse(text):
    if len(text) > MAX_LENGTH:
        raise HoursError(_("Les horaires dépassent %(number)s caractères.") % {"number": MAX_LENGTH})
    rules = [rule for part in text.split(";") if part.strip() for rule in read_rule(tidy(part))]
    schedule = Schedule(tuple(rules))
    if len(rules) > MAX_RULES:
        raise HoursError(_("Les horaires ont plus de %(number)s règles.") % {"number": MAX_RULES})
    if len(schedule.to_osm()) > MAX_LENGTH:
        message = _("Une fois mis au propre, les horaires dépassent %(number)s caractères.")
        raise HoursError(message % {"number": MAX_LENGTH})
    return schedule


def tidy(part):
    """One space between words, none around commas and dashes."""
    part = re.sub(r"[–—−]", "-", " ".join(part.split()))
    return re.sub(r" ?([,-]) ?", r"\1", part).replace(" :", ":")


def read_rule(text):
    """The rule written in `text`, as a list: "PH,SH off" is two rules."""
    if '"' in text:
        refuse(text, _("les commentaires entre guillemets ne sont pas pris en charge."))
    if text == "24/7":
        return [ALWAYS]
    periods, rest = read_periods(text)
    *days, hours = rest.split(" ") if rest else [""]
    spans = read_spans(hours, text)
    school = bool(days) and days[0].rstrip(":").upper() == "SH"
    if school:
        days = days[1:]
    if len(days) > 1:
        refuse(" ".join(days), _("séparez les jours par des virgules, et les règles par des points-virgules."))
    weekdays, public, also_school = read_days(days[0].rstrip(":")) if days else (frozenset(), False, False)
    if weekdays == EVERY_DAY:
        weekdays, public = frozenset(), False
    elif also_school and not weekdays and not public:
        return [Rule(spans, school_holidays=True, periods=periods)]
    rules = [Rule(spans, weekdays, public, school, periods)]
    return rules + [Rule(spans, school_holidays=True, periods=periods)] * also_school


def read_periods(text):
    """(periods, what follows them)."""
    periods, rest = [], text
    while match := PERIOD.match(rest):
        periods.append(read_period(match))
        separator, rest = rest[match.end() : match.end() + 1], rest[match.end() + 1 :]
        if separator != ",":
            break
        if not PERIOD.match(rest):
            refuse(text, _("après la virgule, un mois est attendu."))
    if re.match(r"\d{4}(?![\d:h-])", text, re.ASCII):
        refuse(text, _("les années ne sont pas prises en charge."))
    return tuple(periods), rest.strip()


def read_period(match):
    first, first_day, last, last_day, day_in_month = match.groups()
    first_month = month_number(first)
    last_month = month_number(last) if last else first_month
    days = [first_day, last_day if last else day_in_month or first_day]
    days = [int(day) if day else None for day in days]
    if (days[0] is None) != (days[1] is None):
        refuse(match[0], _("donnez un jour aux deux mois, ou à aucun."))
    for month, day in zip((first_month, last_month), days, strict=True):
        if day is not None and not 1 <= day <= MONTH_DAYS[month - 1]:
            refuse(match[0], _("ce jour n’existe pas dans ce mois."))
    return Period(first_month, days[0], last_month, days[1])


def month_number(name):
    return MONTHS.index(name.capitalize()) + 1


def read_days(text):
    """(weekdays, public holidays?, school holidays?) of "Mo-Fr,PH"."""
    weekdays, public, school = set(), False, False
    for item in text.split(","):
        if item.upper() == "PH":
            public = True
        elif item.upper() == "SH":
            school = True
        else:
            weekdays |= read_weekdays(item)
    return frozenset(weekdays), public, school


def read_weekdays(item):
    names = item.title().split("-")
    if len(names) > 2 or any(name not in DAYS for name in names):
        refuse(item, _("jour inconnu ; les jours s’écrivent Mo, Tu, We, Th, Fr, Sa, Su, et PH pour les jours fériés."))
    first, last = DAYS.index(names[0]), DAYS.index(names[-1])
    return {(first + step) % 7 for step in range((last - first) % 7 + 1)}


def read_spans(text, rule):
    """The sorted hours of a rule; none for "off"."""
    if text.lower() in ("off", "closed"):
        return ()
    if not text[:1].isdigit():
        refuse(rule, _("il manque les heures à la fin, par exemple 09:00-12:00, ou « off » pour fermé."))
    spans = sorted(read_span(item) for item in text.split(","))
    for before, after in pairwise(spans):
        if after.start < before.end:
            refuse(text, _("ces heures se chevauchent."))
    return tuple(spans)


def read_span(item):
    match = TIMES.fullmatch(item)
    if not match:
        refuse(item, _("heures incomprises ; écrivez par exemple 09:00-12:00, et un point-virgule entre deux règles."))
    hours, minutes = match.group(1, 4), match.group(2, 5)
    short = match.group(3, 6)
    start, end = (60 * int(hours[i]) + int(minutes[i] or short[i] or 0) for i in (0, 1))
    if any(int(minutes[i] or short[i] or 0) > 59 for i in (0, 1)) or start >= DAY or end > 2 * DAY:
        refuse(item, _("cette heure n’existe pas."))
    end = end if end > start else end + DAY
    if end - start >= DAY and (start, end) != (0, DAY):
        refuse(item, _("cette plage dure un jour ou plus ; pour toute la journée, écrivez 00:00-24:00."))
    return Span(start, end)


def check_opening_hours(text):
    """Django validator: raises ValidationError with the sentence of HoursError."""
    try:
        parse(text)
    except HoursError as error:
        raise ValidationError(str(error), code="opening_hours") from error
