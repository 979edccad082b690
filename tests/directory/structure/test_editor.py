"""The edit form of a structure, through Wagtail's own view: hours, people with their consent, verifications."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from directory.models import NamedContact, StructurePage, Verification
from portal.core.models import Commune
from portal.demo.builders import make_member, make_structure, make_user
from tests.admin_forms import form_values
from tests.rooms import directory

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
CONSENT = {"consent_given_on": "2026-01-05", "consent_recorded_by": "La coordination", "consent_text": "Oui."}


@pytest.fixture
def structure(portal_site):
    gap = Commune.objects.get(name="Gap")
    return make_structure(directory(), title="La Remise", opening_hours="Mo 09:00-12:00", commune=gap)


@pytest.fixture
def editor(client, structure):
    client.force_login(make_user("admin@exemple.fr", is_superuser=True))
    return client


def address(structure):
    return f"/admin/pages/{structure.pk}/edit/"


def publish(client, structure, **changes):
    values = form_values(client, address(structure)) | {"presentation-count": "0", "action-publish": "1"} | changes
    return client.post(address(structure), values)


def rows(prefix, *lines):
    """An inline form of `lines` new rows."""
    values = {f"{prefix}-TOTAL_FORMS": str(len(lines)), f"{prefix}-INITIAL_FORMS": "0"}
    for number, line in enumerate(lines):
        values |= {f"{prefix}-{number}-{name}": value for name, value in line.items()}
        values |= {f"{prefix}-{number}-id": "", f"{prefix}-{number}-ORDER": str(number + 1)}
    return values


def errors(response):
    soup = BeautifulSoup(response.text, "html.parser")
    return " ".join(
        error.get_text(" ", strip=True) for error in soup.select(".error-message, .w-field__errors, .errorlist")
    )


def test_the_form_opens_in_the_order_of_a_volunteer(editor, structure):
    html = editor.get(address(structure)).text
    headings = [heading.get_text(strip=True) for heading in BeautifulSoup(html, "html.parser").select("h2, h3")]
    parts = ["Où en est la fiche", "Qui elle est", "Ce qu’elle fait", "Présentation", "Images", "Où", "Quand"]
    parts += ["Comment la joindre", "Tenue à jour"]
    assert [heading for heading in headings if heading in parts] == parts
    assert 'name="opening_hours-Mo-0"' in html
    assert "hours-admin.css" in html


def test_the_panel_says_what_to_add_next(editor, structure):
    structure.commune = None
    structure.save()
    soup = BeautifulSoup(editor.get(address(structure)).text, "html.parser")
    panel = next(block for block in soup.select(".help-block") if "Fiche remplie" in block.text)
    assert "Fiche remplie à 8\xa0%" in panel.text
    assert "la commune" in panel.li.text


def test_a_member_sees_the_hint_too(client, structure):
    client.force_login(make_member(structure, "membre@exemple.fr"))
    assert "Fiche remplie à" in client.get(address(structure)).text


def test_where_each_imported_value_comes_from_is_shown(editor, structure):
    assert not BeautifulSoup(editor.get(address(structure)).text, "html.parser").select(".sources")
    came = {"source": "YesWiki du réseau", "on": "2026-09-01"}
    structure.value_sources = dict.fromkeys(("phone", "tags", "social_accounts", "a_former_field"), came)
    structure.save()
    table = BeautifulSoup(editor.get(address(structure)).text, "html.parser").select_one(".sources")
    cells = [[cell.get_text(strip=True) for cell in row.select("th, td")] for row in table.select("tbody tr")]
    names = ["A_former_field", "Comptes sur les réseaux sociaux", "Mots-clés", "Téléphone"]
    assert cells == [[name, "YesWiki du réseau", "1 septembre 2026"] for name in names]
    assert publish(editor, structure).status_code == 302
    assert publish(editor, structure, phone="04 92 00 00 00").status_code == 302
    assert sorted(StructurePage.objects.get(pk=structure.pk).value_sources) == [
        "a_former_field",
        "social_accounts",
        "tags",
    ]


def test_a_structure_is_not_published_without_its_commune(editor, structure):
    response = publish(editor, structure, commune="")
    assert "Choisissez la commune" in errors(response)
    draft = form_values(editor, address(structure)) | {"presentation-count": "0", "commune": ""}
    assert editor.post(address(structure), draft).status_code == 302
    assert StructurePage.objects.get(pk=structure.pk).get_latest_revision_as_object().commune is None
    assert publish(editor, structure, commune="", kind="institution").status_code == 302


def test_long_lists_are_boxes_with_the_chosen_ones_first(editor, structure):
    structure.served_communes = [Commune.objects.get(name="Veynes")]
    structure.save()
    boxes = BeautifulSoup(editor.get(address(structure)).text, "html.parser").select("[name=served_communes]")
    assert [box.parent.get_text(strip=True) for box in boxes[:2]] == ["Veynes", "Abriès-Ristolas"]
    assert [box.has_attr("checked") for box in boxes] == [True] + [False] * 174


def test_saving_without_a_change_changes_nothing(editor, structure):
    assert publish(editor, structure).status_code == 302
    stored = StructurePage.objects.get(pk=structure.pk)
    assert (stored.title, stored.opening_hours, stored.live) == ("La Remise", "Mo 09:00-12:00", True)


def test_hours_and_people_are_saved_and_shown(editor, structure):
    hours = {"opening_hours-Tu-2": "14:00", "opening_hours-Tu-3": "18:00", "opening_hours-ph": "1"}
    people = rows("named_contacts", {"name": "Camille Exemple", "role": "Accueil", **CONSENT})
    response = publish(editor, structure, **hours, **people)
    assert response.status_code == 302, errors(response)
    stored = StructurePage.objects.get(pk=structure.pk)
    assert stored.opening_hours == "Mo 09:00-12:00; Tu 14:00-18:00; PH off"
    assert [contact.name for contact in stored.named_contacts.all()] == ["Camille Exemple"]
    assert "Camille Exemple" in editor.get(structure.url).text


def test_hours_with_a_slip_are_told_and_given_back(editor, structure):
    response = publish(editor, structure, **{"opening_hours-Mo-0": "12:00", "opening_hours-Mo-1": ""})
    assert response.status_code == 200
    assert StructurePage.objects.get(pk=structure.pk).opening_hours == "Mo 09:00-12:00"
    box = BeautifulSoup(response.text, "html.parser").select_one("[name='opening_hours-Mo-0']")
    assert (box["value"], box["aria-invalid"]) == ("12:00", "true")


@pytest.mark.parametrize("name", [*CONSENT])
def test_a_name_needs_the_date_the_words_and_who_recorded_them(editor, structure, name):
    person = {"name": "Camille Exemple", "role": ""} | CONSENT | {name: " "}
    response = publish(editor, structure, **rows("named_contacts", person))
    assert response.status_code == 200
    assert not NamedContact.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"consent_given_on": (timezone.localdate() + timedelta(days=2)).isoformat()}, "pas encore arrivée"),
        ({"consent_withdrawn_on": "2025-12-31"}, "avant d’être donné"),
    ],
)
def test_dates_of_a_consent_make_sense(editor, structure, changes, words):
    person = {"name": "Camille Exemple", "role": ""} | CONSENT | changes
    response = publish(editor, structure, **rows("named_contacts", person))
    assert response.status_code == 200
    assert words in response.text


def test_verifications_are_saved_by_part_and_date_the_sheet(editor, structure):
    lines = [
        {"group": "hours", "verified_on": "2026-09-12", "verified_by": ""},
        {"group": "place", "verified_on": "2026-10-03", "verified_by": "Camille"},
    ]
    assert publish(editor, structure, **rows("verifications", *lines)).status_code == 302
    stored = StructurePage.objects.get(pk=structure.pk)
    assert {row.group: row.verified_on for row in stored.verifications.all()} == {
        "hours": date(2026, 9, 12),
        "place": date(2026, 10, 3),
    }
    assert stored.last_reviewed_on == date(2026, 10, 3)
    assert "Camille" not in editor.get(structure.url).text


def test_one_verification_a_part(editor, structure):
    lines = [{"group": "hours", "verified_on": "2026-09-12", "verified_by": ""}] * 2
    response = publish(editor, structure, **rows("verifications", *lines))
    assert response.status_code == 200
    assert not Verification.objects.exists()


def test_a_verification_moved_to_another_day(editor, structure):
    structure.verifications = [Verification(group="hours", verified_on=date(2026, 9, 12))]
    structure.save()
    response = publish(editor, structure, **{"verifications-0-verified_on": "2026-10-01"})
    assert response.status_code == 302, errors(response)
    assert StructurePage.objects.get(pk=structure.pk).verifications.get().verified_on == date(2026, 10, 1)


def test_a_wrong_siret_is_told(editor, structure):
    response = publish(editor, structure, siret="732 829 320 00075")
    assert response.status_code == 200
    assert "clé de contrôle" in response.text


def test_an_id_elsewhere_belongs_to_one_structure(editor, structure):
    other = make_structure(directory(), title="Le Rucher", commune=structure.commune)
    line = {"source": "YesWiki", "value": "LaRemise"}
    assert publish(editor, other, **rows("external_ids", line)).status_code == 302
    assert publish(editor, structure, **rows("external_ids", line)).status_code == 200
