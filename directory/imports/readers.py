"""A file into rows of texts, whatever wrote it. The content says what it is, never the name."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from directory.imports.bounds import MAX_CELL, check_columns, check_row_count, check_size, tidy, too_long
from directory.imports.problems import ImportRefused

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(slots=True)
class Row:
    """One row as its file gives it: values of empty cells are left out. problems: why it cannot be taken."""

    number: int
    values: dict[str, str]
    problems: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Sheet:
    """kind: csv, xlsx, geojson, yeswiki, gogocarto or json. Numbers of rows are those that a spreadsheet shows."""

    kind: str
    columns: list[str]
    rows: list[Row]


def read(content: bytes) -> Sheet:
    """Raises ImportRefused, with a sentence, for what cannot be read or is too big."""
    from directory.imports import json_files, spreadsheets, text_files

    check_size(len(content))
    if content.startswith(ZIP):
        sheet = spreadsheets.read(content)
    elif content.startswith(OLE):
        raise ImportRefused(_("C’est un ancien classeur (.xls) : enregistrez-le au format XLSX ou CSV."))
    elif content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        sheet = json_files.read(content)
    else:
        sheet = text_files.read(content)
    if not sheet.rows:
        raise ImportRefused(_("Le fichier ne contient aucune ligne sous les noms de colonnes."))
    return sheet


def column_names(cells: list[str]) -> list[str]:
    """Names of columns, each once: « Nom » met again is « Nom (2) », an empty one « Colonne 3 »."""
    while cells and not tidy(cells[-1]):
        cells = cells[:-1]
    if not cells:
        raise ImportRefused(_("La première ligne est vide : elle doit porter les noms des colonnes."))
    check_columns(cells)
    names = []
    for rank, cell in enumerate(cells, start=1):
        name = " ".join(tidy(cell)[:100].split()) or _("Colonne %(rank)d") % {"rank": rank}
        again = 1
        while (free := name if again == 1 else f"{name} ({again})") in names:
            again += 1
        names.append(free)
    return names


def make_sheet(kind: str, columns: list[str], records: Iterable[tuple[int, list[str]]]) -> Sheet:
    """records: (number of the row, its cells in the order of the columns); empty rows are skipped."""
    rows = []
    for number, cells in records:
        row = _row(number, columns, cells)
        if row.values or row.problems:
            rows.append(row)
            check_row_count(len(rows), number)
    return Sheet(kind, columns, rows)


def _row(number, columns, cells):
    row = Row(number, {})
    for column, cell in zip(columns, cells, strict=False):
        if len(cell) > MAX_CELL:
            row.problems.append(too_long(number, column, len(cell)))
        elif text := tidy(cell):
            row.values[column] = text
    if any(cell.strip() for cell in cells[len(columns) :]):
        row.problems.append(
            _("Ligne %(row)d : %(cells)d cellules pour %(columns)d colonnes ; un séparateur est de trop.")
            % {"row": number, "cells": len(cells), "columns": len(columns)}
        )
    return row
