"""Guides, their parts and stories found by the catalogue: three queries, where Wagtail needs ten to find a page.

What visitors may not read, old addresses and what is not translated go on to Wagtail as usual.
"""

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.models import PageViewRestriction
from wagtail.views import serve as wagtail_serve

from guides.filters import GUIDE, STORY
from guides.models import GuideIndexPage, GuidePage, GuidePartPage, StoryIndexPage, StoryPage
from guides.whole import chapters
from portal.core.addresses import path_for_wagtail
from portal.core.models import BasePage
from portal.search.memory import part_of, shelf
from portal.search.models import Entry

BESIDE = ("locale", "listing_image", "social_image")


@require_safe
def guides(request):
    return _listing(request, GuideIndexPage)


@require_safe
def stories(request):
    return _listing(request, StoryIndexPage)


def _listing(request, model):
    """The index page, when it is where it is by default; else Wagtail looks."""
    public = model.objects.live().public().filter(locale__language_code=get_language())
    page = public.select_related(*BESIDE).first()
    return page.serve(request) if page and page.get_url(request) == request.path else _by_wagtail(request)


@require_safe
def guide(request, slug):
    page = _found(request, GuideIndexPage, GuidePage, GUIDE, slug)
    return page.serve(request) if page else _by_wagtail(request)


@require_safe
def one_page(request, slug):
    guide = public_guide(request, slug)
    return render(request, "guides/one_page.html", guide.get_context(request) | {"chapters": chapters(guide)})


def public_guide(request, slug):
    """The guide under whose address something is asked for. Raises Http404 when visitors may not read it."""
    guide = _found(request, GuideIndexPage, GuidePage, GUIDE, slug)
    if guide is None:
        raise Http404
    return guide


@require_safe
def part(request, slug, part):
    guide = _found(request, GuideIndexPage, GuidePage, GUIDE, slug)
    below = GuidePartPage.objects.child_of(guide).live().filter(slug=part) if guide else GuidePartPage.objects.none()
    page = below.select_related(*BESIDE).first()
    if page is None or PageViewRestriction.objects.filter(page=page.pk).exists():
        return _by_wagtail(request)
    page.guide, page.known_shelf = guide, guide.known_shelf
    page.known_above = [*guide.known_above, {"title": guide.title, "url": guide.known_entry.url}]
    return page.serve(request)


@require_safe
def story(request, slug):
    page = _found(request, StoryIndexPage, StoryPage, STORY, slug)
    return page.serve(request) if page else _by_wagtail(request)


def _by_wagtail(request):
    return wagtail_serve(request, path_for_wagtail(request))


def _found(request, index_model, model, kind, slug):
    """The public page of a slug under its index, with what is known of it; None when Wagtail has to look."""
    language = get_language() or settings.LANGUAGE_CODE
    held = shelf(kind, language)
    index = held.kept_until(part_of(BasePage.entry_kind, language), "index", lambda: _index(index_model, language))
    if not index:
        return None
    below = model.objects.live().filter(slug=slug, depth=index["depth"] + 1, path__startswith=index["path"])
    page = below.select_related(*BESIDE).first()
    entry = Entry.objects.listed().filter(page_id=page.pk).first() if page else None
    if entry is None or not request.path.startswith(entry.url):
        return None
    page.known_entry, page.known_above, page.known_shelf = entry, index["breadcrumb"], held
    return page


def _index(model, language):
    """Where the index page is, remembered until a page of its kind changes; None without a public one."""
    index = model.objects.live().public().filter(locale__language_code=language).first()
    if index is None:
        return None
    breadcrumb = [*index.get_breadcrumb()[:-1], {"title": index.title, "url": index.get_url()}]
    return {"path": index.path, "depth": index.depth, "breadcrumb": breadcrumb}
