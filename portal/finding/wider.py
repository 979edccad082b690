"""Where to look when nothing, or little, was found: the same question asked more widely, each with what it finds."""

from django.utils.translation import gettext as _

from portal.finding.answer import Answer
from portal.finding.form import FACETS, PLACE, TIME, SearchForm
from portal.finding.said import address, as_typed
from portal.finding.understood import AROUND_KM
from portal.search.matching import FEW
from portal.search.rescue import likely
from portal.search.vocabulary import vocabulary
from portal.search.words import plain

MOST = 5  # searches offered
MOST_TRIED = 8  # and asked: each costs what a search costs
MOST_MEANT = 2  # other spellings


def wider(answer, url):
    """[{"text", "url", "count"}]: searches that find more where this one found nothing, or little."""
    found = []
    for text, state in list(_ways(answer))[:MOST_TRIED]:
        count = _count(answer.form, state)
        if count > answer.count and len(found) < MOST:
            found.append({"text": text, "url": address(url, state), "count": count})
    return found


def did_you_mean(answer, url):
    """The same for words that exist but are rare, and a letter away from others; when FEW or less were found."""
    if not answer.matched or answer.matched.changes or answer.count >= FEW:
        return []
    words, form = vocabulary(answer.form.shelves["structure"]), answer.form
    near = [(group, word) for group in answer.matched.groups for word in likely(group, words)]
    found = []
    for group, word in near[:MOST_TRIED]:
        text = _replaced(answer.values["q"], group.typed, words.shown[word])
        count = _count(form, form.state_with(q=text)) if text else 0
        if count > answer.count:
            found.append({"text": text, "url": address(url, form.state_with(q=text)), "count": count})
    return found[:MOST_MEANT]


def _ways(answer):
    form, understood = answer.form, answer.understood
    narrowing = ["type", *FACETS, "quand"]
    if any(answer.values[name] for name in narrowing):
        yield _("Dans tout le portail, sans les filtres"), form.state_with(**dict.fromkeys(narrowing, ""))
    refused = form.values["sans"]
    if PLACE in understood.labels and understood.rest:
        yield (
            _("« %(words)s » dans tout le territoire") % {"words": understood.rest},
            form.state_with(q=understood.rest, sans=[*refused, PLACE]),
        )
        if understood.place.facet == "commune" and not understood.is_around:
            around = f"{understood.rest} autour de {understood.labels[PLACE]}"
            yield (
                _("« %(words)s » à moins de %(km)s km") % {"words": understood.rest, "km": AROUND_KM},
                form.state_with(q=around),
            )
    if TIME in understood.labels:
        yield _("À toutes les dates"), form.state_with(sans=[*refused, TIME])
    typed = [group.typed for group in answer.matched.groups] if answer.matched else []
    for word in dict.fromkeys(typed) if len(set(typed)) > 1 else ():
        shown = as_typed(answer.values["q"], word)
        if shown == understood.rest:  # offered already, over the whole territory
            continue
        yield _("Seulement « %(word)s »") % {"word": shown}, form.state_with(q=shown, sans="")


def _count(form, state):
    return Answer(SearchForm.read_state(state, form.language)).count


def _replaced(text, typed, shown):
    """The text with a word in place of another; "" when the word is not there as it was folded."""
    words = [shown if plain(word).strip(" .,;:!?'\"") == typed else word for word in text.split()]
    return "" if words == text.split() else " ".join(words)
