"""One line of a list of events, from the catalogue's card: what components/event_row.html shows."""

from types import SimpleNamespace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.cards import hours, short_month, status_chip
from agenda.engine.words import rule_in_words
from agenda.timeline import end_of, is_all_day, is_cancelled, start_of


class Words:
    """What lines need to be put in words: organisers by page number; a rule is only put in words once."""

    def __init__(self, organisers):
        self.organisers, self.rules = organisers, {}

    def of_rule(self, card, start):
        key = card["rrule"], card["school"], start.date()
        if key not in self.rules:
            self.rules[key] = rule_in_words(card["rrule"], start.replace(tzinfo=None), card["school"])
        return self.rules[key]


def event_row(row, packed, words):
    """Return the line of one moment (packed) of an event; row: its catalogue card, as Found.cards_of gives it."""
    card, start = row["card"], start_of(packed)
    cancelled = card["status"] == "cancelled" or is_cancelled(packed)
    chip, tone = status_chip(card["status"], cancelled) or usual_chip(card, start, words)
    moment = SimpleNamespace(start=start, end=end_of(packed), all_day=is_all_day(packed))
    where = card["commune"] or card["place"] or (_("En ligne") if card["online"] else "")
    return {
        "url": row["url"],
        "title": row["title"],
        "iso": start.date().isoformat(),
        "month": short_month(start),
        "day": start.day,
        "meta": [part for part in (hours(moment), where, who(card, words)) if part],
        "chip": chip,
        "chip_tone": tone,
        "cancelled": cancelled,
        "lang": "",
    }


def who(card, words):
    names = [words.organisers[key]["title"] for key in card["organisers"] if key in words.organisers]
    if len(names) > 1:
        return ngettext("%(n)d structure", "%(n)d structures", len(names)) % {"n": len(names)}
    return names[0] if names else ""


def usual_chip(card, start, words):
    if card["rrule"]:
        return words.of_rule(card, start), ""
    if card["repeats"]:
        return _("plusieurs dates"), ""
    if card["booking"]:
        return _("inscription"), "or"
    if card["online"]:
        return (_("en salle et en ligne") if card["on_site"] else _("en ligne")), ""
    return "", ""
