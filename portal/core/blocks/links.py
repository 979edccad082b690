"""Blocks that lead to other pages."""

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.models import Page


class CallToActionValue(blocks.StructValue):
    @cached_property
    def url(self):
        """Where the button leads; empty when the chosen page is gone or not published."""
        if page := self["page"]:
            return page.get_url() or "" if page.live else ""
        return self["address"]


class CallToActionBlock(blocks.StructBlock):
    """One thing to do, in one button."""

    text = blocks.CharBlock(label=_("Phrase"), max_length=200)
    label = blocks.CharBlock(label=_("Texte du bouton"), max_length=50, help_text=_("Un verbe : « Proposer un lieu »."))
    page = blocks.PageChooserBlock(label=_("Page du site"), required=False)
    address = blocks.URLBlock(label=_("ou adresse d’un autre site"), required=False)

    class Meta:
        icon = "pick"
        label = _("Phrase avec un bouton")
        template = "blocks/call_to_action.html"
        value_class = CallToActionValue
        description = _("Une phrase et un bouton qui mène à une page.")

    def clean(self, value):
        value = super().clean(value)
        if bool(value["page"]) == bool(value["address"]):
            error = ValidationError(_("Choisissez une page du site ou donnez une adresse : l’une des deux."))
            raise StructBlockValidationError(block_errors={"page": error})
        return value


class LinkedPagesValue(blocks.StructValue):
    @cached_property
    def pages(self):
        """The chosen pages that are published, in the editor's order, with their own class's summary."""
        chosen = [page.pk for page in self["chosen"] if page]
        found = Page.objects.live().public().specific(defer=False).in_bulk(chosen)
        return [
            {
                "title": page.title,
                "url": page.get_url(),
                "summary": getattr(page, "summary", ""),
                "lang": getattr(page, "foreign_language", ""),
            }
            for page in (found[pk] for pk in chosen if pk in found)
        ]


class LinkedPagesBlock(blocks.StructBlock):
    """A list of pages of the site, shown as cards."""

    chosen = blocks.ListBlock(blocks.PageChooserBlock(), label=_("Pages"), min_num=1, max_num=12)

    class Meta:
        icon = "list-ul"
        label = _("Pages liées")
        template = "blocks/linked_pages.html"
        value_class = LinkedPagesValue
        description = _("Des pages du site à lire ensuite.")
