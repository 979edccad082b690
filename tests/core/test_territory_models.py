import pytest
from django.db import IntegrityError
from django.db.models import ProtectedError

from portal.core.models.territory import Commune, FormerCommune, Valley

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_territory")]


def make_commune(**fields):
    return Commune.objects.create(
        **{"code_insee": "05061", "name": "Gap", "slug": "gap", "department": "05", "in_territory": True} | fields
    )


def test_the_point_is_that_of_the_town_hall():
    assert make_commune(latitude=44.559, longitude=6.08).point == (44.559, 6.08)


def test_without_a_town_hall_there_is_no_point():
    commune = make_commune()
    assert commune.point is None
    assert not Commune.objects.with_town_hall().exists()


def test_half_a_point_is_refused():
    with pytest.raises(IntegrityError):
        make_commune(latitude=44.559)


def test_the_territory_leaves_out_the_neighbours():
    gap = make_commune()
    make_commune(code_insee="04209", name="Sisteron", slug="sisteron", department="04", in_territory=False)
    assert list(Commune.objects.in_territory()) == [gap]


def test_the_outline_is_read_only_when_asked_for(django_assert_num_queries):
    make_commune(outline={"type": "Polygon", "coordinates": []})
    with django_assert_num_queries(1):
        commune = Commune.objects.get(slug="gap")
    with django_assert_num_queries(1):
        assert commune.outline["type"] == "Polygon"
    with django_assert_num_queries(1):
        assert Commune.objects.with_outline().get(slug="gap").outline["type"] == "Polygon"


def test_a_commune_reached_from_another_row_leaves_its_outline_too():
    FormerCommune.objects.create(
        code_insee="05125", name="Romette", commune=make_commune(outline={"type": "Polygon", "coordinates": []})
    )
    commune = FormerCommune.objects.get().commune
    assert commune.get_deferred_fields() == {"outline"}
    commune.save()
    assert commune.outline["type"] == "Polygon"


def test_a_valley_with_communes_cannot_be_deleted():
    valley = Valley.objects.create(slug="gapencais", name="Gapençais")
    make_commune(valley=valley)
    with pytest.raises(ProtectedError):
        valley.delete()


def test_places_read_as_their_name():
    assert str(make_commune()) == "Gap"
    assert str(Valley(name="Ubaye")) == "Ubaye"
