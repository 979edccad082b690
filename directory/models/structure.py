"""The page of a structure."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import TaggedItemBase
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from directory import identifiers
from directory.around import around
from directory.completeness import score
from directory.entry import StructureEntry
from directory.filters import directory_shelf
from directory.forms import StructureForm
from directory.hours import check_opening_hours
from directory.page import structure_context
from directory.panels import STRUCTURE_PANELS
from directory.point import point_errors
from directory.querysets import StructureManager
from directory.reserved import is_reserved
from portal.core.blocks import BodyBlock
from portal.core.fields import FoldedField
from portal.core.models import BasePage
from portal.search.models import Entry


class StructureTag(TaggedItemBase):
    """A free tag of a structure."""

    content_object = ParentalKey("directory.StructurePage", on_delete=models.CASCADE, related_name="tagged_items")


class StructurePhoto(Orderable):
    """A photo on a structure's page."""

    structure = ParentalKey("directory.StructurePage", on_delete=models.CASCADE, related_name="photos")
    image = models.ForeignKey("core.PortalImage", verbose_name=_("photo"), on_delete=models.CASCADE, related_name="+")
    caption = models.CharField(_("légende"), max_length=200, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("photo")
        verbose_name_plural = _("photos")

    def __str__(self):
        return self.caption or self.image.title


class StructurePage(StructureEntry, BasePage):
    """An organisation of the territory: association, cooperative, foundation, public partner ...

    Only the name and the kind are always known; what nobody has said stays empty.
    """

    class Kind(models.TextChoices):
        STRUCTURE = "structure", _("Structure de l’économie sociale et solidaire")
        INSTITUTION = "institution", _("Institution partenaire")

    class Status(models.TextChoices):
        ACTIVE = "active", _("en activité")
        DORMANT = "dormant", _("en sommeil")
        CLOSED = "closed", _("fermée")
        MERGED = "merged", _("réunie à une autre")

    class Access(models.TextChoices):
        UNKNOWN = "", _("on ne sait pas")
        FULL = "full", _("accessible en fauteuil")
        PARTIAL = "partial", _("accessible avec de l’aide")
        NONE = "none", _("pas accessible en fauteuil")

    # Identity
    kind = models.CharField(_("type de structure"), max_length=12, choices=Kind, default=Kind.STRUCTURE)
    acronym = models.CharField(_("sigle"), max_length=30, blank=True)
    former_names = models.TextField(
        _("anciens noms"), blank=True, help_text=_("Un par ligne : on la cherche parfois sous ces noms.")
    )
    summary = models.CharField(
        _("en une phrase"), max_length=160, blank=True, help_text=_("Ce que fait la structure, et pour qui.")
    )
    legal_family = models.ForeignKey(
        "core.LegalFamily",
        verbose_name=_("statut juridique"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="structures",
    )
    siret = models.CharField(_("SIRET"), max_length=20, blank=True, validators=[identifiers.check_siret], db_index=True)
    siren = models.CharField(_("SIREN"), max_length=15, blank=True, validators=[identifiers.check_siren])
    rna = models.CharField(
        _("numéro RNA"), max_length=15, blank=True, validators=[identifiers.check_rna], db_index=True
    )
    year_founded = models.PositiveSmallIntegerField(
        _("année de création"), null=True, blank=True, validators=[MinValueValidator(1800), MaxValueValidator(2100)]
    )
    labels = ParentalManyToManyField("core.Label", verbose_name=_("labels"), blank=True, related_name="structures")
    networks = ParentalManyToManyField(
        "self", verbose_name=_("réseaux dont elle fait partie"), blank=True, symmetrical=False, related_name="members"
    )

    # What it does
    main_field = models.ForeignKey(
        "core.FieldOfActivity",
        verbose_name=_("domaine principal"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    fields_of_activity = ParentalManyToManyField(
        "core.FieldOfActivity", verbose_name=_("domaines d’activité"), blank=True, related_name="structures"
    )
    audiences = ParentalManyToManyField(
        "core.Audience", verbose_name=_("publics"), blank=True, related_name="structures"
    )
    services = models.TextField(_("services"), blank=True, help_text=_("Un par ligne : « prêt de matériel »."))
    tags = ClusterTaggableManager(through=StructureTag, verbose_name=_("mots-clés"), blank=True)
    presentation = StreamField(BodyBlock(), verbose_name=_("présentation"), blank=True)
    logo = models.ForeignKey(
        "core.PortalImage", verbose_name=_("logo"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    needs_volunteers = models.BooleanField(_("cherche des bénévoles"), default=False)
    volunteer_text = models.CharField(_("pour quoi faire"), max_length=250, blank=True)

    # Where
    address = models.CharField(_("adresse"), max_length=200, blank=True, help_text=_("Numéro et rue, sans la commune."))
    commune = models.ForeignKey(
        "core.Commune",
        verbose_name=_("commune"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="structures",
        help_text=_("Vide si on ne la connaît pas : la structure n’apparaît alors pas sur la carte."),
    )
    latitude = models.FloatField(
        _("latitude"), null=True, blank=True, help_text=_("En degrés, par exemple 44,564 ; vide : celle de la mairie.")
    )
    longitude = models.FloatField(_("longitude"), null=True, blank=True, help_text=_("En degrés, par exemple 6,496."))
    serves_all = models.BooleanField(_("agit sur tout le territoire"), default=False)
    served_valleys = ParentalManyToManyField(
        "core.Valley", verbose_name=_("vallées où elle agit"), blank=True, related_name="+"
    )
    served_epcis = ParentalManyToManyField(
        "core.Epci", verbose_name=_("intercommunalités où elle agit"), blank=True, related_name="+"
    )
    served_communes = ParentalManyToManyField(
        "core.Commune", verbose_name=_("communes où elle agit"), blank=True, related_name="+"
    )
    access = models.CharField(_("accès en fauteuil"), max_length=10, choices=Access, blank=True)
    access_text = models.CharField(_("précisions sur l’accès"), max_length=250, blank=True)

    # When
    opening_hours = models.CharField(
        _("horaires"),
        max_length=250,
        blank=True,
        validators=[check_opening_hours],
        help_text=_("Remplissez les lignes utiles ; ce qui est vide est fermé."),
    )
    closures = models.CharField(
        _("fermetures de saison"), max_length=250, blank=True, help_text=_("Par exemple : fermé en novembre.")
    )

    # Contact
    email = models.EmailField(
        _("courriel de la structure"),
        blank=True,
        help_text=_("Jamais affiché : les messages écrits sur la page lui sont transmis."),
    )
    phone = models.CharField(_("téléphone"), max_length=20, blank=True)
    website = models.URLField(_("site web"), blank=True)

    # Upkeep
    status = models.CharField(_("situation"), max_length=10, choices=Status, default=Status.ACTIVE)
    merged_into = models.ForeignKey(
        "self", verbose_name=_("réunie à"), null=True, blank=True, on_delete=models.SET_NULL, related_name="absorbed"
    )
    source = models.CharField(
        _("source"), max_length=200, blank=True, help_text=_("D’où viennent les informations de la fiche.")
    )
    # {field name: {"source": name of the base, "on": ISO date}}; a field that the structure verified since leaves it.
    value_sources = models.JSONField(_("source de chaque valeur"), default=dict, blank=True, editable=False)
    completeness = models.PositiveSmallIntegerField(_("fiche remplie à (%)"), default=0, editable=False)
    sort_name = FoldedField(_("nom, pour le classement"), source="title", db_index=True)
    is_fictional = models.BooleanField(_("exemple fictif"), default=False, editable=False)

    objects = StructureManager()

    parent_page_types = ["directory.DirectoryIndexPage"]
    subpage_types = ["agenda.EventPage"]

    base_form_class = StructureForm
    content_panels = STRUCTURE_PANELS
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("presentation"),
        index.SearchField("acronym"),
        index.SearchField("former_names"),
        index.FilterField("commune_id"),
    ]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        TranslatableField("presentation"),
        TranslatableField("services"),
        TranslatableField("volunteer_text"),
        TranslatableField("access_text"),
        TranslatableField("closures"),
        *(
            SynchronizedField(name, overridable=False)
            for name in (
                *("acronym", "former_names", "siret", "siren", "rna", "year_founded", "legal_family", "labels"),
                *("networks", "main_field", "fields_of_activity", "audiences", "tags", "logo", "photos", "address"),
                *("commune", "served_valleys", "served_epcis", "served_communes", "opening_hours", "email", "phone"),
                *("website", "social_accounts", "named_contacts", "verifications", "external_ids", "merged_into"),
                "source",
            )
        ),
        SynchronizedField("slug"),
    ]

    class Meta:
        verbose_name = _("structure")
        verbose_name_plural = _("structures")

    def clean_fields(self, exclude=None):
        """Numbers are kept bare, however they were typed."""
        for name in ("siret", "siren", "rna"):
            setattr(self, name, identifiers.compact(getattr(self, name)))
        super().clean_fields(exclude)

    def clean(self):
        super().clean()
        if is_reserved(self.slug):
            raise ValidationError({"slug": _("« %s » est une adresse du portail : donnez-en une autre.") % self.slug})
        errors = point_errors(self.latitude, self.longitude)
        self.siren = self.siren or self.siret[:9]  # which is what a SIRET begins with
        if self.siret and self.siren != self.siret[:9]:
            errors["siren"] = _("Ce n’est pas le SIREN du SIRET, ses neuf premiers chiffres : corrigez-le ou videz-le.")
        if self.phone and not identifiers.is_phone(self.phone):
            errors["phone"] = _("Ce numéro ne peut pas être appelé : vérifiez-le.")
        if self.year_founded and self.year_founded > timezone.localdate().year:
            errors["year_founded"] = _("Cette année n’est pas encore arrivée.")
        if self.status == self.Status.MERGED and not self.merged_into_id:
            errors["merged_into"] = _("Dites à quelle structure elle est réunie.")
        if self.merged_into_id and self.merged_into_id == self.pk:
            errors["merged_into"] = _("Une structure ne peut pas être réunie à elle-même.")
        if errors:
            raise ValidationError(errors)

    @property
    def point(self):
        """(latitude, longitude) in WGS84 degrees: its own point, else the town hall's; None when neither is known."""
        if self.latitude is not None:
            return self.latitude, self.longitude
        return self.commune.point if self.commune else None

    def save(self, *args, **kwargs):
        """Keep up what follows from the rest: the date of the last verification, and how complete the sheet is."""
        if kwargs.get("update_fields") is None:
            self.derive()
        super().save(*args, **kwargs)

    def derive(self):
        """Set the fields that are worked out from the others; portal.core.bulk calls it too."""
        dates = [row.verified_on for row in self.verifications.all() if row.verified_on]
        self.last_reviewed_on = max([*dates, *([self.last_reviewed_on] if self.last_reviewed_on else [])], default=None)
        self.completeness = score(self)

    def can_be_written_to(self):
        """True when messages can be relayed: an e-mail is on file, and somebody still reads it."""
        return bool(self.email) and self.status in (self.Status.ACTIVE, self.Status.DORMANT)

    def shown_contacts(self):
        """The people whose consent stands today: [{"name", "role"}]."""
        standing = [contact for contact in self.named_contacts.all() if not contact.consent_withdrawn_on]
        return [{"name": contact.name, "role": contact.role} for contact in standing]

    # Set by directory.structure_view, which learns it with the page: the site's frame then need not ask again.
    is_in_one_language = False

    def get_translations(self, inclusive=False):
        found = super().get_translations(inclusive)
        return found.none() if self.is_in_one_language else found

    def get_context(self, request, *args, **kwargs):
        """By Wagtail's own way: previews, private pages, other languages (see directory/structure_view.py)."""
        context = super().get_context(request, *args, **kwargs)
        held = directory_shelf(self.locale.language_code)
        key = Entry.objects.listed().filter(page_id=self.pk).values_list("pk", flat=True).first()
        page_id, merged = self.pk, self.merged_into_id
        neighbours = around(held, self.entry_facets(), self.point, key=key, page_id=page_id, merged_into_id=merged)
        return context | structure_context(self, self.entry_data(), neighbours, self.shown_contacts())
