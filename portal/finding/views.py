"""/recherche/: one box over everything, and all that is said around what it finds."""

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.core.listing import query_string
from portal.finding import said
from portal.finding.answer import MOST_SHOWN, answer
from portal.finding.form import SearchForm
from portal.finding.going_out.room import links
from portal.finding.missing.noting import note_unanswered
from portal.finding.promoted import promoted
from portal.finding.wider import did_you_mean, wider
from portal.search.engines import notice
from portal.search.matching import FEW
from portal.search.rescue import unknown
from portal.search.vocabulary import vocabulary

PAGE_SIZE = 20


@require_safe
def search(request):
    """Show what `?q=` and the filters find; without anything asked, only the box."""
    form = SearchForm.read(request.GET, get_language() or settings.LANGUAGE_CODE)
    found = answer(form)
    url = reverse("search")
    page_obj = form.paginated(range(min(found.count, MOST_SHOWN)), PAGE_SIZE)
    start = (page_obj.number - 1) * PAGE_SIZE
    context = {
        "breadcrumb": [
            {"title": _("Accueil"), "url": reverse("wagtail_serve", args=[""])},
            {"title": _("Recherche"), "url": None},
        ],
        "form": form,
        "query": form.values["q"],
        "answer": found,
        "page_obj": page_obj,
        "hits": found.hits(start, start + PAGE_SIZE),
        "ignored": form.ignored,
        "query_prefix": form.query_prefix(),
        "search_url": url,
        "notice": notice(),
        "social": {"title": _("Recherche"), "description": "", "url": None, "image": None, "type": "website"},
    }
    if found.is_asked:
        context |= _around(found, url)
        if not found.count:
            context |= _nothing(found, url)
    return render(request, "finding/search.html", context)


def _around(found, url):
    form = found.form
    return {
        "tabs": said.tabs(found, url),
        "understood": said.understood_chips(found, url),
        "correction": said.correction(found, url),
        "chips": said.filter_chips(form, url),
        "facets": said.facets(found),
        "days": said.days(found),
        "sorts": said.sorts(found),
        "promoted": promoted(form.values["q"], form.language) if form.values["q"] else [],
        "did_you_mean": did_you_mean(found, url),
        "wider": wider(found, url) if found.count < FEW else [],
        "links": links(found),
        "hidden": {name: form.state()[name] for name in ("q", "type", "sans") if form.values[name]},
        "alert_url": said.address(reverse("saved_search:ask"), form.state()),
        "most_shown": MOST_SHOWN if found.count > MOST_SHOWN else 0,
    }


def _nothing(found, url):
    """The honest empty page: what was asked, which words nobody wrote, where else to look; and it is counted."""
    form, groups = found.form, found.matched.groups if found.matched else []
    note_unanswered(form.values["q"], form.language, ", ".join(found.understood.labels.values()))
    return {
        "unknown": [
            said.as_typed(form.values["q"], word)
            for word in dict.fromkeys(unknown(groups, vocabulary(form.shelves["structure"])))
        ],
        "missing_url": f"{reverse('missing:form')}?{query_string({'q': [form.values['q']]})}",
    }
