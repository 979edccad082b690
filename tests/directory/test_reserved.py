"""The slugs that no structure can have."""

import pytest
from django.core.exceptions import ValidationError

from directory.reserved import _words
from portal.demo.builders import make_structure
from tests.rooms import directory

pytestmark = pytest.mark.django_db


def test_every_address_of_the_portal_s_own_is_reserved():
    assert {"widget", "id", "ecrire", "carnet.pdf", "flux.atom", "export.csv", "qr.svg"} <= _words()


@pytest.mark.parametrize("slug", ["widget", "id", "ecrire"])
def test_a_structure_cannot_take_it(portal_site, slug):
    page = make_structure(directory(), title="La Remise")
    page.slug = slug
    with pytest.raises(ValidationError) as caught:
        page.full_clean()
    assert list(caught.value.message_dict) == ["slug"]


def test_all_other_slugs_lead_to_the_structure(client, portal_site):
    page = make_structure(directory(), title="Widgets et compagnie")
    assert page.full_clean() is None
    assert client.get(page.url).resolver_match.url_name == "structure"
