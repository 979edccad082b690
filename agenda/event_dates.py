"""The dates of an event as its page tells them: the next one, those that follow, and what differs at each."""

from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agenda.cards import occurrence_in_words, short_month
from agenda.engine.words import schedule_in_words

MOST_DATES = 20  # shown in all, of which AT_ONCE in the open
AT_ONCE = 6
CANCELLED, POSTPONED = "cancelled", "postponed"


def coming_of(moments, now):
    """Those that are not over at `now`."""
    return [moment for moment in moments if moment.end >= now]


def next_of(moments, now):
    """The moment that the page puts first: the next that takes place, else the next, else the last one; or None."""
    coming = coming_of(moments, now)
    standing = [moment for moment in coming if not moment.cancelled]
    return next(iter(standing or coming), None) or (moments[-1] if moments else None)


def dates_of(event, moments, now):
    """Return {"series", "first", "dates", "later" (see `date_of`), "more" (how many are not shown), "is_past"}."""
    first, coming = next_of(moments, now), coming_of(moments, now)
    others = [moment for moment in coming if moment is not first]
    shown = [date_of(event, moment) for moment in others[: MOST_DATES - 1]]
    return {
        "series": capfirst(schedule_in_words(event.schedule())),
        "first": date_of(event, first) if first else None,
        "dates": shown[: AT_ONCE - 1],
        "later": shown[AT_ONCE - 1 :],
        "more": max(len(others) - MOST_DATES + 1, 0),
        "is_past": not coming,
    }


def date_of(event, moment):
    """A date in words, its tile ("month", "day"), and what differs: "state", "moved", "title", "place", "note"."""
    change, day = moment.change, timezone.localdate(moment.start)
    state = _state(event, moment)
    moved = bool(change and change.start and change.start != moment.recurrence_id)
    return occurrence_in_words(moment, event.all_day) | {
        "month": short_month(day),
        "day": day.day,
        "state": state,
        "struck": bool(state),
        "moved": former_date(event, moment.recurrence_id) if moved and not moment.cancelled else "",
        "title": change.title if change else "",
        "place": change.place if change else "",
        "note": change.note if change else "",
    }


def _state(event, moment):
    if moment.cancelled or event.status == CANCELLED:
        return _("annulé")
    return _("reporté") if is_without_date(event) else ""


def is_without_date(event):
    """A postponed event whose new date nobody knows yet: what it has is still the former one."""
    return event.status == POSTPONED and event.former_start in (None, event.start)


def former_date(event, start):
    """« samedi 5 décembre 2026, 14 h » of a start that is no more."""
    end = start + timedelta(days=1) if event.all_day else start
    return occurrence_in_words(SimpleNamespace(start=start, end=end), event.all_day)["text"]
