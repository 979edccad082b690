"""/annuaire/carte.json: what our own map needs of every found structure, by columns, a third of the GeoJSON.

{"v": version of the catalogue, "n": [names], "u": [addresses], "y": [latitude × 10⁴], "x": [longitude × 10⁴]}: one row
a structure in the order of the query, those without a point left out. Addresses are relative to that of the file;
degrees are WGS84, as whole numbers (11 m). Read by static/js/carte.js.
"""

from django.urls import reverse

from directory.exports.public import entries
from directory.exports.records import dumps

SCALE = 10_000
FIELDS = ("title", "url", "latitude", "longitude")


def compact_pieces(form, found):
    base = reverse("directory:listing")
    columns = {name: [] for name in "nuyx"}
    for entry in entries(found, FIELDS):
        if entry.latitude is not None:
            columns["n"].append(entry.title)
            columns["u"].append(entry.url.removeprefix(base))
            columns["y"].append(round(entry.latitude * SCALE))
            columns["x"].append(round(entry.longitude * SCALE))
    yield dumps({"v": form.shelf.version, **columns}).encode()
