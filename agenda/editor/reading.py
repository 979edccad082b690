"""From what was typed to a Schedule: what is wrong is said beside the input concerned, in words."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agenda.cards import NIGHT_ENDS
from agenda.editor import rhythm
from agenda.editor.dates import DateError, read_date, read_hour, read_moment
from agenda.editor.typed import COUNT, ONE_DAY, UNTIL, whole_day
from agenda.engine import Rule, RuleError, Schedule, expand, parse_rule
from agenda.engine.clocks import HERE, to_utc, to_wall, zone
from agenda.engine.schedule import EXCEPT, MOST, ONLY
from directory.hours.words import time_in_words
from portal.core.templatetags.portal_tags import long_date

LONGEST_DAYS = 366  # of one event
MOST_LINES = MOST - 1
YEARS = range(2000, 2101)


class _Wrong(Exception):
    """The input at fault, and the sentence."""

    def __init__(self, name, sentence):
        super().__init__(sentence)
        self.name, self.sentence = name, sentence


def read(typed):
    """Return the Schedule, or None when something is wrong; `typed.errors` and `typed.notices` are filled."""
    typed.errors, typed.notices = {}, []
    try:
        schedule = _schedule(typed)
    except _Wrong as wrong:
        typed.errors[wrong.name] = wrong.sentence
        return None
    except (RuleError, OverflowError) as problem:
        typed.errors["how"] = str(problem) if isinstance(problem, RuleError) else _("Ces dates sont trop lointaines.")
        return None
    return schedule


def _schedule(typed):
    here = _zone(typed["zone"])
    start, end = _first_time(typed)
    rule, school = _rule(typed, start), ""
    if rule:
        school = typed["school"] if typed["school"] in (ONLY, EXCEPT) else ""
        start, end = _moved(typed, rule, start, end, school)
        rule = _anchored(typed, rule, start, here)
    _check_clock(start, typed, here)
    dates = _dates(typed, start)
    schedule = Schedule(start, end, typed["all_day"], rule, dates, (), school, here)
    schedule = replace(schedule, exceptions=_exceptions(typed, schedule))
    _check_some(typed, schedule)
    return schedule


def _zone(name):
    try:
        return zone(name).key if name else HERE
    except (KeyError, ValueError, OSError):
        return HERE


def _checked(name, reader, text):
    try:
        found = reader(text)
    except DateError as problem:
        raise _Wrong(name, str(problem)) from None
    day = found[0] if isinstance(found, tuple) else found
    if hasattr(day, "year") and day.year not in YEARS:
        raise _Wrong(name, _("Cette année-là est hors de l’agenda."))
    return found


def _first_time(typed):
    """The first start and end on the wall clock."""
    if not typed["first"]:
        raise _Wrong("first", _("Quel jour ? Écrivez au moins la première date."))
    first = _checked("first", read_date, typed["first"])
    last = _checked("last", read_date, typed["last"]) if typed["last"] else None
    if last and last < first:
        raise _Wrong("last", _("La fin est avant le début."))
    if last and (last - first).days > LONGEST_DAYS:
        raise _Wrong("last", _("C’est plus d’un an : choisissez plutôt une répétition."))
    if typed["all_day"]:
        return whole_day(first), whole_day(last or first) + ONE_DAY
    if not typed["from"]:
        raise _Wrong("from", _("À quelle heure ? Sinon, cochez « toute la journée »."))
    start = datetime.combine(first, _checked("from", read_hour, typed["from"]))
    if not typed["to"]:
        return start, datetime.combine(last or first, start.time())
    end = datetime.combine(last or first, _checked("to", read_hour, typed["to"]))
    if end >= start:
        return start, end
    if last or (end.hour >= NIGHT_ENDS and end.time() != time()):
        raise _Wrong("to", _("La fin est avant le début."))
    said = time_in_words(60 * end.hour + end.minute)
    typed.notices.append(_("La fin est comprise comme %(hour)s le lendemain.") % {"hour": said})
    return start, end + ONE_DAY


def _rule(typed, start):
    """The Rule of what was chosen, without its end; None for what does not repeat by a rule."""
    how = typed["how"]
    if how == rhythm.KEPT:
        if not typed["kept"]:
            raise _Wrong("how", _("Choisissez une répétition."))
        return parse_rule(typed["kept"])
    if how == rhythm.DAILY:
        return Rule("DAILY")
    if how == rhythm.WEEKLY:
        interval = _number("interval", typed["interval"], 1, rhythm.MOST_WEEKS)
        return rhythm.weekly([int(day) for day in typed["days"]] or [start.weekday()], interval)
    if how == rhythm.NTH:
        n = typed["nth"]
        if n not in [str(number) for number in rhythm.NTHS] or typed["nth_day"] not in tuple("0123456"):
            raise _Wrong("nth", _("Choisissez lequel, et quel jour."))
        return rhythm.nth_of_month(int(n), int(typed["nth_day"]))
    if how == rhythm.SAME_DAY:
        return rhythm.same_day_of_month(start)
    if how not in (rhythm.ONCE, rhythm.DATES):
        raise _Wrong("how", _("Choisissez une répétition."))
    return None


def _number(name, text, least, most):
    if not text.isascii() or not text.isdigit() or len(text) > 6 or not least <= int(text) <= most:
        values = {"least": least, "most": most}
        raise _Wrong(name, _("Écrivez un nombre de %(least)s à %(most)s.") % values)
    return int(text)


def _moved(typed, rule, start, end, school):
    """The first time, at the first date that the rule takes: a Saturday rule typed on a Monday starts on Saturday."""
    if typed["how"] == rhythm.KEPT:
        return start, end
    day = rhythm.first_that_fits(rule, start.date(), school)
    if day is None:
        raise _Wrong("how", _("Aucune date ne suit cette répétition dans les deux ans."))
    shift = day - start.date()
    if shift:
        values = {"day": f"{date_format(day, 'l')} {long_date(day)}"}
        typed.notices.append(_("La première date est le %(day)s, la première qui suit la répétition.") % values)
    return start + shift, end + shift


def _anchored(typed, rule, start, here):
    """The rule with the end that was typed."""
    if typed["how"] == rhythm.KEPT:
        return rule
    until = count = None
    if typed["ends"] == UNTIL:
        if not typed["until"]:
            raise _Wrong("until", _("Jusqu’à quelle date ?"))
        until = _checked("until", read_date, typed["until"])
        if until < start.date():
            raise _Wrong("until", _("C’est avant la première date."))
    elif typed["ends"] == COUNT:
        count = _number("count", typed["count"], 1, MOST)
    return rhythm.ending(rule, start, typed["all_day"], until, count, here)


def _check_clock(start, typed, here):
    """An hour that no clock shows, the night when they go forward, is not an hour."""
    if typed["all_day"] or to_wall(to_utc(start, here), here) == start:
        return
    values = {"hour": time_in_words(60 * start.hour + start.minute), "day": long_date(start)}
    sentence = _("Il n’y a pas de %(hour)s le %(day)s : on passe à l’heure d’été cette nuit-là.") % values
    raise _Wrong("from", sentence)


def _lines(typed, name):
    """[(day, hour or None)] of a list, one date a line; every line that is wrong is named."""
    lines = [line.strip() for line in typed[name].replace(";", "\n").splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        raise _Wrong(name, _("C’est trop : %(n)s dates au plus.") % {"n": MOST_LINES})
    found, wrong = [], []
    for line in lines:
        try:
            found.append(_checked(name, read_moment, line))
        except _Wrong as problem:
            wrong.append(problem.sentence)
    if wrong:
        raise _Wrong(name, " ".join(wrong[:5]))
    return found


def _dates(typed, start):
    """The further dates; the rhythm « once » with a list of dates is « several dates »."""
    moments = {
        datetime.combine(day, start.time() if hour is None or typed["all_day"] else hour)
        for day, hour in _lines(typed, "dates")
    }
    if typed["how"] == rhythm.DATES and not moments - {start}:
        raise _Wrong("dates", _("Écrivez les autres dates, une par ligne."))
    return tuple(sorted(moments - {start}))


def _exceptions(typed, schedule):
    """A line without an hour leaves out all that starts that day."""
    found = set()
    for day, hour in _lines(typed, "except"):
        if hour is not None and not schedule.all_day:
            found.add(datetime.combine(day, hour))
            continue
        that_day = {start for start in schedule.dates if start.date() == day}
        found |= that_day | {datetime.combine(day, schedule.start.time())}
    return tuple(sorted(found))


def _check_some(typed, schedule):
    if not schedule.starts(schedule.start + timedelta(days=2 * LONGEST_DAYS)):
        name = "except" if typed["except"] else "how"
        raise _Wrong(name, _("Cela ne laisse aucune date."))


def next_moments(schedule, most=6, now=None):
    """The coming moments of a Schedule, the first ones when all are past; each an engine's Moment."""
    now = now or timezone.now()
    found = expand(schedule, now=now, until=max(now, to_utc(schedule.start, schedule.zone)) + timedelta(days=548))
    coming = [moment for moment in found if moment.end >= now]
    return (coming or found)[:most]
