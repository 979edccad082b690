"""/agenda/widget/: the listing in a frame of any other site, and the page that gives the code to copy."""

from csp.decorators import csp_replace
from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from agenda.cards import occurrence_in_words
from agenda.exports.dates import ordered_rows, read_dates
from agenda.exports.public import place_words, status_words
from agenda.exports.room import ROOM
from agenda.listing import chip_text
from directory.exports.public import page_url
from directory.listing import active_filters
from directory.widget import HEIGHT, frame_code
from portal.core.listing import PAGE_SIZE
from portal.search.catalogue import find


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
def widget(request):
    """The next events and a link to them all. No cookie is read or set, and there is no form to trap."""
    form = ROOM.form_of(request)
    found = find(form.query())
    lines = ordered_rows(found, form)
    dates = read_dates(found.shelf, [(row.packed, row.slot) for row in lines[:PAGE_SIZE]])
    context = {
        "cards": [_card(date) for date in dates],
        "count": len(lines),
        "chosen": _chosen(form),
        "listing_url": ROOM.listing_url(form),
        "site_name": settings.WAGTAIL_SITE_NAME,
    }
    response = render(request, "agenda/widget.html", context)
    response["Cache-Control"] = "public, no-cache"
    return response


def _card(date):
    when = occurrence_in_words(date, date.all_day)
    return {
        "url": page_url(date.entry),
        "title": date.title,
        "iso": when["iso"],
        "when": when["text"],
        "status": status_words(date),
        "place": place_words(date.entry, date.place),
    }


def _chosen(form):
    return [chip["text"] for chip in active_filters(form, "", chip_text)]


@require_safe
def widget_code(request):
    """The code to copy, for the query of the address, and what it looks like."""
    form = ROOM.form_of(request)
    path = ROOM.address("agenda:widget", form)
    title = _("Agenda – %(site)s") % {"site": settings.WAGTAIL_SITE_NAME}
    context = {
        "code": frame_code(settings.BASE_URL + path, title),
        "path": path,
        "frame_title": title,
        "height": HEIGHT,
        "chosen": _chosen(form),
        "ignored": form.ignored,
        "listing_url": ROOM.address("agenda:listing", form),
        "breadcrumb": [
            {"title": _("Accueil"), "url": reverse("wagtail_serve", args=[""])},
            {"title": _("Agenda"), "url": reverse("agenda:listing")},
            {"title": _("Sur votre site"), "url": None},
        ],
    }
    return render(request, "agenda/widget_code.html", context)
