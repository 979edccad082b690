import random
from itertools import combinations
from math import hypot
from time import perf_counter

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.core.territory.groups import MAIN_TOWNS, MAX_RADIUS, MIN_RADIUS, PlaceCount, draw_map
from portal.core.territory.projection import EAST, HEIGHT, NORTH, SOUTH, WEST, WIDTH
from portal.core.territory.sources import read_communes


@pytest.fixture(autouse=True)
def french():
    with translation.override("fr"):
        yield


def draw(places, **options):
    return draw_map(places, title="Carte", outline_url="/carte.svg", **options)


def place(name, latitude, longitude, count=1):
    return PlaceCount(name, name.lower(), latitude, longitude, count, f"/annuaire/?commune={name.lower()}")


def communes(count=1):
    return [place(row.name, row.latitude, row.longitude, count) for row in read_communes() if row.in_territory]


def assert_readable(drawing):
    """No two circles touch, all is inside the picture, no name covers a circle or a name."""
    for one, other in combinations(drawing.dots, 2):
        assert hypot(one.x - other.x, one.y - other.y) >= one.r + other.r + 2, (one, other)
    for dot in drawing.dots:
        assert dot.r <= dot.x <= WIDTH - dot.r
        assert dot.r <= dot.y <= HEIGHT - dot.r
        assert MIN_RADIUS <= dot.r <= MAX_RADIUS
    for label in drawing.labels:
        left, top, right, bottom = label.box
        assert 0 <= left < right <= WIDTH
        assert 0 <= top < bottom <= HEIGHT
        for dot in drawing.dots:
            nearest = min(max(dot.x, left), right), min(max(dot.y, top), bottom)
            assert hypot(dot.x - nearest[0], dot.y - nearest[1]) > dot.r, (label, dot)
    for one, other in combinations([label.box for label in drawing.labels], 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


places = st.lists(
    st.builds(
        place,
        st.sampled_from(["Gap", "Embrun", "Rosans", "Vars"]),
        st.floats(SOUTH - 0.1, NORTH + 0.1),
        st.floats(WEST - 0.1, EAST + 0.1),
        st.integers(0, 400),
    ),
    max_size=60,
)


@settings(max_examples=150, deadline=None)
@given(places)
def test_any_places_make_a_readable_map(places):
    drawing = draw(places)
    assert_readable(drawing)
    shown = sum(dot.count for dot in drawing.dots)
    assert shown + drawing.outside_count == sum(place.count for place in places)


@pytest.mark.parametrize("count", [1, 2, 40, 400])
def test_a_structure_in_every_commune_makes_a_readable_map(count):
    drawing = draw(communes(count))
    assert_readable(drawing)
    assert sum(dot.count for dot in drawing.dots) == 175 * count
    assert drawing.outside_count == 0
    assert len(drawing.dots) >= 20
    assert all(dot.show_count for dot in drawing.dots)


def test_the_drawing_does_not_depend_on_the_order_of_the_places():
    every = communes()
    shuffled = random.Random(5).sample(every, len(every))
    assert draw(shuffled) == draw(every)


def test_the_whole_territory_is_drawn_quickly():
    """3 ms measured; the bound leaves room for a busy machine."""
    every = communes()
    draw(every)
    times = []
    for _repeat in range(5):
        start = perf_counter()
        draw(every)
        times.append(perf_counter() - start)
    assert min(times) < 0.03


def test_neighbours_gather_under_the_name_of_the_fullest():
    gap, near, far = place("Gap", 44.559, 6.08, 9), place("Rambaud", 44.56, 6.1, 2), place("Vars", 44.61, 6.68, 3)
    drawing = draw([near, far, gap])
    assert [(dot.label, dot.count, dot.url) for dot in drawing.dots] == [
        ("Gap et 1 commune voisine", 11, gap.url),
        ("Vars", 3, far.url),
    ]
    alone = draw([gap]).dots[0]
    assert (drawing.dots[0].x, drawing.dots[0].y) == (alone.x, alone.y)


def test_the_label_counts_the_neighbours():
    around = [place(f"Commune {number}", 44.559, 6.08 + number / 1000) for number in range(3)]
    assert draw([place("Gap", 44.559, 6.08, 9), *around]).dots[0].label == "Gap et 3 communes voisines"


def test_a_gathered_dot_can_lead_to_all_its_places():
    drawing = draw(
        [place("Rambaud", 44.56, 6.1), place("Gap", 44.559, 6.08, 9), place("Vars", 44.61, 6.68)], url_for="+".join
    )
    assert [dot.url for dot in drawing.dots] == ["gap+rambaud", "vars"]


def test_circles_grow_with_what_they_count():
    radii = [draw([place("Gap", 44.559, 6.08, count)]).dots[0].r for count in (1, 25, 80, 4000)]
    assert radii[0] == MIN_RADIUS
    assert radii[-1] == MAX_RADIUS
    assert radii == sorted(set(radii))


def test_what_lies_beyond_the_map_is_counted_apart():
    drawing = draw(
        [place("Gap", 44.559, 6.08, 2), place("Marseille", 43.296, 5.37, 5), place("Embrun", 44.56, 6.49, 0)]
    )
    assert [dot.label for dot in drawing.dots] == ["Gap"]
    assert drawing.outside_count == 5


def test_an_empty_map_names_all_the_main_towns():
    drawing = draw([])
    assert drawing.dots == []
    assert {label.text for label in drawing.labels} == {town.name for town in MAIN_TOWNS}


def test_a_town_has_its_name_right_of_its_dot():
    drawing = draw([place("Gap", 44.559, 6.08, 30)])
    dot, label = drawing.dots[0], next(label for label in drawing.labels if label.text == "Gap")
    assert label.anchor == "start"
    assert label.x > dot.x + dot.r
    assert abs(label.y - dot.y) < 12


def test_main_towns_stand_on_their_town_hall():
    halls = {row.name: (row.latitude, row.longitude) for row in read_communes()}
    assert all(halls[town.name] == (town.latitude, town.longitude) for town in MAIN_TOWNS)


def test_the_map_carries_what_the_template_prints():
    drawing = draw([])
    assert (drawing.width, drawing.height, drawing.view_box) == (WIDTH, HEIGHT, f"0 0 {WIDTH} {HEIGHT}")
    assert (drawing.title, drawing.outline_url) == ("Carte", "/carte.svg")
