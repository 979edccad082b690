"""Places that come back in the agenda: a hall, a square, a hut."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from directory.point import point_errors


class Place(index.Indexed, models.Model):
    """A known place: typed once, chosen by everybody. Its point is in WGS84 degrees, else that of the town hall."""

    name = models.CharField(
        _("nom"), max_length=150, help_text=_("Comme on le dit : « Salle des fêtes de Guillestre ».")
    )
    address = models.CharField(_("adresse"), max_length=200, blank=True, help_text=_("Numéro et rue, sans la commune."))
    commune = models.ForeignKey(
        "core.Commune", verbose_name=_("commune"), on_delete=models.PROTECT, related_name="event_places"
    )
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    access_text = models.CharField(_("comment y venir, y entrer"), max_length=250, blank=True)

    panels = [
        FieldPanel("name"),
        FieldPanel("address"),
        FieldPanel("commune"),
        FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
        FieldPanel("access_text"),
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name"), index.SearchField("address")]

    class Meta:
        verbose_name = _("lieu connu")
        verbose_name_plural = _("lieux connus")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["name", "commune"], name="place_once_a_commune")]

    def __str__(self):
        return f"{self.name} ({self.commune})"

    def clean(self):
        if errors := point_errors(self.latitude, self.longitude):
            raise ValidationError(errors)

    @property
    def point(self):
        """(latitude, longitude), else that of the town hall; None when neither is known."""
        return (self.latitude, self.longitude) if self.latitude is not None else self.commune.point
