"""Recurrence rules (RRULE, RFC 5545 section 3.3.10) that an agenda of people needs, and nothing that could be a bomb.

A rule is walked period by period (day, week, month or year) from the first date to an end that is always given, so the
work is bounded whatever the rule says; dateutil's own walk goes on to the year 9999 for a rule that never falls. Rules
that have an hour, a minute or a second in them, and the two parts of the year that nobody uses (BYWEEKNO, BYYEARDAY),
are refused. docs/decisions/0013-occurrences.md says why; a test holds the walk against dateutil's.
"""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from django.utils.translation import gettext as _

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
LONGEST = 500  # characters of a rule
MOST_VALUES = 31  # of one part
MOST_INTERVAL = 1000
MOST_COUNT = 10_000
PARTS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"}
WEEKDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
A_DAY = timedelta(days=1)


class RuleError(ValueError):
    """Says in French, for the person who typed or subscribed it, why a rule is not taken."""


@dataclass(frozen=True)
class Rule:
    """weekdays: [(n, day)], n 0 for every such day of the period; until: aware, or a date for whole days."""

    frequency: str
    interval: int = 1
    count: int | None = None
    until: datetime | date | None = None
    weekdays: tuple[tuple[int, int], ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    week_start: int = 0

    def __str__(self):
        """As RFC 5545 writes it, always in the same order."""
        parts = [("FREQ", self.frequency)]
        parts += [("INTERVAL", str(self.interval))] if self.interval > 1 else []
        parts += [("COUNT", str(self.count))] if self.count else []
        parts += [("UNTIL", _written(self.until))] if self.until else []
        parts += [("BYMONTH", _joined(self.months))] if self.months else []
        parts += [("BYMONTHDAY", _joined(self.month_days))] if self.month_days else []
        parts += [("BYDAY", ",".join(f"{n or ''}{DAYS[day]}" for n, day in self.weekdays))] if self.weekdays else []
        parts += [("BYSETPOS", _joined(self.positions))] if self.positions else []
        parts += [("WKST", DAYS[self.week_start])] if self.week_start else []
        return ";".join(f"{name}={value}" for name, value in parts)

    def ending(self, until):
        """The same rule until an aware moment or, for whole days, a date (included)."""
        return replace(self, until=until, count=None)

    def days(self, first, last):
        """Yield the days of the rule from `first` to `last` (included): `first` always, as the first of all.

        COUNT and UNTIL are for the caller, who knows the hours.
        """
        yield first
        for days in self._chosen(first, last):
            for day in days:
                if first < day <= last:
                    yield day

    def fits(self, day):
        """Would a rule begun on a day give it by itself? `days` gives it in any case; other readers of RRULE do not."""
        return any(day in days for days in self._chosen(day, day))

    def _chosen(self, first, last):
        """Yield the sorted days of the rule in each period, some perhaps before `first` or after `last`."""
        for days in self._periods(first, last):
            chosen = [days[n - 1 if n > 0 else n] for n in self.positions if abs(n) <= len(days)]
            yield sorted(set(chosen)) if self.positions else days

    def _periods(self, first, last):
        """Yield the sorted candidate days of each period that may hold a day between the two."""
        if self.frequency == "DAILY":
            day, step = first, self.interval * A_DAY
            while day <= last:
                yield [day] if self._fits(day) else []
                day += step
        elif self.frequency == "WEEKLY":
            monday = first - timedelta(days=(first.weekday() - self.week_start) % 7)
            wanted = {day for _n, day in self.weekdays} or {first.weekday()}
            while monday <= last:
                week = [monday + n * A_DAY for n in range(7)]
                yield [day for day in week if day.weekday() in wanted and self._fits(day, weekdays=False)]
                monday += 7 * self.interval * A_DAY
        elif self.frequency == "MONTHLY":
            number = first.year * 12 + first.month - 1
            while number <= last.year * 12 + last.month - 1:
                yield self._of_month(number // 12, number % 12 + 1, first)
                number += self.interval
        else:
            for year in range(first.year, last.year + 1, self.interval):
                yield self._of_year(year, first)

    def _fits(self, day, weekdays=True):
        """Does a day stand the parts that only narrow (of days and weeks)?"""
        if self.months and day.month not in self.months:
            return False
        if self.month_days and not self._is_month_day(day):
            return False
        return not (weekdays and self.weekdays) or day.weekday() in {number for _n, number in self.weekdays}

    def _is_month_day(self, day):
        length = monthrange(day.year, day.month)[1]
        return day.day in self.month_days or day.day - length - 1 in self.month_days

    def _of_month(self, year, month, first):
        if self.months and month not in self.months:
            return []
        days = [date(year, month, number + 1) for number in range(monthrange(year, month)[1])]
        if self.month_days:
            days = [day for day in days if self._is_month_day(day)]
        if self.weekdays:
            month_long = [date(year, month, number + 1) for number in range(monthrange(year, month)[1])]
            return sorted(set(days) & self._nth(month_long))
        return days if self.month_days else [day for day in days if day.day == first.day]

    def _of_year(self, year, first):
        if self.weekdays and not self.months and not self.month_days:
            start = date(year, 1, 1)
            return sorted(self._nth([start + n * A_DAY for n in range(366) if (start + n * A_DAY).year == year]))
        months = self.months or (range(1, 13) if self.month_days else (first.month,))
        return [day for month in sorted(months) for day in self._of_month(year, month, first)]

    def _nth(self, days):
        """Those of the (sorted) days that are the nth such weekday among them."""
        found = set()
        for n, weekday in self.weekdays:
            same = [day for day in days if day.weekday() == weekday]
            if not n:
                found.update(same)
            elif abs(n) <= len(same):
                found.add(same[n - 1 if n > 0 else n])
        return found


def parse_rule(text):
    """Read "FREQ=WEEKLY;BYDAY=SA". Raises RuleError with what is wrong, in words for people."""
    if len(text) > LONGEST:
        raise RuleError(_("La règle de répétition est trop longue (%(n)d caractères au plus).") % {"n": LONGEST})
    parts = {}
    for piece in text.strip().upper().removeprefix("RRULE:").split(";"):
        name, equals, value = piece.strip().partition("=")
        if not (name or value):
            continue
        if not equals or name in parts:
            raise RuleError(_("La règle de répétition n’est pas lisible : « %(text)s ».") % {"text": text[:80]})
        parts[name] = value.strip()
    _check_parts(parts)
    if "COUNT" in parts and "UNTIL" in parts:
        raise RuleError(_("La règle de répétition dit à la fois combien de fois et jusqu’à quand."))
    weekdays = tuple(dict.fromkeys(_weekday(value) for value in _values(parts, "BYDAY")))
    if parts["FREQ"] in ("DAILY", "WEEKLY") and any(n for n, _day in weekdays):
        raise RuleError(_("« Le deuxième mardi » n’a de sens que par mois ou par année."))
    return Rule(
        frequency=parts["FREQ"],
        interval=_number(parts, "INTERVAL", 1, MOST_INTERVAL) or 1,
        count=_number(parts, "COUNT", 1, MOST_COUNT),
        until=_until(parts.get("UNTIL")),
        weekdays=weekdays,
        month_days=_numbers(parts, "BYMONTHDAY", 31),
        months=tuple(sorted(n for n in _numbers(parts, "BYMONTH", 12) if n > 0)),
        positions=_numbers(parts, "BYSETPOS", 366),
        week_start=DAYS.index(parts["WKST"]) if parts.get("WKST") in DAYS else 0,
    )


def _check_parts(parts):
    frequency = parts.get("FREQ", "")
    if frequency in ("SECONDLY", "MINUTELY", "HOURLY"):
        raise RuleError(_("Une répétition à chaque seconde, minute ou heure n’est pas pour un agenda."))
    if frequency not in FREQUENCIES:
        raise RuleError(_("La règle de répétition ne dit pas à quel rythme (jour, semaine, mois, année)."))
    for name in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        if "," in parts.get(name, ""):
            raise RuleError(_("Plusieurs heures par jour : faites-en plusieurs événements."))
        parts.pop(name, None)  # one value can only repeat the hour of the first time
    if unknown := sorted(set(parts) - PARTS):
        raise RuleError(_("Cette répétition est trop compliquée (%(names)s).") % {"names": ", ".join(unknown)[:80]})


def _values(parts, name):
    values = [value for value in parts.get(name, "").split(",") if value]
    if len(values) > MOST_VALUES:
        raise RuleError(_("La règle de répétition donne trop de valeurs à « %(name)s ».") % {"name": name})
    return values


def _numbers(parts, name, most):
    found = []
    for value in _values(parts, name):
        if not re.fullmatch(r"[+-]?\d{1,3}", value) or not 1 <= abs(int(value)) <= most:
            raise _unreadable(name, value)
        found.append(int(value))
    return tuple(sorted(set(found)))


def _number(parts, name, least, most):
    value = parts.get(name)
    if value is None:
        return None
    if not re.fullmatch(r"\d{1,9}", value) or not least <= int(value) <= most:
        raise _unreadable(name, value)
    return int(value)


def _weekday(value):
    match = WEEKDAY.fullmatch(value)
    if not match or (match[1] and not 1 <= abs(int(match[1])) <= 53):
        raise _unreadable("BYDAY", value)
    return int(match[1] or 0), DAYS.index(match[2])


def _until(value):
    """A date for whole days, else an aware moment: a time without Z counts as that of UTC, as RFC 5545 requires."""
    if not value:
        return None
    try:
        if len(value) == 8:
            return datetime.strptime(value, "%Y%m%d").date()
        return datetime.strptime(value.rstrip("Z"), "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        raise _unreadable("UNTIL", value) from None


def _unreadable(name, value):
    return RuleError(
        _("La règle de répétition n’est pas lisible : %(name)s vaut « %(value)s ».")
        % {"name": name, "value": value[:40]}
    )


def _written(until):
    return f"{until.astimezone(UTC):%Y%m%dT%H%M%SZ}" if isinstance(until, datetime) else f"{until:%Y%m%d}"


def _joined(numbers):
    return ",".join(map(str, numbers))
