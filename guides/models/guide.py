"""Mini-guides: what the alternatives are, and how to go about it, in parts."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from guides.blocks import PartBlock
from guides.entry import GuideEntry
from guides.listing import guides_context
from guides.models.article import ArticlePage, Kept, structures_panel
from guides.models.changes import TellsChanges
from guides.reading import guide_context, part_context
from portal.core.blocks import BodyBlock
from portal.core.models import BasePage

# Names that no part can have as its slug: an address of the guide's own answers there.
RESERVED = frozenset(("une-page",))


class GuideTag(TaggedItemBase):
    """A free tag of a guide."""

    content_object = ParentalKey("guides.GuidePage", on_delete=models.CASCADE, related_name="tagged_items")


class GuideIndexPage(BasePage):
    """/guides/: the mini-guides, in their order."""

    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["guides.GuidePage"]
    content_panels = [*BasePage.content_panels, FieldPanel("summary")]

    class Meta:
        verbose_name = _("mini-guides")

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | guides_context(request, self)


class GuidePage(TellsChanges, Kept, GuideEntry, ArticlePage):
    """One mini-guide: a field of cooperation, what the alternatives are and how to go about it.

    Its `body` opens it; its parts are the pages below, each with its own address.
    """

    number = models.PositiveSmallIntegerField(_("numéro"), default=1)
    body = StreamField(BodyBlock(), verbose_name=_("présentation"), blank=True)
    sources = models.TextField(
        _("sources"), blank=True, help_text=_("D’où l’on tient ces faits, une source par ligne.")
    )
    dated = models.CharField(
        _("à jour de"), max_length=80, blank=True, help_text=_("La date des sources : « étude de 2018 ».")
    )

    # What it is about, and for whom; nothing chosen means everybody
    cooperation = ParentalManyToManyField(
        "core.CooperationField", verbose_name=_("domaines de coopération"), blank=True, related_name="guides"
    )
    sizes = ParentalManyToManyField(
        "core.StructureSize", verbose_name=_("tailles de structure"), blank=True, related_name="guides"
    )
    fields_of_activity = ParentalManyToManyField(
        "core.FieldOfActivity", verbose_name=_("domaines d’activité"), blank=True, related_name="guides"
    )
    valleys = ParentalManyToManyField("core.Valley", verbose_name=_("vallées"), blank=True, related_name="guides")
    tags = ClusterTaggableManager(
        through=GuideTag,
        verbose_name=_("mots-clés"),
        blank=True,
        help_text=_("Les événements et les initiatives qui ont les mêmes mots y sont proposés."),
    )
    related_guides = ParentalManyToManyField("self", verbose_name=_("guides liés"), blank=True, symmetrical=False)

    exclude_fields_in_copy = [*TellsChanges.exclude_fields_in_copy, "reminded_for"]
    parent_page_types = ["guides.GuideIndexPage"]
    subpage_types = ["guides.GuidePartPage"]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("change_note"),
        FieldPanel("summary"),
        FieldPanel("body"),
        structures_panel("contributors", _("qui y a contribué"), "person"),
        FieldPanel("sources"),
        FieldPanel("dated"),
    ]
    promote_panels = [
        FieldPanel("number"),
        FieldRowPanel([FieldPanel("keeper"), FieldPanel("review_on")]),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("cooperation", "sizes", "fields_of_activity", "valleys", "tags")],
            _("Pour qui, sur quoi"),
        ),
        FieldPanel("related_guides"),
        *BasePage.promote_panels,
    ]
    search_fields = [*ArticlePage.search_fields, index.RelatedFields("tags", [index.SearchField("name")])]
    override_translatable_fields = [
        *ArticlePage.override_translatable_fields,
        TranslatableField("body"),
        TranslatableField("sources"),
        TranslatableField("dated"),
        *(
            SynchronizedField(name, overridable=False)
            for name in ("number", "cooperation", "sizes", "fields_of_activity", "valleys", "keeper", "review_on")
        ),
        *(SynchronizedField(name) for name in ("contributors", "related_guides", "tags")),
    ]

    class Meta:
        verbose_name = _("mini-guide")
        verbose_name_plural = _("mini-guides")

    def changed_guide(self):
        return self

    @property
    def version(self):
        """1, and one more each time that readers were told of a change."""
        return max((change.number for change in self.told_changes), default=1)

    @property
    def told_changes(self):
        """The changes that readers were told of, the last first."""
        return list(self.changes.all()) if self.pk else []

    @cached_property
    def parts(self):
        """Its published parts, in the tree's order: one query."""
        return list(GuidePartPage.objects.child_of(self).live().public().order_by("path")) if self.pk else []

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | guide_context(self)


class GuideContributor(Orderable):
    """Who helped to write a guide: a structure, a person who agreed to be named, or a person of a structure."""

    guide = ParentalKey(GuidePage, on_delete=models.CASCADE, related_name="contributors")
    structure = models.ForeignKey(
        "directory.StructurePage",
        verbose_name=_("structure"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="guides_contributed_to",
    )
    person = models.CharField(
        _("personne"), max_length=120, blank=True, help_text=_("Son nom, avec son accord : il est publié.")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")


class GuidePartPage(TellsChanges, ArticlePage):
    """A part of a mini-guide, at its own address; searched for and listed with its guide."""

    body = StreamField(PartBlock(), verbose_name=_("contenu"), blank=True)

    entry_kind = ""
    entry_is_above = True
    parent_page_types = ["guides.GuidePage"]
    subpage_types = []
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("change_note"),
        FieldPanel("summary"),
        FieldPanel("body"),
    ]
    override_translatable_fields = [*ArticlePage.override_translatable_fields, TranslatableField("body")]

    class Meta:
        verbose_name = _("partie de mini-guide")
        verbose_name_plural = _("parties de mini-guides")

    def clean(self):
        super().clean()
        if self.slug in RESERVED:
            words = _("« %(slug)s » est une adresse du mini-guide lui-même : choisissez-en une autre.")
            raise ValidationError({"slug": words % {"slug": self.slug}})

    def changed_guide(self):
        return self.guide

    @cached_property
    def guide(self):
        return self.get_parent().specific

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | part_context(self)
