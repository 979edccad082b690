"""CSV as French spreadsheets open it, and XLSX; both row by row."""

import csv
import re
from io import StringIO
from tempfile import TemporaryFile

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from directory.exports.public import entries, printable
from directory.exports.table import columns, rows

BOM = "\ufeff"
PIECE = 64 * 1024  # bytes


def csv_pieces(form, found):
    """UTF-8 with its byte order mark, `;` between cells, CRLF between rows (RFC 4180)."""
    headings, cells = zip(*columns(), strict=True)
    return csv_lines(headings, rows(entries(found), cells))


def csv_lines(headings, lines):
    """Yield the bytes of a sheet as French spreadsheets open it; lines: of safe cells."""
    buffer = StringIO()
    writer = csv.writer(buffer, delimiter=";")
    buffer.write(BOM)
    writer.writerow(headings)
    for line in lines:
        writer.writerow(line)
        if buffer.tell() > PIECE:
            yield _taken(buffer)
    yield _taken(buffer)


def _taken(buffer):
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()


def xlsx_pieces(form, found):
    """A workbook of one sheet; openpyxl writes its rows to a temporary file, never all in memory."""
    headings, cells = zip(*columns(), strict=True)
    title = re.sub(r"[\[\]:*?/\\]", " ", _("Annuaire"))[:31]
    return _xlsx(title, headings, rows(entries(found), cells))


def _xlsx(title, headings, lines):
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "C2"
    sheet.append([_heading(sheet, heading) for heading in headings])
    for line in lines:
        sheet.append([(printable(cell) or None) if isinstance(cell, str) else cell for cell in line])
    with TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _heading(sheet, text):
    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    return cell
