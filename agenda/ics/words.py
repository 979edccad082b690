"""What a calendar says of an event in words, in the language of its page."""

from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.ics.clean import address, lines, one_line
from portal.core.blocks.text import plain_text
from portal.core.templatetags.portal_tags import long_date

MOST_BODY, MOST = 3000, 5000  # characters


def description(event, note=""):
    """Its state, what is to know that day, what it is, what it costs, how to book: one line each."""
    parts = [
        _state(event),
        note,
        event.summary,
        lines(plain_text(event.body), MOST_BODY),
        _price(event),
        _booking(event),
        _labelled(_("À distance"), address(event.online_url)),
        _labelled(_("Contact"), event.contact),
        _("Exemple fictif.") if event.is_fictional else "",
    ]
    return lines("\n".join(part for part in parts if part), MOST)


def location(event):
    """« Salle des fêtes, 3 rue de l’Exemple, Guillestre », or « En ligne »."""
    known = event.place or event.host
    parts = [event.where, event.address or (known.address if known else ""), str(event.get_commune() or "")]
    said = ", ".join(dict.fromkeys(filter(None, parts)))
    return one_line(said or (_("En ligne") if event.online_url else ""))


def _state(event):
    if event.status == event.Status.POSTPONED and event.former_start:
        return _("Reporté : d’abord annoncé pour le %(day)s.") % {"day": _day(event.former_start)}
    sentences = {
        event.Status.CANCELLED: _("Annulé."),
        event.Status.POSTPONED: _("Reporté."),
        event.Status.TENTATIVE: _("Date à confirmer."),
        event.Status.FULL: _("Complet."),
    }
    return sentences.get(event.status, "")


def _day(moment):
    return long_date(timezone.localtime(moment))


def _price(event):
    kind = event.get_price_display() if event.price else ""
    return _labelled(_("Tarif"), ", ".join(filter(None, [str(kind), event.price_text])))


def _booking(event):
    ways = [address(event.booking_url), event.booking_email, event.booking_phone]
    return _labelled(_("Inscription"), ", ".join(filter(None, ways)))


def _labelled(label, value):
    return _("%(label)s : %(value)s") % {"label": label, "value": value} if value else ""
