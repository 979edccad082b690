"""The booklet: a real PDF, read back: order of reading, accents, headings, links at the foot of the page."""

import io

import pytest
from pypdf import PdfReader

from guides.models import GuidePartPage
from guides.paper import views
from guides.paper.html import for_paper
from portal.core.models import PortalImage

pytestmark = pytest.mark.django_db


def pdf_of(client, guide):
    response = client.get(guide.url + "livret.pdf")
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    return PdfReader(io.BytesIO(response.content))


def text_of(reader):
    return " ".join("\n".join(page.extract_text() for page in reader.pages).split())


def titles(outline):
    found = []
    for item in outline:
        found += titles(item) if isinstance(item, list) else [item.title]
    return found


def test_it_reads_from_top_to_bottom_with_accents(client, guide):
    text = text_of(pdf_of(client, guide))
    wanted = ("Partager locaux et matériels", "Sommaire", "Pourquoi partager", "Louer d’abord", "Choisir sa formule")
    wanted += ("Le prêt", "Pas à pas", "Listez ce que vous avez", "Une demi-heure suffit", "Les mots expliqués")
    start = 0
    for words in wanted:
        start = text.index(words, start)
    assert "intérêt collectif" in text
    assert "<" not in text


def test_it_is_a_tagged_a5_with_an_outline(client, guide):
    reader = pdf_of(client, guide)
    box = reader.pages[0].mediabox
    assert (round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)) == (148, 210)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "fr"
    assert "/StructTreeRoot" in root
    outline = titles(reader.outline)
    for part in ("Pourquoi partager", "Choisir sa formule", "Pas à pas"):
        assert part in outline


def test_links_are_written_at_the_foot(client, guide):
    assert "exemple.fr/loi" in text_of(pdf_of(client, guide))


def test_a_page_that_is_printed_has_nothing_to_click():
    html = for_paper(
        '<label><input type="checkbox"> Essayez</label><script>x</script><p class="actions"><a href="/x/">Voir</a></p>'
        '<p><a href="/annuaire/">l’annuaire</a> <a href="https://a.fr/">https://a.fr/</a> <a href="#x">là</a></p>'
    )
    assert '<span class="case"></span> Essayez' in html
    assert "script" not in html
    assert "Voir" not in html
    assert html.count('class="note"') == 1


def test_a_missing_picture_is_said_and_the_rest_is_made(client, guide, picture):
    part = GuidePartPage.objects.get(slug="pourquoi")
    part.body = [
        ("image", {"image": picture, "alternative": "La salle du bas", "is_decorative": False, "caption": ""}),
        ("text", "<p>Après la photo.</p>"),
    ]
    part.save_revision().publish()
    assert "Une image manque" not in text_of(pdf_of(client, guide))
    picture.file.storage.delete(picture.file.name)
    for rendition in picture.renditions.all():
        rendition.file.storage.delete(rendition.file.name)
    guide.save_revision().publish()
    text = text_of(pdf_of(client, guide))
    assert "Une image manque ici : La salle du bas" in text
    assert "Après la photo." in text


def test_it_is_kept_until_the_guide_or_a_part_changes(client, guide, monkeypatch):
    made = []
    real = views.Booklet.pdf
    monkeypatch.setattr(views.Booklet, "pdf", lambda self, request: made.append(1) or real(self, request))
    for _again in range(2):
        client.get(guide.url + "livret.pdf")
    assert len(made) == 1
    GuidePartPage.objects.get(slug="pas-a-pas").save_revision().publish()
    client.get(guide.url + "livret.pdf")
    assert len(made) == 2


@pytest.fixture
def picture(portal_site):
    from PIL import Image as Drawing

    file = io.BytesIO()
    Drawing.new("RGB", (640, 480), "#0d5945").save(file, "JPEG")
    from django.core.files.base import ContentFile

    return PortalImage.objects.create(
        title="Salle", description="Une salle", file=ContentFile(file.getvalue(), "salle.jpg"), consent="nobody"
    )
