"""The listing in HTML: what its templates say is printed once and kept, what the query changes is put in each time.

See directory/skeleton.py (templates with marks) and directory/fragments.py (what is many).
"""

from html import escape
from types import SimpleNamespace

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directory.filters import TYPED
from directory.fragments import (
    boxes_html,
    card_html,
    chips_html,
    dots_html,
    facet_html,
    hidden_html,
    list_html,
    options_html,
    question_html,
)
from directory.skeleton import Skeleton
from portal.search.memory import WORDS

PARTS = ("canonical", "alternate", "ignored", "filters", "results")
FILTER_PARTS = ("opened", "q", "facets", "flags", "lists", "communes", "kept", "kms", "sorts")
TYPED_PARTS = tuple(f"{name}_{part}" for name in TYPED for part in ("class", "typed", "state", "question"))


def parts(context):
    """The pieces of directory_index_page.html that depend on the query, from listing_context: {name: HTML}."""
    ignored, query = context["ignored"], context["state_query"]
    return {
        "canonical": escape(context["canonical"]),
        "alternate": mark_safe(escape(f"?{query}")) if query else "",  # noqa: S308 - escaped
        "ignored": render_to_string("components/ignored.html", {"ignored": ignored}) if ignored else "",
        "filters": _filters(context),
        "results": _results(context),
    }


def _skeleton(held, template, names, **context):
    """A template printed once, and again when a word of the lists changes."""
    return held.kept_until(WORDS, template, lambda: Skeleton(template, names, lambda marks: marks | context))


# -- Filters ----------------------------------------------------------------------------------------------------------
def _filters(context):
    form, found, add = context["form"], context["found"], _("ajouter…")
    kept = {name: form.state().get(name, ()) for name in ("lat", "lon")}
    parts = {
        "opened": " open" if context["active"] or context["questions"] else "",
        "q": escape(form.values["q"] or ""),
        "facets": "".join([facet_html(facet) for facet in context["facets"]]),
        "flags": "".join([boxes_html(flag) for flag in context["flags"]]),
        "lists": "".join([list_html(facet, add) for facet in context["lists"]]),
        "communes": boxes_html(context["communes"]),
        "kept": "".join([hidden_html(name, values) for name, values in kept.items()]),
        "kms": options_html(form.fields["km"].words, str(form.km)),
        "sorts": options_html(_sorts(form), form.values["tri"]),
    }
    for name in TYPED:
        parts |= typed_field(form, name, context["questions"].get(name))
    return _skeleton(found.shelf, "directory/filters.html", FILTER_PARTS + TYPED_PARTS).filled(parts)


def typed_field(form, name, question):
    """The field of a commune: what it holds, and what is asked of it."""
    return {
        f"{name}_class": " en-erreur" if question else "",
        f"{name}_typed": escape(form.typed(name)),
        f"{name}_state": f' aria-invalid="true" aria-describedby="{name}-question"' if question else "",
        f"{name}_question": question_html(question, name) if question else "",
    }


def _sorts(form):
    """The ways to sort that mean something here, the usual one first since it needs no parameter."""
    words = form.fields["tri"].words
    possible = {"pertinence": form.values["q"], "distance": form.near}
    usual = form.usual_sort
    rest = {name: text for name, text in words.items() if name != usual and possible.get(name, True)}
    return {"": words[usual], **rest}


# -- Results ----------------------------------------------------------------------------------------------------------
def _results(context):
    active, url = context["active"], context["clear_url"]
    body = _list(context) if context["count"] else render_to_string("directory/empty.html", context)
    clear = {"text": _("Tout effacer"), "url": url}
    return _skeleton(context["found"].shelf, "directory/results.html", ("state", "heading", "chips", "body")).filled(
        {
            "state": escape(context["state_query"]),
            "heading": _heading(context["count"], context["form"].values["q"]),
            "chips": chips_html(active, _("Retirer le filtre :"), clear) if active else "",
            "body": body,
        }
    )


def _heading(count, text):
    words = ngettext("%(n)s structure", "%(n)s structures", count) % {"n": count} if count else _("Aucune structure")
    asked = " " + escape(_("pour « %(q)s »") % {"q": text}) if text else ""
    return f"<strong>{words}</strong>{asked}"


def _list(context):
    outside = context["map"].outside_count
    sentence = outside and ngettext(
        "%(n)s structure n’apparaît pas sur la carte.", "%(n)s structures n’apparaissent pas sur la carte.", outside
    ) % {"n": outside}
    return "".join(
        [
            _map(context),
            f'<p class="meta">{sentence}</p>' if sentence else "",
            '<div class="grille">',
            *[card_html(card) for card in context["cards"]],
            "</div>",
            _pages(context),
            _exports(context),
        ]
    )


def _exports(context):
    """directory/exports.html: one skeleton for links with a query, one for links without."""
    held, query = context["found"].shelf, context["state_query"]
    names = ("state_query",) if query else ()
    skeleton = held.kept_until(WORDS, f"exports {bool(query)}", lambda: _exports_skeleton(names))
    return skeleton.filled({"state_query": escape(query)})


def _exports_skeleton(names):
    return Skeleton("directory/exports.html", names, lambda marks: {"state_query": ""} | marks)


def _map(context):
    """The map's frame is printed once a catalogue, its dots each time."""
    drawn, memo, query = context["map"], context["found"].shelf.memo, context["state_query"]
    if "map" not in memo:
        memo["map"] = Skeleton("directory/map.html", ("points", "dots"), lambda marks: marks | {"map": drawn})
    points = f"{context['clear_url']}carte.json" + (f"?{query}" if query else "")
    return memo["map"].filled({"points": escape(points), "dots": dots_html(drawn.dots)})


def _pages(context):
    """components/pagination.html: one skeleton for each set of links."""
    page = context["page_obj"]
    if not page.has_other_pages():
        return ""
    back, on = page.has_previous(), page.has_next()
    skeleton = context["found"].shelf.kept_until(WORDS, f"pages {back} {on}", lambda: _pagination(back, on))
    numbers = {"before": page.number - 1, "number": page.number, "after": page.number + 1}
    texts = {name: str(number) for name, number in numbers.items()}
    return skeleton.filled(texts | {"total": str(page.paginator.num_pages), "prefix": escape(context["query_prefix"])})


def _pagination(back, on):
    def context(marks):
        page = SimpleNamespace(
            has_other_pages=True,
            has_previous=back,
            has_next=on,
            number=marks["number"],
            previous_page_number=marks["before"],
            next_page_number=marks["after"],
            paginator=SimpleNamespace(num_pages=marks["total"]),
        )
        return {"page_obj": page, "query_prefix": marks["prefix"]}

    return Skeleton("components/pagination.html", ("before", "number", "after", "total", "prefix"), context)
