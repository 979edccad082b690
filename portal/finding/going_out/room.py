"""The search as the exports' answers see it: 304, languages, links (see directory/exports/http.py)."""

from functools import partial

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from directory.exports.http import Room, asked_of
from portal.core.listing import query_string
from portal.finding.form import SearchForm
from portal.search.memory import shelf

PAGES = "page"  # any shelf tells the version of the whole catalogue, and there are always pages


def _read(get):
    return SearchForm.read(get, get_language() or settings.LANGUAGE_CODE)


def _half_hour(get):
    """« Ce soir », « samedi » and what comes soon change by themselves."""
    now = timezone.localtime()
    return f"{now:%Y%m%d%H}{now.minute // 30}"


ROOM = Room(
    file=gettext_noop("recherche-%(day)s"),
    listing="search",
    read=_read,
    shelf=partial(shelf, PAGES),
    parameters=asked_of(SearchForm),
    clock=_half_hour,
)


def links(answer):
    """[{"text", "url"}]: the same search elsewhere; a map or a calendar only where there is something on it."""
    state = query_string(answer.form.state())
    places = any(held.points.slots for held in (found.shelf for found in answer.shown.values()))
    wanted = [("finding:feed", _("Flux Atom"), True), ("finding:csv", _("CSV"), True)]
    wanted += [("finding:geojson", _("GeoJSON"), places)]
    wanted += [("finding:ics", _("Calendrier (ICS)"), "event" in answer.shown and answer.shown["event"].count)]
    wanted += [("api:search", _("JSON"), True)]
    return [{"text": text, "url": f"{reverse(name)}?{state}"} for name, text, shown in wanted if shown]
