"""What the home page shows of the other rooms; a section with nothing in it is left out by the template."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Locale, Page

from agenda.cards import occurrence_row
from agenda.models import AgendaIndexPage, Occurrence
from directory.found_map import found_map
from directory.models import DirectoryIndexPage
from guides.filters import GUIDE, STORY
from guides.listing import first_cards
from guides.models import GuideIndexPage, StoryIndexPage
from portal.core.listing import query_string
from portal.core.models import FieldOfActivity
from portal.search.catalogue import Query, find
from portal.search.names import facet_names

WEEK = 7  # days
SHOWN = {"events": 3, "guides": 6, "stories": 3, "fields": 5}


def home_sections():
    """Return the context of the home page: contents are those of the source language, in every language.

    The other languages show them as they are, marked as French, until they are translated.
    """
    source = Locale.objects.get(language_code=settings.LANGUAGE_CODE)
    urls = _index_urls(source)
    return {
        "map": _map(urls[DirectoryIndexPage]) if urls[DirectoryIndexPage] else None,
        "fields": _fields(urls[DirectoryIndexPage]),
        "directory_url": urls[DirectoryIndexPage],
        "events": _events(source),
        "agenda_url": urls[AgendaIndexPage],
        "guides": first_cards(GUIDE, SHOWN["guides"]),
        "guides_url": urls[GuideIndexPage],
        "stories": first_cards(STORY, SHOWN["stories"]),
        "stories_url": urls[StoryIndexPage],
    }


def _index_urls(locale):
    """The address of each room's index, None for one that is not published: one query."""
    models = (DirectoryIndexPage, AgendaIndexPage, GuideIndexPage, StoryIndexPage)
    types = ContentType.objects.get_for_models(*models)
    pages = Page.objects.live().filter(locale=locale, content_type__in=types.values())
    found = {page.content_type_id: page.get_url() for page in pages.defer_streamfields().order_by("-path")}
    return {model: found.get(content_type.pk) for model, content_type in types.items()}


def _map(directory_url):
    """The whole directory's map, from the catalogue's memory: one query."""
    found = find(Query(kind="structure", language=settings.LANGUAGE_CODE))
    return found_map(found, facet_names(found.shelf), {}, directory_url)


def _fields(directory_url):
    """The first fields of activity, as ways into the directory."""
    terms = FieldOfActivity.objects.filter(locale=Locale.get_active())[: SHOWN["fields"]] if directory_url else []
    return [{"text": term.name, "url": f"{directory_url}?{query_string({'domaine': [term.slug]})}"} for term in terms]


def _events(source):
    """The next occurrence of each event of the coming days."""
    rows = Occurrence.objects.listed().in_language(source).in_coming_days(timezone.now(), WEEK).with_card_data()
    first = {}
    for occurrence in rows[:40]:
        first.setdefault(occurrence.event_id, occurrence)
    return [occurrence_row(occurrence) for occurrence in list(first.values())[: SHOWN["events"]]]
