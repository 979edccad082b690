"""Lines from polygons that share their edges: each edge drawn once, chained, written as short SVG paths.

A segment is a sorted pair of points, a point any hashable pair, so that one edge seen from both sides is one segment.
"""

import itertools
from collections import Counter, defaultdict


def rings(geometry):
    """The closed rings of a GeoJSON Polygon or MultiPolygon, as lists of [longitude, latitude]."""
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [ring for polygon in polygons for ring in polygon]


def count_segments(geometries):
    """How many times the rings of the geometries run along each segment: 1 on an outer border, 2 on a shared one."""
    return Counter(
        tuple(sorted((tuple(start), tuple(end))))
        for geometry in geometries
        for ring in rings(geometry)
        for start, end in itertools.pairwise(ring)
    )


def snap(segments, place):
    """Move both ends by `place(point)`; segments that become one point or each other are dropped."""
    moved = (tuple(sorted((place(start), place(end)))) for start, end in segments)
    return {segment for segment in moved if segment[0] != segment[1]}


def chain(segments):
    """Join segments end to end into polylines (lists of points) that use each one exactly once.

    Lines begin at ends and junctions (points of odd degree) first; what is left after that is closed loops.
    """
    neighbours = defaultdict(set)
    for start, end in segments:
        neighbours[start].add(end)
        neighbours[end].add(start)
    odd = [point for point in sorted(neighbours) if len(neighbours[point]) % 2]
    lines = []
    for point in odd + sorted(neighbours):
        while neighbours[point]:
            lines.append(_walk(point, neighbours))
    return lines


def path_data(lines, closed=False):
    """The `d` of an SVG path: relative moves, the separator left out before a minus sign. Points must be integers.

    With `closed`, each line must end where it starts; its last step is written `z`.
    """
    parts, pen = [], (0, 0)
    for line in lines:
        steps = line[:-1] if closed else line
        numbers = []
        for x, y in steps:
            numbers += [x - pen[0], y - pen[1]]
            pen = (x, y)
        parts.append("m" + " ".join(map(str, numbers)).replace(" -", "-") + ("z" if closed else ""))
        pen = line[0] if closed else pen
    return "".join(parts)


def _walk(point, neighbours):
    line = [point]
    while neighbours[point]:
        following = min(neighbours[point])
        neighbours[point].discard(following)
        neighbours[following].discard(point)
        line.append(following)
        point = following
    return line
