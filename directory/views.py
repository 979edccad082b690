"""/annuaire/ read from the catalogue: the fast way in front of Wagtail's own.

Wagtail finds a page in eight queries and Django's templates print its frame in three milliseconds, before a word of the
listing; here all that no query changes is printed once and kept (the shell), and only the query's parts are put in.
A listing in another language, or not published yet, goes on to Wagtail as usual.
"""

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.views import serve as wagtail_serve

from directory.filters import directory_shelf
from directory.listing import listing_context
from directory.models import DirectoryIndexPage
from directory.printed import PARTS
from directory.shell import kept_shell
from directory.skeleton import Skeleton
from portal.core.addresses import path_for_wagtail


@require_safe
def listing(request):
    """The directory in the source language."""
    held = directory_shelf(settings.LANGUAGE_CODE) if get_language() == settings.LANGUAGE_CODE else None
    shell = held and kept_shell(request, held, "listing", request.path, _new_shell)
    if not shell:
        return wagtail_serve(request, path_for_wagtail(request))
    context = listing_context(request.GET, request.path, shell["address"], held)
    context["html"] = shell["skeleton"].filled(context["parts"])
    return HttpResponse(render_to_string("directory/listing.html", context))


def _new_shell(request):
    """All that surrounds the parts of the query; None when visitors may not see it at this address."""
    index = DirectoryIndexPage.objects.live().public().filter(locale__language_code=settings.LANGUAGE_CODE).first()
    if not index or index.get_url(request) != request.path:
        return None
    breadcrumb, social = index.get_breadcrumb(), index.get_social_card(request)

    def context(marks):
        return {
            "page": index,
            "breadcrumb": breadcrumb,
            "social": social | {"url": marks["canonical"]},
            "parts": marks,
            "clear_url": request.path,
        }

    skeleton = Skeleton(DirectoryIndexPage.template, PARTS, context, request)
    return {"address": social["url"], "skeleton": skeleton}
