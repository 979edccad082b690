"""The plan: what each row would do, and why not; nothing is written."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.imports.cleaning import clean_rows
from directory.imports.mapping import guess
from directory.imports.plan import make_plan
from directory.imports.readers import read
from directory.models import ExternalId, ImportLine, StructurePage, Verification
from portal.demo.builders import make_structure
from portal.demo.partners import load_partners
from tests.directory.imports.files import OTHER_SIRET, RNA, SIRET, csv_bytes, imported, plain, planned, said
from tests.rooms import directory

pytestmark = pytest.mark.django_db
Action = ImportLine.Action


@pytest.fixture(autouse=True)
def site(portal_site):
    return portal_site


def actions(plan):
    return [line.action for line in plan.lines]


def test_a_plan_writes_nothing():
    before = StructurePage.objects.count()
    plan = planned({"id": "1", "Nom": "La Remise", "Commune": "Gap"})
    assert actions(plan) == [Action.CREATE]
    assert plan.counts == {"create": 1, "change": 0, "unchanged": 0, "refused": 0, "warnings": 0}
    assert StructurePage.objects.count() == before


def test_a_structure_is_recognised_by_its_id_then_siret_then_rna():
    pages = [make_structure(directory(), title=title) for title in ("Un", "Deux", "Trois")]
    ExternalId.objects.create(structure=pages[0], source="Test", value="a1")
    StructurePage.objects.filter(pk=pages[1].pk).update(siret=SIRET)
    StructurePage.objects.filter(pk=pages[2].pk).update(rna=RNA)
    plan = planned(
        {"id": "a1", "Nom": "Un nouveau", "SIRET": "", "RNA": ""},
        {"id": "a2", "Nom": "Deux", "SIRET": SIRET, "RNA": ""},
        {"id": "", "Nom": "Trois", "RNA": RNA},
    )
    assert [line.page_id for line in plan.lines] == [page.pk for page in pages]
    assert plan.lines[0].before["title"] == "Un"
    assert plan.lines[0].after == {"title": "Un nouveau"}
    assert plan.lines[1].after == {"siren": SIRET[:9], "external_id": "a2"}
    assert plan.lines[2].action == Action.UNCHANGED


def test_an_id_of_another_source_is_another_id():
    page = make_structure(directory(), title="Un")
    ExternalId.objects.create(structure=page, source="Autre", value="a1")
    assert actions(planned({"id": "a1", "Nom": "Tout autre nom"})) == [Action.CREATE]


def test_identifiers_of_two_sheets_in_one_row_are_a_question():
    one, other = make_structure(directory(), title="Un"), make_structure(directory(), title="Deux", siret=SIRET)
    ExternalId.objects.create(structure=one, source="Test", value="a1")
    plan = planned({"id": "a1", "Nom": "Un", "SIRET": SIRET})
    assert actions(plan) == [Action.REFUSED]
    assert f"plusieurs fiches (n° {one.pk}, n° {other.pk})" in plain(said(plan))


@pytest.mark.parametrize(
    "rows",
    [
        [{"id": "a1", "Nom": "Un"}, {"id": "a1", "Nom": "Deux"}],
        [{"id": "a1", "Nom": "Un", "SIRET": SIRET}, {"id": "a2", "Nom": "Deux", "SIRET": SIRET}],
        [{"Nom": "Un", "RNA": RNA}, {"Nom": "Deux", "RNA": RNA}],
        [{"Nom": "La Remise", "Commune": "Gap"}, {"Nom": "LA REMISE !", "Commune": "Gap"}],
    ],
)
def test_rows_that_share_an_identifier_are_all_refused_and_name_each_other(rows):
    plan = planned(*rows, {"id": "z", "Nom": "Une autre"})
    assert actions(plan) == [Action.REFUSED, Action.REFUSED, Action.CREATE]
    assert "ligne 3" in plain(plan.lines[0].messages[0])
    assert "ligne 2" in plain(plan.lines[1].messages[0])


def test_two_rows_for_one_sheet_are_refused():
    page = make_structure(directory(), title="Un", siret=SIRET)
    ExternalId.objects.create(structure=page, source="Test", value="a1")
    plan = planned({"id": "a1", "Nom": "Un", "SIRET": ""}, {"id": "a2", "Nom": "Un bis", "SIRET": SIRET})
    assert actions(plan) == [Action.REFUSED, Action.REFUSED]


def test_an_empty_cell_takes_nothing_away():
    imported({"id": "1", "Nom": "Un", "Sigle": "U", "Commune": "Gap"})
    assert actions(planned({"id": "1", "Nom": "Un", "Sigle": "", "Commune": "Gap"})) == [Action.UNCHANGED]


def test_a_value_verified_since_is_kept_and_said_the_others_change():
    imported({"id": "1", "Nom": "Un", "Téléphone": "0492510000", "Adresse": "1 rue Carnot"})
    page = StructurePage.objects.get(title="Un")
    today = datetime.date.today()
    Verification.objects.create(structure=page, group="contact", verified_on=today + datetime.timedelta(1))
    Verification.objects.create(structure=page, group="place", verified_on=today - datetime.timedelta(1))
    row = {"id": "1", "Nom": "Un", "Téléphone": "0492510099", "Adresse": "2 rue Carnot", "Courriel": "a@exemple.fr"}
    plan = planned(row)
    assert plan.lines[0].after == {"address": "2 rue Carnot", "email": "a@exemple.fr"}  # nobody had given an e-mail
    assert "« téléphone » a été vérifié par la structure ; sa valeur est gardée" in plain(said(plan))
    imported(row)
    page.refresh_from_db()
    assert (page.phone, page.address) == ("04 92 51 00 00", "2 rue Carnot")


def test_a_value_typed_by_hand_and_verified_is_kept():
    page = make_structure(directory(), title="Un", siret=SIRET, siren=SIRET[:9], phone="04 92 51 00 00")
    Verification.objects.create(structure=page, group="contact", verified_on=datetime.date(2020, 1, 1))
    assert actions(planned({"Nom": "Un", "SIRET": SIRET, "Tel": "0492510099"})) == [Action.UNCHANGED]


def test_a_page_with_a_waiting_draft_is_left_alone_and_says_so():
    imported({"id": "1", "Nom": "Un", "Adresse": "1 rue Carnot"})
    page = StructurePage.objects.get(title="Un")
    page.summary = "En cours d’écriture"
    page.save_revision()
    row = {"id": "1", "Nom": "Un", "Adresse": "2 rue Carnot"}
    plan = planned(row)
    assert actions(plan) == [Action.REFUSED]
    assert "brouillon en attente" in said(plan)
    assert actions(planned(row | {"Adresse": "1 rue Carnot"})) == [Action.UNCHANGED]


def test_a_presentation_laid_out_by_hand_is_kept():
    page = make_structure(directory(), title="Un", siret=SIRET, siren=SIRET[:9])
    page.presentation = [("heading", {"text": "À nous", "level": "h2"})]
    page.save_revision().publish()
    plan = planned({"Nom": "Un", "SIRET": SIRET, "Description": "Autre texte"})
    assert actions(plan) == [Action.UNCHANGED]
    assert "mise en page à la main" in said(plan)


# -- Look-alikes -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("row", "similar"),
    [
        ({"Nom": "Animacoop"}, ["Animacoop", "Koopéra (animacoop)"]),
        ({"Nom": "Koopera"}, ["Koopéra (animacoop)"]),
        ({"Nom": "Association Fabalpes"}, ["Fab'Alpes"]),
        ({"Nom": "Locommun"}, ["Locomun"]),
        ({"Nom": "Société alpine de protection de la nature", "Sigle": "SAPN"}, ["SAPN"]),
        ({"Nom": "ÉCOLOC"}, ["Ecoloc"]),
        ({"Nom": "Grandir ici"}, ["Grandir ici (café des familles)"]),
    ],
)
def test_look_alikes_among_the_62_partners_are_proposed_and_never_merged(row, similar):
    load_partners(directory())
    plan = planned({"id": "1"} | row)
    assert actions(plan) == [Action.CREATE]
    for title in similar:
        assert f"« {title} »" in plain(said(plan))
    assert actions(planned({"id": "1"} | row, skip_look_alikes=True)) == [Action.REFUSED]


def test_partners_themselves_are_all_met_again():
    load_partners(directory())
    names = [page.title for page in StructurePage.objects.all()]
    plan = planned(*({"id": name, "Nom": name} for name in names))
    assert all("Ressemble à la fiche" in "\n".join(line.messages) for line in plan.lines)


def test_a_shared_website_or_phone_makes_a_look_alike_a_shared_host_does_not():
    make_structure(directory(), title="Un", website="https://www.exemple.fr/", phone="04 92 51 00 00")
    assert "même site web" in said(planned({"Nom": "Tout autre", "Site": "http://exemple.fr"}))
    assert "même téléphone" in said(planned({"Nom": "Tout autre", "Tel": "0492510000"}))
    make_structure(directory(), title="Deux", website="https://www.facebook.com/deux")
    assert "Ressemble" not in said(planned({"Nom": "Tout autre", "Site": "https://www.facebook.com/trois"}))


def test_look_alikes_inside_the_file_are_said():
    plan = planned({"id": "1", "Nom": "Fab'Alpes"}, {"id": "2", "Nom": "Fabalpes"})
    assert "Ressemble à la ligne 2 « Fab'Alpes »" in plain(said(plan))


# -- Figures ---------------------------------------------------------------------------------------------------------
def test_queries_do_not_grow_with_the_rows():
    def queries(count):
        rows = [{"id": f"{n}", "Nom": f"Structure {n}", "Commune": "Gap", "Tags": "a, b"} for n in range(count)]
        imported(*rows, source=f"s{count}")
        sheet = read(csv_bytes(rows))
        with CaptureQueriesContext(
            connection,
        ) as caught:
            clean = clean_rows(sheet, guess(sheet.columns))
            make_plan(clean, f"s{count}")
        return len(caught)

    assert queries(3) == queries(60)


def test_the_numbers_of_a_merged_sheet_are_those_of_the_one_that_took_it_over():
    kept, old = (make_structure(directory(), title=title) for title in ("Un", "Deux"))
    StructurePage.objects.filter(pk__in=[kept.pk, old.pk]).update(siret=SIRET)
    StructurePage.objects.filter(pk=old.pk).update(status="merged", merged_into=kept, live=False)
    [line] = planned({"Nom": "Un", "SIRET": SIRET}).lines
    assert line.page_id == kept.pk


def test_another_siret_for_a_known_id_is_a_change_that_is_shown():
    imported({"id": "1", "Nom": "Un", "SIRET": SIRET})
    line = planned({"id": "1", "Nom": "Un", "SIRET": OTHER_SIRET}).lines[0]
    assert (line.before["siret"], line.after["siret"]) == (SIRET, OTHER_SIRET)
