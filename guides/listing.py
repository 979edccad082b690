"""What /guides/ and /initiatives/ show: the catalogue's answer, its facets, and the words of the active filters."""

from django.conf import settings
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from directory.fragments import chips_html
from directory.listing import active_filters
from guides.cards import did_it, entry_card
from guides.entry import EVERYBODY, ORDER
from guides.filters import FOR_EVERYBODY, GUIDE, STORY, read_form
from portal.core.listing import query_string
from portal.search.catalogue import Query, find
from portal.search.memory import shelf
from portal.search.models import Entry

MOST_OPTIONS = 12  # of one group of filters


def guides_context(request, page):
    return _context(GUIDE, request.GET, page)


def stories_context(request, page):
    return _context(STORY, request.GET, page)


def first_cards(kind, most):
    """The first cards of a listing in the source language: what the home page shows."""
    found = find(Query(kind=kind, language=settings.LANGUAGE_CODE))
    return cards_of(kind, settings.LANGUAGE_CODE, ordered_keys(found)[:most])


def cards_of(kind, language, keys):
    """Cards of the entries of some keys, in their order; a guide's says how many did what it explains."""
    entries = entries_of(keys)
    counts = stories_by_guide(language) if kind == GUIDE and entries else {}
    cards = [entry_card(entry) for entry in entries]
    for entry, card in zip(entries, cards, strict=True):
        card["freshness"] = did_it(counts.get(str(entry.page_id), 0)) or card["freshness"]
    return cards


def stories_by_guide(language):
    """{key of a guide, as text: how many public stories of this language did what it explains}: one query."""
    return {key: bits.bit_count() for key, bits in shelf(STORY, language).facets["guide"].items()}


def _context(kind, get, page):
    form = read_form(kind, get, page.locale.language_code)
    found = find(form.query())
    page_obj = form.paginated(ordered_keys(found))
    url = page.get_url() or ""
    state = form.state()
    chips = active_filters(form, url, chip_text)
    return {
        "form": form,
        "found": found,
        "count": found.count,
        "page_obj": page_obj,
        "cards": cards_of(kind, form.shelf.language, page_obj),
        "facets": [facet(form, found, name) for name in form.facets],
        "active": chips,
        "chips": _chips(chips, url),
        "ignored": form.ignored,
        "query_prefix": form.query_prefix(),
        "state_query": query_string(state),
        "url": url,
        "feed_url": url + "flux.atom" + (f"?{query_string(state)}" if state else ""),
    }


def ordered_keys(found):
    """Keys of the entries in the order of people: guides by number, stories from the newest, a search by relevance."""
    if found.query.text:
        return found.keys()
    rows, slots = found.shelf.rows, found.shelf.slots
    return sorted(found.keys(), key=lambda key: (rows[slots[key]][0].get(ORDER, ("",))[0], rows[slots[key]][1]))


def _chips(chips, url):
    everything = {"text": _("Tout effacer"), "url": url}
    html = chips_html(chips, _("Retirer le filtre :"), everything) if chips else ""
    return mark_safe(html)  # noqa: S308 - escaped by chips_html


def entries_of(keys):
    """The entries of some keys, in their order: one query. One that has just gone is left out."""
    found = Entry.objects.listed().in_bulk(list(keys))
    return [found[key] for key in keys if key in found]


def facet(form, found, name):
    """One group of filters with counts; values that no entry has are left out."""
    counts = found.facet_counts(name)
    everybody = counts.get(EVERYBODY, 0) if found.query.kind == GUIDE and name in FOR_EVERYBODY else 0
    chosen = set(form.values[name])
    used = found.shelf.facets[name]
    options = [
        {
            "value": slug,
            "text": words,
            "count": counts.get(slug, 0) + everybody,
            "checked": slug in chosen,
            "disabled": not counts.get(slug, 0) + everybody and slug not in chosen,
        }
        for slug, words in form.names[name].items()
        if slug in used or slug in chosen
    ]
    if len(options) > MOST_OPTIONS:  # tags: the most used of them, and those that are chosen
        first = sorted(options, key=lambda option: (not option["checked"], -option["count"]))[:MOST_OPTIONS]
        options = [option for option in options if option in first]
    return {"name": name, "label": form.fields[name].label, "options": options}


def chip_text(form, name, value):
    """A chosen value in words."""
    if name == "q":
        return f"«\u202f{value}\u202f»"
    return str(form.names[name][value])
