"""What is here already of a feed's events: what it said before, their pages, and the same typed by hand."""

from functools import cached_property

from django.conf import settings

from agenda.models import AgendaIndexPage, EventPage
from portal.core.folding import fold


def parent_of(feed):
    """The page under which the feed's events live: its structure's, else the agenda."""
    if feed.structure_id:
        return feed.structure
    return AgendaIndexPage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).first()


class Known:
    def __init__(self, feed):
        self.feed = feed
        self.items = list(feed.items.order_by("pk")) if feed.pk else []
        keys = [item.event_id for item in self.items if item.event_id]
        self.pages = {}
        for start in range(0, len(keys), 500):
            self.pages |= EventPage.objects.in_bulk(keys[start : start + 500])

    def page(self, item):
        return self.pages.get(item.event_id)

    def working_copy(self, page):
        """The page as people last left it: its latest revision when that is not what is published."""
        return page if page.live and not page.has_unpublished_changes else page.get_latest_revision_as_object()

    def has_unpublished_work(self, page, item):
        """Somebody's changes that wait to be published; those that only the feed made do not count."""
        return page.live and page.has_unpublished_changes and page.latest_revision_id != item.revision

    def own(self, row):
        """The event of this portal that left by one of its own feeds and comes back, or None."""
        return self._own.get(row.uid)

    @cached_property
    def _own(self):
        mine = {item.event_id for item in self.items}
        pages = (
            EventPage.objects.filter(uid="", feed_items=None)
            .exclude(pk__in=mine)
            .only("pk", "title", "translation_key")
        )
        return {str(page.translation_key): page for page in pages}

    def typed_here(self, row):
        """The one event under the same page, typed by hand, of the same title and time; None when there are several."""
        found = self._typed.get((fold(row.title), row.start), [])
        return found[0] if len(found) == 1 else None

    @cached_property
    def _typed(self):
        parent, found = parent_of(self.feed), {}
        if parent is None:
            return found
        for page in EventPage.objects.child_of(parent).filter(feed_items=None, live=True):
            found.setdefault((fold(page.title), page.start), []).append(page)
        return found
