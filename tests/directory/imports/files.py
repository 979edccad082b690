"""Files and imports for the tests: real bytes, read by the real readers."""

import csv
import io
import zipfile

import openpyxl

from directory.imports.apply import run_import
from directory.imports.cleaning import clean_rows
from directory.imports.mapping import guess
from directory.imports.plan import make_plan
from directory.imports.readers import read
from directory.models import ImportRun

SIRET, OTHER_SIRET = "73282932000074", "35600000000048"  # keys that are right (INSEE's own examples)
RNA = "W051000001"


def csv_bytes(rows, encoding="utf-8", separator=";"):
    """rows: dicts; a cell that one has not is empty."""
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, list({name: None for row in rows for name in row}), delimiter=separator, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode(encoding)


def xlsx_bytes(rows):
    """rows: lists of cells."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_part(content, name, part):
    """The workbook with one of its parts replaced or added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, part)
    return file.getvalue()


def cleaned(content):
    sheet = read(content)
    return clean_rows(sheet, guess(sheet.columns))


def planned(*rows, source="Test", **options):
    """The plan of a CSV with these rows (dicts)."""
    return make_plan(cleaned(csv_bytes(list(rows))), source, **options)


def new_run(source="Test", **values):
    return ImportRun.objects.create(source=source, file_name="test.csv", **values)


def imported(*rows, source="Test", live=True):
    """Import a CSV with these rows; return (run, plan)."""
    run = new_run(source)
    return run, run_import(run, cleaned(csv_bytes(list(rows))), live=live)


def said(plan):
    """Every sentence of a plan, as one text with plain blanks."""
    return plain("\n".join(message for line in plan.lines for message in line.messages))


def plain(text):
    return text.replace("\u202f", " ").replace("\u00a0", " ")
