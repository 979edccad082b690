"""The QR code leads to the page's absolute address."""

import re
from xml.etree import ElementTree

import pytest
import segno

from directory.sheets import qr
from portal.search.models import Entry

pytestmark = pytest.mark.django_db
SVG = "{http://www.w3.org/2000/svg}"


def drawn(root):
    """The dark modules that the SVG draws: {(column, row)}, the quiet zone of 4 left out."""
    path = root.find(f".//{SVG}path[@stroke]").get("d")
    dark, x, y = set(), 0, 0.0
    for command, numbers in _commands(path):
        if command == "h":
            dark |= {(column - 4, int(y) - 4) for column in range(x, x + int(numbers[0]))}
            x += int(numbers[0])
        elif command == "M":
            x, y = int(numbers[0]), float(numbers[1])
        else:
            x, y = x + int(numbers[0]), y + float(numbers[1])
    return dark


def _commands(path):
    for command, numbers in re.findall(r"([Mmh])([-\d. ]+)", path):
        yield command, numbers.split()


def test_the_drawing_is_the_code_of_the_address(client, structures):
    response = client.get("/annuaire/la-remise/qr.svg")
    assert response["Content-Type"] == "image/svg+xml"
    root = ElementTree.fromstring(response.content)
    matrix = segno.make("http://testserver/annuaire/la-remise/", error="m", micro=False).matrix
    dark = {(column, row) for row, line in enumerate(matrix) for column, module in enumerate(line) if module & 1}
    assert drawn(root) == dark


def test_it_says_in_words_where_it_leads(client, structures):
    root = ElementTree.fromstring(client.get("/annuaire/la-remise/qr.svg").content)
    title = root.find(f"{SVG}title").text
    assert "La Remise" in title
    assert "http://testserver/annuaire/la-remise/" in title
    assert root.get("role") == "img"


def test_a_name_full_of_markup_stays_text(structures):
    entry = Entry.objects.get(page_id=structures[0].pk)
    entry.title = "<script>&\x00\x1b]]>\"'🏔️"
    root = ElementTree.fromstring(qr.qr_svg(entry))
    assert "<script>&]]>" in root.find(f"{SVG}title").text
    assert not list(root.iter(f"{SVG}script"))
