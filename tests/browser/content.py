"""`python -m tests.browser.content`: runs beside the started portal, on its database, and prints one JSON object.

It names the pages that the tests open ({"structure": "/annuaire/…/"}), and adds the one thing that the demo does not
have: a page with every block.
"""

import io
import json
import os
import sys

VIDEO = "https://peertube.fr/w/exemple-de-video"


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()
    json.dump(addresses(), sys.stdout)


def addresses():
    """Return {name of a template's page: path}."""
    from agenda.models import EventPage
    from directory.models import StructurePage
    from guides.models import StoryPage
    from portal.demo.accounts import MEMBERS

    structures, events = StructurePage.objects.live().order_by("pk"), EventPage.objects.live().order_by("pk")
    chosen = {
        "structure": structures.filter(is_fictional=True, commune__isnull=False, events__isnull=False),
        "partenaire": structures.filter(is_fictional=False, summary=""),
        "evenement": events.filter(status="confirmed"),
        "evenement-annule": events.filter(status="cancelled"),
        "initiative": StoryPage.objects.live().order_by("pk"),
    }
    found = {name: pages.first().url for name, pages in chosen.items()}
    owned = structures.filter(group_permissions__group__user__email=MEMBERS[0]).first()
    others = structures.filter(is_fictional=True).exclude(pk=owned.pk).first()
    found |= articles() | {"tous-les-blocs": page_with_every_block().url}
    return found | {"id-de-la-structure-du-membre": owned.pk, "id-d-une-autre-structure": others.pk}


def articles():
    """A guide, its parts that hold the widest blocks, and a story whose structure gives advice (a fictional one)."""
    from directory.models import StructurePage
    from guides.models import GuidePage, StoryIndexPage, StoryPage
    from portal.demo.builders import make_story

    def part_with(kind):
        parts = (part for guide in GuidePage.objects.live().order_by("number") for part in guide.parts)
        return next(part for part in parts if any(block.block_type == kind for block in part.body))

    formules = part_with("alternatives")
    guide = formules.get_parent()
    structure = StructurePage.objects.live().exclude(email="").filter(is_fictional=True).order_by("pk").first()
    told = StoryPage.objects.live().filter(slug="un-conseil").first() or make_story(
        StoryIndexPage.objects.get(locale__language_code="fr"),
        title="Un conseil (exemple fictif)",
        slug="un-conseil",
        structures=[structure],
        advice_open=True,
    )
    return {
        "mini-guide": guide.url,
        "mini-guide-formules": formules.url,
        "mini-guide-etapes": part_with("steps").url,
        "mini-guide-entier": f"{guide.url}une-page/",
        "avis-de-lecture": f"/avis/{formules.pk}/?aide=non",
        "initiative-conseil": f"{told.url}demander-conseil/",
    }


def page_with_every_block():
    from portal.home.models import HomePage, StandardPage

    home = HomePage.objects.get(locale__language_code="fr")
    page = StandardPage.objects.child_of(home).filter(slug="tous-les-blocs").first()
    return page or home.add_child(
        instance=StandardPage(title="Tous les blocs", slug="tous-les-blocs", summary="Pour les tests.", body=body(home))
    )


def body(home):
    from wagtail.models import Page

    pages = list(Page.objects.child_of(home).live()[:2])
    row = ["Une salle de réunion", "Chaque jour ouvré", "Vingt personnes"]
    return [
        ("heading", {"text": "Une partie", "level": "h2"}),
        (
            "text",
            "<p>Un texte avec <b>du gras</b>, <a href='https://example.org/'>un lien</a>.</p><ul><li>Un</li></ul>",
        ),
        ("heading", {"text": "Une sous-partie", "level": "h3"}),
        ("image", {"image": picture(), "alternative": "Un carré bleu", "is_decorative": False, "caption": "Bleu."}),
        ("quote", {"text": "À plusieurs, c’est plus simple.", "author": "Alix Exemple", "role": "Habitante"}),
        ("key_figures", {"figures": [{"figure": "126 900 €", "label": "de budget"}]}),
        ("call_to_action", {"text": "Et vous ?", "label": "Voir l’annuaire", "page": pages[0], "address": ""}),
        ("document", {"document": leaflet(), "description": "Un modèle à recopier."}),
        ("embed", {"title": "Une vidéo d’exemple", "url": VIDEO}),
        (
            "table",
            {
                "columns": [{"type": "text", "heading": heading} for heading in ("Quoi", "Quand", "Combien")],
                "rows": [{"values": row}, {"values": row}],
                "caption": "Ce qui se partage",
            },
        ),
        ("linked_pages", {"chosen": pages}),
    ]


def picture():
    from django.core.files.base import ContentFile
    from PIL import Image

    from portal.core.models import PortalImage

    Image.new("RGB", (1300, 800), "#1f6f8b").save(drawn := io.BytesIO(), "PNG")
    file = ContentFile(drawn.getvalue(), "bleu.png")
    return PortalImage.objects.create(title="Bleu", file=file, description="Un carré bleu", consent="nobody")


def leaflet():
    from django.core.files.base import ContentFile
    from wagtail.documents.models import Document

    return Document.objects.create(title="Modèle de convention", file=ContentFile(b"Convention.", "convention.txt"))


if __name__ == "__main__":
    main()
