"""Success stories: what people of the territory did, told so that others may copy it."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from guides.blocks import FiguresBlock, ToldStepsBlock
from guides.costs import CostBand, band_of
from guides.entry import StoryEntry
from guides.listing import stories_context
from guides.models.article import ArticlePage, structures_panel
from guides.reading import story_context
from portal.core.blocks import BodyBlock
from portal.core.blocks.body import TEXT_FEATURES
from portal.core.models import BasePage

# The questions of the network's own sheet, in its order: what is told in running text.
TOLD = ("need", "gives", "success", "failures", "otherwise", "advice", "further")
MOST_ADVICE = 20  # requests a month
RESERVED = frozenset(("raconter",))  # an address of ours answers there


def _told(label, help_text):
    return RichTextField(label, features=TEXT_FEATURES, blank=True, help_text=help_text)


class StoryTag(TaggedItemBase):
    """A free tag of a story."""

    content_object = ParentalKey("guides.StoryPage", on_delete=models.CASCADE, related_name="tagged_items")


class StoryIndexPage(BasePage):
    """/initiatives/: what people of the territory did, told so that others may copy it."""

    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["guides.StoryPage"]
    content_panels = [*BasePage.content_panels, FieldPanel("summary")]

    class Meta:
        verbose_name = _("initiatives")

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | stories_context(request, self)


class StoryPage(StoryEntry, ArticlePage):
    """One success story: a cooperation that took place, with what is known of it and nothing more.

    `summary` says it in one sentence.
    """

    # What happened
    need = _told(_("le besoin"), _("Ce qui manquait, à qui, et pourquoi agir à plusieurs."))
    steps = StreamField(ToldStepsBlock(), verbose_name=_("ce qui a été fait, dans l’ordre"), blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("le récit"), blank=True)
    gives = _told(_("ce que cela donne"), _("Pour qui, combien, depuis quand."))
    figures = StreamField(FiguresBlock(), verbose_name=_("chiffres clés"), blank=True)
    success = _told(_("ce qui a fait réussir"), _("Trois raisons valent mieux que dix."))
    failures = _told(_("ce qui n’a pas marché"), _("C’est ce que l’on cherche le plus, et que l’on trouve le moins."))
    otherwise = _told(_("ce que nous ferions autrement"), "")
    advice = _told(_("nos conseils"), _("À qui voudrait faire de même."))
    further = _told(_("pour aller plus loin"), "")
    sources = models.TextField(
        _("sources"), blank=True, help_text=_("D’où l’on tient ces faits, une source par ligne.")
    )

    # What it took
    cost_amount = models.PositiveIntegerField(
        _("coût total en euros"), null=True, blank=True, help_text=_("Zéro si rien n’a été dépensé ; vide si inconnu.")
    )
    cost_text = models.CharField(_("le coût en quelques mots"), max_length=250, blank=True)
    time_text = models.CharField(
        _("le temps passé"),
        max_length=250,
        blank=True,
        help_text=_("« Deux bénévoles, six mois, un jour sur cinq. »"),
    )
    funders = models.TextField(_("qui a payé"), blank=True, help_text=_("Un financement par ligne."))

    # Where, when, who
    place = models.CharField(_("où"), max_length=80, blank=True)
    commune = models.ForeignKey(
        "core.Commune",
        verbose_name=_("commune"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="stories",
    )
    year = models.PositiveSmallIntegerField(
        _("année"), null=True, blank=True, validators=[MinValueValidator(1900), MaxValueValidator(2100)]
    )
    outside_partners = models.TextField(_("partenaires hors de l’annuaire"), blank=True, help_text=_("Un par ligne."))
    size = models.ForeignKey(
        "core.StructureSize",
        verbose_name=_("taille de la structure qui porte"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="stories",
    )
    cooperation = ParentalManyToManyField(
        "core.CooperationField", verbose_name=_("domaines de coopération"), blank=True, related_name="stories"
    )
    tags = ClusterTaggableManager(through=StoryTag, verbose_name=_("mots-clés"), blank=True)
    guides = ParentalManyToManyField(
        "guides.GuidePage", verbose_name=_("mini-guides liés"), blank=True, related_name="stories"
    )

    # Asking for advice
    advice_open = models.BooleanField(
        _("on peut nous demander conseil"),
        default=False,
        help_text=_("Le message part à la structure, sans montrer son adresse."),
    )
    advice_per_month = models.PositiveSmallIntegerField(
        _("demandes par mois, au plus"), default=3, validators=[MinValueValidator(1), MaxValueValidator(MOST_ADVICE)]
    )
    advice_paused_until = models.DateField(_("en pause jusqu’au"), null=True, blank=True)

    parent_page_types = ["guides.StoryIndexPage"]
    subpage_types = []
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary", heading=_("en une phrase")),
        FieldPanel("need"),
        FieldPanel("steps"),
        FieldPanel("body"),
        structures_panel("structures", _("structures qui l’ont fait"), "role"),
        FieldPanel("outside_partners"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("cost_amount"), FieldPanel("time_text")]),
                FieldPanel("cost_text"),
                FieldPanel("funders"),
            ],
            _("Ce que cela a coûté"),
        ),
        FieldPanel("gives"),
        FieldPanel("figures"),
        *(FieldPanel(name) for name in TOLD[2:]),
        InlinePanel("photos", label=_("photo"), max_num=12),
        FieldPanel("sources"),
    ]
    promote_panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("place"), FieldPanel("year")]),
                FieldPanel("commune"),
                *(FieldPanel(name) for name in ("size", "cooperation", "tags", "guides")),
            ],
            _("Où, quand, sur quoi"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("advice_open"),
                FieldRowPanel([FieldPanel("advice_per_month"), FieldPanel("advice_paused_until")]),
            ],
            _("Demander un conseil"),
        ),
        *BasePage.promote_panels,
    ]
    search_fields = [
        *ArticlePage.search_fields,
        *(index.SearchField(name) for name in TOLD),
        index.RelatedFields("tags", [index.SearchField("name")]),
    ]
    override_translatable_fields = [
        *ArticlePage.override_translatable_fields,
        *(TranslatableField(name) for name in (*TOLD, "steps", "body", "figures", "sources")),
        *(TranslatableField(name) for name in ("cost_text", "time_text", "funders", "outside_partners")),
        *(SynchronizedField(name) for name in ("place", "structures", "photos", "tags")),
        *(
            SynchronizedField(name, overridable=False)
            for name in ("guides", "cooperation", "size", "commune", "year", "cost_amount")
        ),
        *(
            SynchronizedField(name, overridable=False)
            for name in ("advice_open", "advice_per_month", "advice_paused_until")
        ),
    ]

    class Meta:
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")

    def clean(self):
        super().clean()
        if self.slug in RESERVED:
            words = _("« %(slug)s » est une adresse du portail : choisissez-en une autre.")
            raise ValidationError({"slug": words % {"slug": self.slug}})

    def read_texts(self):
        return [self.body, self.steps, *(getattr(self, name) for name in TOLD)]

    @property
    def cost_band(self):
        """A CostBand, or None when nobody has said what it cost."""
        return band_of(self.cost_amount)

    def get_cost_band_display(self):
        return str(CostBand(self.cost_band).label) if self.cost_band else ""

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | story_context(self)


class StoryStructure(Orderable):
    """A structure that did what a story tells."""

    story = ParentalKey(StoryPage, on_delete=models.CASCADE, related_name="structures")
    structure = models.ForeignKey(
        "directory.StructurePage", verbose_name=_("structure"), on_delete=models.CASCADE, related_name="stories"
    )
    role = models.CharField(_("son rôle"), max_length=120, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("structure de l’initiative")


class StoryPhoto(Orderable):
    """A photo of a story. Its credit and the consent of those who are seen are the image's own."""

    story = ParentalKey(StoryPage, on_delete=models.CASCADE, related_name="photos")
    image = models.ForeignKey("core.PortalImage", verbose_name=_("photo"), on_delete=models.CASCADE, related_name="+")
    caption = models.CharField(_("légende"), max_length=200, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("photo")
        verbose_name_plural = _("photos")

    def clean(self):
        """Nobody is shown who has not agreed, and nobody's photo without their name."""
        if not self.image_id:
            return
        if self.image.consent == self.image._meta.get_field("consent").default:
            raise ValidationError(
                {"image": _("On ne sait pas si les personnes visibles ont donné leur accord : dites-le dans l’image.")}
            )
        if not self.image.credit:
            raise ValidationError({"image": _("Cette photo n’a pas de crédit : écrivez dans l’image qui l’a prise.")})
