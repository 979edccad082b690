"""Words that structures, events and texts are sorted by: translatable snippets that coordinators edit."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField


class TermQuerySet(models.QuerySet):
    def in_language(self, code):
        """Terms of one language, in their own order."""
        return self.filter(locale__language_code=code)


class Term(TranslatableMixin, index.Indexed, models.Model):
    """One word of a vocabulary. The slug is the same in every language: addresses and filters use it."""

    name = models.CharField(_("nom"), max_length=80)
    slug = models.SlugField(
        _("identifiant d’adresse"),
        max_length=50,
        help_text=_("Il sert dans les adresses (?domaine=reemploi) : mieux vaut ne plus le changer."),
    )
    description = models.CharField(_("explication"), max_length=250, blank=True)
    sort_order = models.PositiveSmallIntegerField(_("ordre"), default=0)

    objects = TermQuerySet.as_manager()

    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("description"), FieldPanel("sort_order")]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.FilterField("locale"),
    ]
    override_translatable_fields = [
        TranslatableField("name"),
        TranslatableField("description"),
        SynchronizedField("slug", overridable=False),
        SynchronizedField("sort_order", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta):
        abstract = True
        ordering = ["sort_order", "name"]
        unique_together = [("translation_key", "locale"), ("slug", "locale")]

    def __str__(self):
        return self.name


class FieldOfActivity(Term):
    """What a structure does: food, reuse, culture ..."""

    class Meta(Term.Meta):
        verbose_name = _("domaine d’activité")
        verbose_name_plural = _("domaines d’activité")


class LegalFamily(Term):
    """The legal form of a structure, by family: association, cooperative, mutual ..."""

    class Meta(Term.Meta):
        verbose_name = _("famille juridique")
        verbose_name_plural = _("familles juridiques")


class Label(Term):
    """An agreement or a label that a structure holds: ESUS, IAE, Qualiopi ..."""

    class Meta(Term.Meta):
        verbose_name = _("label ou agrément")
        verbose_name_plural = _("labels et agréments")


class Audience(Term):
    """Whom a structure or an event is for."""

    class Meta(Term.Meta):
        verbose_name = _("public")
        verbose_name_plural = _("publics")


class EventCategory(Term):
    """What sort of event: workshop, meeting, show ..."""

    class Meta(Term.Meta):
        verbose_name = _("catégorie d’événement")
        verbose_name_plural = _("catégories d’événements")


class CooperationField(Term):
    """A field in which structures cooperate: premises, communication, jobs ... one mini-guide each."""

    class Meta(Term.Meta):
        verbose_name = _("domaine de coopération")
        verbose_name_plural = _("domaines de coopération")


class StructureSize(Term):
    """How big the structures are that a guide speaks to, or that a story is about."""

    class Meta(Term.Meta):
        verbose_name = _("taille de structure")
        verbose_name_plural = _("tailles de structure")


class GlossaryTerm(Term):
    """A word of the field, explained where it is read: `description` is the explanation."""

    variants = models.CharField(
        _("autres formes"),
        max_length=200,
        blank=True,
        help_text=_("Pluriel, sigle, nom long : séparés par des virgules. Elles sont expliquées aussi."),
    )

    panels = [*Term.panels[:2], FieldPanel("variants"), *Term.panels[2:]]
    override_translatable_fields = [*Term.override_translatable_fields, TranslatableField("variants")]

    class Meta(Term.Meta):
        ordering = ["name"]
        verbose_name = _("mot du glossaire")
        verbose_name_plural = _("mots du glossaire")
