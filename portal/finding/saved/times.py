"""When the mails of alerts leave: in the morning, each day or on Mondays, on the clocks of here."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from portal.finding.models import SavedSearch

MORNING = 7  # o’clock
LASTS = timedelta(days=365)  # then one asks again: nobody is written to for ever
LINK_LASTS = timedelta(hours=48)
UNCONFIRMED_LASTS = timedelta(days=7)


def next_turn(frequency, now):
    """The first morning after a moment; that of a Monday for a weekly alert."""
    local = timezone.localtime(now)
    day = local.date() + timedelta(days=local.hour >= MORNING)
    if frequency == SavedSearch.Frequency.WEEKLY:
        day += timedelta(days=-day.weekday() % 7)
    return timezone.make_aware(datetime.combine(day, time(MORNING)))
