"""Answers the addresses of guides and stories that Wagtail does not: listings by name, one page, booklet, feeds."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.views import serve as wagtail_serve

from guides.feeds import guides_feed, stories_feed
from guides.models import GuidePage
from guides.one_page import one_page_context
from portal.core.addresses import path_for_wagtail

__all__ = ["guides", "guides_feed", "one_page", "stories", "stories_feed"]


@require_safe
def guides(request):
    """/guides/: the page of the tree; this name is only what the feeds and the API lead back to."""
    return wagtail_serve(request, path_for_wagtail(request))


stories = guides


def public_guide(slug):
    """The guide of the active language that visitors may read; 404 else."""
    listed = GuidePage.objects.live().public().filter(slug=slug, locale__language_code=get_language())
    guide = listed.select_related("locale").first()
    if guide is None:
        raise Http404
    return guide


@require_safe
def one_page(request, slug):
    guide = public_guide(slug)
    return render(request, "guides/one_page.html", guide.get_context(request) | one_page_context(guide))
