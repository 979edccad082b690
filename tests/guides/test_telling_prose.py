"""Typed text made into rich text: paragraphs, lists, links; everything escaped, no word lost."""

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from guides.telling.prose import cleaned, one_line, rich
from portal.core.blocks.body import TEXT_FEATURES


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        (" \n\t\n ", ""),
        ("Un.\nDeux.\n\nTrois.", "<p>Un.<br/>Deux.</p><p>Trois.</p>"),
        ("Un :\n- un\n– deux\n•\ttrois\nFin.", "<p>Un :</p><ul><li>un</li><li>deux</li><li>trois</li></ul><p>Fin.</p>"),
        ("-5 degrés", "<p>-5 degrés</p>"),
        ("- un\n\n- deux", "<ul><li>un</li><li>deux</li></ul>"),
        ("<script>alert(1)</script> & « dit » “x”", "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; « dit » “x”</p>"),
    ],
)  # fmt: skip
def test_paragraphs_and_lists(text, html):
    assert rich(text) == html


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("Voir https://exemple.fr/a_(b), puis.", ["https://exemple.fr/a_(b)"]),
        ("(https://exemple.fr/)", ["https://exemple.fr/"]),
        ("HTTP://Exemple.fr!", ["HTTP://Exemple.fr"]),
        ("« https://exemple.fr/?a=1&b=\"2 »", ["https://exemple.fr/?a=1&b="]),
        ("javascript:alert(1) //evil.example data:text/html,x ftp://x.fr www.x.fr", []),
        ("https:// http://[ https://a@evil.example http://[::1", []),
        ("jAvAsCrIpT:https://x.fr", ["https://x.fr"]),
    ],
)  # fmt: skip
def test_only_web_addresses_become_links(text, links):
    soup = BeautifulSoup(rich(text), "html.parser")
    assert [link["href"] for link in soup.select("a")] == links
    assert soup.text == text


def test_a_step_takes_no_list():
    assert rich("Réunir\n- tous", lists=False) == "<p>Réunir<br/>- tous</p>"


def test_what_word_processors_leave_goes_and_the_words_stay():
    pasted = "\ufeffL’été\u00a0: “oui”\x0bligne\r\n\uf0b7\tpoint\x07\x00\u202efin\u2028suite…"
    assert cleaned(pasted) == "L’été\u00a0: “oui”\nligne\n•\tpointfin\nsuite…"
    assert rich(pasted) == "<p>L’été\u00a0: “oui”<br/>ligne</p><ul><li>pointfin</li></ul><p>suite…</p>"
    assert one_line(" Un\ttitre\r\nsur deux ") == "Un titre sur deux"


@given(st.text(max_size=300))
def test_no_word_is_lost_and_no_tag_is_made_of_any_text(text):
    soup = BeautifulSoup(rich(text, lists=False), "html.parser")
    assert {tag.name for tag in soup.find_all()} <= {"p", "br", "a"}
    words = "".join(cleaned(text).split())
    assert "".join(soup.text.split()) == words


def test_the_editor_keeps_what_was_typed():
    """Opened and saved again in Wagtail's editor, nothing of it changes but the identifiers."""
    html = rich("Un.\nDeux.\n\n- trois\n- https://exemple.fr/\n\nQuatre")
    converter = ContentstateConverter(features=TEXT_FEATURES)
    again = BeautifulSoup(converter.to_database_format(converter.from_database_format(html)), "html.parser")
    for tag in again.find_all(True):
        tag.attrs.pop("data-block-key", None)
    assert str(again) == str(BeautifulSoup(html, "html.parser"))
