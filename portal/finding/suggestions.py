"""/recherche/suggestions?q=: what one may be typing, a few of each sort, for static/js/suggestions.js."""

from urllib.parse import quote

from django.conf import settings
from django.core.cache import cache
from django.http import JsonResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.core.listing import query_string
from portal.finding.places import place_index
from portal.search.catalogue import Query, find
from portal.search.matching import begin
from portal.search.memory import WORDS, shelf
from portal.search.names import facet_names
from portal.search.words import plain, stems_of, whole

MOST_CHARS = 80
FEWEST_CHARS = 2
MOST_NAMES, MOST_OTHERS = 5, 3
MOST_LOOKED_AT = 15
KEPT = 60  # seconds, for browsers; ours are kept until the catalogue changes
SUBJECTS = ("domaine", "cooperation", "categorie")


@require_safe
def suggestions(request):
    """{"groups": [{"label", "items": [{"text", "meta", "url"}]}]}, under 10 kB."""
    text = " ".join(request.GET.get("q", "")[:MOST_CHARS].split())
    language = get_language() or settings.LANGUAGE_CODE
    response = JsonResponse({"groups": _kept(text, language)})
    response["Cache-Control"] = f"public, max-age={KEPT}"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _kept(text, language):
    if len(text) < FEWEST_CHARS:
        return []
    held = shelf("structure", language)
    key = f"suggestions:{held.version}:{language}:{quote(plain(text), safe='')}"[:200]  # memcached takes no space
    return cache.get_or_set(key, lambda: _groups(text, held), 300)


def _groups(text, held):
    labels = {"structure": _("Structures"), "guide": _("Mini-guides")}
    groups = [{"label": labels[kind], "items": _named(text, kind, held)} for kind in labels]
    groups.insert(1, {"label": _("Lieux"), "items": _places(text, held)})
    groups.insert(2, {"label": _("Sujets"), "items": _subjects(text, held)})
    return [group for group in groups if group["items"]]


def _named(text, kind, held):
    """Pages one of whose names holds the words, the last one perhaps unfinished; those that begin with them first."""
    held = held if held.kind == kind else shelf(kind, held.language)
    found = find(Query(kind=kind, language=held.language, held=held, matched=begin(text, held), sort="relevance"))
    start = "_".join(stems_of(text)[:1])
    rows = found.cards(0, MOST_LOOKED_AT)
    rows.sort(key=lambda row: not whole(row["title"]).startswith(start))
    return [
        {"text": row["title"], "meta": " · ".join(row["card"].get("meta", ())[:2]), "url": row["url"]}
        for row in rows[: MOST_NAMES if kind == "structure" else MOST_OTHERS]
    ]


def _places(text, held):
    start = " ".join(plain(text).replace("-", " ").split())
    names = held.kept_until(WORDS, "places by name", lambda: _place_names(held))
    labels = dict.fromkeys(label for name, label in names if name.startswith(start))
    return [_search(label) for label in list(labels)[:MOST_OTHERS]]


def _place_names(held):
    """[(folded name, label)], the shortest names first: « Gap » before « Gapençais »."""
    names = place_index(held).names
    return sorted(((name, named.label) for name, named in names.items()), key=lambda pair: (len(pair[0]), pair))


def _subjects(text, held):
    """Words of the vocabularies, one of whose words begins so."""
    start = plain(text)
    names = held.kept_until(WORDS, "subjects", lambda: _subject_names(held))
    found = [name for folded, name in names if folded.startswith(start) or f" {start}" in folded]
    return [_search(name) for name in found[:MOST_OTHERS]]


def _subject_names(held):
    names = facet_names(held)
    words = dict.fromkeys(str(name) for facet in SUBJECTS for name in names[facet].values())
    return [(plain(name), name) for name in words]


def _search(words):
    return {"text": words, "meta": "", "url": f"{reverse('search')}?{query_string({'q': [words]})}"}
