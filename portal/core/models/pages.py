"""What every page of the portal has."""

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from portal.core.entry_texts import EntryTexts
from portal.core.folding import fold
from portal.core.forms import PageForm


class BasePage(Page):
    """Abstract page: a summary and a picture for lists, search engines and social cards, and a date of last review.

    Abstract, since wagtail-localize does not support a swapped base Page.
    """

    summary = models.CharField(
        _("résumé"),
        max_length=300,
        blank=True,
        help_text=_("Une ou deux phrases : elles paraissent dans les listes, la recherche et les partages."),
    )
    listing_image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("image des listes"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    social_image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("image des partages"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Si elle manque, c’est l’image des listes qui sert, puis celle du site."),
    )
    last_reviewed_on = models.DateField(
        _("relu le"),
        null=True,
        blank=True,
        help_text=_("Le jour où quelqu’un a vérifié que tout y est encore vrai."),
    )

    base_form_class = PageForm
    # What the social card calls the page: https://ogp.me/#types
    open_graph_type = "website"

    promote_panels = [
        MultiFieldPanel([FieldPanel("listing_image"), FieldPanel("last_reviewed_on")], _("Dans les listes")),
        MultiFieldPanel(
            [
                FieldPanel("slug"),
                FieldPanel("seo_title"),
                FieldPanel("search_description"),
                FieldPanel("social_image"),
            ],
            _("Pour les moteurs de recherche et les partages"),
        ),
        MultiFieldPanel([FieldPanel("show_in_menus")], _("Dans le menu du site")),
    ]
    search_fields = [*Page.search_fields, index.SearchField("folded_text", boost=3)]
    override_translatable_fields = [
        TranslatableField("summary"),
        SynchronizedField("last_reviewed_on", overridable=False),
    ]

    class Meta:
        abstract = True

    def folded_text(self):
        """What the search index holds of the page: accents and case folded here, so that every engine does the same."""
        return fold(f"{self.title} {self.summary}")

    # What the public catalogue (portal/search) keeps of the page: each class says it here, as it says `search_fields`.
    entry_kind = "page"  # "" keeps the class out of the catalogue
    entry_is_above = False  # True: the page is a part of the one above, whose entry holds its words
    entry_select = ()  # relations that the methods below read: one-to-one and foreign keys ...
    entry_prefetch = ()  # ... and many-to-many
    entry_defer = ()  # heavy fields that they do not read
    entry_follows = {}  # {"core.Valley": "commune__valley"}, or several paths: the entry changes when that row does

    def entry_point(self):
        """(latitude, longitude) in WGS84 degrees, or None."""
        return None

    def entry_changed_at(self):
        """When readers would say that it last changed."""
        return self.last_published_at

    def entry_card(self):
        """What a card shows besides title, address and summary: {"meta": [...], "chips": [...], "freshness": ""}."""
        return {"meta": [str(self._meta.verbose_name).capitalize()], "chips": [], "freshness": ""}

    def entry_facets(self):
        """{facet: [slugs]}: what lists are filtered by."""
        return {}

    def entry_data(self):
        """Public facts for exports and the API, JSON-serialisable."""
        return {}

    def entry_texts(self):
        """Everything that a search may find the page by, as EntryTexts."""
        return EntryTexts([self.title], key_words=self.summary)

    def entry_weight(self):
        """0 to 100: of two pages that say the words as prominently, the heavier comes first in a search."""
        return 30

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["breadcrumb"] = self.get_breadcrumb()
        context["social"] = self.get_social_card(request)
        return context

    @property
    def foreign_language(self):
        """The page's language code where it shows among pages in another language, for a `lang` attribute; else ""."""
        code = self.locale.language_code
        return "" if code == get_language() else code

    def get_breadcrumb(self):
        """Return the pages above and this one, from the home down: [{"title", "url"}], the last without address."""
        above = self.get_ancestors().filter(depth__gt=1).live().defer_streamfields()
        return [{"title": page.title, "url": page.get_url()} for page in above] + [{"title": self.title, "url": None}]

    def get_social_card(self, request):
        """Return what <head> says of the page to search engines and social networks (Open Graph)."""
        return {
            "title": self.seo_title or self.title,
            "description": self.search_description or self.summary,
            "url": self.get_full_url(request),
            "image": self.social_image or self.listing_image,
            "type": self.open_graph_type,
        }
