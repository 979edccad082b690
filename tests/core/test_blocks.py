"""The ten blocks of a page's body: what they accept, what they print, and that nothing hostile gets through."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from wagtail.documents.models import Document

from directory.models import StructurePage
from portal.core.blocks import BodyBlock
from portal.core.embeds import PLAYER_ORIGINS, find_player
from portal.core.models import PortalImage
from portal.demo.builders import make_structure
from tests.core.test_images import picture_file
from tests.rooms import directory, make_private

HOSTILE = """<script>alert("x")</script><img src=x onerror=alert(1)>"'&"""
BODY = BodyBlock()


def clean(name, value):
    """What the editor's form does with a block's value."""
    block = BODY.child_blocks[name]
    return block.clean(block.normalize(value))


def render(name, value):
    """The block's HTML, as a page prints it."""
    block = BODY.child_blocks[name]
    return block.render(block.normalize(value))


def assert_harmless(html):
    soup = BeautifulSoup(html, "html.parser")
    assert not [tag for tag in soup.find_all("script") if not tag.get("src", "").startswith("/static/")]
    for tag in soup.find_all(True):
        assert not [name for name in tag.attrs if name.startswith("on")], tag
        assert not str(tag.get("href", "")).lower().startswith("javascript:"), tag
        assert "style" not in tag.attrs, tag


def test_a_body_is_made_of_the_ten_blocks_and_no_other():
    assert set(BODY.child_blocks) == {
        "text",
        "heading",
        "image",
        "quote",
        "key_figures",
        "call_to_action",
        "document",
        "embed",
        "table",
        "linked_pages",
    }


def test_blocks_do_not_nest():
    from wagtail.blocks import StreamBlock

    def descendants(block):
        children = getattr(block, "child_blocks", None)
        children = list(children.values()) if children else [getattr(block, "child_block", None)]
        for child in filter(None, children):
            yield child
            yield from descendants(child)

    assert not [block for block in descendants(BODY) if isinstance(block, StreamBlock)]


# -- Hostile text -----------------------------------------------------------------------------------------------------
TEXTS = {
    "heading": {"text": HOSTILE, "level": "h2"},
    "quote": {"text": HOSTILE, "author": HOSTILE, "role": HOSTILE},
    "key_figures": {"figures": [{"figure": HOSTILE, "label": HOSTILE}]},
    "call_to_action": {"text": HOSTILE, "label": HOSTILE, "page": None, "address": 'https://x.org/"onclick="x'},
    "embed": {"title": HOSTILE, "url": "https://vimeo.com/1234"},
    "table": {
        "columns": [{"type": "text", "heading": HOSTILE}],
        "rows": [{"values": [HOSTILE]}],
        "caption": HOSTILE,
    },
}


@pytest.mark.parametrize("name", TEXTS)
def test_hostile_text_is_printed_as_text(name):
    html = render(name, TEXTS[name])
    assert_harmless(html)
    assert 'alert("x")' in BeautifulSoup(html, "html.parser").get_text()


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,<script>", "/interne/", "vbscript:x", "https://", "x y"]
)
def test_a_button_leads_to_no_script_nor_half_address(address):
    with pytest.raises(ValidationError):
        clean("call_to_action", {"text": "a", "label": "b", "page": None, "address": address})


def test_an_address_without_scheme_is_stored_whole():
    value = clean("call_to_action", {"text": "a", "label": "b", "page": None, "address": "//exemple.fr/a"})
    assert value["address"] in ("http://exemple.fr/a", "https://exemple.fr/a")


# -- Headings, figures, table -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("level", ["h2", "h3"])
def test_a_heading_has_its_level(level):
    assert f"<{level}>Nos ateliers</{level}>" in render("heading", {"text": "Nos ateliers", "level": level})


def test_a_heading_cannot_be_the_page_s_title():
    with pytest.raises(ValidationError):
        clean("heading", {"text": "x", "level": "h1"})


def test_key_figures_are_from_one_to_six():
    figure = {"figure": "12", "label": "ateliers"}
    assert len(clean("key_figures", {"figures": [figure] * 6})["figures"]) == 6
    for count in (0, 7):
        with pytest.raises(ValidationError):
            clean("key_figures", {"figures": [figure] * count})


def test_a_table_says_what_its_columns_are_and_what_it_is_about():
    value = {
        "columns": [{"type": "text", "heading": "Outil"}, {"type": "text", "heading": "Prix"}],
        "rows": [{"values": ["Scie", "0 €"]}],
        "caption": "Ce qui se prête",
    }
    soup = BeautifulSoup(render("table", value), "html.parser")
    assert soup.caption.get_text() == "Ce qui se prête"
    assert [(cell["scope"], cell.get_text()) for cell in soup.find_all("th")] == [("col", "Outil"), ("col", "Prix")]
    assert [cell.get_text(strip=True) for cell in soup.find_all("td")] == ["Scie", "0 €"]


# -- Image ------------------------------------------------------------------------------------------------------------
@pytest.fixture
def image(db):
    image = PortalImage(title="Atelier", description="Deux personnes réparent un vélo", credit="A. Blanc")
    image.file = ContentFile(picture_file(), name="atelier.jpg")
    image.save()
    return image


def image_value(image, **values):
    return {"image": image, "alternative": "", "is_decorative": False, "caption": ""} | values


def alt(image, **values):
    return BeautifulSoup(render("image", image_value(image, **values)), "html.parser").img["alt"]


def test_an_image_says_what_the_library_says_unless_the_page_says_better(image):
    assert alt(image) == "Deux personnes réparent un vélo"
    assert alt(image, alternative="Notre atelier du samedi") == "Notre atelier du samedi"


def test_a_decorative_image_is_silent(image):
    assert alt(image, is_decorative=True) == ""
    assert alt(image, is_decorative=True, alternative="x") == ""


def test_an_image_decorative_in_the_library_is_silent_unless_the_page_describes_it(image):
    image.is_decorative = True
    assert alt(image) == ""
    assert alt(image, alternative="Notre atelier du samedi") == "Notre atelier du samedi"


def test_an_image_that_nobody_described_is_refused(image):
    image.description = ""
    image.save()
    with pytest.raises(ValidationError):
        clean("image", image_value(image))
    clean("image", image_value(image, alternative="Un vélo"))
    clean("image", image_value(image, is_decorative=True))


def test_an_image_shows_its_caption_and_credit_as_text(image):
    image.credit = HOSTILE
    html = render("image", image_value(image, caption=HOSTILE, alternative=HOSTILE))
    assert_harmless(html)
    assert "Crédit" in html


def test_an_image_that_was_deleted_leaves_nothing():
    assert render("image", image_value(None)).strip().split("#}")[-1].strip() == ""


# -- Document ---------------------------------------------------------------------------------------------------------
def test_a_document_shows_its_title_kind_and_weight(db):
    document = Document(title="Convention-type <b>", file=ContentFile(b"x" * 2048, name="convention.odt"))
    document.save()
    html = render("document", {"document": document, "description": HOSTILE})
    assert_harmless(html)
    assert "Convention-type &lt;b&gt;" in html
    assert "ODT" in html
    assert document.url in html
    assert "2,0" in html


def test_a_document_that_was_deleted_leaves_nothing():
    assert "<a" not in render("document", {"document": None, "description": "x"})


# -- Video ------------------------------------------------------------------------------------------------------------
GOOD = {
    "https://www.youtube.com/watch?v=dQw4w9WgXcQ": "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
    "https://www.youtube.com/watch?list=x&v=dQw4w9WgXcQ&t=3": "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
    "https://youtu.be/dQw4w9WgXcQ?si=x": "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
    "https://vimeo.com/76979871": "https://player.vimeo.com/video/76979871?dnt=1",
    "https://www.dailymotion.com/video/x8abcd": "https://geo.dailymotion.com/player.html?video=x8abcd",
    "https://framatube.org/w/9c9de5e8-0a1e": "https://framatube.org/videos/embed/9c9de5e8-0a1e",
}
BAD = [
    "http://www.youtube.com/watch?v=dQw4w9WgXcQ",
    "https://www.youtube.com.evil.example/watch?v=dQw4w9WgXcQ",
    "https://evil.example/https://youtu.be/dQw4w9WgXcQ",
    "https://youtube.com@evil.example/watch?v=dQw4w9WgXcQ",
    "https://evilyoutube.com/watch?v=dQw4w9WgXcQ",
    "https://framatubexorg/w/abc",
    "https://framatube.org.evil.example/w/abc",
    "https://www.youtube.com/redirect?q=https://evil.example",
    "//evil.example",
    "javascript:alert(1)//https://youtu.be/dQw4w9WgXcQ",
    'https://youtu.be/"><script>',
    "https://vimeo.com/../evil",
    "",
]


@pytest.mark.parametrize("url", GOOD)
def test_a_video_of_an_accepted_site_has_its_player(url):
    assert find_player(url).url == GOOD[url]
    clean("embed", {"title": "Une visite", "url": url})


@pytest.mark.parametrize("url", BAD)
def test_a_video_of_any_other_site_is_refused(url):
    assert find_player(url) is None
    with pytest.raises(ValidationError):
        clean("embed", {"title": "Une visite", "url": url})


@pytest.mark.parametrize("url", GOOD)
def test_every_player_is_one_that_the_security_policy_lets_in(url):
    assert any(find_player(url).url.startswith(f"{origin}/") for origin in PLAYER_ORIGINS)


def test_nothing_is_loaded_from_the_player_before_a_click():
    soup = BeautifulSoup(render("embed", {"title": "Visite", "url": "https://vimeo.com/7"}), "html.parser")
    assert not soup.find(["iframe", "img", "object", "embed"])
    assert soup.find("a")["href"] == "https://vimeo.com/7"


# -- Links ------------------------------------------------------------------------------------------------------------
def call_to_action(**values):
    return {"text": "Un lieu libre ?", "label": "Proposer un lieu", "page": None, "address": ""} | values


def test_a_button_needs_one_target_and_only_one(portal_site):
    clean("call_to_action", call_to_action(page=portal_site))
    clean("call_to_action", call_to_action(address="https://exemple.fr/"))
    with pytest.raises(ValidationError):
        clean("call_to_action", call_to_action())
    with pytest.raises(ValidationError):
        clean("call_to_action", call_to_action(page=portal_site, address="https://exemple.fr/"))


def test_a_button_leads_to_its_page(portal_site):
    page = make_structure(directory(), title="La Fruitière")
    assert f'href="{page.url}"' in render("call_to_action", call_to_action(page=page))


def test_a_button_to_an_unpublished_page_leads_nowhere(portal_site):
    page = make_structure(directory(), title="La Fruitière", live=False)
    html = render("call_to_action", call_to_action(page=page))
    assert "<a" not in html
    assert "Un lieu libre" in html


def test_a_page_survives_the_deletion_of_what_its_blocks_point_to(client, portal_site, image):
    other = make_structure(directory(), title="La Fruitière")
    document = Document(title="Convention", file=ContentFile(b"x", name="convention.odt"))
    document.save()
    blocks = [
        ("text", f'<p>Voir <a linktype="page" id="{other.pk}">la fruitière</a> et la suite.</p>'),
        ("call_to_action", call_to_action(page=other)),
        ("linked_pages", {"chosen": [other]}),
        ("image", image_value(image)),
        ("document", {"document": document, "description": ""}),
    ]
    page = make_structure(directory(), title="Le Rucher", presentation=blocks)
    address = other.url
    assert address in client.get(page.url).text
    StructurePage.objects.get(pk=other.pk).delete()
    image.delete()
    document.delete()
    response = client.get(page.url)
    assert response.status_code == 200
    assert f'href="{address}"' not in response.text


def test_linked_pages_are_the_public_ones_in_the_editor_s_order(portal_site):
    first, second, third, private, draft = (
        make_structure(directory(), title=title, summary=f"Résumé de {title}", live=title != "Brouillon")
        for title in ("Zinc", "Abeille", "Miel", "Secret", "Brouillon")
    )
    make_private(private)
    html = render("linked_pages", {"chosen": [third, draft, first, private, second]})
    links = BeautifulSoup(html, "html.parser").find_all("a")
    assert [link.get_text() for link in links] == ["Miel", "Zinc", "Abeille"]
    assert "Résumé de Miel" in html
