"""The two listings as the exports' answers see them: 304, languages, links (see directory/exports/http.py)."""

from functools import partial

from django.conf import settings
from django.utils.translation import get_language, gettext_noop

from directory.exports.http import Room, asked_of
from guides.filters import GUIDE, STORY, GuidesForm, StoriesForm, read_form
from portal.search.memory import shelf


def _read(kind, get):
    return read_form(kind, get, get_language() or settings.LANGUAGE_CODE)


def _timeless(get):
    return ""


GUIDES = Room(
    file=gettext_noop("mini-guides-%(day)s"),
    listing="guides:guides",
    read=partial(_read, GUIDE),
    shelf=partial(shelf, GUIDE),
    parameters=asked_of(GuidesForm),
    clock=_timeless,
)
STORIES = Room(
    file=gettext_noop("initiatives-%(day)s"),
    listing="guides:stories",
    read=partial(_read, STORY),
    shelf=partial(shelf, STORY),
    parameters=asked_of(StoriesForm),
    clock=_timeless,
)
