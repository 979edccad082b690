"""The shared agenda: its index, events, and the times at which they happen."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from agenda.cards import event_facts, listing_context, occurrence_in_words
from agenda.filters import AgendaForm
from agenda.querysets import OccurrenceQuerySet
from directory.models import StructurePage
from portal.core.blocks import BodyBlock
from portal.core.models import BasePage

MAX_SHOWN = 20


class AgendaIndexPage(BasePage):
    """/agenda/: what happens in the territory, soonest first."""

    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["agenda.EventPage"]

    content_panels = [*BasePage.content_panels, FieldPanel("summary")]

    class Meta:
        verbose_name = _("agenda")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        form = AgendaForm.read(request.GET)
        occurrences = form.filtered(Occurrence.objects.listed().in_language(self.locale_id).upcoming(timezone.now()))
        return context | listing_context(form, occurrences, self.get_url(request))


class EventPage(BasePage):
    """Something that happens, once or at several dates; its times are its occurrences."""

    class Status(models.TextChoices):
        CONFIRMED = "confirmed", _("confirmé")
        CANCELLED = "cancelled", _("annulé")

    organiser = models.ForeignKey(
        "directory.StructurePage",
        verbose_name=_("structure organisatrice"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="events",
    )
    status = models.CharField(_("état"), max_length=10, choices=Status, default=Status.CONFIRMED)
    place_name = models.CharField(
        _("lieu"), max_length=150, blank=True, help_text=_("Le nom de la salle et son adresse.")
    )
    commune = models.ForeignKey(
        "core.Commune",
        verbose_name=_("commune"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="events",
    )
    body = StreamField(BodyBlock(), verbose_name=_("description"), blank=True)
    is_fictional = models.BooleanField(_("exemple fictif"), default=False, editable=False)

    parent_page_types = ["agenda.AgendaIndexPage", "directory.StructurePage"]
    subpage_types = []

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        InlinePanel("occurrences", heading=_("Dates"), label=_("date"), min_num=1, max_num=60),
        FieldPanel("status"),
        MultiFieldPanel([FieldPanel("place_name"), FieldPanel("commune")], _("Où")),
        FieldPanel("organiser"),
        FieldPanel("body"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("place_name"), index.SearchField("body")]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("organiser", overridable=False),
        SynchronizedField("place_name"),
        SynchronizedField("occurrences", overridable=False),
        TranslatableField("body"),
    ]

    class Meta:
        verbose_name = _("événement")
        verbose_name_plural = _("événements")

    @property
    def is_cancelled(self):
        return self.status == self.Status.CANCELLED

    def get_organiser(self):
        """The structure that organises: the one named, else the one whose page the event was written under."""
        if self.organiser:
            return self.organiser
        parent = self.get_parent().specific
        return parent if isinstance(parent, StructurePage) else None

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        upcoming = self.occurrences.upcoming(timezone.now()).order_by("start")
        return context | {
            "facts": event_facts(self),
            "dates": [occurrence_in_words(occurrence) for occurrence in upcoming[:MAX_SHOWN]],
        }


class Occurrence(models.Model):
    """One time at which an event happens; aware datetimes, entered in Europe/Paris."""

    event = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="occurrences", verbose_name=_("événement"))
    start = models.DateTimeField(_("début"))
    end = models.DateTimeField(_("fin"))

    objects = OccurrenceQuerySet.as_manager()

    panels = [FieldRowPanel([FieldPanel("start"), FieldPanel("end")])]

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
            )
        ]

    def __str__(self):
        return f"{self.event} ({timezone.localtime(self.start):%d/%m/%Y %H:%M})"

    def clean(self):
        if self.start and self.end and self.end < self.start:
            raise ValidationError({"end": _("La fin est avant le début.")})
