"""Mini-guides (how to do it) and success stories (who did it here)."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultipleChooserPanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from guides.cards import guide_card, guide_meta, story_card, story_meta
from guides.querysets import GuideManager, StoryManager
from portal.core.blocks import BodyBlock
from portal.core.listing import ListingForm
from portal.core.models import BasePage
from portal.search.models import Entry

WORDS_A_MINUTE = 220  # silent reading of French prose: Brysbaert 2019, "How many words do we read per minute?"


def _structures_panel(relation, label):
    return MultipleChooserPanel(
        relation,
        label=label,
        chooser_field_name="structure",
        panels=[PageChooserPanel("structure", "directory.StructurePage")],
        help_text=_("Leur fiche mène à cette page, et cette page à leur fiche."),
    )


def _public(links):
    """What visitors may read of the structures of some links, in their order: entries, one query."""
    keys = list(dict.fromkeys(link.structure_id for link in links.all()))  # an editor may choose one twice
    entries = {entry.page_id: entry for entry in Entry.objects.listed().filter(page_id__in=keys)}
    return [entries[key] for key in keys if key in entries]


class ArticlePage(BasePage):
    """Abstract: a page that is read from top to bottom."""

    body = StreamField(BodyBlock(), verbose_name=_("texte"), blank=True)
    reading_minutes = models.PositiveSmallIntegerField(_("minutes de lecture"), default=1, editable=False)

    open_graph_type = "article"
    subpage_types = []
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    override_translatable_fields = [*BasePage.override_translatable_fields, TranslatableField("body")]

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Measure the body again, so that lists need not load it."""
        words = len(strip_tags(str(self.body)).split())
        self.reading_minutes = max(1, round(words / WORDS_A_MINUTE))
        super().save(*args, **kwargs)


class ArticleIndexPage(BasePage):
    """Abstract: a list of articles, 20 a page."""

    content_panels = [*BasePage.content_panels, FieldPanel("summary")]

    class Meta:
        abstract = True

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        form = ListingForm.read(request.GET)
        page_obj = form.paginated(self.get_articles())
        return context | {
            "page_obj": page_obj,
            "cards": [self.card(article) for article in page_obj],
            "ignored": form.ignored,
            "query_prefix": form.query_prefix(),
        }


class GuideIndexPage(ArticleIndexPage):
    """/guides/: the mini-guides, in their order."""

    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["guides.GuidePage"]
    card = staticmethod(guide_card)

    class Meta:
        verbose_name = _("mini-guides")

    def get_articles(self):
        return GuidePage.objects.child_of(self).listed().with_story_count()


class GuidePage(ArticlePage):
    """One mini-guide: a field of cooperation, what the alternatives are and how to go about it."""

    number = models.PositiveSmallIntegerField(_("numéro"), default=1)

    objects = GuideManager()

    entry_kind = "guide"
    parent_page_types = ["guides.GuideIndexPage"]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("number"),
        FieldPanel("summary"),
        FieldPanel("body"),
        _structures_panel("contributors", _("structures qui y ont contribué")),
    ]
    override_translatable_fields = [
        *ArticlePage.override_translatable_fields,
        SynchronizedField("number", overridable=False),
        SynchronizedField("contributors"),
    ]

    class Meta:
        verbose_name = _("mini-guide")
        verbose_name_plural = _("mini-guides")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        stories = StoryPage.objects.listed().filter(guides=self.pk, locale=self.locale_id) if self.pk else []
        return context | {
            "stories": [story_card(story) for story in stories[:6]],
            "contributors": _public(self.contributors),
        }

    def entry_card(self):
        return super().entry_card() | {"meta": guide_meta(self)}


class GuideContributor(Orderable):
    """A structure that helped to write a guide."""

    guide = ParentalKey(GuidePage, on_delete=models.CASCADE, related_name="contributors")
    structure = models.ForeignKey(
        "directory.StructurePage",
        verbose_name=_("structure"),
        on_delete=models.CASCADE,
        related_name="guides_contributed_to",
    )

    class Meta(Orderable.Meta):
        verbose_name = _("structure contributrice")


class StoryIndexPage(ArticleIndexPage):
    """/initiatives/: what people of the territory did, told so that others may copy it."""

    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["guides.StoryPage"]
    card = staticmethod(story_card)

    class Meta:
        verbose_name = _("initiatives")

    def get_articles(self):
        return StoryPage.objects.child_of(self).listed()


class StoryPage(ArticlePage):
    """One success story: a cooperation that took place, with what is known of it and nothing more."""

    place = models.CharField(_("où"), max_length=80, blank=True)
    year = models.PositiveSmallIntegerField(
        _("année"), null=True, blank=True, validators=[MinValueValidator(1900), MaxValueValidator(2100)]
    )
    sources = models.TextField(
        _("sources"), blank=True, help_text=_("D’où l’on tient ces faits, une source par ligne.")
    )
    guides = ParentalManyToManyField(GuidePage, verbose_name=_("mini-guides liés"), blank=True, related_name="stories")

    objects = StoryManager()

    entry_kind = "story"

    parent_page_types = ["guides.StoryIndexPage"]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("place"), FieldPanel("year")]),
        FieldPanel("body"),
        _structures_panel("structures", _("structures qui l’ont fait")),
        FieldPanel("guides"),
        FieldPanel("sources"),
    ]
    override_translatable_fields = [
        *ArticlePage.override_translatable_fields,
        SynchronizedField("place"),
        SynchronizedField("guides", overridable=False),
        SynchronizedField("structures"),
        TranslatableField("sources"),
    ]

    class Meta:
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        chosen = [guide.pk for guide in self.guides.all()]  # a preview's are a list, not a query
        guides = GuidePage.objects.live().public().filter(pk__in=chosen).defer_streamfields()
        return context | {
            "related_guides": [{"title": guide.title, "url": guide.get_url()} for guide in guides],
            "structures": _public(self.structures),
            "source_lines": self.sources.splitlines(),
        }

    def entry_card(self):
        return super().entry_card() | {"meta": story_meta(self)}


class StoryStructure(Orderable):
    """A structure that did what a story tells."""

    story = ParentalKey(StoryPage, on_delete=models.CASCADE, related_name="structures")
    structure = models.ForeignKey(
        "directory.StructurePage", verbose_name=_("structure"), on_delete=models.CASCADE, related_name="stories"
    )

    class Meta(Orderable.Meta):
        verbose_name = _("structure de l’initiative")
