"""What is shown of each result: its type, its card, an excerpt in which the words that were found stand out."""

from dataclasses import dataclass, field
from types import SimpleNamespace

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agenda.cards import occurrence_in_words, status_chip
from agenda.soon import next_moment
from agenda.timeline import end_of, is_all_day, is_cancelled, minute, start_of
from portal.finding.excerpt import Marker
from portal.finding.kinds import BY_NAME
from portal.search.models import Entry

FIELDS = ("kind", "language", "url", "title", "summary", "card", "text__body", "text__key_words")


@dataclass
class Hit:
    """`title_html` and `excerpt`: HTML, safe, with <mark> around what was found."""

    kind: str
    entry: Entry
    title_html: str
    excerpt: str
    label: str
    meta: list = field(default_factory=list)
    chip: tuple = ()
    lang: str = ""

    @property
    def title(self):
        return self.entry.title

    @property
    def url(self):
        return self.entry.url


def hits(answer, rows):
    """Return the Hits of [(kind, found, slot)]: one query. A result that has just gone is left out."""
    keys = {found.shelf.keys[slot]: (kind, found, slot) for kind, found, slot in rows}
    entries = Entry.objects.listed().select_related("text").only(*FIELDS).in_bulk(keys)
    marker = Marker(answer.matched.groups if answer.matched else ())
    return [_hit(answer, marker, entries[key], *keys[key]) for key in keys if key in entries]


def _hit(answer, marker, entry, kind, found, slot):
    hit = Hit(
        kind=kind,
        entry=entry,
        title_html=marker.marked(entry.title),
        excerpt=marker.excerpt(entry.title, entry.summary, *_texts(entry)),
        label=str(BY_NAME[kind].one),
        meta=[part for part in entry.card.get("meta", ()) if not part.startswith(str(BY_NAME[kind].one))],
        lang="" if entry.language == get_language() else entry.language,
    )
    if kind == "event":
        _say_when(hit, answer, found.shelf, slot)
    return hit


def _texts(entry):
    """(running text, lines of key words but the summary) that the entry may be found by."""
    text = getattr(entry, "text", None)
    if text is None:
        return "", []
    return text.body, [line for line in text.key_words.splitlines() if line != entry.summary]


def _say_when(hit, answer, held, slot):
    """The date that was asked for, else the next one; where; and whether it takes place."""
    period = answer.understood.period
    now = minute(answer.now)
    start = max(period.minutes()[0] or now, now) if period else now
    packed = next_moment(held, slot, start)
    card = hit.entry.card
    if packed:
        moment = SimpleNamespace(start=start_of(packed), end=end_of(packed))
        hit.meta = [occurrence_in_words(moment, is_all_day(packed))["text"]]
    hit.meta += [part for part in (card.get("place"), card.get("commune")) if part and part not in hit.meta]
    over = packed and end_of(packed) < answer.now
    hit.chip = status_chip(card.get("status"), is_cancelled(packed)) or ((_("passé"), "") if over else ())
