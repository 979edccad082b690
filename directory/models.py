"""The public directory: its index, and one page a structure."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from directory.cards import freshness, structure_chips, structure_facts, structure_map
from directory.filters import DirectoryForm
from directory.querysets import StructureManager
from portal.core.blocks import BodyBlock
from portal.core.fields import FoldedField
from portal.core.models import BasePage


class DirectoryIndexPage(BasePage):
    """/annuaire/: every structure, as a list and on the map, by the same query."""

    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["directory.StructurePage"]

    content_panels = [*BasePage.content_panels, FieldPanel("summary")]

    class Meta:
        verbose_name = _("annuaire")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        form = DirectoryForm.read(request.GET)
        structures = form.filtered(StructurePage.objects.child_of(self).listed())
        return context | form.listing_context(structures, self.get_url(request))


class StructurePage(BasePage):
    """An organisation of the territory: association, cooperative, foundation, public partner ...

    Only the name and the kind are always known; what nobody has said stays empty.
    """

    class Kind(models.TextChoices):
        STRUCTURE = "structure", _("Structure de l’économie sociale et solidaire")
        INSTITUTION = "institution", _("Institution partenaire")

    kind = models.CharField(_("nature"), max_length=12, choices=Kind, default=Kind.STRUCTURE)
    legal_family = models.ForeignKey(
        "core.LegalFamily",
        verbose_name=_("famille juridique"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="structures",
    )
    fields_of_activity = ParentalManyToManyField(
        "core.FieldOfActivity", verbose_name=_("domaines d’activité"), blank=True, related_name="structures"
    )
    presentation = StreamField(BodyBlock(), verbose_name=_("présentation"), blank=True)
    commune = models.ForeignKey(
        "core.Commune",
        verbose_name=_("commune"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="structures",
        help_text=_("Vide si on ne la connaît pas : la structure n’apparaît alors pas sur la carte."),
    )
    latitude = models.FloatField(_("latitude"), null=True, blank=True, help_text=_("En degrés, par exemple 44,564."))
    longitude = models.FloatField(_("longitude"), null=True, blank=True, help_text=_("En degrés, par exemple 6,496."))
    source = models.CharField(
        _("source"), max_length=200, blank=True, help_text=_("D’où viennent les informations de la fiche.")
    )
    sort_name = FoldedField(_("nom, pour le classement"), source="title", db_index=True)
    is_fictional = models.BooleanField(_("exemple fictif"), default=False, editable=False)

    objects = StructureManager()

    parent_page_types = ["directory.DirectoryIndexPage"]
    subpage_types = ["agenda.EventPage"]

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("kind"),
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldPanel("legal_family", widget=forms.Select),
                FieldPanel("fields_of_activity", widget=forms.CheckboxSelectMultiple),
            ],
            _("Ce qu’elle est, ce qu’elle fait"),
        ),
        FieldPanel("presentation"),
        MultiFieldPanel(
            [FieldPanel("commune"), FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")])], _("Où")
        ),
        FieldPanel("source"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("presentation"), index.FilterField("commune_id")]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("slug"),
        SynchronizedField("legal_family", overridable=False),
        SynchronizedField("fields_of_activity", overridable=False),
        SynchronizedField("source", overridable=False),
        TranslatableField("presentation"),
    ]

    class Meta:
        verbose_name = _("structure")
        verbose_name_plural = _("structures")

    def clean(self):
        super().clean()
        if (self.latitude is None) != (self.longitude is None):
            raise ValidationError({"longitude": _("Donnez la latitude et la longitude, ou aucune des deux.")})

    @property
    def point(self):
        """(latitude, longitude) in WGS84 degrees: its own point, else the town hall's; None when neither is known."""
        if self.latitude is not None:
            return self.latitude, self.longitude
        return self.commune.point if self.commune else None

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return context | {
            "chips": structure_chips(self),
            "facts": structure_facts(self),
            "freshness": freshness(self),
            "map": structure_map(self),
        }
