"""Known places in the admin: coordinators keep the list, members choose from it."""

import pytest

from agenda.models import Place
from portal.core.models import Commune
from portal.demo.builders import make_member, make_structure, make_user
from tests.rooms import directory

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]  # Wagtail’s own templates
ADD = "/admin/snippets/agenda/place/add/"


def typed(**values):
    blank = dict.fromkeys(("address", "latitude", "longitude", "access_text"), "")
    return blank | {"name": "Salle des fêtes", "commune": Commune.objects.get(name="Embrun").pk} | values


def test_a_place_is_written_once(client, portal_site):
    client.force_login(make_user("admin@exemple.fr", is_superuser=True))
    assert client.post(ADD, typed()).status_code == 302
    assert client.post(ADD, typed()).status_code == 200, "the same name in the same commune"
    assert [str(place) for place in Place.objects.all()] == ["Salle des fêtes (Embrun)"]


def test_a_place_out_of_the_world_is_refused_beside_its_field(client, portal_site):
    client.force_login(make_user("admin@exemple.fr", is_superuser=True))
    response = client.post(ADD, typed(latitude="44.5"))
    assert response.status_code == 200
    assert not Place.objects.exists()


def test_members_and_strangers_do_not_write_places(client, portal_site):
    assert client.get(ADD).status_code == 302
    client.force_login(make_member(make_structure(directory(), title="La Remise"), "membre@exemple.fr"))
    client.post(ADD, typed())
    assert not Place.objects.exists()
