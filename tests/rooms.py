"""Where the tests put their content: the index page of a room, and people to act with."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from wagtail.models import PageViewRestriction

from agenda.models import AgendaIndexPage
from directory.models import DirectoryIndexPage
from guides.models import GuideIndexPage, StoryIndexPage

PARIS = ZoneInfo("Europe/Paris")


def directory():
    return DirectoryIndexPage.objects.get(locale__language_code="fr")


def agenda():
    return AgendaIndexPage.objects.get(locale__language_code="fr")


def guides():
    return GuideIndexPage.objects.get(locale__language_code="fr")


def stories():
    return StoryIndexPage.objects.get(locale__language_code="fr")


def make_private(page):
    """Only people who sign in may read the page and what is below it."""
    return PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def at(year, month, day, hour=0, minute=0):
    """A moment on the clocks of the territory."""
    return datetime(year, month, day, hour, minute, tzinfo=PARIS)


def in_hours(hours):
    return timezone.now() + timedelta(hours=hours)
