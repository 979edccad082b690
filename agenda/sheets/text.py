"""The week as plain text, to paste in a newsletter: 72 columns, addresses on lines of their own."""

from textwrap import wrap

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.core.templatetags.portal_tags import long_date

COLUMNS = 72
MOST = 500  # dates
INDENT = "  "


def week_text(week):
    """Return the text of a Week, lines ended by LF."""
    return "\n".join(_lines(week)) + "\n"


def _lines(week):
    yield from _wrapped(_("Agenda – %(site)s") % {"site": settings.WAGTAIL_SITE_NAME})
    title = _("Semaine %(title)s") % {"title": week.title}
    yield from _wrapped(title)
    if chosen := week.chosen():
        yield from _wrapped(", ".join(chosen))
    for sentence in week.ignored:
        yield from _wrapped(f"({sentence})")
    days = week.lines(MOST)
    for day, (lines, more) in days.items():
        if lines or more:
            yield from _day(day, lines, more)
    if not any(lines for lines, _more in days.values()):
        yield ""
        yield from _wrapped(_("Rien n’est annoncé cette semaine-là."))
    yield ""
    yield from _wrapped(_("Tout l’agenda :"))
    yield week.address


def _day(day, lines, more):
    heading = f"{date_format(day, 'l')} {long_date(day).rsplit(' ', 1)[0]}".upper()
    yield ""
    yield heading
    yield "-" * len(heading)
    for line in lines:
        yield ""
        yield from _event(line)
    if more:
        yield ""
        yield from _wrapped(ngettext("et %(n)s autre date", "et %(n)s autres dates", more) % {"n": more})


def _event(line):
    status = f"[{line['status'].upper()}] " if line["status"] else ""
    when = line["hours"] or _("toute la journée")
    yield from _wrapped(f"{when}\N{NO-BREAK SPACE}: {status}{line['title']}")
    for part in (line["place"], ", ".join(line["organisers"]), line["note"]):
        if part:
            yield from _wrapped(part, INDENT)
    yield INDENT + line["url"]


def _wrapped(text, indent=""):
    return wrap(text, COLUMNS, initial_indent=indent, subsequent_indent=indent or "  ", break_on_hyphens=False)
