"""The times at which events happen, as rows; and what differs at one date of a series."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from agenda.engine import Change
from agenda.querysets import OccurrenceQuerySet


class DateChange(models.Model):
    """One date of a series that was moved, cancelled, or takes place elsewhere or under another title.

    `recurrence_id` is when that date was to start: the RECURRENCE-ID of RFC 5545.
    """

    event = ParentalKey(
        "agenda.EventPage", on_delete=models.CASCADE, related_name="date_changes", verbose_name=_("événement")
    )
    recurrence_id = models.DateTimeField(_("date prévue"))
    cancelled = models.BooleanField(_("cette date est annulée"), default=False)
    start = models.DateTimeField(_("nouveau début"), null=True, blank=True)
    end = models.DateTimeField(_("nouvelle fin"), null=True, blank=True)
    title = models.CharField(_("autre titre"), max_length=255, blank=True)
    place = models.CharField(_("autre lieu"), max_length=200, blank=True)
    note = models.CharField(_("à savoir ce jour-là"), max_length=250, blank=True)

    panels = [
        FieldPanel("recurrence_id"),
        FieldPanel("cancelled"),
        FieldRowPanel([FieldPanel("start"), FieldPanel("end")]),
        FieldRowPanel([FieldPanel("title"), FieldPanel("place")]),
        FieldPanel("note"),
    ]

    class Meta:
        verbose_name = _("date à part")
        verbose_name_plural = _("dates à part")
        ordering = ["recurrence_id"]
        constraints = [models.UniqueConstraint(fields=["event", "recurrence_id"], name="date_change_once")]

    def __str__(self):
        return f"{timezone.localtime(self.recurrence_id):%d/%m/%Y %H:%M}"

    def clean(self):
        if self.end and not self.start:
            raise ValidationError({"start": _("Donnez aussi le nouveau début.")})
        if self.start and self.end and self.end < self.start:
            raise ValidationError({"end": _("La fin est avant le début.")})

    def as_change(self):
        """What the engine knows of it."""
        names = ("recurrence_id", "cancelled", "start", "end", "title", "place", "note")
        return Change(**{name: getattr(self, name) for name in names})


class Occurrence(models.Model):
    """One time at which an event happens, in UTC: written by agenda.rebuild only, from the event's schedule.

    end: excluded; for whole days, the midnight after the last one. title, place, note: what differs that day.
    """

    event = models.ForeignKey(
        "agenda.EventPage", on_delete=models.CASCADE, related_name="occurrences", verbose_name=_("événement")
    )
    start = models.DateTimeField(_("début"))
    end = models.DateTimeField(_("fin"))
    all_day = models.BooleanField(_("toute la journée"), default=False)
    recurrence_id = models.DateTimeField(_("date prévue"))
    cancelled = models.BooleanField(_("annulée"), default=False)
    title = models.CharField(_("autre titre"), max_length=255, blank=True)
    place = models.CharField(_("autre lieu"), max_length=200, blank=True)
    note = models.CharField(_("à savoir ce jour-là"), max_length=250, blank=True)

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("date")
        verbose_name_plural = _("dates")
        ordering = ["start"]
        indexes = [models.Index(fields=["end", "start"]), models.Index(fields=["start"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end__gte=models.F("start")),
                name="occurrence_ends_after_start",
                violation_error_message=_("La fin est avant le début."),
            ),
            models.UniqueConstraint(fields=["event", "recurrence_id"], name="occurrence_once"),
        ]

    def __str__(self):
        return f"{self.event} ({timezone.localtime(self.start):%d/%m/%Y %H:%M})"


class EventLines(models.Model):
    """The VEVENTs of an event as calendars read them, written when it is published: feeds are joined from these."""

    event = models.OneToOneField(
        "agenda.EventPage",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="lines",
        verbose_name=_("événement"),
    )
    text = models.TextField(_("lignes"))  # folded, CRLF, without the VCALENDAR around
    zones = models.CharField(_("fuseaux"), max_length=200, blank=True)  # TZIDs, joined by commas
    sequence = models.PositiveIntegerField(_("révision"), default=0)
    signature = models.CharField(max_length=64)  # of what attendees must be told: times, place, state
    changed_at = models.DateTimeField(_("changé le"))

    class Meta:
        verbose_name = _("lignes de calendrier")
        verbose_name_plural = _("lignes de calendrier")

    def __str__(self):
        return str(self.event_id)
