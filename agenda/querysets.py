"""Occurrences, asked for in the words of the field. `now` is always an aware datetime."""

from datetime import timedelta

from django.db import models
from django.utils import timezone


class OccurrenceQuerySet(models.QuerySet):
    def listed(self):
        """Occurrences of published events."""
        return self.filter(event__live=True)

    def upcoming(self, now):
        """What is not over: going on at `now`, or later. With `past`, every occurrence exactly once."""
        return self.filter(end__gte=now)

    def past(self, now):
        """What ended before `now`."""
        return self.filter(end__lt=now)

    def in_coming_days(self, now, days):
        """What is not over and starts before the end of the day that is `days` days from now, in local time."""
        last_day = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=days + 1)
        return self.upcoming(now).filter(start__lt=last_day)

    def with_card_data(self):
        """Load with the rows all that an event row shows: one query."""
        return (
            self.select_related("event", "event__commune", "event__organiser", "event__locale")
            .defer("event__body", "event__commune__outline", "event__organiser__presentation")
            .order_by("start", "pk")
        )
