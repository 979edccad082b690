"""The comparison: a structure's page as Wagtail sites usually make it (bakerydemo does), kept out of the portal.

Wagtail finds the page and serves it; `get_context` reads each of its relations once, one after another, pictures one by
one, and related pages by querysets; the template is printed whole, with its frame. What is shown is what the portal's
own page shows, from the same templates.
"""

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.template.response import TemplateResponse
from django.urls import path
from wagtail.models import Page

import portal.urls
from bench.naive_directory import card
from directory.models import StructurePage
from directory.page import structure_context
from directory.pictures import LOGO, PHOTO
from portal.core.geometry import distance_km
from portal.core.models import BasePage
from portal.search.models import Entry

SHOWN = 3


class NaiveRequest(WSGIRequest):
    urlconf = __name__


class NaiveHandler(WSGIHandler):
    request_class = NaiveRequest


def naive_application():
    """A WSGI application whose pages of structures are naive, behind the same middleware as the portal."""
    return NaiveHandler()


def naive(request, slug):
    """As wagtail.views.serve does: find the page by its path, ask who may read it, then its context and template."""
    page = Page.route_for_request(request, f"annuaire/{slug}/").page
    if list(page.get_view_restrictions()):
        raise PermissionError
    return TemplateResponse(
        request, page.get_template(request), BasePage.get_context(page, request) | naive_context(page)
    )


def naive_context(page):
    read_relations(page)
    others = StructurePage.objects.live().public().filter(locale=page.locale_id, status="active").exclude(pk=page.pk)
    others = others.select_related("commune", "legal_family", "main_field", "locale")
    others = others.prefetch_related("fields_of_activity", "verifications")
    others = others.defer_streamfields().order_by("sort_name", "pk")
    nearby = others.filter(commune__valley=page.commune.valley_id)[:SHOWN]
    similar = others.filter(fields_of_activity__in=page.fields_of_activity.all()).distinct()[:SHOWN]
    members = list(page.members.live().public())
    neighbours = {
        "own": Entry(page_id=page.pk, url=page.get_url(), title=page.title, summary=page.summary, **kept(page)),
        "nearby": [near_card(structure, page) for structure in nearby],
        "similar": [card(structure) for structure in similar],
        "networks": page.networks.all(),
        "members": members[:12],
        "member_count": len(members),
        "merged_into": page.merged_into,
    }
    data = {name: value for name, value in neighbours["own"].data.items() if name not in ("logo", "photos")}
    return structure_context(page, data, neighbours, page.shown_contacts()) | {
        "logo": page.logo and page.logo.get_rendition(LOGO),
        "photos": [photograph(photo) for photo in page.photos.all()],
    }


def kept(page):
    return {
        "facets": page.entry_facets(),
        "data": page.entry_data(),
        "latitude": page.latitude,
        "longitude": page.longitude,
    }


def read_relations(page):
    """One query each, and none when they are read again: nobody would write the page to ask twice."""
    names = [*StructurePage.entry_prefetch, "named_contacts"]
    for name in names:
        manager = getattr(page, name)
        page._prefetched_objects_cache = getattr(page, "_prefetched_objects_cache", {})
        page._prefetched_objects_cache[name] = manager.all()


def photograph(photo):
    rendition = photo.image.get_rendition(PHOTO)
    return {
        "url": rendition.url,
        "width": rendition.width,
        "height": rendition.height,
        "alt": photo.image.default_alt_text,
        "credit": photo.image.credit,
        "caption": photo.caption,
    }


def near_card(structure, page):
    shown, km = card(structure), distance_km(page.point, structure.point)
    return shown | {"meta": [*shown["meta"], f"à {round(km)} km à vol d’oiseau"]}


urlpatterns = [path("annuaire/<slug:slug>/", naive), *portal.urls.urlpatterns]
