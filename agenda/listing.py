"""What /agenda/ shows: one and the same query, as a list of events or as a calendar of dates."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agenda.cards import week_heading
from agenda.event_rows import Words, event_row
from agenda.filters import FLAGS, WHEN, read_form
from agenda.found import by_day, organisers, rows
from agenda.printed import parts
from agenda.timeline import start_of
from directory.listing import active_filters, facet, flag, main_communes, question
from portal.core.listing import query_string, shortened
from portal.search.catalogue import find

BOXES = ("categorie", "vallee")
LISTS = ("epci", "public", "accessible", "organisateur")
IN_CELL = 4  # dates of a day in a month; the day's own page has them all


def listing_context(get, home, view="list", days=None, base="", held=None):
    """Return the context and its printed `parts`. home: the path of /agenda/; view: list, month, week or day of `days`.

    Queries: what changed, text if any, the cards shown; after a change one more to take it in, organisers and words.
    """
    form = read_form(get, held)
    found = find(form.query(days))
    state = form.state()
    shown = {key: value for key, value in state.items() if not days or key not in ("quand", "du", "au")}
    context = {
        "form": form,
        "found": found,
        "view": view,
        "days": days,
        "home": home,
        "base": base,
        "count": found.count,
        "state_query": query_string(shown),
        "facets": [facet(form, found, name) for name in BOXES],
        "lists": [facet(form, found, name) for name in LISTS],
        "communes": main_communes(form, found),
        "flags": [flag(form, found, name) for name in FLAGS],
        "questions": {name: question(form, name, home) for name in form.questions},
        "active": active_filters(form, home, chip_text),
        "ignored": form.ignored,
        "query_prefix": form.query_prefix(),
    }
    context |= _list(form, found) if view == "list" else _calendar(form, found, days, view)
    context["parts"] = parts(context)
    return context


def _list(form, found):
    """The asked page of events, by week of their next date."""
    page_obj = form.paginated(rows(found, form))
    cards = _cards(found, [row.slot for row in page_obj])
    words, weeks = Words(organisers(found.shelf)), []
    for row in page_obj:
        if row.slot not in cards:
            continue
        heading = week_heading(start_of(row.packed).date())
        if not weeks or weeks[-1]["heading"] != heading:
            weeks.append({"heading": heading, "rows": []})
        weeks[-1]["rows"].append(event_row(cards[row.slot], row.packed, words))
    return {"page_obj": page_obj, "weeks": weeks}


def _calendar(form, found, days, view):
    """Each day with its dates; in a month, the first IN_CELL of them and how many more there are. It has no pages."""
    if (asked := form.values.get("page") or 1) > 1:
        form.ignored.append(
            _("Un calendrier tient en une seule page : la page %(asked)s est ignorée.")
            % {"asked": shortened(str(asked))}
        )
    every = by_day(found, days)
    most = IN_CELL if view == "month" else None
    shown = {day: lines[:most] for day, lines in every.items()}
    cards = _cards(found, {slot for lines in shown.values() for _packed, slot in lines})
    words = Words(organisers(found.shelf)) if view != "month" else None
    cells = [
        {
            "day": day,
            "dates": [
                (packed, cards[slot], event_row(cards[slot], packed, words) if words else None)
                for packed, slot in lines
                if slot in cards
            ],
            "more": len(every[day]) - len(lines),
        }
        for day, lines in shown.items()
    ]
    return {"cells": cells}


def _cards(found, slots):
    """{slot: card row} in one query."""
    keys = {found.shelf.keys[slot]: slot for slot in slots}
    return {keys[row["id"]]: row for row in found.cards_of(list(keys))}


def chip_text(form, name, value):
    """A chosen value in words."""
    if name == "q":
        return f"«\u202f{value}\u202f»"
    if name in FLAGS:
        return str(form.fields[name].label)
    if name == "quand":
        return str(WHEN[value])
    if name in ("du", "au"):
        words = _("du %(day)s") if name == "du" else _("jusqu’au %(day)s")
        return words % {"day": date_format(form.values[name], "DATE_FORMAT")}
    if name == "autour":
        return _("%(place)s et à moins de %(km)s km") % {"km": form.near.km, "place": form.names["commune"][value]}
    if name == "lat":
        return _("à moins de %(km)s km de moi") % {"km": form.near.km}
    return str(form.names[name][value])
