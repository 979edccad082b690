"""Every format that a query can be taken away in."""

from collections.abc import Callable
from dataclasses import dataclass

from directory.exports.compact import compact_pieces
from directory.exports.geojson import geojson_pieces
from directory.exports.gogocarto import gogocarto_pieces
from directory.exports.linked import jsonld_pieces
from directory.exports.sheets import csv_pieces, xlsx_pieces


@dataclass(frozen=True)
class Format:
    """pieces(form, found) yields bytes; kept: compressed and kept until the catalogue changes."""

    extension: str
    content_type: str
    pieces: Callable
    kept: bool = True
    download: bool = True


XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = Format("csv", "text/csv; charset=utf-8; header=present", csv_pieces, kept=False)
XLSX = Format("xlsx", XLSX_TYPE, xlsx_pieces)
GEOJSON = Format("geojson", "application/geo+json", geojson_pieces)
JSONLD = Format("jsonld", "application/ld+json", jsonld_pieces)
COMPACT = Format("carte.json", "application/json", compact_pieces, download=False)
GOGOCARTO = Format("gogocarto.json", "application/json", gogocarto_pieces, download=False)
EXPORTS = (CSV, XLSX, GEOJSON, JSONLD)
