"""What a part of a mini-guide is made of: the body's plainest blocks, and five that speak as a guide does."""

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock

from portal.core.blocks.body import TEXT_FEATURES, HeadingBlock, KeyFigureBlock, QuoteBlock
from portal.core.blocks.media import EmbedBlock, ImageBlock

INLINE_FEATURES = ["bold", "italic", "link", "document-link"]
IN_BRIEF = 160  # signs of a cell of the table of alternatives


class AlternativeBlock(blocks.StructBlock):
    """One way to do it, as a row of the table; what is not known stays empty."""

    name = blocks.CharBlock(label=_("Formule"), max_length=80)
    fits_when = blocks.CharBlock(label=_("Quand la choisir"), max_length=IN_BRIEF)
    cost = blocks.CharBlock(label=_("Coût"), required=False, max_length=IN_BRIEF)
    time = blocks.CharBlock(label=_("Temps"), required=False, max_length=IN_BRIEF)
    legal_form = blocks.CharBlock(label=_("Forme juridique"), required=False, max_length=IN_BRIEF)
    example = blocks.CharBlock(label=_("Exemple"), required=False, max_length=IN_BRIEF)
    example_page = blocks.PageChooserBlock(label=_("Page de l’exemple"), required=False)


class AlternativesValue(blocks.StructValue):
    COLUMNS = ("fits_when", "cost", "time", "legal_form", "example")

    @cached_property
    def table(self):
        """{"columns": [label], "rows": [(name, [(label, text, address)])]}: columns that no row fills are left out."""
        rows = self["alternatives"]
        labels = {name: block.label for name, block in rows.list_block.child_block.child_blocks.items()}
        columns = [name for name in self.COLUMNS if any(row.get(name) for row in rows)]
        return {
            "columns": [labels[name] for name in columns],
            "rows": [(row["name"], [_cell(labels, row, name) for name in columns]) for row in rows],
        }


def _cell(labels, row, name):
    page = row.get("example_page") if name == "example" else None
    return labels[name], row.get(name, ""), page.get_url() or "" if page and page.live else ""


class AlternativesBlock(blocks.StructBlock):
    """The ways to do it, compared in one table."""

    caption = blocks.CharBlock(label=_("Légende"), max_length=120, help_text=_("« Quatre façons de partager »."))
    alternatives = blocks.ListBlock(AlternativeBlock(), label=_("Formules"), min_num=2, max_num=8)

    class Meta:
        icon = "table"
        label = _("Formules comparées")
        template = "blocks/alternatives.html"
        value_class = AlternativesValue
        description = _("Un tableau : formule, quand la choisir, coût, temps, forme juridique, exemple.")


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("À faire"), max_length=120, help_text=_("Un verbe : « Listez ce que vous avez »."))
    detail = blocks.RichTextBlock(label=_("Comment"), features=INLINE_FEATURES, required=False)


class StepsBlock(blocks.StructBlock):
    """Steps in order, that a visitor can tick; the ticks stay in the browser."""

    steps = blocks.ListBlock(StepBlock(), label=_("Étapes"), min_num=2, max_num=15)

    class Meta:
        icon = "list-ol"
        label = _("Pas à pas")
        template = "blocks/steps.html"
        description = _("Des étapes que l’on coche en lisant. Rien n’est envoyé : les coches restent chez le visiteur.")


class PointsBlock(blocks.StructBlock):
    """A named list: what it is for, the conditions, what helps, what hurts."""

    KINDS = [
        ("purpose", _("À quoi ça sert")),
        ("conditions", _("À quelles conditions")),
        ("success", _("Ce qui fait réussir")),
        ("traps", _("Les pièges")),
    ]
    kind = blocks.ChoiceBlock(label=_("De quoi s’agit-il"), choices=KINDS, default="conditions")
    points = blocks.ListBlock(
        blocks.RichTextBlock(label=_("Point"), features=INLINE_FEATURES), label=_("Points"), min_num=1, max_num=12
    )

    class Meta:
        icon = "list-ul"
        label = _("Liste : à quoi ça sert, conditions, réussite, pièges")
        template = "blocks/points.html"
        description = _("Une liste courte, sous un intertitre tout prêt.")

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        return context | {"heading": dict(self.KINDS)[value["kind"]]}


class MessageBlock(blocks.StructBlock):
    """What one would say to those who decide."""

    READERS = [
        ("deciders", _("Un mot aux élues et aux élus")),
        ("structures", _("Un mot aux structures")),
        ("funders", _("Un mot aux financeurs")),
    ]
    to = blocks.ChoiceBlock(label=_("À qui"), choices=READERS, default="deciders")
    text = blocks.RichTextBlock(label=_("Message"), features=INLINE_FEATURES)

    class Meta:
        icon = "comment"
        label = _("Message à qui décide")
        template = "blocks/message.html"
        description = _("Ce que vous diriez à une mairie, à un financeur, à une autre structure.")

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        return context | {"heading": dict(self.READERS)[value["to"]]}


class ResourceValue(blocks.StructValue):
    @cached_property
    def url(self):
        """Where it is; "" when its page or its file is gone."""
        if page := self.get("page"):
            return page.get_url() or "" if page.live else ""
        document = self.get("document")
        return document.url if document else self.get("address", "")


class ResourceBlock(blocks.StructBlock):
    """A page of the site, another site, or a file: one of the three."""

    KINDS = [("read", _("À lire")), ("model", _("Lettre ou convention type")), ("tool", _("Outil"))]
    kind = blocks.ChoiceBlock(label=_("Genre"), choices=KINDS, default="read")
    title = blocks.CharBlock(label=_("Titre"), max_length=150)
    description = blocks.CharBlock(label=_("Ce qu’on y trouve"), required=False, max_length=250)
    page = blocks.PageChooserBlock(label=_("Page du site"), required=False)
    address = blocks.URLBlock(label=_("ou adresse d’un autre site"), required=False)
    document = DocumentChooserBlock(label=_("ou fichier à télécharger"), required=False)

    class Meta:
        value_class = ResourceValue

    def clean(self, value):
        value = super().clean(value)
        if sum(bool(value[name]) for name in ("page", "address", "document")) > 1:
            error = ValidationError(_("Une page, une adresse ou un fichier : l’un des trois seulement."))
            raise StructBlockValidationError(block_errors={"page": error})
        return value


class FurtherBlock(blocks.StructBlock):
    """What to read, to use, to download after the guide."""

    resources = blocks.ListBlock(ResourceBlock(), label=_("Ressources"), min_num=1, max_num=15)

    class Meta:
        icon = "link"
        label = _("Pour aller plus loin")
        template = "blocks/further.html"
        description = _("Des liens, des documents, des lettres types à télécharger.")

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        return context | {"kinds": dict(ResourceBlock.KINDS)}


class PartBlock(blocks.StreamBlock):
    """A part's blocks, flat; ten sorts, as a body has."""

    text = blocks.RichTextBlock(label=_("Texte"), icon="pilcrow", features=TEXT_FEATURES, template="blocks/text.html")
    heading = HeadingBlock()
    points = PointsBlock()
    alternatives = AlternativesBlock()
    steps = StepsBlock()
    message = MessageBlock()
    further = FurtherBlock()
    image = ImageBlock()
    quote = QuoteBlock()
    embed = EmbedBlock()


class ToldStepBlock(blocks.StructBlock):
    when = blocks.CharBlock(
        label=_("Quand"), required=False, max_length=60, help_text=_("Comme vous le diriez : « mi-octobre 2018 ».")
    )
    what = blocks.RichTextBlock(label=_("Ce qui a été fait"), features=INLINE_FEATURES)

    class Meta:
        icon = "date"
        label = _("Étape")
        template = "blocks/told_step.html"


class ToldStepsBlock(blocks.StreamBlock):
    """What was done, in order."""

    step = ToldStepBlock()

    class Meta:
        max_num = 20


class FiguresBlock(blocks.StreamBlock):
    """What it gives, in figures."""

    figure = KeyFigureBlock(icon="order", label=_("Chiffre"))

    class Meta:
        max_num = 6
