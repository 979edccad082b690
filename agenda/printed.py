"""The agenda in HTML: templates printed once and kept, what a query changes put in each time."""

from functools import lru_cache
from html import escape

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.fragments import event_row_html, month_html, quick_html
from agenda.period import A_DAY, monday_of
from agenda.quick import quick_links
from directory.filters import TYPED
from directory.fragments import boxes_html, chips_html, facet_html, hidden_html, list_html, options_html
from directory.printed import TYPED_PARTS, typed_field
from directory.skeleton import Skeleton
from portal.core.templatetags.portal_tags import long_date
from portal.search.memory import WORDS

PARTS = ("canonical", "alternate", "heading", "ignored", "quick", "filters", "results", "take", "network")
FILTER_PARTS = ("opened", "q", "when", "since", "until", "facets", "flags", "lists", "communes", "kept", "kms")
FILTER_PARTS += TYPED_PARTS


def parts(context):
    """The pieces of agenda_index_page.html that depend on the query: {name: HTML}; `network` is the view's."""
    ignored, query, found = context["ignored"], context["state_query"], context["found"]
    suffix = f"?{query}" if query else ""
    return {
        "canonical": escape(context["base"] + _path(context) + _canonical(context)),
        "alternate": mark_safe(escape(suffix)),  # noqa: S308 - escaped
        "heading": escape(_heading(context)),
        "ignored": render_to_string("components/ignored.html", {"ignored": ignored}) if ignored else "",
        "quick": quick_html(quick_links(context)),
        "filters": _filters(context),
        "results": _results(context),
        "take": _skeleton(found.shelf, f"agenda/take.html {bool(query)}", "agenda/take.html", ("query",)).filled(
            {"query": escape(suffix)}
        ),
        "network": "",
    }


def _skeleton(held, name, template, names):
    """A template printed once, and again when a word of the lists changes."""
    return held.kept_until(WORDS, name, lambda: Skeleton(template, names))


def _path(context):
    days, view = context["days"], context["view"]
    return address(view, days.first) if days else context["home"]


def _canonical(context):
    query, page = context["state_query"], context.get("page_obj")
    number = f"page={page.number}" if page and page.number > 1 else ""
    asked = "&".join(part for part in (query, number) if part)
    return f"?{asked}" if asked else ""


def address(view, day):
    """The path of the month, week or day that holds a day."""
    if view == "month":
        return reverse("agenda:month", args=[day.year, day.month])
    if view == "week":
        year, week, _weekday = day.isocalendar()
        return reverse("agenda:week", args=[year, week])
    return reverse("agenda:day", args=[day.year, day.month, day.day])


def _heading(context):
    days = context["days"]
    if context["view"] == "month":
        return date_format(days.first, "F Y").capitalize()
    if context["view"] == "week":
        return _("Semaine du %(day)s") % {"day": long_date(days.first)}
    if context["view"] == "day":
        return f"{date_format(days.first, 'l')} {long_date(days.first)}".capitalize()
    return _("Agenda partagé")


# -- Filters ----------------------------------------------------------------------------------------------------------
def _filters(context):
    form, found, add = context["form"], context["found"], _("ajouter…")
    values, state = form.values, form.state()
    kept = {name: state.get(name, ()) for name in ("lat", "lon")}
    filled = {
        "opened": " open" if context["questions"] else "",
        "q": escape(values["q"] or ""),
        "when": options_html({"": _("à venir"), **form.fields["quand"].words}, values["quand"]),
        "since": values["du"].isoformat() if values["du"] else "",
        "until": values["au"].isoformat() if values["au"] else "",
        "facets": "".join([facet_html(facet) for facet in context["facets"]]),
        "flags": "".join([boxes_html(flag) for flag in context["flags"]]),
        "lists": "".join([list_html(facet, add) for facet in context["lists"]]),
        "communes": boxes_html(context["communes"]),
        "kept": "".join([hidden_html(name, held) for name, held in kept.items()]),
        "kms": options_html(form.fields["km"].words, str(form.km)),
    }
    for name in TYPED:
        filled |= typed_field(form, name, context["questions"].get(name))
    return _skeleton(found.shelf, "agenda/filters.html", "agenda/filters.html", FILTER_PARTS).filled(filled)


# -- Results ----------------------------------------------------------------------------------------------------------
def _results(context):
    active = context["active"]
    clear = {"text": _("Tout effacer"), "url": context["home"]}
    chips = chips_html(active, _("Retirer le filtre :"), clear) if active else ""
    body = _list(context) if context["view"] == "list" else _calendar(context)
    state = escape(context["state_query"])
    return (
        f'<div id="resultats" data-results data-state="{state}">'
        f'<p class="nombre" role="status">{escape(_count(context["count"]))}</p>{chips}{body}</div>'
    )


def _count(count):
    return ngettext("%(n)s événement", "%(n)s événements", count) % {"n": count} if count else _("Aucun événement")


def _list(context):
    if not context["weeks"]:
        return _empty(context)
    html = []
    for week in context["weeks"]:
        html.append(f"<h2>{escape(week['heading'])}</h2>")
        html += [event_row_html(row) for row in week["rows"]]
    pages = {"page_obj": context["page_obj"], "query_prefix": context["query_prefix"]}
    paginated = context["page_obj"].has_other_pages()
    after = render_to_string("components/pagination.html", pages) if paginated else ""
    return f'<div class="pile">{"".join(html)}</div>{after}'


def _empty(context):
    filtered = bool(context["active"])
    return render_to_string("agenda/empty.html", {"filtered": filtered, "clear_url": context["home"]})


def _calendar(context):
    """The month as a table; a week or a day as lists under each day."""
    view, days, query = context["view"], context["days"], context["state_query"]
    suffix = f"?{query}" if query else ""
    before, after = _neighbours(view, days)
    around = _around(address(view, before) + suffix, address(view, after) + suffix, *_around_words(view))
    if view == "month":
        return around + month_html(context["cells"], suffix, timezone.localdate())
    html = []
    for cell in context["cells"]:
        if cell["dates"]:
            if view == "week":
                html.append(f"<h2>{escape(date_format(cell['day'], 'l j F').capitalize())}</h2>")
            html += [event_row_html(row) for _packed, _card, row in cell["dates"]]
    body = f'<div class="pile">{"".join(html)}</div>' if html else _empty(context)
    return around + body


def _neighbours(view, days):
    """A day of what comes before, and of what comes after."""
    if view == "week":
        monday = monday_of(days.first)
        return monday - 7 * A_DAY, monday + 7 * A_DAY
    return days.first - A_DAY, days.last + A_DAY


def _around_words(view):
    return {
        "month": (_("Mois précédent"), _("Mois suivant")),
        "week": (_("Semaine précédente"), _("Semaine suivante")),
        "day": (_("Jour précédent"), _("Jour suivant")),
    }[view]


@lru_cache(maxsize=500)
def _around(before, after, before_words, after_words):
    return (
        f'<nav class="ligne" aria-label="{escape(before_words)}, {escape(after_words)}">'
        f'<a class="btn clair petit" rel="prev nofollow" href="{escape(before)}">{escape(before_words)}</a> '
        f'<a class="btn clair petit" rel="next nofollow" href="{escape(after)}">{escape(after_words)}</a></nav>'
    )
