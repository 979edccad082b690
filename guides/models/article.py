"""What guides, their parts and stories have in common."""

from django.conf import settings
from django.db import models
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultipleChooserPanel, PageChooserPanel
from wagtail.blocks import StreamValue
from wagtail.search import index

from portal.core.blocks.text import plain_text
from portal.core.models import BasePage

WORDS_A_MINUTE = 220  # silent reading of French prose: Brysbaert 2019, "How many words do we read per minute?"


def structures_panel(relation, label, *more):
    """The structures that a page names, chosen several at a time; more: further fields of each link."""
    return MultipleChooserPanel(
        relation,
        label=label,
        chooser_field_name="structure",
        panels=[PageChooserPanel("structure", "directory.StructurePage"), *(FieldPanel(name) for name in more)],
        help_text=_("Leur fiche mène à cette page, et cette page à leur fiche."),
    )


def minutes_of(*texts):
    """Minutes that some texts (streams of blocks, or HTML) take to be read; at least one."""
    plain = (plain_text(text) if isinstance(text, StreamValue) else strip_tags(text) for text in texts)
    return max(1, round(sum(len(words.split()) for words in plain) / WORDS_A_MINUTE))


class ArticlePage(BasePage):
    """Abstract: a page that is read from top to bottom."""

    reading_minutes = models.PositiveSmallIntegerField(_("minutes de lecture"), default=1, editable=False)

    # What guides/serving.py has read already: its public entry, the pages above it as a breadcrumb, and the shelf.
    known_entry = None
    known_above = None
    known_shelf = None

    open_graph_type = "article"
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        abstract = True

    def read_texts(self):
        """All that is read on the page, with or without markup."""
        return [self.body]

    def get_breadcrumb(self):
        if self.known_above is None:
            return super().get_breadcrumb()
        return [*self.known_above, {"title": self.title, "url": None}]

    def save(self, *args, **kwargs):
        """Measure the texts again, so that lists need not load them."""
        self.reading_minutes = minutes_of(*self.read_texts())
        super().save(*args, **kwargs)


class Kept(models.Model):
    """Abstract: somebody answers for the page, and reads it again in time."""

    keeper = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("responsable de la page"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_(
            "Reçoit les avis des lecteurs, les propositions, le rappel de relecture. Son nom n’est pas publié."
        ),
    )
    review_on = models.DateField(
        _("à relire avant le"),
        null=True,
        blank=True,
        help_text=_("Un rappel part quinze jours avant. Passé ce jour, la page dit qu’elle n’a pas été relue."),
    )
    reminded_for = models.DateField(null=True, editable=False)  # the date whose reminder has left

    class Meta:
        abstract = True

    def with_content_json(self, content):
        """A draft written before the reminder does not make it leave again."""
        page = super().with_content_json(content)
        page.reminded_for = self.reminded_for
        return page
