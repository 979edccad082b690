"""XLSX: the first sheet that holds something. A zip is weighed before it is opened, XML entities are refused."""

import datetime
import io
import zipfile
from contextlib import closing

import openpyxl
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _

from directory.imports.bounds import MAX_COLUMNS, check_row_count
from directory.imports.problems import ImportRefused
from directory.imports.readers import column_names, make_sheet

MAX_UNZIPPED = 150 * 1024 * 1024
MAX_RATIO = 100  # of a part of more than a megabyte; a dense sheet shrinks by 5 to 30
MAX_PARTS = 500
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
_PROLOGUE = 2048
LAST_ROW = 1_048_576  # of a spreadsheet

if not openpyxl.DEFUSEDXML or openpyxl.LXML:  # both are read from the environment by openpyxl
    raise RuntimeError("openpyxl must parse XML with defusedxml, without lxml.")


def read(content):
    _weigh(content)
    try:
        with closing(openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)) as book:
            return _read_book(book)
    except ImportRefused:
        raise
    except DefusedXmlException as error:
        raise ImportRefused(_entities()) from error
    except Exception as error:  # openpyxl raises whatever its parser met
        raise ImportRefused(_("Ce classeur est abîmé ou n’est pas un XLSX : ouvrez-le et enregistrez-le.")) from error


def _weigh(content):
    """Refuse a zip bomb by what its directory says; zipfile itself never reads more than that of a part."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNZIPPED:
                raise ImportRefused(_bomb())
            for part in parts:
                if part.file_size > 1024**2 and part.file_size > MAX_RATIO * max(part.compress_size, 1):
                    raise ImportRefused(_bomb())
                if part.filename.endswith((".xml", ".rels")):
                    _check_prologue(archive, part)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
        raise ImportRefused(_("Ce classeur est abîmé, ou protégé par un mot de passe.")) from error


def _check_prologue(archive, part):
    with archive.open(part) as file:
        prologue = file.read(_PROLOGUE).replace(b"\0", b"").upper()
    if any(word in prologue for word in _DECLARATIONS):
        raise ImportRefused(_entities())


def _bomb():
    return _("Ce classeur, une fois décompressé, est bien trop gros : il n’a pas été ouvert (« bombe » ZIP).")


def _entities():
    return _("Ce classeur contient des déclarations XML (DOCTYPE, entités) qu’aucun tableur n’écrit : refusé.")


def _read_book(book):
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        rows = _filled(enumerate(sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS + 1), start=1))
        for _number, cells in rows:
            header = [_text(cell) for cell in cells]
            if any(header):
                columns = column_names(header)
                return make_sheet("xlsx", columns, ((number, [_text(cell) for cell in row]) for number, row in rows))
    raise ImportRefused(_("Le classeur est vide."))


def _filled(rows):
    """Rows that hold something. openpyxl makes up all those that a row's number leaves out: they are bounded here."""
    for number, cells in rows:
        if number > LAST_ROW:
            check_row_count(number, number)
        if any(cell is not None for cell in cells):
            yield number, cells


def _text(cell):
    """What the cell shows: 5000.0 is a number without decimals, a date is ISO."""
    match cell:
        case None:
            return ""
        case bool():
            return _("oui") if cell else _("non")
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime.datetime():
            return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(sep=" ")
        case _other:
            return str(cell)
