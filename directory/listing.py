"""/annuaire/: the list and the map of one and the same catalogue query, with the counts of every filter."""

from heapq import nsmallest

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from directory.filters import FLAGS, DirectoryForm, directory_shelf
from directory.found_map import found_map
from directory.open_now import open_now
from directory.printed import parts
from portal.core.listing import PAGE_SIZE, query_string
from portal.search.catalogue import CARD_COLUMNS, find

BOXES = ("domaine", "vallee", "statut")  # every value at hand
LISTS = ("epci", "label", "public")  # the chosen ones at hand, the others in a list: the page stays light
MAIN_COMMUNES = 4  # boxes; the others are typed, or found on the map


def read_form(get, held=None):
    """Return the form of a request's parameters: the one reading that the page, the exports and the feeds share.

    held: the shelf, when this request has asked for it already.
    """
    return DirectoryForm.read(get, shelf=held or directory_shelf(get_language() or settings.LANGUAGE_CODE))


def listing_context(get, url, address="", held=None):
    """Return what the page shows; `parts` are its pieces that depend on the query, already printed.

    url: the path of the listing; address: the same, absolute. Queries: what changed, text if any, the page's entries;
    after a change, one more to take it in, and the words of filters if it was one of them.
    """
    form = read_form(get, held)
    found = find(form.query())
    page_obj = form.paginated(range(found.count))
    start = (page_obj.number - 1) * PAGE_SIZE
    state = form.state()
    context = {
        "form": form,
        "found": found,
        "count": found.count,
        "page_obj": page_obj,
        "cards": [_card(row, found) for row in found.cards(start, start + PAGE_SIZE)],
        "facets": [facet(form, found, name) for name in BOXES],
        "lists": [facet(form, found, name) for name in LISTS],
        "communes": main_communes(form, found),
        "questions": {name: question(form, name, url) for name in form.questions},
        "flags": [flag(form, found, name) for name in FLAGS],
        "map": found_map(found, form.names, state, url),
        "active": active_filters(form, url),
        "ignored": form.ignored,
        "query_prefix": form.query_prefix(),
        "state_query": query_string(state),
        "clear_url": url,
    }
    page = f"page={page_obj.number}" if page_obj.number > 1 else ""
    canonical = "&".join(part for part in (context["state_query"], page) if part)
    context["canonical"] = (address or url) + (f"?{canonical}" if canonical else "")
    context["parts"] = parts(context)
    return context


# -- What is shown ----------------------------------------------------------------------------------------------------
def entry_card(entry, found=None):
    """Return what components/card.html shows of an entry."""
    return _card({name: getattr(entry, name) for name in CARD_COLUMNS}, found)


def _card(row, found):
    card = {"url": row["url"], "title": row["title"], "summary": row["summary"], "lang": "", **row["card"]}
    km = found.distance_of(row["latitude"], row["longitude"]) if found else None
    if km is not None:
        card["meta"] = [*card["meta"], distance_in_words(km)]
    return card


def distance_in_words(km):
    if km < 1:
        return _("à moins de 1 km à vol d’oiseau")
    return _("à %(km)s km à vol d’oiseau") % {"km": round(km)}


def facet(form, found, name):
    """One group of filters: every value with its count; a value that would give nothing is there, disabled."""
    counts = found.facet_counts(name)
    chosen = set(form.values[name])
    used = found.shelf.facets[name]
    options = [
        {
            "value": slug,
            "text": words,
            "count": counts.get(slug, 0),
            "checked": slug in chosen,
            "disabled": slug not in counts and slug not in chosen,
        }
        for slug, words in form.names[name].items()
        if slug in used or slug in chosen
    ]
    return {"name": name, "label": form.fields[name].label, "options": options}


def main_communes(form, found):
    """The facet of communes: the chosen ones, then those that have the most structures under the other filters."""
    counts, chosen = found.facet_counts("commune"), form.values["commune"]
    names = form.names["commune"]
    others = [slug for slug in counts if slug in names and slug not in chosen]
    fullest = nsmallest(MAIN_COMMUNES, others, key=lambda slug: (-counts[slug], slug))
    options = [
        {"value": slug, "text": names[slug], "count": counts.get(slug, 0), "checked": slug in chosen, "disabled": False}
        for slug in (*chosen, *fullest)
    ]
    return {"name": "commune", "label": form.fields["commune"].label, "options": options}


def question(form, name, url):
    """What is asked beside a field that named no commune, or several, with the address of each answer."""
    asked = form.questions[name]
    choices = [
        {"text": words, "url": f"{url}?{query_string(form.state_with(name, slug))}"} for slug, words in asked.choices
    ]
    return {"sentence": asked.sentence, "choices": choices}


def flag(form, found, name):
    """A single box: {"name", "label", "options"} as a facet has them."""
    count = found.set_count(name, open_now) if name == "ouvert" else found.facet_counts(name).get("1", 0)
    checked = bool(form.values[name])
    label = form.fields[name].label
    option = {"value": "1", "text": label, "count": count, "checked": checked, "disabled": not (count or checked)}
    return {"name": name, "label": label, "options": [option]}


# -- Chips ------------------------------------------------------------------------------------------------------------
def active_filters(form, url, words=None):
    """One chip a chosen value: its words (words(form, name, value), else `chip_text`), and the address without it."""
    words = words or chip_text
    state = form.state()
    chips = []
    for name, values in state.items():
        if name in ("km", "tri", "lon"):
            continue
        for value in values:
            rest = state | {name: [other for other in values if other != value]}
            if name in ("autour", "lat"):
                rest = {key: kept for key, kept in rest.items() if key not in ("autour", "lat", "lon", "km")}
            chips.append({"text": words(form, name, value), "url": f"{url}?{query_string(rest)}".rstrip("?")})
    return chips


def chip_text(form, name, value):
    if name == "q":
        return f"«\u202f{value}\u202f»"
    if name in FLAGS:
        return str(form.fields[name].label)
    if name == "autour":
        return _("%(place)s et à moins de %(km)s km") % {"km": form.near.km, "place": form.names["commune"][value]}
    if name == "lat":
        return _("à moins de %(km)s km de moi") % {"km": form.near.km}
    return form.names[name][value]
