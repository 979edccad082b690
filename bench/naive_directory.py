"""The comparison: /annuaire/ as Wagtail sites usually write it, over page querysets, kept out of the portal.

Wagtail finds the page; structures are a page queryset filtered by joins; each facet is counted by one GROUP BY with all
the other filters; cards, dots and boxes are printed by the same components, included from a template. It shows the same
as the portal's own listing, less what only the catalogue can (around a place, open now), the selects and the search.
"""

from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.core.paginator import Paginator
from django.db.models import Count, F
from django.http import HttpResponse
from django.template import engines
from django.urls import path
from wagtail.models import Page

import portal.urls
from directory.models import StructurePage
from portal.core.models import BasePage
from portal.core.territory.groups import PlaceCount, draw_map

FACETS = {
    "domaine": "fields_of_activity",
    "vallee": "commune__valley",
    "epci": "commune__epci",
    "commune": "commune",
    "statut": "legal_family",
    "label": "labels",
    "public": "audiences",
}
FLAGS = {"accessible": {"access": "full"}, "benevoles": {"needs_volunteers": True}}
TEMPLATE = Path(__file__).with_suffix(".html")


class NaiveRequest(WSGIRequest):
    urlconf = __name__


class NaiveHandler(WSGIHandler):
    request_class = NaiveRequest


def naive_application():
    """A WSGI application whose /annuaire/ is the naive one, behind the same middleware as the portal."""
    return NaiveHandler()


def naive(request):
    """As wagtail.views.serve does: find the page by its path, ask who may read it, then its context and template."""
    page = Page.route_for_request(request, "annuaire/").page
    if list(page.get_view_restrictions()):
        raise PermissionError
    context = BasePage.get_context(page, request) | naive_context(page, request)
    return HttpResponse(_template().render(context, request))


@cache
def _template():
    return engines["django"].from_string(TEMPLATE.read_text())


def naive_context(page, request):
    chosen = {name: request.GET.getlist(name) for name in (*FACETS, *FLAGS) if name in request.GET}
    everybody = StructurePage.objects.live().public().filter(locale=page.locale_id)
    found = filtered(everybody, chosen)
    found = found.order_by("-last_reviewed_on" if request.GET.get("tri") == "verifie" else "sort_name", "pk")
    shown = found.select_related("commune", "legal_family", "locale").prefetch_related("fields_of_activity")
    page_obj = Paginator(shown.defer_streamfields(), 20).get_page(request.GET.get("page"))
    return {
        "facets": [facet(everybody, chosen, name) for name in FACETS],
        "flags": [
            {"name": name, "count": filtered(everybody, chosen, name).filter(**FLAGS[name]).count()} for name in FLAGS
        ],
        "count": page_obj.paginator.count,
        "page_obj": page_obj,
        "cards": [card(structure) for structure in page_obj],
        "map": draw_map(
            place_counts(found), title="Carte", url_for=lambda slugs: f"?{urlencode({'commune': slugs}, True)}"
        ),
    }


def place_counts(structures):
    rows = structures.order_by().filter(commune__latitude__isnull=False)
    columns = ("commune__name", "commune__slug", "commune__latitude", "commune__longitude")
    rows = rows.values(*columns).annotate(count=Count("pk", distinct=True))
    return [PlaceCount(*row) for row in rows.values_list(*columns, "count")]


def filtered(structures, chosen, but=None):
    for name, values in chosen.items():
        if name != but:
            wanted = FLAGS.get(name) or {f"{FACETS[name]}__slug__in": values}
            structures = structures.filter(**wanted)
    return structures.distinct() if chosen else structures


def facet(everybody, chosen, name):
    """One GROUP BY with all the other filters."""
    rows = filtered(everybody, chosen, name).order_by().filter(**{f"{FACETS[name]}__isnull": False})
    rows = rows.values(slug_=F(f"{FACETS[name]}__slug"), words=F(f"{FACETS[name]}__name"))
    options = rows.annotate(count=Count("pk", distinct=True)).order_by("words")
    checked = set(chosen.get(name, ()))
    return {
        "name": name,
        "options": [
            {"slug": row["slug_"], "name": row["words"], "count": row["count"], "checked": row["slug_"] in checked}
            for row in options
        ],
    }


def card(structure):
    return {
        "url": structure.get_url(),
        "title": structure.title,
        "summary": structure.summary,
        "lang": "",
        **structure.entry_card(),
    }


urlpatterns = [path("annuaire/", naive), *portal.urls.urlpatterns]
