"""How complete a sheet is: what counts, what is said, when it is stored."""

import pytest

from directory.completeness import PARTS, missing, refresh, score
from directory.models import StructurePage
from portal.core.models import Audience, Commune, LegalFamily
from portal.demo.builders import make_structure
from tests.rooms import directory

pytestmark = pytest.mark.django_db


def test_the_parts_make_a_hundred():
    assert sum(points for points, _known, _words in PARTS) == 100


def test_a_name_alone_is_at_zero_and_says_what_helps_most(portal_site):
    page = make_structure(directory(), title="La Remise")
    assert page.completeness == score(page) == 0
    assert "la commune" in str(missing(page)[0])
    assert len(missing(page)) == len(PARTS)


def test_a_whole_sheet_is_at_a_hundred_and_asks_for_nothing(portal_site):
    page = make_structure(
        directory(),
        title="La Remise",
        commune=Commune.objects.get(name="Embrun"),
        fields=["reemploi"],
        legal_family=LegalFamily.objects.filter(locale__language_code="fr").first(),
        presentation=[("text", "<p>Un atelier.</p>")],
        summary="Un atelier.",
        email="a@exemple.fr",
        opening_hours="We 14:00-18:00",
        address="1 rue de l’Exemple",
        phone="04 65 71 00 00",
        services="réparation",
        access="none",
        rna="W051000001",
    )
    page.audiences = [Audience.objects.filter(locale__language_code="fr").first()]
    assert [str(words) for words in missing(page)] == ["un logo ou une photo"]
    page.save()
    assert StructurePage.objects.get(pk=page.pk).completeness == 97


def test_publishing_stores_it_and_a_draft_does_not(portal_site):
    page = make_structure(directory(), title="La Remise")
    page.summary = "Un atelier."
    revision = page.save_revision()
    assert StructurePage.objects.get(pk=page.pk).completeness == 0
    revision.publish()
    assert StructurePage.objects.get(pk=page.pk).completeness == 12


def test_many_are_worked_out_in_few_queries(portal_site, django_assert_max_num_queries):
    pages = [make_structure(directory(), title=f"Structure {number}", summary="Oui.") for number in range(8)]
    StructurePage.objects.filter(pk__in=[page.pk for page in pages[:5]]).update(completeness=0)
    with django_assert_max_num_queries(8):
        assert refresh(StructurePage.objects.all()) == 5
    assert set(StructurePage.objects.values_list("completeness", flat=True)) == {12}
