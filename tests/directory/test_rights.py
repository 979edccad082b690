"""The rights matrix of the directory: who gets what answer at each of its addresses. A new address needs its line."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import get_resolver, reverse

from directory.models import ContactMessage, ImportRun
from portal.core.models import Commune
from portal.demo.builders import make_member, make_structure, make_user
from portal.editorial.roles import COORDINATORS
from tests.rooms import directory

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
PUBLIC = (200, 200, 200)
COORDINATION = (302, 403, 200)  # a stranger is asked to sign in
SENT_HOME = (302, 302, 200)  # Wagtail leads members back to the admin's home, with a sentence
BUTTON, SENT_HOME_BUTTON = (302, 403, 405), (302, 302, 405)  # by POST only
# Name of the address, its arguments, and the status of a GET for a stranger, a member of the structure, a coordinator.
MATRIX = {
    "directory:listing": ((), PUBLIC),
    "directory:export_csv": ((), PUBLIC),
    "directory:export_xlsx": ((), PUBLIC),
    "directory:export_geojson": ((), PUBLIC),
    "directory:export_jsonld": ((), PUBLIC),
    "directory:compact": ((), PUBLIC),
    "directory:feed": ((), PUBLIC),
    "directory:widget": ((), PUBLIC),
    "directory:widget_code": ((), PUBLIC),
    "directory:booklet": ((), PUBLIC),
    "directory:stable_address": (("page",), (303, 303, 303)),
    "directory:structure": (("slug",), PUBLIC),
    "directory:vcard": (("slug",), PUBLIC),
    "directory:qr": (("slug",), PUBLIC),
    "directory:poster": (("slug",), PUBLIC),
    "directory:write": (("slug",), PUBLIC),
    "directory:written": (("slug",), PUBLIC),
    "structure_imports:index": ((), SENT_HOME),
    "structure_imports:upload": ((), SENT_HOME),
    "structure_imports:run": (("run",), SENT_HOME),
    "structure_imports:columns": (("run",), (302, 302, 302)),  # to the run: there is no file any more
    "structure_imports:apply": (("run",), SENT_HOME_BUTTON),
    "structure_imports:undo": (("run",), SENT_HOME),
    "structure_imports:drop": (("run",), SENT_HOME_BUTTON),
    "directory_duplicates:list": ((), COORDINATION),
    "directory_duplicates:told_apart": ((), COORDINATION),
    "directory_duplicates:compare": (("page", "other"), COORDINATION),
    "directory_duplicates:two": (("page", "other"), BUTTON),
    "directory_duplicates:again": (("page", "other"), BUTTON),
    "wagtailsnippets_directory_contactmessage:list": ((), SENT_HOME),
    "wagtailsnippets_directory_contactmessage:edit": (("message",), SENT_HOME),
}
ROOMS = ("directory", "structure_imports", "directory_duplicates")


@pytest.fixture
def arguments(portal_site):
    gap = Commune.objects.get(name="Gap")
    page, other = (
        make_structure(directory(), title=title, commune=gap, email="accueil@exemple.fr")
        for title in ("La Remise", "Le Rucher")
    )
    message = ContactMessage.objects.create(
        structure=page, sender_name="Camille", sender_email="c@exemple.fr", text="?"
    )
    run = ImportRun.objects.create(source="Test", file_name="test.csv", state=ImportRun.State.DONE)
    return {"page": page.pk, "other": other.pk, "slug": page.slug, "message": message.pk, "run": run.pk, "it": page}


@pytest.fixture
def visitors(arguments):
    """A stranger, a member of the structure, a coordinator."""
    member = make_member(arguments["it"], "membre@exemple.fr")
    coordinator = make_user("coordination@exemple.fr", groups=[Group.objects.get(name=COORDINATORS)])
    clients = Client(), Client(), Client()
    clients[1].force_login(member)
    clients[2].force_login(coordinator)
    return clients


@pytest.mark.parametrize("name", MATRIX)
def test_who_gets_what(visitors, arguments, name):
    needed, expected = MATRIX[name]
    address = reverse(name, args=[arguments[argument] for argument in needed])
    assert tuple(client.get(address).status_code for client in visitors) == expected


@pytest.mark.parametrize("name", [name for name in MATRIX if not name.startswith("directory:")])
def test_nobody_else_presses_a_button(visitors, arguments, name):
    """A refusal leads to the sign-in page, to the admin's home, or is a 403; what was done would lead elsewhere."""
    address = reverse(name, args=[arguments[argument] for argument in MATRIX[name][0]])
    stranger, member = (client.post(address) for client in visitors[:2])
    assert stranger["Location"].startswith("/mon-espace/connexion/")
    assert member.status_code == 403 or member["Location"] == "/admin/"


def test_every_address_has_its_line():
    named = {
        f"{namespace}:{name}"
        for namespace in ROOMS
        for name in _resolver(namespace).reverse_dict
        if isinstance(name, str)
    }
    assert named == {name for name in MATRIX if name.split(":")[0] in ROOMS}


def _resolver(namespace):
    """The resolver of a namespace, wherever it hangs."""
    found = [pattern for pattern in _all(get_resolver()) if getattr(pattern, "namespace", None) == namespace]
    assert found, namespace
    return found[0]


def _all(resolver):
    for pattern in resolver.url_patterns:
        yield pattern
        if hasattr(pattern, "url_patterns"):
            yield from _all(pattern)
