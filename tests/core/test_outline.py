import gzip
import itertools
import re
from collections import Counter
from xml.etree import ElementTree

import pytest

from portal.core.territory.mesh import chain, count_segments, path_data, rings
from portal.core.territory.outline import outline_version, place, territory_svg, territory_svg_gzip
from portal.core.territory.projection import EAST, HEIGHT, NORTH, SOUTH, VIEW_BOX, WEST, WIDTH, in_view, project
from portal.core.territory.sources import read_commune_outlines, read_communes

SVG = "{http://www.w3.org/2000/svg}"


def drawn(path):
    """The segments of a path of relative moves, as a browser would draw them, each with how many times."""
    segments, pen, start = Counter(), (0, 0), (0, 0)
    for step in re.findall(r"m[^mz]*|z", path):
        if step == "z":
            segments[tuple(sorted((pen, start)))] += 1
            pen = start
            continue
        numbers = [int(number) for number in re.findall(r"-?\d+", step)]
        for index, (dx, dy) in enumerate(zip(numbers[::2], numbers[1::2], strict=True)):
            previous, pen = pen, (pen[0] + dx, pen[1] + dy)
            if index:
                segments[tuple(sorted((previous, pen)))] += 1
            else:
                start = pen
    return segments


@pytest.fixture(scope="module")
def svg():
    return ElementTree.fromstring(territory_svg())


@pytest.fixture(scope="module")
def paths(svg):
    return {path.get("id"): path for path in svg.iter(f"{SVG}path")}


@pytest.fixture(scope="module")
def raw():
    """Every segment of the 175 outlines, with the territories it was seen from (one for each commune along it)."""
    seen = {}
    for territory, geometry in read_commune_outlines(names=["communes_05_ubaye.geojson"]).values():
        for ring in rings(geometry):
            for ends in itertools.pairwise(ring):
                seen.setdefault(tuple(sorted(map(tuple, ends))), []).append(territory)
    return seen


def on_map(segments):
    snapped = {tuple(sorted(map(place, segment))) for segment in segments}
    return {segment for segment in snapped if segment[0] != segment[1]}


def test_each_border_is_drawn_once_and_none_is_missing(paths, raw):
    mesh, contour = drawn(paths["communes"].get("d")), drawn(paths["contour"].get("d"))
    assert set(mesh.values()) == {1}
    assert set(mesh) | set(contour) == on_map(raw)
    assert not set(mesh) & set(contour)


def test_the_contour_is_the_outside_of_each_territory(paths, raw):
    contour = drawn(paths["contour"].get("d"))
    for territory in ("05", "ubaye"):
        assert on_map(s for s, seen in raw.items() if seen.count(territory) == 1) <= set(contour)
    between = on_map(s for s, seen in raw.items() if set(seen) == {"05", "ubaye"})
    assert between
    assert {segment for segment, times in contour.items() if times == 2} == between


def test_the_contour_is_two_closed_lines(paths):
    data = paths["contour"].get("d")
    assert data.count("m") == data.count("z") == 2
    ends = Counter(point for segment, times in drawn(data).items() for point in segment * times)
    assert all(times % 2 == 0 for times in ends.values())


def test_the_whole_territory_is_light():
    assert len(territory_svg_gzip()) < 15_000
    assert gzip.decompress(territory_svg_gzip()).decode() == territory_svg()


def test_the_paths_inherit_their_paint_from_a_group(svg, paths):
    for path in paths.values():
        assert set(path.attrib) == {"id", "d"}
    groups = list(svg.iter(f"{SVG}g"))
    assert groups[0].get("fill")
    assert groups[0].get("stroke")
    assert groups[1].get("fill") == "none"
    assert "style" not in territory_svg()
    assert not list(svg.iter(f"{SVG}defs"))


def test_the_document_has_a_view_box_a_title_and_its_source(svg):
    assert svg.get("viewBox") == VIEW_BOX == f"0 0 {WIDTH} {HEIGHT}"
    assert "Ubaye" in svg.findtext(f"{SVG}title")
    assert "IGN" in svg.findtext(f"{SVG}desc")


def test_the_bounds_are_those_of_the_data(raw):
    longitudes = [point[0] for segment in raw for point in segment]
    latitudes = [point[1] for segment in raw for point in segment]
    bounds = min(longitudes), max(longitudes), min(latitudes), max(latitudes)
    assert bounds == (WEST, EAST, SOUTH, NORTH)


def test_every_town_hall_is_in_the_view_box():
    halls = [row for row in read_communes() if row.in_territory]
    assert len(halls) == 175
    for row in halls:
        x, y = project(row.latitude, row.longitude)
        assert in_view(x, y), row.name


def test_north_is_up_and_distances_are_true():
    gap, briancon = project(44.559, 6.080), project(44.898, 6.644)
    assert briancon[0] > gap[0]
    assert briancon[1] < gap[1]
    north, east = project(44.75, 6.0), project(44.65, 6.0 + 0.1 / 0.7113)
    origin = project(44.65, 6.0)
    assert origin[1] - north[1] == pytest.approx(east[0] - origin[0], rel=0.001)


def test_the_version_follows_the_drawing():
    assert re.fullmatch(r"[0-9a-f]{12}", outline_version())


def test_two_squares_share_their_edge():
    def square(left):
        ring = [[left, 0], [left + 1, 0], [left + 1, 1], [left, 1], [left, 0]]
        return {"type": "Polygon", "coordinates": [ring]}

    counts = count_segments([square(0), square(1)])
    assert counts.pop(((1, 0), (1, 1))) == 2
    assert set(counts.values()) == {1}
    assert [line[0] == line[-1] for line in chain(counts)] == [True]
    assert drawn(path_data(chain(counts), closed=True)) == counts
