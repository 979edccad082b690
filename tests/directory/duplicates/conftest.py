"""Two sheets of one structure with all that may hang on them, and the people who may merge them or not."""

import pytest
from django.contrib.auth.models import Group

import directory.duplicates.admin  # noqa: F401 - registers the workbench's addresses, whoever imports it first
from portal.core.models import Commune
from portal.demo.builders import make_member, make_structure, make_user
from portal.editorial.roles import COORDINATORS
from tests.rooms import directory as directory_index


@pytest.fixture
def coordinator(portal_site):
    return make_user("coordination@exemple.org", groups=Group.objects.filter(name=COORDINATORS))


@pytest.fixture
def gap(portal_site):
    return Commune.objects.get(name="Gap")


@pytest.fixture
def kept(gap):
    return make_structure(
        directory_index(),
        title="Animacoop",
        commune=gap,
        fields=["alimentation"],
        phone="04 92 00 00 01",
        services="prêt de matériel",
        summary="Formation à la coopération",
    )


@pytest.fixture
def other(gap):
    return make_structure(
        directory_index(),
        title="Koopéra (animacoop)",
        commune=gap,
        fields=["reemploi"],
        phone="04 92 00 00 02",
        website="https://koopera.exemple.org",
        services="prêt de matériel\nformation",
    )


@pytest.fixture
def member(kept):
    return make_member(kept, "membre@exemple.org")
