"""The dates that a schedule gives, in words, under the form."""

from django.utils import timezone
from django.utils.text import capfirst

from agenda.cards import occurrence_in_words
from agenda.editor.reading import next_moments
from agenda.engine.words import schedule_in_words
from agenda.planning.days import day_said

MOST = 6


def dates_shown(schedule, now=None):
    """{"words": the rhythm, "dates": [{"iso", "text", "said"}]}; said: holidays of that day, or ""."""
    if schedule is None:
        return {"words": "", "dates": []}
    dates = [
        occurrence_in_words(moment, schedule.all_day) | {"said": day_said(timezone.localtime(moment.start).date())}
        for moment in next_moments(schedule, MOST, now)
    ]
    return {"words": capfirst(schedule_in_words(schedule)), "dates": dates}
