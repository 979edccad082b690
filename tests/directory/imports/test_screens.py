"""The screens of the admin, without scripts, and the command."""

import io
import json

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from directory.models import ImportMapping, ImportRun, StructurePage
from portal.demo.builders import make_member, make_structure, make_user
from portal.editorial.roles import COORDINATORS
from tests.directory.imports.files import csv_bytes, imported, plain
from tests.rooms import directory

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
ROWS = [
    {"id": "1", "Nom": "La Remise", "Commune": "Gap"},
    {"id": "2", "Nom": "<script>x</script>Le Fil", "Commune": "La Rochette"},
]


@pytest.fixture
def coordinator(client, portal_site):
    client.force_login(make_user("coordination@exemple.fr", groups=[Group.objects.get(name=COORDINATORS)]))
    return client


def address(name, *args):
    return reverse(f"structure_imports:{name}", args=args)


def upload(client, content=None, source="Réseau"):
    file = SimpleUploadedFile("liste.csv", content or csv_bytes(ROWS))
    return client.post(address("upload"), {"file": file, "source": source}, follow=True)


def choices(response):
    """What the mapping's form sends when nobody changes anything."""
    form = BeautifulSoup(response.text, "html.parser").select_one("form[action$='/colonnes/']")
    data = {}
    for select in form.select("select"):
        chosen = select.select_one("option[selected]")
        data[select["name"]] = chosen["value"] if chosen else ""
    return data


def planned_run(client):
    response = upload(client)
    run = ImportRun.objects.get()
    return run, client.post(address("columns", run.pk), choices(response), follow=True)


def test_from_the_file_to_the_report_and_back(coordinator):
    run, response = planned_run(coordinator)
    assert "Plan : rien n’est encore écrit" in plain(response.text)
    assert "plusieurs communes possibles : La Rochette" in plain(response.text)
    assert "<script>x" not in response.text
    assert StructurePage.objects.count() == 0
    response = coordinator.post(address("apply", run.pk), {"mode": "live"}, follow=True)
    assert "Créées : 1, modifiées : 0" in plain(response.text)
    assert "à créer" not in response.text
    assert StructurePage.objects.get().live
    run.refresh_from_db()
    assert (run.state, run.file, run.by.email) == ("done", None, "coordination@exemple.fr")
    assert "Appliqué" in response.text
    coordinator.get(address("undo", run.pk))
    response = coordinator.post(address("undo", run.pk), follow=True)
    assert "Fiches supprimées : 1" in plain(response.text)
    assert "Fiche supprimée." in response.text
    assert StructurePage.objects.count() == 0
    assert "liste.csv" in coordinator.get(address("index")).text


def test_new_pages_are_drafts_by_default(coordinator):
    run, _response = planned_run(coordinator)
    coordinator.post(address("apply", run.pk), {"mode": "draft"})
    assert not StructurePage.objects.get().live


def test_the_plan_is_filtered_and_paged(coordinator):
    rows = [{"id": f"{n}", "Nom": f"Structure {n}"} for n in range(120)] + [{"id": "x", "Nom": ""}]
    response = upload(coordinator, csv_bytes(rows))
    run = ImportRun.objects.get()
    coordinator.post(address("columns", run.pk), choices(response))
    page = coordinator.get(address("run", run.pk), {"action": "create", "p": "3"})
    assert len(page.context["lines"]) == 20
    assert "?action=create&amp;p=2" in page.text
    assert [
        row["line"].row for row in coordinator.get(address("run", run.pk), {"action": "refused"}).context["lines"]
    ] == [122]
    for query in ({"action": "zzz", "p": "abc"}, {"p": "-1"}, {"p": "9" * 50}):
        assert coordinator.get(address("run", run.pk), query).status_code == 200


def test_columns_are_chosen_and_remembered(coordinator):
    response = upload(coordinator)
    run = ImportRun.objects.get()
    data = choices(response)
    assert data["column-1"] == "title"
    bad = coordinator.post(address("columns", run.pk), data | {"column-0": "title"})
    assert "est déjà donné" in bad.text
    none = coordinator.post(address("columns", run.pk), data | {"column-1": ""})
    assert "quelle colonne donne le nom" in none.text
    coordinator.post(address("columns", run.pk), data | {"column-2": ""})
    assert ImportMapping.objects.get().columns == {"id": "external_id", "Nom": "title", "Commune": ""}
    assert choices(upload(coordinator))["column-2"] == ""


def test_a_file_that_cannot_be_read_says_why(coordinator):
    response = upload(coordinator, b"Nom;Ville\nCaf\x81;Gap\n")
    assert "Ligne 2 : un octet est illisible" in plain(response.text)
    assert ImportRun.objects.count() == 0


def test_a_double_click_applies_once(coordinator):
    run, _response = planned_run(coordinator)
    coordinator.post(address("apply", run.pk))
    response = coordinator.post(address("apply", run.pk), follow=True)
    assert "plus rien à faire" in response.text
    assert StructurePage.objects.count() == 1


def test_a_plan_read_before_others_wrote_is_read_again(coordinator):
    run, _response = planned_run(coordinator)
    imported({"id": "1", "Nom": "La Remise", "Commune": "Embrun"}, source="Réseau")
    response = coordinator.post(address("apply", run.pk), follow=True)
    assert "relisez-le" in response.text
    assert ImportRun.objects.get(pk=run.pk).state == "prepared"


def test_a_file_can_be_given_up(coordinator):
    run, _response = planned_run(coordinator)
    coordinator.post(address("drop", run.pk))
    assert ImportRun.objects.count() == 0
    run, _plan = imported({"Nom": "A"})
    coordinator.post(address("drop", run.pk))
    assert ImportRun.objects.filter(pk=run.pk).exists()


@pytest.mark.parametrize("who", ["nobody", "member", "without rights"])
def test_nobody_else_sees_or_does_anything(client, portal_site, who):
    page = make_structure(directory(), title="La Remise")
    if who == "member":
        client.force_login(make_member(page, "membre@exemple.fr"))
    elif who == "without rights":
        client.force_login(make_user("personne@exemple.fr"))
    run, _plan = imported({"id": "1", "Nom": "Neuve"})
    for name, args in (("index", ()), ("upload", ()), ("run", (run.pk,)), ("columns", (run.pk,)), ("undo", (run.pk,))):
        response = client.get(address(name, *args))
        assert response.status_code in (302, 403), name
        assert "Neuve" not in response.text
    for name in ("apply", "undo", "drop", "columns"):
        assert client.post(address(name, run.pk)).status_code in (302, 403)
    assert client.post(address("upload"), {"source": "x"}).status_code in (302, 403)
    run.refresh_from_db()
    assert run.state == "done"
    assert ImportRun.objects.count() == 1
    if who == "member":
        assert address("index") not in client.get(reverse("wagtailadmin_home")).text


def test_administrators_import_too_and_see_the_menu(client, portal_site):
    client.force_login(make_user("admin@exemple.fr", is_superuser=True, is_staff=True))
    assert client.get(address("index")).status_code == 200
    assert address("index") in client.get(reverse("wagtailadmin_home")).text


# -- The command -----------------------------------------------------------------------------------------------------
def command(*arguments, **options):
    out = io.StringIO()
    call_command("import_structures", *arguments, stdout=out, **options)
    return plain(out.getvalue())


@pytest.fixture
def file(tmp_path, portal_site):
    path = tmp_path / "liste.csv"
    path.write_bytes(csv_bytes(ROWS))
    return str(path)


def test_the_command_plans_applies_and_undoes(file):
    told = command(file, source="Réseau", dry_run=True)
    assert "+ 2 La Remise" in told
    assert "! 3 Le Fil" in told
    assert "1 à créer, 0 à modifier, 0 inchangées, 1 refusées" in told
    assert not StructurePage.objects.exists()
    assert not ImportRun.objects.exists()
    assert "Import n°" in command(file, source="Réseau", live=True)
    assert StructurePage.objects.get().live
    run = ImportRun.objects.get()
    assert "1 supprimées" in command(undo=run.pk)


def test_the_command_shows_each_change(file, tmp_path):
    command(file, source="Réseau")
    other = tmp_path / "suite.json"
    other.write_text(json.dumps([{"id": 1, "nom": "La Remise", "commune": "Embrun"}]))
    assert "commune : « Gap » → « Embrun »" in command(str(other), source="Réseau", dry_run=True)


@pytest.mark.parametrize(
    ("arguments", "options"),
    [([], {}), (["absent.csv"], {"source": "x"}), ([], {"undo": 999}), (["liste.csv"], {})],
)
def test_the_command_refuses_in_words(portal_site, arguments, options):
    with pytest.raises(CommandError):
        command(*arguments, **options)
