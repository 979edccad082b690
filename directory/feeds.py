"""/annuaire/flux.atom: the structures newly listed, with the listing's own parameters (RFC 4287)."""

from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory.exports.http import conditional, form_of, listing_url
from directory.exports.public import page_url, printable, stable_id
from directory.listing import active_filters
from portal.core.listing import query_string
from portal.search.catalogue import find
from portal.search.models import Entry

LENGTH = 30
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)  # the date of a feed in which nothing has happened yet


class ListedFeed(Atom1Feed):
    """An empty feed keeps its date instead of taking today's."""

    def latest_post_date(self):
        return super().latest_post_date() if self.items else LONG_AGO


@require_safe
@conditional("atom")
def feed(request):
    if request.method == "HEAD":
        return StreamingHttpResponse((), content_type=ListedFeed.content_type)
    form = form_of(request)
    found = newest(find(form.query()), form.shelf)
    content = _feed(form, found).writeString("utf-8")
    return HttpResponse(content, content_type=ListedFeed.content_type)


def newest(found, shelf):
    """The last LENGTH entries listed among those found: two queries."""
    wanted = set(found.keys())
    listed = Entry.objects.listed().filter(kind=shelf.kind, language=shelf.language, listed_at__isnull=False)
    keys = []
    for key in listed.order_by("-listed_at", "-page_id").values_list("pk", flat=True).iterator(chunk_size=500):
        if len(keys) == min(LENGTH, len(wanted)):
            break
        if key in wanted:
            keys.append(key)
    entries = Entry.objects.listed().in_bulk(keys)
    return [entries[key] for key in keys if key in entries]


def _feed(form, entries):
    state = query_string(form.state())
    own = settings.BASE_URL + reverse("directory:feed") + (f"?{state}" if state else "")
    chosen = ", ".join(chip["text"] for chip in active_filters(form, ""))
    feed = ListedFeed(
        title=_("Nouvelles structures de l’annuaire"),
        link=listing_url(form),
        description=printable(chosen),
        language=form.shelf.language,
        author_name=settings.WAGTAIL_SITE_NAME,
        feed_url=own,
        feed_guid=own,
    )
    for entry in entries:
        _add(feed, entry)
    return feed


def _add(feed, entry):
    meta = " · ".join(entry.card.get("meta", ()))
    feed.add_item(
        title=printable(entry.title),
        link=page_url(entry),
        description=escape(printable("\n".join(filter(None, [entry.summary, meta])))),
        unique_id=stable_id(entry),
        pubdate=entry.listed_at,
        updateddate=max(entry.changed_at or entry.listed_at, entry.listed_at),
        categories=[printable(name) for name in entry.data.get("fields", ())],
    )
