"""The week on one A4 page to pin up, never two: type shrinks in steps, then days say how many more they have."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from agenda.sheets.week import share
from directory.sheets.facts import bare
from directory.sheets.qr import drawing
from portal.core.pdf import bind, lay_out
from portal.core.templatetags.portal_tags import long_date

# (class of the type's size, dates shown at most, characters of a title): tried in turn from the first that may hold.
# The smallest type is still read at arm's length: past what it holds, days say how many more they have.
SMALLEST = "serre"
STEPS = (
    ("geant", 7, 120),
    ("grand", 18, 110),
    ("moyen", 32, 100),
    ("petit", 44, 90),
    *((SMALLEST, most, 80) for most in (49, 42, 35, 28)),
    *((SMALLEST, most, 50) for most in (21, 14, 7)),
)
MANY = 49
CHIPS, PLACE = 160, 60  # characters


def week_page(week, request):
    """Return the PDF's bytes. Raises PdfUnavailable."""
    context = _context(week)
    files = {"qr.svg": drawing(context["url"], _("Agenda"))}
    every = week.lines(MANY)
    count = sum(len(lines) + more for lines, more in every.values())
    for size, most, title in STEPS:
        if most < count and size != SMALLEST:
            continue
        shown = {"size": size, "days": _days(every, most, title)}
        document = lay_out(render_to_string("agenda/pdf/week.html", context | shown, request), files)
        if len(document.pages) == 1:
            break
    return bind([document])


def _context(week):
    url = settings.BASE_URL + reverse("agenda:listing")
    return {
        "title": week.title,
        "chosen": Truncator(", ".join(week.chosen())).chars(CHIPS),
        "ignored": week.ignored[:2],
        "url": url,
        "shown_url": bare(url),
        "printed_on": long_date(week.form.now),
    }


def _days(every, most, title):
    """What the template shows of each day that has something."""
    rooms = share([len(lines) for lines, _more in every.values()], most)
    return [
        {
            "name": f"{date_format(day, 'l')} {long_date(day).rsplit(' ', 1)[0]}",
            "lines": [_short(line, title) for line in lines[:room]],
            "more": more + len(lines) - room,
        }
        for (day, (lines, more)), room in zip(every.items(), rooms, strict=True)
        if lines or more
    ]


def _short(line, title):
    where = Truncator(line["place"]).chars(PLACE)
    return line | {
        "title": Truncator(line["title"]).chars(title),
        "place": where,
        "organiser": _first(line["organisers"]),
    }


def _first(organisers):
    return Truncator(organisers[0]).chars(PLACE) if organisers else ""
