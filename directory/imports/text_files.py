"""CSV: the separator is the one that cuts the first rows most evenly."""

import csv
import io
from collections import Counter
from itertools import islice

from django.utils.translation import gettext as _

from directory.imports.bounds import MAX_BYTES
from directory.imports.encodings import decode
from directory.imports.problems import ImportRefused
from directory.imports.readers import column_names, make_sheet

SEPARATORS = ";,\t|"
PROBED_ROWS = 30
# PHP's fputcsv (YesWiki) writes \" where everyone else doubles the quote.
_QUOTING = {"doubled": {"doublequote": True}, "php": {"doublequote": True, "escapechar": "\\"}}


def read(content):
    text, _encoding = decode(content)
    csv.field_size_limit(MAX_BYTES)  # our own bound names the column: see bounds.MAX_CELL
    records = _records(text, separator_of(text))
    _number, first = next(records, (0, []))
    columns = column_names(first)
    return make_sheet("csv", columns, records)


def separator_of(text):
    """The separator that gives the most even rows, of more than one cell when there is one."""
    return max(SEPARATORS, key=lambda separator: _evenness(text, separator))


def _evenness(text, separator):
    """(share of the rows that have as many cells as most, number of cells); one cell is no cut at all."""
    rows = csv.reader(io.StringIO(text[:200_000], newline=""), delimiter=separator)
    try:
        lengths = Counter(len(row) for row in islice(rows, PROBED_ROWS) if row)
    except csv.Error:
        return 0, 0
    if not lengths:
        return 0, 0
    cells, count = lengths.most_common(1)[0]
    return (count / lengths.total(), cells) if cells > 1 else (0, 0)


def _records(text, separator):
    """(row as a spreadsheet numbers it, cells). Quotes are read as PHP writes them only where they are wrong else."""
    options = _QUOTING["doubled"]
    if '\\"' in text and not _is_well_quoted(text, separator):
        options = _QUOTING["php"]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True, **options)
    number = 0
    while True:
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            raise ImportRefused(
                _("Ligne %(row)d : un guillemet n’est pas fermé, ou pas au bon endroit.") % {"row": number + 1}
            ) from error
        number += 1
        yield number, cells


def _is_well_quoted(text, separator):
    try:
        for _row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            pass
    except csv.Error:
        return False
    return True
