"""The search page: one box over every public page."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Locale

from portal.search.forms import SearchForm
from portal.search.queries import search_pages


def search(request):
    """Show what the words of `?q=` find; without words, only the box."""
    form = SearchForm.read(request.GET)
    query = form.values["q"] or ""
    page_obj = form.paginated(search_pages(query, Locale.get_active()))
    context = {
        "breadcrumb": [
            {"title": _("Accueil"), "url": reverse("wagtail_serve", args=[""])},
            {"title": _("Recherche"), "url": None},
        ],
        "query": query,
        "page_obj": page_obj,
        "cards": [_card(page) for page in page_obj],
        "ignored": form.ignored,
        "query_prefix": form.query_prefix(),
        "search_url": reverse("search"),
        "social": {"title": _("Recherche"), "description": "", "url": None, "image": None, "type": "website"},
    }
    return render(request, "search/search.html", context)


def _card(page):
    return {
        "url": page.get_url(),
        "title": page.title,
        "meta": [str(page._meta.verbose_name).capitalize()],
        "summary": page.summary,
        "chips": [],
        "freshness": "",
        "lang": "",
    }
