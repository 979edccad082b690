"""What the results page says around its results: tabs, chips, filters, and how each is undone."""

from django.utils.translation import gettext as _

from directory.listing import active_filters
from portal.core.listing import query_string
from portal.finding.form import CORRECTION, DATE, FACETS, PLACE, RELEVANCE, TIME
from portal.finding.kinds import KINDS
from portal.search.words import plain

MOST_OPTIONS = 12  # of one group of filters
NOT_FILTERS = ("q", "type", "tri", "sans")


def address(url, state):
    return f"{url}?{query_string(state)}" if state else url


def tabs(answer, url):
    """[{"text", "count", "url", "current"}]: everything, then each type that has results or is chosen."""
    form, chosen = answer.form, answer.values["type"]
    every = sum(found.count for found in answer.found.values())
    rows = [{"text": _("Tout"), "count": every, "url": address(url, form.state_with(type="")), "current": not chosen}]
    for kind in KINDS:
        count = answer.found[kind.name].count
        if count or kind.value == chosen:
            link = address(url, form.state_with(type=kind.value))
            rows.append({"text": kind.label, "count": count, "url": link, "current": kind.value == chosen})
    return rows


def understood_chips(answer, url):
    """[{"text", "url", "undo"}]: what was guessed, and the address where it is not."""
    words = {PLACE: _("Lieu : %(words)s"), TIME: _("Date : %(words)s")}
    undo = {PLACE: _("Chercher sans ce lieu"), TIME: _("Chercher sans cette date")}
    form = answer.form
    return [
        {
            "text": words[name] % {"words": label},
            "url": address(url, form.state_with(sans=[*form.values["sans"], name])),
            "undo": undo[name],
        }
        for name, label in answer.understood.labels.items()
    ]


def correction(answer, url):
    """{"typed", "shown", "only", "url"} when words were put right; only: nothing was found as typed."""
    if not (answer.matched and answer.matched.changes):
        return None
    changes, form = answer.matched.changes, answer.form
    return {
        "typed": ", ".join(as_typed(form.values["q"], word) for word in changes),
        "shown": _(" ou ").join(dict.fromkeys(words for found in changes.values() for words in found)),
        "only": answer.only_corrected(),
        "url": address(url, form.state_with(sans=[*form.values["sans"], CORRECTION])),
    }


def as_typed(text, folded):
    """The word of a text, accents and all, that was folded so; the folded one when it is no whole word of it."""
    return next((word for word in text.split() if _bare(word) == folded), folded)


def _bare(word):
    return plain(word).strip(" .,;:!?'\"()-")


def filter_chips(form, url):
    """The chosen filters as chips (see directory.listing.active_filters)."""
    return [chip for chip in active_filters(form, url, _chip_text) if chip["text"]]


def _chip_text(form, name, value):
    if name in NOT_FILTERS:
        return ""
    return str(form.names[name][value] if name in FACETS else form.fields[name].words[value])


def facets(answer):
    """[{"name", "label", "options"}]: valleys and fields of activity with what each would leave, the fullest first."""
    groups = []
    for name in FACETS:
        counts, chosen = answer.facet_counts(name), answer.values[name]
        words = answer.form.names[name]
        fullest = sorted((slug for slug in counts if slug in words), key=lambda slug: (-counts[slug], words[slug]))
        shown = [*chosen, *(slug for slug in fullest if slug not in chosen)][:MOST_OPTIONS]
        options = [
            {"value": slug, "text": words[slug], "count": counts.get(slug, 0), "checked": slug in chosen}
            for slug in shown
        ]
        groups.append({"name": name, "label": answer.form.fields[name].label, "options": options})
    return groups


def days(answer):
    """The choices of « Quand », when there are events: {"label", "options"}."""
    field, chosen = answer.form.fields["quand"], answer.values["quand"]
    if not answer.found["event"].count and not chosen:
        return None
    options = [{"value": "", "text": _("Peu importe"), "checked": not chosen}]
    options += [
        {"value": value, "text": str(words), "checked": value == chosen} for value, words in field.words.items()
    ]
    return {"label": field.label, "options": options}


def sorts(answer):
    """[{"value", "text", "checked"}]: the orders that make sense for the type that is shown."""
    chosen = answer.values["tri"] or RELEVANCE
    words = answer.form.fields["tri"].words
    return [
        {"value": value, "text": str(text), "checked": value == chosen}
        for value, text in words.items()
        if value != DATE or answer.values["type"] == "evenement"
    ]
