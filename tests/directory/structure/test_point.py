"""The point of a structure and its numbers in the edit form: what is accepted, refused in words, and shown."""

import json

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError

from directory.models import StructurePage
from directory.point_widget import projection
from portal.core.models import Commune
from portal.core.territory.projection import project
from portal.demo.builders import make_structure, make_user
from tests.directory.structure.test_editor import address, errors, publish
from tests.rooms import directory

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
SIRET, SIREN, OTHER_SIREN = "73282932000074", "732829320", "404833048"


@pytest.fixture
def structure(portal_site):
    return make_structure(directory(), title="La Remise", commune=Commune.objects.get(name="Gap"))


@pytest.fixture
def editor(client):
    client.force_login(make_user("admin@exemple.fr", is_superuser=True))
    return client


def stored(structure):
    return StructurePage.objects.get(pk=structure.pk)


@pytest.mark.parametrize(
    ("latitude", "longitude"), [("44,5641", "6,4962"), ("44.5641", "6.4962"), (" 44,5641° ", "6.4962°")]
)
def test_degrees_are_taken_as_people_write_them(editor, structure, latitude, longitude):
    response = publish(editor, structure, latitude=latitude, longitude=longitude)
    assert response.status_code == 302, errors(response)
    assert stored(structure).point == (44.5641, 6.4962)


def test_a_point_is_given_back_with_a_comma_and_unchanged(editor, structure):
    structure.latitude, structure.longitude = 44.56413, 6.08
    structure.save()
    box = BeautifulSoup(editor.get(address(structure)).text, "html.parser").select_one("#id_latitude")
    assert (box["type"], box["inputmode"], box["value"]) == ("text", "decimal", "44,56413")
    assert publish(editor, structure).status_code == 302
    assert stored(structure).point == (44.56413, 6.08)


def test_empty_fields_mean_the_town_hall(editor, structure):
    embrun = Commune.objects.get(name="Embrun")
    structure.latitude, structure.longitude = 44.5, 6.4
    structure.save()
    response = publish(editor, structure, commune=str(embrun.pk), latitude="", longitude="")
    assert response.status_code == 302, errors(response)
    assert stored(structure).latitude is None
    assert stored(structure).point == embrun.point


@pytest.mark.parametrize(
    ("latitude", "longitude", "words"),
    [
        ("6,496", "44,564", "semblent inversées"),
        ("48,85", "2,35", "hors du territoire"),
        ("44,564", "", "ou aucune des deux"),
        ("", "6,496", "ou aucune des deux"),
        ("rue du Lac", "6,496", "Saisissez un nombre"),
        ("nan", "inf", "Saisissez un nombre"),
    ],
)
def test_what_is_no_point_of_the_territory_is_told(editor, structure, latitude, longitude, words):
    response = publish(editor, structure, latitude=latitude, longitude=longitude)
    assert response.status_code == 200
    assert words in errors(response)
    assert stored(structure).latitude is None


def test_communes_say_where_their_town_hall_is_and_ours_come_first(editor, structure):
    soup = BeautifulSoup(editor.get(address(structure)).text, "html.parser")
    ours, others = soup.select("#id_commune optgroup")
    gap = Commune.objects.get(name="Gap")
    assert ours.find("option", string="Gap")["data-point"] == f"{gap.latitude},{gap.longitude}"
    assert len(ours.select("option")) == Commune.objects.in_territory().count()
    assert len(ours.select("option") + others.select("option")) == Commune.objects.count()
    assert soup.select_one("#id_commune > option")["value"] == ""


def test_the_map_stands_beside_its_fields(editor, structure):
    soup = BeautifulSoup(editor.get(address(structure)).text, "html.parser")
    fields = json.loads(soup.select_one("[data-point-map]")["data-point-map"])["fields"]
    assert {name: soup.select_one(f"#{key}")["name"] for name, key in fields.items()} == {
        name: name for name in ("latitude", "longitude", "commune")
    }
    assert soup.select_one("[data-point-map]").has_attr("hidden"), "without scripts, only the fields"
    assert soup.select_one("script[src*='point-admin.js']")["type"] == "module"


def test_the_script_gets_the_map_s_own_projection():
    (left, across), (top, down) = projection()
    assert (left + 6.496 * across, top + 44.564 * down) == pytest.approx(project(44.564, 6.496))


def test_a_siren_alone_is_kept_bare(editor, structure):
    response = publish(editor, structure, siren="732 829 320")
    assert response.status_code == 302, errors(response)
    assert (stored(structure).siret, stored(structure).siren) == ("", SIREN)


def test_a_siret_says_the_siren(editor, structure):
    response = publish(editor, structure, siret="732 829 320 00074")
    assert response.status_code == 302, errors(response)
    assert (stored(structure).siret, stored(structure).siren) == (SIRET, SIREN)


def test_a_wrong_siren_is_told(editor, structure):
    response = publish(editor, structure, siren="732 829 321")
    assert response.status_code == 200
    assert "9 chiffres, dont une clé de contrôle" in errors(response)


def test_a_wrong_siret_is_told_once(editor, structure):
    words = errors(publish(editor, structure, siret="732 829 320 00075"))
    assert "Le SIRET" in words
    assert "SIREN" not in words


def test_two_numbers_that_contradict_each_other_are_told(editor, structure):
    response = publish(editor, structure, siret=SIRET, siren=OTHER_SIREN)
    assert response.status_code == 200
    assert "Ce n’est pas le SIREN du SIRET" in errors(response)
    with pytest.raises(ValidationError, match="neuf premiers chiffres"):
        make_structure(directory(), title="Le Rucher", siret=SIRET, siren=OTHER_SIREN)


def test_all_that_is_wrong_is_told_at_once(editor, structure):
    wrong = {"siret": SIRET, "siren": OTHER_SIREN, "latitude": "48,85", "longitude": "2,35", "status": "merged"}
    words = errors(publish(editor, structure, **wrong))
    for part in ("Ce n’est pas le SIREN du SIRET", "hors du territoire", "Dites à quelle structure"):
        assert part in words
