"""Blocks that show an image or a video."""

from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageChooserBlock

from portal.core.embeds import PLAYER_NAMES, find_player


class ImageValue(blocks.StructValue):
    @property
    def alt_text(self):
        """The alternative of this page, else the library's; empty when the image is decorative here or everywhere."""
        if self["is_decorative"]:
            return ""
        return self["alternative"] or self["image"].default_alt_text


class ImageBlock(blocks.StructBlock):
    """An image with its alternative, or said to be decorative."""

    image = ImageChooserBlock(label=_("Image"))
    alternative = blocks.CharBlock(
        label=_("Texte de remplacement"),
        required=False,
        max_length=255,
        help_text=_(
            "Ce que l’image dit, ici, à qui ne la voit pas. Si vous laissez vide, celui de la médiathèque sert."
        ),
    )
    is_decorative = blocks.BooleanBlock(label=_("Image décorative"), required=False)
    caption = blocks.CharBlock(label=_("Légende"), required=False, max_length=250)

    class Meta:
        icon = "image"
        label = _("Image")
        template = "blocks/image.html"
        value_class = ImageValue
        description = _("Une photo ou un dessin, avec son crédit.")

    def clean(self, value):
        value = super().clean(value)
        if not value["is_decorative"] and not value.alt_text and not value["image"].is_decorative:
            raise StructBlockValidationError(
                block_errors={
                    "alternative": ValidationError(
                        _("Cette image n’a pas de texte de remplacement : écrivez-le, ou cochez « décorative ».")
                    )
                }
            )
        return value


class EmbedValue(blocks.StructValue):
    @property
    def player_url(self):
        player = find_player(self["url"])
        return player.url if player else ""

    @property
    def host(self):
        player = find_player(self["url"])
        return player.host if player else ""


class EmbedBlock(blocks.StructBlock):
    """A video or a sound of an allowed player; nothing is loaded from there before a click."""

    title = blocks.CharBlock(label=_("Titre"), max_length=150)
    url = blocks.URLBlock(
        label=_("Adresse de la vidéo"), help_text=format_lazy(_("Chez : {names}."), names=PLAYER_NAMES)
    )

    class Meta:
        icon = "media"
        label = _("Vidéo ou son")
        template = "blocks/embed.html"
        value_class = EmbedValue
        description = _("Rien n’est chargé de l’autre site tant que l’on n’a pas cliqué.")

    def clean(self, value):
        value = super().clean(value)
        if not find_player(value["url"]):
            raise StructBlockValidationError(
                block_errors={
                    "url": ValidationError(
                        _(
                            "Cette adresse n’est pas celle d’une vidéo d’un site accepté : %(names)s. Un lien dans "
                            "le texte convient pour les autres."
                        ),
                        params={"names": PLAYER_NAMES},
                    )
                }
            )
        return value
