"""The rights matrix of what surrounds the search: who gets what answer at each address. A new one needs its line."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from portal.demo.builders import make_member, make_structure, make_user
from portal.editorial.roles import COORDINATORS
from portal.finding.models import SavedSearch, UnansweredSearch
from portal.finding.models.saved_search import key_of
from portal.finding.saved.links import confirm_url
from tests.agenda.test_rights import names_of
from tests.finding.asking import EMAIL
from tests.rooms import directory

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
PUBLIC = (200, 200, 200, 200)
COORDINATION = (302, 302, 302, 200)  # Wagtail leads others home, with a sentence
# Name, arguments, and the status of a GET for a stranger, an account without a role, a member, a coordinator.
MATRIX = {
    "saved_search:ask": ((), PUBLIC),
    "saved_search:asked": ((), PUBLIC),
    "saved_search:confirm": (("signed",), PUBLIC),
    "saved_search:stop": (("token",), PUBLIC),
    "missing:form": ((), PUBLIC),
    "missing:thanks": ((), PUBLIC),
    "finding_missing:list": ((), COORDINATION),
    "finding_missing:list_results": ((), COORDINATION),
}
NAMESPACES = ("saved_search", "missing", "finding_missing")


@pytest.fixture
def place(portal_site):
    """An alert that waits for its confirmation, and the readers."""
    alert = SavedSearch.objects.create(email=EMAIL, query="q=velo", language="fr", key=key_of(EMAIL, "q=velo", "fr"))
    structure = make_structure(directory(), title="La Remise")
    readers = [Client() for _ in range(4)]
    readers[1].force_login(make_user("sans.role@exemple.fr"))
    readers[2].force_login(make_member(structure, "membre@exemple.fr"))
    coordinators = Group.objects.filter(name=COORDINATORS)
    readers[3].force_login(make_user("coordination@exemple.fr", groups=coordinators))
    signed = confirm_url(alert, "daily").split("/")[-3]
    return {"token": alert.token, "signed": signed, "readers": readers}


@pytest.mark.parametrize("name", MATRIX)
def test_who_gets_what(place, name):
    arguments, expected = MATRIX[name]
    address = reverse(name, args=[place.get(argument, argument) for argument in arguments])
    answers = [reader.get(address, {"q": "velo"}) for reader in place["readers"]]
    assert tuple(answer.status_code for answer in answers) == expected


def test_every_address_has_its_line():
    assert names_of(NAMESPACES) == set(MATRIX)


def test_no_screen_of_the_admin_shows_addresses(place):
    UnansweredSearch.objects.create(
        words="velo", language="fr", month="2026-12-01", created_on="2026-12-01", last_on="2026-12-01"
    )
    coordinator = place["readers"][3]
    for address in ("/admin/snippets/finding/savedsearch/", "/admin/snippets/choose/finding/savedsearch/"):
        assert coordinator.get(address).status_code == 404
    for address in ("/admin/reports/recherches-sans-reponse/", "/admin/"):
        assert EMAIL not in coordinator.get(address).text
