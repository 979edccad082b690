"""/agenda/flux.atom: the events newly announced, with the listing's own parameters (RFC 4287)."""

from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from agenda.cards import occurrence_in_words
from agenda.exports.dates import changes, date_of, packed_of, window
from agenda.exports.public import organisers_of, place_words, status_words
from agenda.exports.room import ROOM
from agenda.found import organisers
from agenda.listing import chip_text
from directory.exports.public import page_url, printable
from directory.feeds import ListedFeed, newest
from directory.listing import active_filters
from portal.search.catalogue import find

MOST_DATES = 5  # in words; the others are counted


@require_safe
@ROOM.conditional("atom")
def feed(request):
    if request.method == "HEAD":
        return StreamingHttpResponse((), content_type=ListedFeed.content_type)
    form = ROOM.form_of(request)
    found = find(form.query())
    content = _feed(form, newest(found, form.shelf)).writeString("utf-8")
    return HttpResponse(content, content_type=ListedFeed.content_type)


def _feed(form, entries):
    own = settings.BASE_URL + ROOM.address("agenda:feed", form)
    chosen = ", ".join(chip["text"] for chip in active_filters(form, "", chip_text))
    feed = ListedFeed(
        title=_("Nouveaux rendez-vous de l’agenda"),
        link=ROOM.listing_url(form),
        description=printable(chosen),
        language=form.shelf.language,
        author_name=settings.WAGTAIL_SITE_NAME,
        feed_url=own,
        feed_guid=own,
    )
    names, other = organisers(form.shelf), changes([entry.page_id for entry in entries])
    for entry in entries:
        feed.add_item(
            title=printable(entry.title),
            link=page_url(entry),
            description=escape(printable("\n".join(_lines(entry, window(form), names, other)))),
            unique_id=uuid5(NAMESPACE_URL, f"{settings.BASE_URL}/agenda/{entry.page_id}").urn,
            pubdate=entry.listed_at,
            updateddate=max(entry.changed_at or entry.listed_at, entry.listed_at),
            categories=[printable(name) for name in entry.data.get("categories", ())],
        )
    return feed


def _lines(entry, asked, names, other):
    """What happens, when, where and with whom: one fact a line."""
    if entry.summary:
        yield entry.summary
    every = packed_of(entry, *asked)
    for packed in every[:MOST_DATES]:
        date = date_of(entry, packed, other)
        said = (occurrence_in_words(date, date.all_day)["text"], status_words(date), date.change.note)
        yield " – ".join(filter(None, said))
    more = len(every) - MOST_DATES
    if more > 0:
        yield ngettext("et %(n)s autre date", "et %(n)s autres dates", more) % {"n": more}
    yield from filter(None, [place_words(entry), ", ".join(row["title"] for row in organisers_of(entry, names))])
