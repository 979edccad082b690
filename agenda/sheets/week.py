"""The week that is asked for, and what happens on each of its days."""

import re
from datetime import date, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agenda import period
from agenda.cards import hours
from agenda.engine.clocks import midnight
from agenda.exports.dates import read_dates
from agenda.exports.public import organisers_of, place_words, status_words
from agenda.filters import FIRST, LAST, read_form
from agenda.found import by_day, organisers
from agenda.listing import chip_text
from directory.exports.public import page_url, printable
from directory.listing import active_filters
from portal.core.listing import query_string
from portal.core.templatetags.portal_tags import long_date
from portal.search.catalogue import find

PARAMETER = "semaine"  # 2026-W49, as browsers write the value of <input type="week">
WEEK = re.compile(r"(\d{4})-?[WwSs](\d{1,2})", re.ASCII)
NOT_PLAIN = re.compile("[ \t\r\n\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]+")
WHEN = ("quand", "du", "au")  # which the week stands for


class Week:
    """The week of a request's GET: `semaine`, else the one where the period asked for begins, else this one.

    Whole, from Monday, what is over too. state: the other parameters, canonical; ignored: what was not understood.
    """

    def __init__(self, get):
        get = get.copy()
        asked = get.pop(PARAMETER, [""])[-1].strip()
        self.form = read_form(get)
        self.ignored = list(self.form.ignored)
        self.monday = self._monday(asked)
        self.days = period.week(self.monday)
        self.state = {name: values for name, values in self.form.state().items() if name not in WHEN}
        self.found = find(self.form.query(self.days))

    def _monday(self, asked):
        if asked and (monday := monday_of(asked)):
            return monday
        if asked:
            sentence = _(
                "« %(value)s » n’est pas une semaine de l’agenda (exemple : 2026-W49) : voici la semaine en cours."
            )
            shown = "".join(char for char in asked[:20] if char.isprintable())
            self.ignored.append(sentence % {"value": shown})
        first = self.form.period.first if self.form.period and not asked else None
        return period.monday_of(first or timezone.localdate(self.form.now))

    @property
    def name(self):
        """« 2026-W49 »."""
        year, number, _day = self.monday.isocalendar()
        return f"{year}-W{number:02}"

    @property
    def signature(self):
        """All that a kept sheet depends on; the day, since the sheet says when it was made."""
        shelf = self.found.shelf
        today = timezone.localdate(self.form.now)
        return repr((settings.BASE_URL, shelf.language, shelf.version, self.name, self.state, self.ignored, today))

    @property
    def title(self):
        """« du lundi 30 novembre au dimanche 6 décembre 2026 »."""
        last = self.days.last
        words = {"first": f"{date_format(self.monday, 'l')} {_short(self.monday, last)}"}
        return _("du %(first)s au %(last)s") % (words | {"last": f"{date_format(last, 'l')} {long_date(last)}"})

    def chosen(self):
        """The filters in words."""
        names = {chip_text(self.form, name, value) for name in WHEN for value in self.form.state().get(name, ())}
        chips = [chip["text"] for chip in active_filters(self.form, "", chip_text)]
        return [text for text in chips if text not in names]

    @property
    def address(self):
        """The absolute address of the same week and filters on the portal."""
        year, number, _day = self.monday.isocalendar()
        query = query_string(self.state)
        return settings.BASE_URL + reverse("agenda:week", args=[year, number]) + (f"?{query}" if query else "")

    def lines(self, most):
        """{day: (its first lines, how many more)}, of at most `most` dates in all; a line: what `_line` returns."""
        every, names, keys = by_day(self.found, self.days), organisers(self.found.shelf), self.found.shelf.keys
        rooms = share([len(dates) for dates in every.values()], most)
        kept = {day: dates[:room] for (day, dates), room in zip(every.items(), rooms, strict=True)}
        # A date that lasts is on several days: it is read once.
        wanted = sorted({line for dates in kept.values() for line in dates})
        read = {(date.packed, date.entry.pk): date for date in read_dates(self.found.shelf, wanted)}
        lines = {}
        for day, dates in kept.items():
            here = [read[packed, keys[slot]] for packed, slot in dates if (packed, keys[slot]) in read]
            lines[day] = [_line(date, day, names) for date in here], len(every[day]) - len(dates)
        return lines


def monday_of(text):
    """The Monday of « 2026-W49 », None when it is no week of the agenda."""
    match = WEEK.fullmatch(text)
    try:
        monday = date.fromisocalendar(int(match[1]), int(match[2]), 1) if match else None
    except ValueError:
        return None
    return monday if monday and FIRST <= monday <= LAST - 6 * period.A_DAY else None


def share(counts, most):
    """How many of each day are shown so that the sum is at most `most`: the fullest days give way first.

    >>> share([1, 9, 5], 9)
    [1, 4, 4]
    """
    if sum(counts) <= most:
        return counts
    cap = max((cap for cap in range(max(counts) + 1) if sum(min(count, cap) for count in counts) <= most), default=0)
    return [min(count, cap) for count in counts]


def _short(first, last):
    """The first day without what it shares with the last: « 30 novembre », « 28 décembre 2026 »."""
    return long_date(first) if first.year != last.year else long_date(first).rsplit(" ", 1)[0]


def _line(found, day, names):
    """One date as the sheets show it on one of its days."""
    is_later = found.start < midnight(day)
    return {
        "hours": _until(found) if is_later else hours(found),
        "title": _plain(found.title),
        "status": status_words(found),
        "is_cancelled": found.status == "cancelled",
        "place": _plain(place_words(found.entry, found.place)),
        "organisers": [_plain(row["title"]) for row in organisers_of(found.entry, names)],
        "note": _plain(found.change.note),
        "url": page_url(found.entry),
    }


def _until(found):
    """For the days after the first one: « jusqu’au 7 décembre 2026 »."""
    last = found.end - timedelta(minutes=1) if found.all_day else found.end
    return _("jusqu’au %(day)s") % {"day": long_date(last)}


def _plain(text):
    """On one line, without what commands a printer or turns the direction of reading."""
    return NOT_PLAIN.sub(" ", printable(text)).strip()
