"""Opening hours in the words of the current language; names of days and months and the clock come from Django."""

from datetime import date, time
from itertools import groupby

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.formats import date_format, time_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from directory.hours.model import ALWAYS, DAY, EVERY_DAY, runs


def in_french():
    return (get_language() or "fr").startswith("fr")


def time_in_words(minutes):
    """« 9 h », « 14 h 30 », « minuit » for the end of a day; elsewhere the clock of the language: 9 a.m., 09:00."""
    if minutes == DAY:
        return _("minuit")
    hour, minute = divmod(minutes % DAY, 60)
    if not in_french():
        return time_format(time(hour, minute))
    return f"{hour} h {minute:02}" if minute else f"{hour} h"


def lower_name(text):
    """Inside a sentence English alone writes days and months with a capital, which Django gives to Italian too."""
    return text if (get_language() or "fr").startswith("en") else text.lower()


def weekday_name(number):
    return lower_name(str(WEEKDAYS[number]))


def month_name(number):
    return lower_name(str(MONTHS[number]))


def day_and_month(month, day):
    """« 24 décembre », « 1er mai »."""
    text = lower_name(date_format(date(2024, month, day), "MONTH_DAY_FORMAT"))
    return text.replace("1 ", "1er ", 1) if in_french() and day == 1 else text


def join(items):
    """« a, b et c »."""
    *first, last = items
    return _("%(first)s et %(last)s") % {"first": ", ".join(first), "last": last} if first else last


def spans_in_words(spans):
    pattern = _("%(start)s – %(end)s")
    return ", ".join(
        _("24 h sur 24")
        if span.is_whole_day
        else pattern % {"start": time_in_words(span.start), "end": time_in_words(span.end)}
        for span in spans
    )


def days_in_words(weekdays, public, adverb):
    """« du lundi au vendredi et jours fériés »; as an adverb « le samedi et les jours fériés »."""
    one = _("le %(day)s") if adverb else "%(day)s"
    items = []
    for run in runs(weekdays):
        names = [weekday_name(number) for number in run]
        if len(names) > 2:
            items.append(_("du %(first_day)s au %(last_day)s") % {"first_day": names[0], "last_day": names[-1]})
        else:
            items += [one % {"day": name} for name in names]
    if public:
        items.append(_("les jours fériés") if adverb else _("jours fériés"))
    return join(items)


def period_in_words(period):
    """A list: two months that follow each other are named one by one."""
    if period.is_one_day:
        return [_("le %(date)s") % {"date": day_and_month(period.first_month, period.first_day)}]
    if period.first_day is not None:
        first, last = ((period.first_month, period.first_day), (period.last_month, period.last_day))
        values = {"first_date": day_and_month(*first), "last_date": day_and_month(*last)}
        return [_("du %(first_date)s au %(last_date)s") % values]
    first, last = month_name(period.first_month), month_name(period.last_month)
    if (period.last_month - period.first_month) % 12 <= 1:
        return [_("en %(month)s") % {"month": name} for name in dict.fromkeys((first, last))]
    # French elides before a vowel; both messages have one translation elsewhere.
    vowel = first[0].lower() in "aeiou"
    pattern = _("d’%(first_month)s à %(last_month)s") if vowel else _("de %(first_month)s à %(last_month)s")
    return [pattern % {"first_month": first, "last_month": last}]


def season_in_words(rule):
    """« en juillet et en août », « pendant les vacances scolaires »; "" for all year."""
    items = [item for period in rule.periods for item in period_in_words(period)]
    periods = [join(items)] if items else []
    return ", ".join(periods + [_("pendant les vacances scolaires")] * rule.school_holidays)


def week_of(rules):
    """What the rules of one season say in the end.

    Returns {weekday: spans}, the spans of public holidays or None, and the weekdays on which a later rule takes the
    public holidays back.
    """
    week, public, taken = {}, None, set()
    for rule in rules:
        weekdays = EVERY_DAY if rule.is_every_day else rule.weekdays
        week |= dict.fromkeys(weekdays, rule.spans)
        if rule.public_holidays:
            public, taken = rule.spans, set()
        else:
            taken |= weekdays
    return week, (None if taken == EVERY_DAY else public), taken if public is not None else set()


def season_lines(rules):
    week, public, taken = week_of(rules)
    groups = {}
    for weekday in sorted(week):
        groups.setdefault(week[weekday], set()).add(weekday)
    if public is not None and not taken:
        groups.setdefault(public, set())
    season = season_in_words(rules[0])
    lines = [
        line(season, spans, weekdays, public == spans and not taken)
        for spans, weekdays in sorted(groups.items(), key=lambda group: not group[0])
    ]
    if public is not None and taken:
        lines.append(line(season, public, set(), True, taken))
    return lines


def line(season, spans, weekdays, public, but=()):
    """One sentence; `but`: weekdays on which the public holidays do not count."""
    every_day = weekdays == EVERY_DAY
    days = "" if every_day else days_in_words(weekdays, public, adverb=not spans)
    if but:
        days = _("%(days)s sauf %(but)s") % {"days": days, "but": days_in_words(but, False, adverb=True)}
    if not spans:
        return closed_line(season, days)
    if every_day and not season:
        days = _("tous les jours")
    when = ", ".join(filter(None, [season, days]))
    return _("%(when)s : %(hours)s") % {"when": when, "hours": spans_in_words(spans)}


def closed_line(season, days):
    if season and days:
        return _("%(season)s : fermé %(days)s") % {"season": season, "days": days}
    return _("fermé %(when)s") % {"when": season or days} if season or days else _("fermé")


def in_words(schedule):
    """One sentence a line, without capital nor full stop: « du lundi au vendredi : 9 h – 12 h, 14 h – 18 h »."""
    if schedule.rules == (ALWAYS,):
        return [_("ouvert tous les jours, 24 h sur 24")]
    seasons = groupby(schedule.rules, key=lambda rule: (rule.periods, rule.school_holidays))
    return [text for _season, rules in seasons for text in season_lines(list(rules))]
