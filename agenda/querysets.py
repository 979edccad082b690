"""Occurrences, asked for in the words of the field. `now` is always an aware datetime."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from wagtail.models import PageViewRestriction

CARD_FIELDS = (
    *(
        "start",
        "end",
        "all_day",
        "cancelled",
        "title",
        "event__title",
        "event__url_path",
        "event__status",
        "event__locale__language_code",
    ),
    *("event__place__commune__name", "event__commune__name", "event__organiser__title", "event__organiser__live"),
)


class OccurrenceQuerySet(models.QuerySet):
    def listed(self):
        """Occurrences of published events that everybody may read."""
        return self.filter(~_is_private("event__path"), event__live=True)

    def of_network(self):
        """Those of published events that only the network sees, in the source language: never shown to the public."""
        return self.filter(
            event__live=True,
            event__visibility="network",
            event__locale__language_code=settings.LANGUAGE_CODE,
        )

    def next_of_each(self, now):
        """Of each event the next occurrence that takes place, with what a row shows; soonest first."""
        later = self.model.objects.filter(event=models.OuterRef("event"), cancelled=False).upcoming(now)
        first = models.Subquery(later.order_by("start", "pk").values("pk")[:1])
        return self.annotate(first=first).filter(pk=models.F("first")).with_card_data()

    def in_language(self, locale):
        """Those of the event as it is written in one language: each of its translations has the same dates."""
        return self.filter(event__locale=locale)

    def of_structure(self, key, first, last):
        """Those that the structure organises, alone or with others: named on the event or, when nobody is, above it.

        key: of its page; first, last: the interval of its children's paths. Lists of keys rather than
        conditions: joined by OR over two tables, they would make the database look at every page of the site.
        """
        events = self.model._meta.get_field("event").related_model.objects.order_by()
        named = events.filter(organiser=key).values("pk")
        along = events.model.co_organisers.through.objects.filter(structurepage=key).values("eventpage")
        under = events.filter(path__range=(first, last), organiser=None).values("pk")
        return self.filter(models.Q(event__in=named) | models.Q(event__in=along) | models.Q(event__in=under))

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
            self.annotate(organiser_is_private=_is_private("event__organiser__path"))
            .select_related("event", "event__commune", "event__place__commune", "event__organiser", "event__locale")
            .only(*CARD_FIELDS)
            .order_by("start", "pk")
        )


def _is_private(path):
    """True where the page at that path, or one above it, is only for some readers."""
    above = PageViewRestriction.objects.annotate(
        here=models.ExpressionWrapper(models.OuterRef(path), models.CharField())
    )
    return models.Exists(above.filter(here__startswith=models.F("page__path")))
