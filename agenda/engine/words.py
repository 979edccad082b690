"""A schedule as people say it: « tous les samedis, hors vacances scolaires, jusqu’au 30 juin 2027 »."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agenda.engine.clocks import HERE, to_wall
from agenda.engine.rules import RuleError, parse_rule
from agenda.engine.schedule import EXCEPT, ONLY
from directory.hours.words import day_and_month, join, month_name, weekday_name
from portal.core.templatetags.portal_tags import long_date

EVERY = (
    *(gettext_lazy("tous les lundis"), gettext_lazy("tous les mardis"), gettext_lazy("tous les mercredis")),
    *(gettext_lazy("tous les jeudis"), gettext_lazy("tous les vendredis"), gettext_lazy("tous les samedis")),
    gettext_lazy("tous les dimanches"),
)
PLURALS = (
    *(gettext_lazy("lundis"), gettext_lazy("mardis"), gettext_lazy("mercredis"), gettext_lazy("jeudis")),
    *(gettext_lazy("vendredis"), gettext_lazy("samedis"), gettext_lazy("dimanches")),
)
ONE_IN = {
    2: gettext_lazy("un %(day)s sur deux"),
    3: gettext_lazy("un %(day)s sur trois"),
    4: gettext_lazy("un %(day)s sur quatre"),
}
NTH = {
    1: gettext_lazy("le premier %(day)s"),
    2: gettext_lazy("le deuxième %(day)s"),
    3: gettext_lazy("le troisième %(day)s"),
    4: gettext_lazy("le quatrième %(day)s"),
    5: gettext_lazy("le cinquième %(day)s"),
    -1: gettext_lazy("le dernier %(day)s"),
    -2: gettext_lazy("l’avant-dernier %(day)s"),
}
ALL_WEEK, WORKING_WEEK = set(range(7)), set(range(5))
SCHOOL = {
    EXCEPT: gettext_lazy("hors vacances scolaires"),
    ONLY: gettext_lazy("pendant les vacances scolaires"),
}


def rule_in_words(rule, start, school="", zone=HERE):
    """What a rule says, "" for none or one that cannot be read. rule: its text or a Rule; start: of the first date.

    start: a date or a datetime on the clocks of `zone`.
    """
    if isinstance(rule, str):
        try:
            rule = parse_rule(rule) if rule else None
        except RuleError:
            return ""
    if not rule:
        return ""
    parts = [_rhythm(rule, start)]
    if rule.months and rule.frequency != "YEARLY":
        parts.append(join([_("en %(month)s") % {"month": month_name(month)} for month in rule.months]))
    parts += [str(SCHOOL[school])] if school in SCHOOL else []
    if rule.until:
        last = to_wall(rule.until, zone).date() if isinstance(rule.until, datetime) else rule.until
        parts.append(_("jusqu’au %(day)s") % {"day": long_date(last)})
    if rule.count:
        parts.append(ngettext("%(n)s fois", "%(n)s fois", rule.count) % {"n": rule.count})
    return ", ".join(parts)


def schedule_in_words(schedule):
    """What a Schedule says, further dates too; "" for what happens once."""
    said = rule_in_words(schedule.rule, schedule.start, schedule.school, schedule.zone)
    extra = len(set(schedule.dates) - {schedule.start})
    if not said:
        return ngettext("%(n)s date", "%(n)s dates", extra + 1) % {"n": extra + 1} if extra else ""
    if not extra:
        return said
    more = ngettext("et %(n)s autre date", "et %(n)s autres dates", extra) % {"n": extra}
    return f"{said}, {more}"


def _rhythm(rule, start):
    words = {"DAILY": _daily, "WEEKLY": _weekly, "MONTHLY": _monthly, "YEARLY": _yearly}[rule.frequency]
    return words(rule, start) or _("à des dates qui suivent une règle particulière")


def _daily(rule, start):
    if rule.month_days or rule.positions:
        return ""
    if rule.weekdays:
        return _every(sorted({day for _n, day in rule.weekdays})) if rule.interval == 1 else ""
    if rule.interval == 1:
        return _("tous les jours")
    return _("un jour sur deux") if rule.interval == 2 else _("tous les %(n)s jours") % {"n": rule.interval}


def _weekly(rule, start):
    if rule.month_days or rule.positions:
        return ""
    days = sorted({day for _n, day in rule.weekdays} or {start.weekday()})
    if rule.interval == 1:
        return _every(days)
    if len(days) == 1 and rule.interval in ONE_IN:
        return str(ONE_IN[rule.interval]) % {"day": weekday_name(days[0])}
    names = join([_("le %(day)s") % {"day": weekday_name(day)} for day in days])
    if rule.interval == 2:
        return _("une semaine sur deux, %(days)s") % {"days": names}
    return _("toutes les %(n)s semaines, %(days)s") % {"n": rule.interval, "days": names}


def _every(days):
    if set(days) == ALL_WEEK:
        return _("tous les jours")
    if set(days) == WORKING_WEEK:
        return _("du lundi au vendredi")
    if len(days) == 1:
        return str(EVERY[days[0]])
    return _("tous les %(days)s") % {"days": join([str(PLURALS[day]) for day in days])}


def _monthly(rule, start):
    if nth := nth_weekdays(rule):
        text = _of_month(nth)
    elif rule.positions or (rule.weekdays and rule.month_days):
        return ""
    elif rule.weekdays:
        return _every(sorted({day for _n, day in rule.weekdays})) if rule.interval == 1 else ""
    else:
        text = _days_of_month(rule.month_days or (start.day,))
    if not text or rule.interval == 1:
        return text
    if rule.interval == 2:
        return _("%(when)s, un mois sur deux") % {"when": text}
    return _("%(when)s, tous les %(n)s mois") % {"when": text, "n": rule.interval}


def nth_weekdays(rule):
    """[(n, weekday)] of « le deuxième mardi », however the rule writes it; [] for another rule."""
    if rule.month_days:
        return []
    if len(rule.weekdays) == 1 and not rule.weekdays[0][0] and rule.positions:
        return [(n, rule.weekdays[0][1]) for n in rule.positions]
    if rule.positions or not all(n for n, _day in rule.weekdays):
        return []
    return list(rule.weekdays)


def _of_month(nth):
    if not all(n in NTH for n, _day in nth):
        return ""
    names = join([str(NTH[n]) % {"day": weekday_name(day)} for n, day in nth])
    return _("%(days)s du mois") % {"days": names}


def _days_of_month(numbers):
    if numbers == (-1,):
        return _("le dernier jour du mois")
    if any(number < 0 for number in numbers):
        return ""
    names = [_("le 1er") if number == 1 else _("le %(n)s") % {"n": number} for number in numbers]
    return _("%(days)s du mois") % {"days": join(names)}


def _yearly(rule, start):
    if rule.interval > 1 or rule.positions or len(rule.months) > 1:
        return ""
    month = rule.months[0] if rule.months else start.month
    if rule.weekdays:
        nth = nth_weekdays(rule)
        if not rule.months or not nth or not all(n in NTH for n, _day in nth):
            return ""
        names = join([str(NTH[n]) % {"day": weekday_name(day)} for n, day in nth])
        return _("chaque année, %(days)s de %(month)s") % {"days": names, "month": month_name(month)}
    days = rule.month_days or (start.day,)
    if len(days) > 1 or days[0] < 0:
        return ""
    return _("chaque année, le %(day)s") % {"day": day_and_month(month, min(days[0], 29 if month == 2 else 31))}
