"""/annuaire/widget/: the listing in a frame of any other site, and the page that gives the code to copy."""

from csp.decorators import csp_replace
from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from directory.exports.http import form_of, listing_url
from directory.listing import active_filters, entry_card
from portal.core.listing import PAGE_SIZE, query_string
from portal.search.catalogue import find

HEIGHT = 640  # CSS pixels


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
def widget(request):
    """The first found structures and a link to them all. No cookie is read or set, and there is no form to trap."""
    form = form_of(request)
    found = find(form.query())
    cards = []
    for entry in found.entries(0, PAGE_SIZE):
        card = entry_card(entry, found)
        cards.append(card | {"url": settings.BASE_URL + card["url"] if card["url"].startswith("/") else card["url"]})
    context = {
        "cards": cards,
        "count": found.count,
        "chosen": [chip["text"] for chip in active_filters(form, "")],
        "listing_url": listing_url(form),
        "site_name": settings.WAGTAIL_SITE_NAME,
    }
    response = render(request, "directory/widget.html", context)
    response["Cache-Control"] = "public, no-cache"
    return response


@require_safe
def widget_code(request):
    """The code to copy, for the query of the address, and what it looks like."""
    form = form_of(request)
    state = query_string(form.state())
    path = reverse("directory:widget") + (f"?{state}" if state else "")
    title = _("Annuaire – %(site)s") % {"site": settings.WAGTAIL_SITE_NAME}
    context = {
        "code": frame_code(settings.BASE_URL + path, title),
        "path": path,
        "frame_title": title,
        "height": HEIGHT,
        "chosen": [chip["text"] for chip in active_filters(form, "")],
        "ignored": form.ignored,
        "listing_url": reverse("directory:listing") + (f"?{state}" if state else ""),
        "breadcrumb": [
            {"title": _("Accueil"), "url": reverse("wagtail_serve", args=[""])},
            {"title": _("Annuaire"), "url": reverse("directory:listing")},
            {"title": _("Sur votre site"), "url": None},
        ],
    }
    return render(request, "directory/widget_code.html", context)


def frame_code(url, title):
    """The HTML that somebody pastes in their own page."""
    return format_html(
        '<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy"></iframe>', url, title, HEIGHT
    )
