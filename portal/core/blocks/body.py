"""BodyBlock: what a contributor can put on a page, one under the other, without nesting."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock

from portal.core.blocks.links import CallToActionBlock, LinkedPagesBlock
from portal.core.blocks.media import EmbedBlock, ImageBlock

TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class HeadingBlock(blocks.StructBlock):
    """A heading: h2 for a part, h3 inside it; the page's title is the only h1."""

    text = blocks.CharBlock(label=_("Intertitre"), max_length=120)
    level = blocks.ChoiceBlock(
        label=_("Niveau"), choices=[("h2", _("Partie")), ("h3", _("Sous-partie"))], default="h2", required=True
    )

    class Meta:
        icon = "title"
        label = _("Intertitre")
        template = "blocks/heading.html"
        preview_value = {"text": _("Ce que nous faisons"), "level": "h2"}
        description = _("Pour que l’on s’y retrouve d’un coup d’œil.")


class QuoteBlock(blocks.StructBlock):
    """Words that somebody really said, with their name."""

    text = blocks.TextBlock(label=_("Citation"), max_length=600)
    author = blocks.CharBlock(label=_("Qui parle"), max_length=120)
    role = blocks.CharBlock(label=_("À quel titre"), required=False, max_length=120)

    class Meta:
        icon = "openquote"
        label = _("Citation")
        template = "blocks/quote.html"
        description = _("Les mots de quelqu’un, avec son nom et son accord.")


class KeyFigureBlock(blocks.StructBlock):
    figure = blocks.CharBlock(label=_("Chiffre"), max_length=20, help_text=_("Avec son unité : « 126 900 € »."))
    label = blocks.CharBlock(label=_("Ce qu’il compte"), max_length=120)


class KeyFiguresBlock(blocks.StructBlock):
    """A few figures, each with what it counts."""

    figures = blocks.ListBlock(KeyFigureBlock(), label=_("Chiffres"), min_num=1, max_num=6)

    class Meta:
        icon = "order"
        label = _("Chiffres clés")
        template = "blocks/key_figures.html"
        description = _("De un à six chiffres qui parlent.")


class DocumentBlock(blocks.StructBlock):
    """A file to download, with its kind and its weight."""

    document = DocumentChooserBlock(label=_("Document"))
    description = blocks.CharBlock(label=_("Ce qu’on y trouve"), required=False, max_length=200)

    class Meta:
        icon = "doc-full"
        label = _("Document à télécharger")
        template = "blocks/document.html"
        description = _("Un fichier de la médiathèque : modèle, compte rendu, tableau.")


def table_block():
    """Return the table block: a real table, with a caption that screen readers announce."""
    table = TypedTableBlock(
        [
            ("text", blocks.CharBlock(label=_("Texte"), required=False)),
            ("rich_text", blocks.RichTextBlock(label=_("Texte mis en forme"), features=TEXT_FEATURES, required=False)),
        ],
        label=_("Tableau"),
        icon="table",
        template="blocks/table.html",
        group=_("Données"),
    )
    table.meta.description = _("Pour comparer ; donnez-lui une légende.")
    return table


class BodyBlock(blocks.StreamBlock):
    """The ten blocks, flat."""

    text = blocks.RichTextBlock(label=_("Texte"), icon="pilcrow", features=TEXT_FEATURES, template="blocks/text.html")
    heading = HeadingBlock()
    image = ImageBlock()
    quote = QuoteBlock()
    key_figures = KeyFiguresBlock()
    call_to_action = CallToActionBlock()
    document = DocumentBlock()
    embed = EmbedBlock()
    table = table_block()
    linked_pages = LinkedPagesBlock()

    class Meta:
        block_counts = {"call_to_action": {"max_num": 2}}
