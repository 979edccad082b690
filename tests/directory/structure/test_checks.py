"""What a structure's own check refuses, and the order of who is near it."""

from datetime import date
from math import cos, radians

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from directory.around import _outwards
from directory.models import StructurePage
from portal.demo.builders import make_structure
from portal.search.memory import Lists
from tests.rooms import directory

DEGREES = st.tuples(st.sampled_from([44.1, 44.4, 44.5, 44.9]) | st.floats(44, 45), st.floats(5.5, 7))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"phone": "abc"}, "phone"),
        ({"phone": "12"}, "phone"),
        ({"year_founded": date.today().year + 1}, "year_founded"),
        ({"status": "merged"}, "merged_into"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(portal_site, values, field):
    page = make_structure(directory(), title="La Remise")
    for name, value in values.items():
        setattr(page, name, value)
    with pytest.raises(ValidationError) as refusal:
        page.full_clean()
    assert list(refusal.value.message_dict) == [field]


@pytest.mark.django_db
def test_a_structure_is_not_merged_into_itself(portal_site):
    page = make_structure(directory(), title="La Remise")
    page.status, page.merged_into = StructurePage.Status.MERGED, page
    with pytest.raises(ValidationError, match="elle-même"):
        page.full_clean()


@pytest.mark.django_db
@pytest.mark.parametrize("phone", ["04 92 00 00 00", "0492000000", "+39 011 000 0000", "3949", ""])
def test_numbers_that_one_can_dial_are_kept(portal_site, phone):
    make_structure(directory(), title="La Remise", phone=phone).full_clean()


class OnTheMap:
    def __init__(self, points):
        self.points, self.memo = Lists(), {}
        for slot, point in enumerate(points):
            self.points.add(point, slot)


@given(points=st.lists(DEGREES, max_size=30), here=DEGREES)
def test_points_are_walked_from_the_nearest_to_the_farthest(points, here):
    flat = cos(radians(here[0]))

    def square(there):
        return (there[0] - here[0]) ** 2 + ((there[1] - here[1]) * flat) ** 2

    walked = list(_outwards(OnTheMap(points), here))
    assert sorted(walked) == sorted(set(points))
    assert [square(there) for there in walked] == sorted(square(there) for there in set(points))
