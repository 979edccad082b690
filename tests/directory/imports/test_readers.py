"""Every format is read whole, and what cannot be read is refused with a sentence that says where."""

import io
import json
import zipfile

import pytest

from directory.imports import bounds
from directory.imports.problems import ImportRefused
from directory.imports.readers import read
from directory.imports.spreadsheets import LAST_ROW, _filled
from tests.directory.imports.files import csv_bytes, plain, with_part, xlsx_bytes

ROWS = [{"Nom": "L’Épicerie d’à côté", "Ville": "Gap"}, {"Nom": "Café « Là-Haut » ; bar", "Ville": "Briançon"}]


def refusal(content):
    with pytest.raises(ImportRefused) as caught:
        read(content)
    return plain(str(caught.value))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_a_csv_is_read_whatever_its_encoding_and_separator(encoding, separator):
    sheet = read(csv_bytes(ROWS, encoding, separator))
    assert sheet.columns == ["Nom", "Ville"]
    assert [row.values for row in sheet.rows] == ROWS
    assert [row.number for row in sheet.rows] == [2, 3]


def test_a_damaged_utf8_is_refused_with_its_row_and_not_read_askew():
    content = csv_bytes(ROWS).replace("ç".encode(), b"\xe7")
    assert "Ligne 3 : un octet est illisible (E7)" in refusal(content)


def test_a_byte_that_no_encoding_knows_is_refused_with_its_row():
    assert "Ligne 2 : un octet est illisible (81)" in refusal(b"Nom;Ville\nCaf\x81;Gap\n")


def test_an_odd_utf16_is_refused():
    assert "illisible" in refusal(csv_bytes(ROWS, "utf-16")[:-1])


def test_an_unclosed_quote_is_refused_instead_of_swallowing_the_rows_below():
    assert "guillemet" in refusal(b'Nom;Ville\nA;"Gap\nB;Embrun\n')


def test_quotes_as_php_writes_them():
    sheet = read(b'Nom,Ville\n"Le \\"Bon\\" coin",Gap\n')
    assert sheet.rows[0].values["Nom"] == 'Le "Bon" coin'


def test_columns_of_the_same_name_and_without_name_all_stay():
    sheet = read(b"Nom;Nom;;Nom (2)\na;b;c;d\n")
    assert sheet.columns == ["Nom", "Nom (2)", "Colonne 3", "Nom (2) (2)"]
    assert list(sheet.rows[0].values.values()) == ["a", "b", "c", "d"]


def test_a_row_with_too_many_cells_says_so_and_the_others_are_read():
    sheet = read(b"Nom;Ville\nA;Gap;05000\nB;Embrun\n")
    assert "Ligne 2 : 3 cellules pour 2 colonnes" in plain(sheet.rows[0].problems[0])
    assert sheet.rows[1].problems == []


def test_a_cell_of_ten_megabytes_is_refused_with_its_row_and_column():
    sheet = read(csv_bytes([*ROWS, {"Nom": "x" * 10_000_000, "Ville": "Gap"}]))
    assert plain(sheet.rows[2].problems[0]).startswith("Ligne 4, colonne « Nom » : 10000000 caractères")
    assert "Nom" not in sheet.rows[2].values


def test_a_thousand_columns_are_refused():
    many = {f"c{n}": "x" for n in range(1000)}
    assert "plus de 100 colonnes ; la première de trop est « c100 »" in refusal(csv_bytes([many]))
    assert "plus de 100 colonnes" in refusal(xlsx_bytes([list(many), list(many.values())]))
    assert "plus de 100 colonnes" in refusal(json.dumps([many]).encode())


def test_too_many_rows_and_bytes_are_refused(monkeypatch):
    assert "Ligne 20002 : plus de 20000 lignes" in refusal(b"Nom\n" + b"a\n" * 20_001)
    assert "20 Mo au plus" in refusal(b"x" * (bounds.MAX_BYTES + 1))
    assert "vide" in refusal(b"")
    assert "aucune ligne" in refusal(b"Nom;Ville\n")


def test_control_characters_do_not_come_in():
    assert read(b"Nom;Ville\nA\x00\x07B;Gap\n").rows[0].values["Nom"] == "AB"


# -- XLSX ------------------------------------------------------------------------------------------------------------
def test_a_workbook_is_read_as_it_shows():
    import datetime

    sheet = read(
        xlsx_bytes([["Nom", "CP", "Créée", "Lat"], ["A", 5000.0, datetime.date(2004, 5, 1), 44.56], [], ["B"]])
    )
    assert sheet.rows[0].values == {"Nom": "A", "CP": "5000", "Créée": "2004-05-01", "Lat": "44.56"}
    assert (sheet.rows[1].number, sheet.rows[1].values) == (4, {"Nom": "B"})


def test_a_zip_bomb_is_refused_before_it_is_opened():
    bomb = with_part(xlsx_bytes([["Nom"], ["A"]]), "xl/worksheets/sheet1.xml", b"0" * 160 * 1024 * 1024)
    assert len(bomb) < 1024**2
    assert "bien trop gros" in refusal(bomb)
    smaller = with_part(xlsx_bytes([["Nom"], ["A"]]), "xl/media/image1.png", b"0" * 20 * 1024 * 1024)
    assert "bien trop gros" in refusal(smaller)


def test_a_workbook_of_thousands_of_parts_is_refused():
    file = io.BytesIO(xlsx_bytes([["Nom"], ["A"]]))
    with zipfile.ZipFile(file, "a") as archive:
        for number in range(600):
            archive.writestr(f"xl/part{number}.bin", b"")
    assert "bien trop gros" in refusal(file.getvalue())


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_external_entities_are_refused_and_no_file_is_read(part, encoding, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    xml = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]><x>&e;</x>'
    message = refusal(with_part(xlsx_bytes([["Nom"], ["A"]]), part, xml.encode(encoding)))
    assert "DOCTYPE" in message
    assert "secret" not in message


def test_entities_hidden_far_in_a_part_are_refused_too():
    xml = "<?xml version='1.0'?>" + " " * 5000 + "<!DOCTYPE x [<!ENTITY e 'boom'>]><x>&e;</x>"
    refusal(with_part(xlsx_bytes([["Nom"], ["A"]]), "xl/worksheets/sheet1.xml", xml))


@pytest.mark.parametrize("content", [b"PK\x03\x04garbage", xlsx_bytes([["Nom"]])[:-40], b"\xd0\xcf\x11\xe0old"])
def test_a_damaged_or_old_workbook_is_refused_in_words(content):
    assert refusal(content)


# -- JSON ------------------------------------------------------------------------------------------------------------
def test_geojson():
    feature = {
        "type": "Feature",
        "id": 7,
        "geometry": {"type": "Point", "coordinates": [6.08, 44.56]},
        "properties": {"name": "A", "address": {"city": "Gap"}, "tags": ["vélo", "atelier"], "open": True, "x": None},
    }
    sheet = read(json.dumps({"type": "FeatureCollection", "features": [feature]}).encode())
    assert sheet.kind == "geojson"
    assert sheet.rows[0].values == {
        "name": "A", "address.city": "Gap", "tags": "vélo\natelier", "open": "oui", "id": "7",
        "latitude": "44.56", "longitude": "6.08",
    }  # fmt: skip


@pytest.mark.parametrize("wrap", [list, lambda entries: {entry["id_fiche"]: entry for entry in entries}])
def test_yeswiki(wrap):
    entries = [{"id_fiche": "EpicerieDuCoin", "bf_titre": "Épicerie", "bf_latitude": "44.56", "bf_longitude": "6.08"}]
    sheet = read(json.dumps(wrap(entries)).encode())
    assert sheet.kind == "yeswiki"
    assert sheet.rows[0].values["bf_titre"] == "Épicerie"


def test_gogocarto():
    element = {
        "id": 3, "name": "A", "geo": {"latitude": 44.56, "longitude": 6.08},
        "address": {"streetAddress": "1 rue Carnot", "addressLocality": "Gap", "postalCode": "05000"},
        "categories": ["Culture"], "categoriesFull": [{"id": 1, "name": "Culture"}],
    }  # fmt: skip
    sheet = read(json.dumps({"licence": "ODbL", "data": [element]}).encode())
    assert sheet.kind == "gogocarto"
    assert sheet.rows[0].values["address.addressLocality"] == "Gap"
    assert sheet.rows[0].values["categoriesFull"] == "Culture"


@pytest.mark.parametrize(
    "content",
    [b"{", b"[1, 2]", b"{}", b'{"a": 1}', b"[" * 100_000, b'[{"a": NaN'] + [b'{"a": ' + b"9" * 5000 + b"}"],
)
def test_bad_json_is_refused_in_words(content):
    assert refusal(content)


def test_rows_that_a_number_leaves_out_are_not_made_up_for_ever():
    assert list(_filled(iter([(1, ("a", None)), (2, (None, None))]))) == [(1, ("a", None))]
    with pytest.raises(ImportRefused):
        list(_filled(iter([(LAST_ROW + 1, (None,))])))
