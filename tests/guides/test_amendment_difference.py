"""The difference between two bodies, in words: nothing that a proposal changes is hidden."""

import pytest
from bs4 import BeautifulSoup

from guides.amending.bodies import BODY, same
from guides.amending.difference import difference, shown
from portal.demo.builders import make_guide
from tests.rooms import guides

pytestmark = pytest.mark.django_db


def body(*blocks):
    """blocks: (identifier, type, value as stored)."""
    return BODY.stream_block.to_python([{"id": key, "type": kind, "value": value} for key, kind, value in blocks])


def text(key, html):
    return key, "text", html


def states(before, after):
    return [row["state"] for row in difference(before, after)]


def marked(before, after, tag):
    soup = BeautifulSoup("".join(row["html"] for row in difference(before, after)), "html.parser")
    return [found.text for found in soup(tag)]


def test_words_that_come_and_go_are_marked():
    before, after = body(text("a", "<p>Un prêt suffit.</p>")), body(text("a", "<p>Un contrat suffit.</p>"))
    assert states(before, after) == ["changed"]
    assert marked(before, after, "ins") == ["contrat"]
    assert marked(before, after, "del") == ["prêt"]


def test_blocks_that_come_go_stay_and_move_are_told_apart():
    one, two, three = (text(key, f"<p>{key}</p>") for key in ("un", "deux", "trois"))
    assert states(body(one, two), body(one, two)) == ["same", "same"]
    assert states(body(one, two), body(one, three, two)) == ["same", "added", "same"]
    assert states(body(one, two, three), body(one, three)) == ["same", "removed", "same"]
    assert sorted(states(body(one, two, three), body(three, one, two))) == ["moved", "same", "same"]
    assert shown(body(one, two, three), body(three, one, two))["unchanged"] == 2
    assert states(body(), body(one)) == ["added"]
    assert states(body(one), body()) == ["removed"]


def test_a_block_that_moves_and_changes_shows_its_words():
    before = body(text("a", "<p>Alpha.</p>"), text("b", "<p>Un long texte.</p>"), text("c", "<p>Gamma.</p>"))
    after = body(text("b", "<p>Un très long texte.</p>"), text("a", "<p>Alpha.</p>"), text("c", "<p>Gamma.</p>"))
    assert "".join(marked(before, after, "ins")).strip() == "très"
    assert "changed" in states(before, after)


def test_a_link_that_leads_elsewhere_shows():
    before = body(text("a", '<p>Voir <a href="https://exemple.fr/loi">la loi</a>.</p>'))
    after = body(text("a", '<p>Voir <a href="https://evil.example/">la loi</a>.</p>'))
    assert states(before, after) == ["changed"]
    assert any("evil" in found for found in marked(before, after, "ins"))


def test_a_link_to_a_page_says_which(portal_site):
    guide = make_guide(guides(), title="Partager")
    before = body(text("a", "<p>Voir le guide.</p>"))
    after = body(text("a", f'<p>Voir <a linktype="page" id="{guide.pk}">le guide</a>.</p>'))
    assert guide.url in "".join(marked(before, after, "ins"))
    lost = body(text("a", '<p>Voir <a linktype="page" id="999999">le guide</a>.</p>'))
    assert "lien sans page" in "".join(marked(before, lost, "ins"))


def test_formatting_alone_is_said():
    before, after = body(text("a", "<p>Un prêt.</p>")), body(text("a", "<p>Un <b>prêt</b>.</p>"))
    assert states(before, after) == ["form"]
    assert "Mise en forme seulement" in shown(before, after)["rows"][0]["words"]


def test_lists_are_read_point_by_point():
    before, after = body(text("a", "<ul><li>un</li></ul>")), body(text("a", "<ul><li>un</li><li>deux</li></ul>"))
    [row] = difference(before, after)
    assert BeautifulSoup(row["html"], "html.parser").text == "• un\n• deux"


def alternatives(*rows):
    listed = [{"type": "item", "id": key, "value": value} for key, value in rows]
    return "a", "alternatives", {"caption": "Deux façons", "alternatives": listed}


def test_structured_blocks_are_told_by_their_labels():
    first = ("1", {"name": "Le prêt", "fits_when": "Ponctuel", "cost": "gratuit"})
    second = ("2", {"name": "La SCIC", "fits_when": "Durable"})
    before, after = body(alternatives(first)), body(alternatives(first, second))
    [row] = difference(before, after)
    words = BeautifulSoup(row["html"], "html.parser").text
    for line in ("Légende : Deux façons", "Formule : Le prêt", "Coût : gratuit", "Quand la choisir : Durable"):
        assert line in words
    assert "None" not in words
    assert "La SCIC" in "".join(marked(before, after, "ins"))
    assert "Le prêt" not in "".join(marked(before, after, "ins"))


def test_choices_are_told_by_their_names():
    points = [{"type": "item", "id": "1", "value": "<p>Louer d’abord.</p>"}]
    before = body(("a", "points", {"kind": "conditions", "points": points}))
    after = body(("a", "points", {"kind": "traps", "points": points}))
    [row] = difference(before, after)
    assert "Les pièges" in row["html"]
    assert "traps" not in row["html"]


def test_markup_in_words_is_shown_as_words():
    heading = {"text": "<script>alert(1)</script>", "level": "h2"}
    for before in (body(), body(("a", "heading", {"text": "Le prêt", "level": "h2"}))):
        [row] = difference(before, body(("a", "heading", heading)))
        assert "<script" not in row["html"]
        assert "script" in BeautifulSoup(row["html"], "html.parser").text


def test_forged_identifiers_hide_no_block():
    before = body(text("a", "<p>Un prêt.</p>"))
    after = body(text("a", "<p>Caché.</p>"), text("a", "<p>Un prêt.</p>"))
    words = "".join(row["html"] for row in difference(before, after))
    assert "Caché" in words
    other = body(("a", "heading", {"text": "Caché", "level": "h2"}))
    assert "Caché" in "".join(marked(before, other, "ins"))
    assert "Un prêt" in "".join(marked(before, other, "del"))


def test_blocks_without_known_identifiers_are_compared_by_their_places():
    before, after = body(text(None, "<p>Un prêt.</p>")), body(text("z", "<p>Un prêt écrit.</p>"))
    assert states(before, after) == ["changed"]
    assert same(before, body(text("z", "<p>Un prêt.</p>")))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>Un <strong>prêt</strong>.</p>", '<p data-block-key="abcde">Un <b>prêt</b>.</p>'),
        ("<p>Un <em>prêt</em>.</p>\n<p>Fin.</p>", "<p>Un <i>prêt</i>.</p><p>Fin.</p>"),
        ("", "<p></p>"),
    ],
)
def test_what_the_editor_writes_in_its_own_way_is_the_same(one, other):
    assert same(body(text("a", one)), body(text("b", other)))
