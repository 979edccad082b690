"""/recherche/flux.atom: what was newly listed among what a search finds (RFC 4287)."""

from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory.exports.public import page_url, printable, stable_id
from directory.feeds import LENGTH, ListedFeed
from portal.finding.answer import answer
from portal.finding.going_out.room import ROOM
from portal.finding.kinds import BY_NAME

EVER = datetime(1970, 1, 1, tzinfo=UTC)


@require_safe
@ROOM.conditional("atom")
def feed(request):
    if request.method == "HEAD":
        return StreamingHttpResponse((), content_type=ListedFeed.content_type)
    form = ROOM.form_of(request)
    found = answer(form)
    own = settings.BASE_URL + ROOM.address("finding:feed", form)
    words = found.in_words()
    content = ListedFeed(
        title=printable(_("Recherche : %(words)s") % {"words": words}) if words else _("Nouveautés du portail"),
        link=ROOM.listing_url(form),
        description="",
        language=form.language,
        author_name=settings.WAGTAIL_SITE_NAME,
        feed_url=own,
        feed_guid=own,
    )
    for entry in found.newer_than(EVER, LENGTH)[0]:
        _add(content, entry)
    return HttpResponse(content.writeString("utf-8"), content_type=ListedFeed.content_type)


def _add(content, entry):
    kind = str(BY_NAME[entry.kind].one)
    content.add_item(
        title=printable(entry.title),
        link=page_url(entry),
        description=escape(printable("\n".join(filter(None, [kind, entry.summary])))),
        unique_id=_id_of(entry),
        pubdate=entry.listed_at,
        updateddate=max(entry.changed_at or entry.listed_at, entry.listed_at),
        categories=[kind],
    )


def _id_of(entry):
    """The same as in the feeds of each room, so that readers know what they have read."""
    if entry.kind == "structure":
        return stable_id(entry)
    room = "agenda" if entry.kind == "event" else entry.kind
    return uuid5(NAMESPACE_URL, f"{settings.BASE_URL}/{room}/{entry.page_id}").urn
