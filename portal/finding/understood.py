"""What a query says beside its words: a place, a time. Each is shown as a chip, taken away by one click."""

import re
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.period import Period, named
from agenda.spoken import understood_time
from portal.core.folding import fold
from portal.finding.form import PLACE, TIME
from portal.finding.places import place_index, territory_span, understood_place
from portal.search.catalogue import Near, around
from portal.search.matching import Placed

AROUND_KM = 15
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Understood:
    """rest: the text without the words of a place and a time, None when it says neither; labels: {PLACE: words}."""

    rest: str | None = None
    place: Placed | None = None
    period: Period | None = None
    labels: dict = None

    @property
    def is_around(self):
        return isinstance(self.place, Around)


@dataclass(frozen=True)
class Around(Placed):
    """« près d’Embrun »: within AROUND_KM of the town hall as the crow flies."""

    near: Near = None

    def bits(self, held):
        return held.bits_at(around(held, self.near))


def understand(form):
    """Return what the words of a SearchForm say of a place and a time, unless the address says not to guess."""
    text, refused = form.values["q"], form.values["sans"]
    spoken = understood_time(text, timezone.localdate()) if TIME not in refused else None
    spans, labels = [], {}
    if spoken:
        spans.append((spoken.start, spoken.stop))
        labels[TIME] = spoken.label
    place = _place(form, spans) if PLACE not in refused else None
    everywhere = territory_span(fold(text).split()) if PLACE not in refused and not place else None
    if everywhere and without(text, [*spans, everywhere]):
        spans.append(everywhere)
    if place:
        spans.append((place.start, place.stop))
        labels[PLACE] = _("autour de %(place)s") % {"place": place.label} if place.near else place.label
    return Understood(
        rest=without(text, spans) if spans else None,
        place=_placed(form, place) if place else None,
        period=spoken.period if spoken else named(form.values["quand"], timezone.localdate()),
        labels=labels,
    )


def _place(form, spans):
    """The place, unless its words are those of the time."""
    place = understood_place(fold(form.values["q"]).split(), place_index(form.shelves["structure"]))
    overlaps = place and any(place.start < stop and start < place.stop for start, stop in spans)
    return None if overlaps else place


def _placed(form, place):
    points = [form.names["points"].get(slug) for slug in place.slugs] if place.facet == "commune" else []
    if place.near and points and points[0]:
        return Around(place.facet, place.slugs, near=Near(*points[0], AROUND_KM))
    return Placed(place.facet, place.slugs)


def without(text, spans):
    """The text without some runs of its words, numbered as `fold` splits them."""
    out = {number for start, stop in spans for number in range(start, stop)}
    found = list(_WORD.finditer(text))
    if len(found) != len(fold(text).split()):  # signs that fold into several words: « ½ »
        return " ".join(word for number, word in enumerate(fold(text).split()) if number not in out)
    kept, end = [], 0
    for number, word in enumerate(found):
        kept.append("" if number in out else text[end : word.end()])
        end = word.end()
    return " ".join("".join([*kept, text[end:]]).split()).strip(" -'’,.")
