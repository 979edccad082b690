"""From WGS84 degrees to the units of the map: 1000 wide, north up, one unit about 138 m."""

from math import cos, radians

# Bounds of the outlines of the territory, in degrees; tests/core/test_outline.py compares them with the data.
WEST, EAST, SOUTH, NORTH = 5.4184, 7.0771, 44.1865, 45.1268
MARGIN = 24  # units of air around the territory, so that a dot on the border stays in the picture
WIDTH = 1000

# Equirectangular: a degree of longitude is shorter than one of latitude by the cosine of the latitude. Over 100 km
# this differs from a Lambert map by less than the width of a line.
_EASTWARD = cos(radians((SOUTH + NORTH) / 2))
_SCALE = (WIDTH - 2 * MARGIN) / ((EAST - WEST) * _EASTWARD)

HEIGHT = round((NORTH - SOUTH) * _SCALE + 2 * MARGIN)
VIEW_BOX = f"0 0 {WIDTH} {HEIGHT}"


def project(latitude, longitude):
    """(x, y) in units of VIEW_BOX; a place outside the territory falls outside the box."""
    return MARGIN + (longitude - WEST) * _EASTWARD * _SCALE, MARGIN + (NORTH - latitude) * _SCALE


def in_view(x, y):
    return 0 <= x <= WIDTH and 0 <= y <= HEIGHT
