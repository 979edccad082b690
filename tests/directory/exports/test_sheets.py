"""CSV and XLSX: what a spreadsheet opens, with nothing in it that it would run."""

import csv
from io import BytesIO, StringIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from directory.exports.public import printable
from directory.exports.table import safe
from portal.demo.builders import make_structure
from tests.directory.exports.conftest import EMAIL, FORMULA, body
from tests.rooms import directory

pytestmark = pytest.mark.django_db


def csv_rows(client, query=""):
    text = body(client.get(f"/annuaire/export.csv?{query}")).decode()
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))


def xlsx_rows(client, query=""):
    book = load_workbook(BytesIO(body(client.get(f"/annuaire/export.xlsx?{query}"))))
    headings, *rows = book.active.values
    return [dict(zip(headings, row, strict=True)) for row in rows]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＠"])
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(start):
    assert safe(f"{start}1+1") == f"'{start}1+1"


def test_other_cells_stay_as_they_are():
    assert [safe(value) for value in ("a=b", "", 5, -6.5, None)] == ["a=b", "", 5, -6.5, ""]


def test_control_characters_leave_and_the_rest_stays():
    assert printable("a\x00b\x0bc\ud800\uffff\n\té🧺") == "abc\n\té🧺"


def test_the_csv_opens_in_french_spreadsheets(client, full):
    raw = body(client.get("/annuaire/export.csv"))
    assert raw.startswith("\ufeffNuméro;Nom;Sigle;".encode())
    assert raw.endswith(b"\r\n")


def test_separators_quotes_new_lines_and_emoji_come_back_as_they_were(client, full):
    [row] = csv_rows(client)
    assert row["Nom"] == f"'{FORMULA}"
    assert row["En une phrase"] == "Ligne 1\nLigne 2"
    assert row["Sigle"] == "'@SUM(1)"
    assert row["Adresse"] == "'-1 rue de l’Exemple"
    assert row["Téléphone"] == "'+33492000000"
    assert row["Services"] == "prêt de matériel | café"
    assert (row["SIRET"], row["Code INSEE"], row["Année de création"]) == ("73282932000074", "05046", "1999")
    assert row["Fiche"] == full.full_url


def test_the_workbook_says_the_same_without_a_formula(client, full):
    [row] = csv_rows(client)
    [sheet] = xlsx_rows(client)
    assert {name: str(value) if value is not None else "" for name, value in sheet.items()} == row
    book = load_workbook(BytesIO(body(client.get("/annuaire/export.xlsx"))))
    assert {cell.data_type for line in book.active.iter_rows() for cell in line} <= {"s", "n"}


def test_a_control_character_does_not_break_the_workbook(client, portal_site):
    make_structure(directory(), title="Cloche\x07")
    assert [row["Nom"] for row in xlsx_rows(client)] == ["Cloche"]


def test_no_e_mail_column(client, full):
    [row] = csv_rows(client)
    assert EMAIL not in str(row)


def test_the_file_has_a_dated_french_name(client, three):
    day = timezone.localdate().isoformat()
    for extension in ("csv", "xlsx", "geojson", "jsonld"):
        response = client.get(f"/annuaire/export.{extension}")
        assert response["Content-Disposition"] == f'attachment; filename="annuaire-{day}.{extension}"'
        body(response)


def test_an_empty_directory_gives_headings_only(client, portal_site):
    assert csv_rows(client) == []
    assert xlsx_rows(client) == []


def test_a_control_character_does_not_hide_a_formula():
    assert safe("\x01=1+1") == "'=1+1"
