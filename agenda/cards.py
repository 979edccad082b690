"""How dates show on lines and pages: in words, by week, with the state that one must know of."""

from datetime import timedelta
from itertools import groupby

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agenda.period import monday_of
from portal.core.templatetags.portal_tags import long_date

NIGHT_ENDS = 6  # o’clock: a ball until 2 in the morning is not « until tomorrow »


def occurrence_row(occurrence):
    """Return what components/event_row.html shows; the occurrence comes from `.with_card_data()`."""
    event = occurrence.event
    start = timezone.localtime(occurrence.start)
    cancelled = event.is_cancelled or occurrence.cancelled
    chip, tone = status_chip(event.status, cancelled) or ("", "")
    commune = event.commune or (event.place.commune if event.place else None)
    return {
        "url": event.get_url(),
        "title": occurrence.title or event.title,
        "iso": start.date().isoformat(),
        "month": short_month(start),
        "day": start.day,
        "meta": [str(part) for part in (hours(occurrence), commune, _organiser_shown(occurrence, event)) if part],
        "chip": chip,
        "chip_tone": tone,
        "cancelled": cancelled,
        "lang": event.foreign_language,
    }


def short_month(day):
    """« déc. », « mai »."""
    return date_format(day, "b").rstrip(".") + ("." if len(date_format(day, "F")) > 4 else "")


def status_chip(status, cancelled):
    """(words, tone) of a state that must be known before one sets out, or None; cancelled: this date, or all of it."""
    if cancelled or status == "cancelled":
        return _("annulé"), "rouge"
    states = {"postponed": (_("reporté"), "rouge"), "full": (_("complet"), "or"), "tentative": (_("à confirmer"), "or")}
    return states.get(status)


def public_organiser(organiser):
    """The structure as far as visitors know it: None while its page is a draft."""
    return organiser if organiser and organiser.live else None


def _organiser_shown(occurrence, event):
    return None if occurrence.organiser_is_private else public_organiser(event.organiser)


def occurrence_in_words(occurrence, all_day=False):
    """« samedi 5 décembre 2026, 14 h – 17 h », with the date for machines; of a row, or of the engine's moment."""
    start = timezone.localtime(occurrence.start)
    day = f"{date_format(start, 'l')} {long_date(start)}"
    said = hours(occurrence, all_day)
    iso = start.date().isoformat() if all_day else start.isoformat(timespec="minutes")
    return {"iso": iso, "text": f"{day}, {said}" if said else day}


def hours(occurrence, all_day=False):
    """« 14 h – 17 h 30 », or « 9 h, jusqu’au 7 décembre 2026 » when it ends on another day; "" for a whole day.

    What ends at midnight, or in the night that follows, is of one day.
    """
    all_day = all_day or getattr(occurrence, "all_day", False)
    start, end = timezone.localtime(occurrence.start), timezone.localtime(occurrence.end)
    last = (end - timedelta(hours=NIGHT_ENDS)).date() if not all_day else (end - timedelta(minutes=1)).date()
    if start.date() < last:
        until = _("jusqu’au %(day)s") % {"day": long_date(last)}
        return until if all_day else f"{_hour(start)}, {until}"
    if all_day:
        return ""
    return _hour(start) if start == end else f"{_hour(start)} – {_hour(end)}"


def _hour(moment):
    """An hour as French writes it (« 18 h 30 »), or as the visitor's language does."""
    if get_language() == "fr":
        return f"{moment.hour} h {moment.minute:02}" if moment.minute else f"{moment.hour} h"
    return time_format(moment, "TIME_FORMAT")


def week_heading(day):
    """« Semaine du 23 novembre » for the Monday of that day."""
    return _("Semaine du %(day)s") % {"day": long_date(monday_of(day)).rsplit(" ", 1)[0]}


def network_rows(occurrences):
    """[{"heading", "rows"}]: occurrences by week, as components/event_row.html shows them."""
    weeks = groupby(occurrences, key=lambda row: week_heading(timezone.localtime(row.start).date()))
    return [{"heading": heading, "rows": [occurrence_row(row) for row in group]} for heading, group in weeks]
