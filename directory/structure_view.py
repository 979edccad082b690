"""/annuaire/<slug>/ read from the catalogue: at most six queries, where Wagtail needs eight to find the page.

One for the catalogue's version, one for the page (with the people to contact), one for its entry and those around it,
one for its pictures, one for its next dates, one for the articles that name it. What surrounds the sheet is printed
once and kept. What visitors may not read, old addresses and other languages go on to Wagtail as usual.
"""

from urllib.parse import quote

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, Subquery
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.models import Page
from wagtail.views import serve as wagtail_serve

from directory.around import around
from directory.filters import directory_shelf
from directory.models import DirectoryIndexPage, StructurePage
from directory.page import structure_context
from directory.shell import kept_shell
from directory.skeleton import Skeleton
from portal.core.addresses import path_for_wagtail
from portal.core.prepared import Hole, Prepared
from portal.search.memory import part_of
from portal.search.models import Entry

PARTS = ("title", "description", "url", "json_ld", "sheet")


@require_safe
def structure(request, slug):
    """The sheet of a structure in the source language."""
    held = directory_shelf(settings.LANGUAGE_CODE) if get_language() == settings.LANGUAGE_CODE else None
    context = held and _context(request, held, slug)
    if not context:
        return wagtail_serve(request, path_for_wagtail(request))
    social = context["social"]
    if social["image"] or not context["page"].is_in_one_language:  # then what surrounds it is its own
        return render(request, StructurePage.template, context)
    return HttpResponse(_printed(request, held, context))


def _printed(request, held, context):
    """The page's template with the sheet's own parts in what surrounds every sheet."""
    social, above = context["social"], context["breadcrumb"][-2]["url"]
    parts = {name: escape(social[name]) for name in ("title", "description", "url")}
    kind = "described" if parts["description"] else "bare"  # the site's own description then stands in
    shell = kept_shell(request, held, f"{kind} sheets", above, lambda request: _new_shell(request, kind))
    claim = shell["claim"].filled(
        {"title": quote(context["page"].title, safe=""), "url": quote(social["url"], safe="")}
    )
    sheet = render_to_string("directory/structure/sheet.html", context | {"claim": claim}, request)
    return shell["skeleton"].filled(parts | {"json_ld": context["json_ld"], "sheet": sheet})


def _new_shell(request, kind):
    """What surrounds any sheet, and its links to the coordination, with marks where its own words go."""

    def context(marks):
        described = marks["description"] if kind == "described" else ""
        page = {"title": marks["title"], "summary": described}
        card = {"title": marks["title"], "description": described, "url": marks["url"]}
        return {"page": page, "social": card, "json_ld": marks["json_ld"], "sheet": marks["sheet"]}

    return {
        "skeleton": Skeleton(StructurePage.template, PARTS, context, request),
        "claim": Skeleton("directory/structure/claim.html", ("title", "url"), request=request),
    }


def _context(request, held, slug):
    """What the template shows, or None when visitors may not see such a page at this address."""
    index = _index(held)
    rows = index["sheets"](slug=slug) if index and request.path.startswith(index["url"]) else []
    slot = held.slots.get(rows[0].entry_key) if rows else None
    if slot is None:
        return None
    page = rows[0]
    facets, _name, point, *_others = held.rows[slot]
    neighbours = around(held, facets, point, key=page.entry_key, page_id=page.pk, merged_into_id=page.merged_into_id)
    entry = neighbours["own"]
    if entry is None or entry.url != request.path:
        return None
    contacts = [{"name": row.contact_name, "role": row.contact_role} for row in rows if row.contact_name]
    return {
        "page": page,
        "self": page,
        "request": request,
        "breadcrumb": [*index["breadcrumb"], {"title": page.title, "url": None}],
        "social": page.get_social_card(request),
        **structure_context(page, entry.data, neighbours, contacts),
    }


def _index(held):
    """The index page with its address and breadcrumb, remembered until a page of its kind changes; None without one."""
    return held.kept_until(part_of(DirectoryIndexPage.entry_kind, held.language), "sheets", lambda: _read_index(held))


def _read_index(held):
    index = DirectoryIndexPage.objects.live().public().filter(locale__language_code=held.language).first()
    if index is None:
        return None
    url = index.get_url()
    above = index.get_breadcrumb()[:-1]
    breadcrumb = [*above, {"title": index.title, "url": url}]
    return {"url": url, "breadcrumb": breadcrumb, "sheets": Prepared(_sheets(index, Hole("slug", models.CharField())))}


def _sheets(index, slug):
    """The live page of a slug under the index, once a person whose consent stands: one query."""
    standing = FilteredRelation("named_contacts", condition=Q(named_contacts__consent_withdrawn_on=None))
    versions = Page.objects.filter(translation_key=OuterRef("translation_key"), live=True).exclude(pk=OuterRef("pk"))
    entries = Entry.objects.listed().filter(page_id=OuterRef("pk")).values("pk")[:1]
    return (
        StructurePage.objects.live()
        .filter(slug=slug, depth=index.depth + 1, path__startswith=index.path)
        .select_related("locale", "commune", "social_image", "listing_image")
        .defer("commune__outline")
        .annotate(
            standing=standing,
            contact_name=F("standing__name"),
            contact_role=F("standing__role"),
            entry_key=Subquery(entries),
            is_in_one_language=~Exists(versions),
        )
        .order_by("standing__sort_order", "standing__pk")
    )
