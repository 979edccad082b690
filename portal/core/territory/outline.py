"""The outline of the territory as one small SVG, drawn from the data files.

The outlines are facts shipped with the code, not content: they are read from portal/core/data/territory, once a
process, so that the map needs no database. Pages show it with `<use href="…/territoire-<version>.svg#contour">` and
`#communes`, and set its `fill` and `stroke` in CSS on the `<use>`: the two paths carry no paint of their own and
inherit it. Opened alone, the file takes the paint of the groups around them.
"""

import gzip
from functools import cache
from hashlib import sha256

from .mesh import chain, count_segments, path_data, snap
from .projection import VIEW_BOX, project
from .sources import DATA_DIR, read_commune_outlines

TEMPLATE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view_box}">'
    "<title>Hautes-Alpes et vallée de l’Ubaye</title>"
    "<desc>Contours IGN – ADMIN EXPRESS COG 2018, Licence Ouverte</desc>"
    '<g fill="#e2f0f1" stroke="#0d5945" stroke-width="2" stroke-linejoin="round">'
    '<path id="contour" d="{contour}"/>'
    '<g fill="none" stroke="#a9b8b0" stroke-width="1"><path id="communes" d="{communes}"/></g>'
    "</g></svg>"
)


@cache
def territory_svg():
    """The SVG document: `#contour`, the closed outlines of the Hautes-Alpes and of the Ubaye, to be filled;
    `#communes`, the borders between two communes of the same outline, to be stroked with `fill: none`.
    """
    outlines = territory_outlines()
    contours = [line for part in outlines for line in chain(contour_segments(part))]
    return TEMPLATE.format(
        view_box=VIEW_BOX,
        contour=path_data(contours, closed=True),
        communes=path_data(chain(set().union(*map(border_segments, outlines)))),
    )


@cache
def outline_version():
    """12 hexadecimal digits that change with the drawing, for an address that can be cached for ever."""
    return sha256(territory_svg().encode()).hexdigest()[:12]


@cache
def territory_svg_gzip():
    return gzip.compress(territory_svg().encode(), compresslevel=9, mtime=0)


def territory_outlines(data_dir=DATA_DIR):
    """The segments (in degrees) of each part of the territory: the Hautes-Alpes, then the Ubaye."""
    parts = {}
    for territory, geometry in read_commune_outlines(data_dir, names=["communes_05_ubaye.geojson"]).values():
        parts.setdefault(territory, []).append(geometry)
    return [count_segments(parts[territory]) for territory in sorted(parts)]


def contour_segments(counts):
    """The outer border of a part: what only one of its communes has, in units of the map."""
    return snap((segment for segment, count in counts.items() if count == 1), place)


def border_segments(counts):
    """The borders between two communes of a part, without what its outer border already draws."""
    shared = snap((segment for segment, count in counts.items() if count > 1), place)
    return shared - contour_segments(counts)


def place(point):
    longitude, latitude = point
    x, y = project(latitude, longitude)
    return round(x), round(y)
