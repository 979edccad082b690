"""What a person typed in the plain form, and the OSM text that it makes."""

import re
from dataclasses import dataclass, field

from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from directory.hours.model import DAY, DAYS, Span, clock
from directory.hours.parsing import HoursError, parse
from directory.hours.rows import LATEST, Rows, rows_to_schedule, schedule_to_rows
from directory.hours.words import time_in_words

TIME = re.compile(r"(\d{1,2}) ?(?::|h) ?(\d{2})?(?::\d{2})?", re.ASCII | re.I)
LONGEST = 20  # characters of a typed time that are kept
NOTHING = ("", "", "", "")


def read_rows(text):
    """The Rows of an OSM text; None when it is wrong or too rich for them."""
    try:
        return schedule_to_rows(parse(text))
    except HoursError:
        return None


def read_time(text):
    """Minutes since midnight."""
    match = TIME.fullmatch(text)
    hour, minute = (int(part or 0) for part in match.groups()) if match else (24, 0)
    if hour > 23 or minute > 59:
        raise HoursError(_("« %(text)s » n’est pas une heure.") % {"text": text})
    return 60 * hour + minute


def read_span(opening, closing):
    """The Span of two typed times, None when both are empty. Midnight as a closing time is the end of the day."""
    if not opening and not closing:
        return None
    if not opening or not closing:
        missing = _("il manque l’heure de fermeture.") if opening else _("il manque l’heure d’ouverture.")
        raise HoursError(missing)
    start, end = read_time(opening), read_time(closing)
    if start == end:
        raise HoursError(_("l’ouverture et la fermeture sont à la même heure."))
    end = end if end > start else end + DAY
    if end > LATEST:
        values = {"closing": time_in_words(end - DAY), "opening": time_in_words(start)}
        raise HoursError(_("la fermeture (%(closing)s) est avant l’ouverture (%(opening)s).") % values)
    return Span(start, end)


def read_day(times):
    """The two spans of a day."""
    morning, afternoon = read_span(*times[:2]), read_span(*times[2:])
    if morning and afternoon:
        first, second = sorted((morning, afternoon))
        if second.start < first.end:
            raise HoursError(_("les deux plages se chevauchent."))
        return first, second
    return morning, afternoon


@dataclass
class Typed:
    """The form's inputs: four times a weekday, the box for public holidays, the free OSM text.

    `stored` is the text that the form was filled from: a form sent back as it came gives that text, to the letter.
    After `assemble`, `day_errors` has a sentence for each faulty day, and `errors` every sentence.
    """

    times: list[tuple[str, str, str, str]]
    closed_on_public_holidays: bool = False
    text: str = ""
    stored: str = ""
    day_errors: dict[int, str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    @classmethod
    def from_text(cls, text):
        rows = read_rows(text)
        shown = rows or Rows()
        times = [tuple(side for span in spans for side in sides(span)) for spans in shown.days]
        return cls(times, shown.closed_on_public_holidays, "" if rows else text, text)

    @classmethod
    def from_data(cls, data, name):
        def value(key):
            return str(data.get(f"{name}-{key}") or "").strip()

        times = [tuple(value(f"{day}-{number}")[:LONGEST] for number in range(4)) for day in DAYS]
        return cls(times, bool(value("ph")), value("text"), value("stored"))

    def read(self):
        """The Rows; faulty days go to `day_errors`."""
        days = []
        for number, times in enumerate(self.times):
            try:
                days.append(read_day(times))
            except HoursError as error:
                days.append((None, None))
                values = {"day": capfirst(str(WEEKDAYS[number])), "problem": error}
                self.day_errors[number] = _("%(day)s : %(problem)s") % values
        return Rows(tuple(days), self.closed_on_public_holidays)

    def assemble(self):
        """The OSM text; when something is wrong, one that no parser accepts, and `errors`.

        The free text counts when the rows are empty or as they were; rows and text that both say something are refused.
        """
        rows, before = self.read(), read_rows(self.stored) or Rows()
        self.errors = list(self.day_errors.values())
        untouched = rows in (before, Rows())
        if self.text and not untouched and not self.errors:
            self.errors.append(_("Remplissez les lignes ou le texte, pas les deux : videz ce qui ne sert pas."))
        if self.errors:
            return " / ".join("-".join(filter(None, times)) for times in self.times if times != NOTHING) + "?"
        if self.text:
            return self.text
        kept = rows == before and read_rows(self.stored) is not None
        return self.stored if kept else rows_to_schedule(rows).to_osm()


def sides(span):
    """A span as the values of two time inputs."""
    return (clock(span.start), clock(span.end % DAY)) if span else ("", "")
