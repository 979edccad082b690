"""A search that somebody follows, and what is listed after they confirmed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.demo.builders import make_structure
from portal.finding.models import SavedSearch
from portal.finding.models.saved_search import key_of
from portal.finding.saved import keeping
from portal.search.models import Entry
from tests.finding.asking import EMAIL
from tests.rooms import directory


@pytest.fixture
def follow(portal_site):
    """Return a function that makes a confirmed alert, as if it had been confirmed at a moment (now by default)."""

    def make(email=EMAIL, query="q=epicerie", frequency="daily", language="fr", moment=None):
        alert = SavedSearch.objects.create(
            email=email,
            query=query,
            words=query.removeprefix("q="),
            language=language,
            key=key_of(email, query, language),
        )
        assert keeping.confirm(alert, frequency, moment or timezone.now())
        return alert

    return make


@pytest.fixture
def listed(portal_site, django_capture_on_commit_callbacks):
    """Return a function that publishes a structure, as if it had been listed at a moment (now by default)."""

    def make(title="Épicerie du Champsaur", moment=None, **values):
        with django_capture_on_commit_callbacks(execute=True):
            page = make_structure(directory(), title=title, **values)
            if moment:
                page.first_published_at = moment
                page.save(update_fields=["first_published_at"])
        assert Entry.objects.get(page_id=page.pk).listed_at == page.first_published_at
        return page

    return make


def tomorrow(days=1):
    """A moment of the afternoon, `days` later: the mails of the morning are due."""
    return timezone.localtime().replace(hour=15, minute=0) + timedelta(days=days)
