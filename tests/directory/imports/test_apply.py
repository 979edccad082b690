"""Applying and undoing: whole or not at all, twice the same, and everything that reads the pages follows."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, ReferenceIndex
from wagtail.search.models import IndexEntry

from directory.completeness import score
from directory.imports import apply as apply_module
from directory.imports import new_pages
from directory.imports.apply import run_import
from directory.imports.problems import ImportRefused
from directory.imports.undo import undo
from directory.models import ExternalId, ImportLine, ImportRun, StructurePage
from portal.demo.builders import make_event, make_structure
from portal.search.models import Entry
from portal.search.rebuild import drift
from tests.directory.imports.files import SIRET, cleaned, csv_bytes, imported, new_run, plain, planned
from tests.rooms import directory, in_hours

Action = ImportLine.Action
ROW = {
    "id": "1",
    "Nom": "La Remise",
    "Sigle": "LR",
    "Commune": "Gap",
    "Latitude": "44.56",
    "Longitude": "6.08",
    "SIRET": SIRET,
    "Description": "<p>Un <b>atelier</b></p>",
    "Domaines": "culture, reemploi",
    "Labels": "ESUS",
    "Publics": "",
    "Statut": "association",
    "Tags": "vélo, bois",
    "Facebook": "https://www.facebook.com/remise",
    "Tel": "0492510000",
    "Année": "2004",
}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site(portal_site):
    return portal_site


def page_of(title="La Remise"):
    return StructurePage.objects.get(title=title)


def drifting():
    """Structures that the catalogue tells otherwise than their pages (the other pages of the site are not in it)."""
    missing, strangers, other = drift()
    return {*missing, *strangers, *other} & {*strangers, *StructurePage.objects.values_list("pk", flat=True)}


def test_every_value_reaches_its_page(client):
    run, _plan = imported(ROW)
    page = page_of()
    assert (page.acronym, page.siret, page.siren, page.phone) == ("LR", SIRET, SIRET[:9], "04 92 51 00 00")
    assert (page.commune.name, page.latitude, page.longitude, page.year_founded) == ("Gap", 44.56, 6.08, 2004)
    assert page.legal_family.slug == "association"
    assert sorted(term.slug for term in page.fields_of_activity.all()) == ["culture", "reemploi"]
    assert [label.slug for label in page.labels.all()] == ["esus"]
    assert sorted(tag.name for tag in page.tags.all()) == ["bois", "vélo"]
    assert [(one.network, one.url) for one in page.social_accounts.all()] == [("Facebook", ROW["Facebook"])]
    assert str(page.presentation.raw_data[0]["value"]) == ROW["Description"]
    assert page.value_sources["phone"]["source"] == page.source == "Test"
    assert page.external_ids.get().value == "1"
    assert client.get(page.url).status_code == 200
    assert page.full_clean() is None
    run.refresh_from_db()
    assert (run.state, run.counts["create"], run.live) == ("done", 1, True)
    assert run.lines.get().page_id == page.pk


def test_new_pages_are_drafts_unless_said_otherwise(client):
    imported(ROW, live=False)
    page = page_of()
    assert not page.live
    assert client.get(page.url).status_code == 404
    assert not Entry.objects.listed().filter(page_id=page.pk).exists()


def test_the_catalogue_follows_creations_and_changes(client):
    imported(ROW | {"Domaines": "culture, reemploi, alimentation, sport"})
    assert drifting() == set()
    assert [card["title"] for card in client.get("/annuaire/?domaine=reemploi").context["cards"]] == ["La Remise"]
    imported(ROW | {"Nom": "La Grande Remise", "Domaines": "habitat"})
    assert client.get("/annuaire/?domaine=reemploi").context["cards"] == []
    assert [card["title"] for card in client.get("/annuaire/?q=grande").context["cards"]] == ["La Grande Remise"]
    assert drifting() == set()


def test_how_complete_a_sheet_is_follows_what_the_import_brings():
    imported(ROW)
    first = page_of().completeness
    assert first == score(page_of()) > 0
    run, _plan = imported(ROW | {"Accroche": "Un atelier de réemploi", "Email": "la.remise@exemple.fr"})
    assert page_of().completeness == score(page_of()) > first
    undo(run)
    assert page_of().completeness == first


def test_a_slug_of_the_portal_s_own_is_changed(client):
    imported({"id": "1", "Nom": "Widget"}, {"id": "2", "Nom": "Widget 2"}, {"id": "3", "Nom": "ID"})
    slugs = {page.title: page.slug for page in StructurePage.objects.all()}
    assert slugs == {"Widget": "widget-2", "Widget 2": "widget-2-2", "ID": "id-2"}
    for page in StructurePage.objects.all():
        assert page.full_clean() is None
        assert f"<h1>{page.title}" in client.get(page.url).text.replace("\n", "")


def test_an_index_that_fails_does_not_make_an_import_fail(monkeypatch, django_capture_on_commit_callbacks):
    """All is written by then; `update_index` puts the index right."""

    def crash(*args):
        raise RuntimeError("panne")

    monkeypatch.setattr(new_pages, "index_pages", crash)
    with django_capture_on_commit_callbacks(execute=True):
        run, _plan = imported(ROW)
    run.refresh_from_db()
    assert run.state == "done"


def test_the_same_file_twice_changes_nothing():
    rows = [ROW, {"id": "", "Nom": "Sans identifiant", "Commune": "Embrun"}, {"id": "", "Nom": "Ni commune"}]
    imported(*rows)
    before = list(StructurePage.objects.order_by("pk").values())
    _run, plan = imported(*rows)
    assert [line.action for line in plan.lines] == [Action.UNCHANGED] * 3
    assert list(StructurePage.objects.order_by("pk").values()) == before


def test_changes_reach_pages_with_a_history_and_their_next_edition():
    """Wagtail's editor opens the page as it is, not its last revision, since no draft waits."""
    page = make_structure(directory(), title="La Remise", siret=SIRET)
    page.save_revision().publish()
    imported({"Nom": "La Remise", "SIRET": SIRET, "Tel": "0492510000"})
    page = page_of()
    assert page.get_latest_revision_as_object().phone == "04 92 51 00 00"


def test_references_follow_for_the_screens_that_say_where_a_word_is_used():
    imported(ROW)
    page = page_of()

    def references():
        rows = ReferenceIndex.objects.filter(object_id=str(page.pk))
        return set(rows.values_list("to_content_type", "to_object_id", "model_path"))

    imported(ROW | {"Domaines": "habitat", "Commune": "Embrun", "Latitude": "44.564", "Longitude": "6.496"})
    after = references()
    ReferenceIndex.create_or_update_for_object(page_of())
    assert references() == after


def test_the_admin_search_finds_imported_pages(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        imported(ROW)
    assert [page.title for page in Page.objects.all().search("remise")] == ["La Remise"]


def test_queries_grow_with_batches_and_not_with_rows():
    def queries(count):
        rows = [ROW | {"id": f"{count}-{n}", "SIRET": "", "Nom": f"Structure {count} {n}"} for n in range(count)]
        sheet = cleaned(csv_bytes(rows))
        with CaptureQueriesContext(connection) as creating:
            run_import(new_run(), sheet, live=True)
        changed = cleaned(
            csv_bytes([row | {"Tel": "0492510001", "Tags": "vélo", "Domaines": "habitat"} for row in rows])
        )
        with CaptureQueriesContext(connection) as changing:
            run_import(new_run(), changed, live=True)
        # The outline of each structure's commune would weigh more than all the rest of its row.
        assert not any('"core_commune"."outline"' in query["sql"] for query in changing)
        return len(creating), len(changing)

    queries(1)
    (few_creations, few_changes), (creations, changes) = queries(3), queries(40)
    # SQLite takes 999 values a statement: more rows are a few more of them, never one a row.
    assert creations - few_creations < 10
    assert changes - few_changes < 10


def test_a_crash_in_the_middle_leaves_nothing(monkeypatch):
    imported(ROW)
    rows = [ROW | {"Nom": "Autre nom"}, *({"id": f"n{n}", "Nom": f"Nouvelle {n}"} for n in range(5))]
    before = (list(StructurePage.objects.values()), list(Entry.objects.values()), ExternalId.objects.count())

    def crash(*args, **kwargs):
        raise RuntimeError("panne")

    for name in ("_change_pages", "write_lines", "follow"):
        run = new_run()
        clean = cleaned(csv_bytes(rows))
        with monkeypatch.context() as patch:
            patch.setattr(apply_module, name, crash)
            with pytest.raises(RuntimeError):
                run_import(run, clean, live=True)
        run.refresh_from_db()
        assert (run.state, run.lines.count()) == ("failed", 0)
        assert "panne" in run.message
        assert before == (
            list(StructurePage.objects.values()),
            list(Entry.objects.values()),
            ExternalId.objects.count(),
        )
    assert not any(Page.find_problems())


def test_a_run_is_applied_once():
    run, _plan = imported(ROW)
    with pytest.raises(ImportRefused, match="appliqué"):
        run_import(run, cleaned(csv_bytes([ROW])), live=True)
    assert StructurePage.objects.filter(title="La Remise").count() == 1


def test_a_plan_that_is_no_more_true_is_not_applied():
    run = new_run(options={"fingerprint": planned(ROW).fingerprint})
    make_structure(directory(), title="La Remise", siret=SIRET)
    with pytest.raises(ImportRefused, match="relisez"):
        run_import(run, cleaned(csv_bytes([ROW])), live=True)


def test_a_lock_that_is_taken_is_said_in_words(monkeypatch):
    """What SQLite answers when another import has been writing for 20 s."""
    from django.db import OperationalError

    def locked():
        raise OperationalError("database is locked")

    monkeypatch.setattr(apply_module, "_lock", locked)
    run = new_run()
    with pytest.raises(ImportRefused, match="Un autre import est en cours"):
        run_import(run, cleaned(csv_bytes([ROW])), live=True)
    run.refresh_from_db()
    assert run.state == "prepared"


# -- YesWiki's addresses ---------------------------------------------------------------------------------------------
def test_the_old_addresses_of_a_yeswiki_lead_to_the_new_page(client):
    imported({"id_fiche": "LaRemise", "bf_titre": "La Remise", "Page": "LaRemise"})
    page = page_of()
    for address in ("/LaRemise", "/wakka.php?wiki=LaRemise"):
        response = client.get(address)
        assert (response.status_code, response["location"]) == (301, page.url)
    imported({"id_fiche": "Autre", "bf_titre": "Tout autre chose", "Page": "LaRemise"})
    assert Redirect.objects.filter(redirect_page=page).count() == 3
    assert Redirect.objects.count() == 3


# -- Undo ------------------------------------------------------------------------------------------------------------
def test_undo_gives_back_what_was_there():
    imported(ROW)
    before = list(StructurePage.objects.order_by("pk").values())
    run, _plan = imported(
        ROW | {"Nom": "Autre nom", "Domaines": "habitat", "Tags": "fer", "Description": "Autre", "Tel": "0492510099",
               "Commune": "Embrun", "Latitude": "44.564", "Longitude": "6.496", "Facebook": "https://facebook.com/x"},
        {"id": "2", "Nom": "Nouvelle"},
    )  # fmt: skip
    assert undo(run) == {"deleted": 1, "restored": 1, "left": 0}
    after = list(StructurePage.objects.order_by("pk").values())
    for row in (*before, *after):
        row.pop("last_published_at"), row.pop("latest_revision_created_at")
        row["presentation"] = [(block["type"], block["value"]) for block in row["presentation"].raw_data]
    assert after == before
    assert sorted(tag.name for tag in page_of().tags.all()) == ["bois", "vélo"]
    assert [term.slug for term in page_of().fields_of_activity.order_by("slug")] == ["culture", "reemploi"]
    assert drifting() == set()
    assert not any(Page.find_problems())
    assert ExternalId.objects.count() == 1
    run.refresh_from_db()
    assert run.state == "undone"
    with pytest.raises(ImportRefused, match="défait"):
        undo(run)


def test_undo_leaves_nothing_of_what_it_deletes(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        run, _plan = imported(ROW, {"id": "2", "Nom": "Autre"})
    keys = list(StructurePage.objects.values_list("pk", flat=True))
    undo(run)
    assert not Entry.objects.listed().filter(page_id__in=keys).exists()
    mine = {"content_type__model": "structurepage", "object_id__in": [str(key) for key in keys]}
    assert not ReferenceIndex.objects.filter(**mine).exists()
    assert not IndexEntry.objects.filter(**mine).exists()
    assert drifting() == set()


def test_undoing_costs_few_queries_a_page():
    """Wagtail's own deletion of a live page asks about forty."""

    def queries(count):
        run, _plan = imported(*({"id": f"{count}-{n}", "Nom": f"Structure {count} {n}"} for n in range(count)))
        with CaptureQueriesContext(connection) as undoing:
            undo(run)
        return len(undoing)

    queries(1)
    assert (queries(40) - queries(10)) / 30 < 20


def test_undo_leaves_what_somebody_changed_since_and_says_why():
    run, _plan = imported(ROW, *({"id": f"n{n}", "Nom": f"Nouvelle {n}"} for n in range(4)))
    page_of("Nouvelle 0").save_revision().publish()
    make_event(page_of("Nouvelle 1"), title="Fête", start=in_hours(2), end=in_hours(4))
    StructurePage.objects.filter(title="Nouvelle 2").update(address="1 rue Carnot", title="Renommée")
    assert undo(run) == {"deleted": 2, "restored": 0, "left": 3}
    kept = {line.title: plain(line.undone) for line in run.lines.all() if "Gardée" in line.undone}
    assert kept["Nouvelle 0"] == "Gardée : quelqu’un a modifié la fiche depuis."
    assert "agenda" in kept["Nouvelle 1"]
    assert kept["Nouvelle 2"] == "Gardée : modifié depuis : « nom »."
    assert not StructurePage.objects.filter(title="La Remise").exists()


def test_undo_keeps_a_value_that_changed_since_and_gives_back_the_others():
    imported(ROW)
    run, _plan = imported(ROW | {"Tel": "0492510099", "Sigle": "XX"})
    StructurePage.objects.filter(title="La Remise").update(phone="04 92 00 00 00")
    assert undo(run) == {"deleted": 0, "restored": 0, "left": 1}
    page = page_of()
    assert (page.phone, page.acronym) == ("04 92 00 00 00", "LR")
    assert "« téléphone »" in plain(run.lines.get().undone)


def test_undo_takes_back_ids_and_addresses_that_it_gave():
    page = make_structure(directory(), title="La Remise", siret=SIRET)
    run, _plan = imported(ROW | {"Page": "LaRemise"})
    assert page.external_ids.count() == 1
    undo(run)
    assert page.external_ids.count() == 0
    assert Redirect.objects.count() == 0


def test_a_crash_while_undoing_leaves_the_import_as_it_was(monkeypatch):
    from directory.imports import undo as undo_module

    run, _plan = imported(ROW)

    def crash(*args, **kwargs):
        raise RuntimeError("panne")

    monkeypatch.setattr(undo_module, "follow", crash)
    with pytest.raises(RuntimeError), transaction.atomic():
        undo(run)
    assert page_of()
    assert ImportRun.objects.get(pk=run.pk).state == "done"
