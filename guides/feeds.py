"""/guides/flux.atom and /initiatives/flux.atom, with the listings' own parameters (RFC 4287)."""

from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory.exports.public import page_url, printable
from directory.feeds import ListedFeed, newest
from directory.listing import active_filters
from guides.filters import GUIDE
from guides.listing import chip_text
from guides.room import GUIDES, STORIES
from portal.search.catalogue import find


@require_safe
@GUIDES.conditional("atom")
def guides_feed(request):
    return _answer(request, GUIDES, "guides:guides_feed", _("Les mini-guides, et ce qui y change"))


@require_safe
@STORIES.conditional("atom")
def stories_feed(request):
    return _answer(request, STORIES, "guides:stories_feed", _("Les nouvelles initiatives"))


def _answer(request, room, name, title):
    if request.method == "HEAD":
        return StreamingHttpResponse((), content_type=ListedFeed.content_type)
    form = room.form_of(request)
    own = settings.BASE_URL + room.address(name, form)
    feed = ListedFeed(
        title=title,
        link=room.listing_url(form),
        description=printable(", ".join(chip["text"] for chip in active_filters(form, "", chip_text))),
        language=form.shelf.language,
        author_name=settings.WAGTAIL_SITE_NAME,
        feed_url=own,
        feed_guid=own,
    )
    for entry in newest(find(form.query()), form.shelf):
        _add(feed, entry)
    return HttpResponse(feed.writeString("utf-8"), content_type=ListedFeed.content_type)


def _add(feed, entry):
    lines = [entry.summary, " · ".join(entry.card.get("meta", ()))]
    if entry.kind == GUIDE:  # the last thing that its readers were told
        lines += [
            _("Version %(n)s : %(reason)s") % {"n": row["number"], "reason": row["reason"]} for row in _last(entry)
        ]
    feed.add_item(
        title=printable(entry.title),
        link=page_url(entry),
        description=escape(printable("\n".join(filter(None, lines)))),
        unique_id=uuid5(NAMESPACE_URL, f"{settings.BASE_URL}/{entry.kind}/{entry.page_id}").urn,
        pubdate=entry.listed_at,
        updateddate=max(entry.changed_at or entry.listed_at, entry.listed_at),
        categories=[printable(name) for name in (*entry.data.get("cooperation", ()), *entry.data.get("tags", ()))],
    )


def _last(entry):
    return entry.data.get("history", ())[:1]
