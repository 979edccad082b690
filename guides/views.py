"""Answers the addresses of guides and stories that are not Wagtail's own: listings by name, a whole guide."""

from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.views import serve as wagtail_serve

from guides.reading import public_guide
from guides.whole import chapters
from portal.core.addresses import path_for_wagtail


@require_safe
def listing(request):
    """/guides/ and /initiatives/: the pages of the tree. Feeds and the API lead back to these names."""
    return wagtail_serve(request, path_for_wagtail(request))


@require_safe
def one_page(request, slug):
    guide = public_guide(slug)
    return render(request, "guides/one_page.html", guide.get_context(request) | {"chapters": chapters(guide)})
