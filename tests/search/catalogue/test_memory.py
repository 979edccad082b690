"""Shelves: every process follows every other, and forgets what never was."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import transaction

from portal.core.models import FieldOfActivity
from portal.demo.builders import make_structure
from portal.search import memory
from portal.search.catalogue import Query, find
from portal.search.engines import text_engine
from portal.search.memory import shelf
from portal.search.models import CatalogueChange, CatalogueState, Entry, EntryText, KnownWord
from portal.search.names import facet_names
from portal.search.rebuild import drift, rebuild, rebuild_terms, repair
from portal.search.sync import CHANGES_KEPT, next_version, sync_pages
from tests.rooms import directory
from tests.search.catalogue.conftest import everything, titles

pytestmark = pytest.mark.django_db


def test_an_unchanged_shelf_asks_one_question(page, django_assert_num_queries):
    held = shelf("structure", "fr")
    with django_assert_num_queries(1):
        assert shelf("structure", "fr") is held


def test_a_changed_shelf_asks_two(page, django_assert_num_queries):
    held = shelf("structure", "fr")
    page.save()
    with django_assert_num_queries(2):
        assert shelf("structure", "fr") is held


def test_a_change_elsewhere_is_not_read(page, django_assert_num_queries):
    shelf("structure", "fr")
    next_version({"event:fr"})
    with django_assert_num_queries(1):
        shelf("structure", "fr")


def test_two_processes_follow_each_other(page, processes):
    assert processes.titles("one") == processes.titles("two") == ["La Remise"]
    make_structure(directory(), title="Atelier")
    assert processes.titles("one") == ["Atelier", "La Remise"]
    page.title = "Zoé"
    page.save_revision().publish()
    assert processes.titles("two") == processes.titles("one") == ["Atelier", "Zoé"]
    page.unpublish()
    assert processes.titles("one") == processes.titles("two") == ["Atelier"]


def test_what_was_rolled_back_is_forgotten(page):
    assert titles() == ["La Remise"]
    with transaction.atomic():
        make_structure(directory(), title="Jamais née")
        assert "Jamais née" in titles()
        transaction.set_rollback(True)
    assert titles() == ["La Remise"]
    assert find(Query(kind="structure", language="fr")).count == 1


def test_what_was_rolled_back_is_forgotten_even_when_others_wrote_since(page, processes):
    """The number of the version is not given twice, so the process sees that it had seen what never was."""
    processes.titles("one")
    with transaction.atomic():
        make_structure(directory(), title="Jamais née")
        processes.titles("one")
        transaction.set_rollback(True)
    make_structure(directory(), title="Atelier")
    assert processes.titles("one") == ["Atelier", "La Remise"]
    assert processes.registry()["structure", "fr"].all.bit_count() == 2


def test_a_transaction_that_wrote_has_shelves_of_its_own(page):
    memory.forget()
    outside = memory._shelves
    sync_pages([page])
    titles()
    assert outside == {}
    assert ("structure", "fr") in memory._own()["catalogue_shelves"]


def test_a_restored_database_is_read_anew(page, processes):
    """Also when it has climbed past our version since."""
    rows = list(CatalogueChange.objects.values("version", "part")), CatalogueState.objects.get().version
    entries = list(Entry.objects.all())
    make_structure(directory(), title="Après la sauvegarde")
    assert len(processes.titles("one")) == 2
    CatalogueChange.objects.all().delete()
    Entry.objects.all().delete()
    Entry.objects.bulk_create(entries)
    CatalogueChange.objects.bulk_create(CatalogueChange(**row) for row in rows[0])
    CatalogueState.objects.update(version=rows[1])
    next_version({"structure:fr"})
    assert processes.titles("one") == ["La Remise"]


def test_a_rebuild_is_seen_by_every_process(page, processes):
    make_structure(directory(), title="Partie").unpublish()
    assert processes.titles("one") == ["La Remise"]
    Entry.objects.create(page_id=10**9, kind="structure", language="fr", title="Fantôme", version=1)
    next_version({"structure:fr"})
    CatalogueChange.objects.filter(part="structure:fr").delete()
    rebuild()
    assert processes.titles("one") == ["La Remise"]
    assert processes.registry()["structure", "fr"].all.bit_count() == 1
    assert not Entry.objects.filter(is_listed=False).exists()


def test_a_rebuild_says_what_every_change_said(page):
    for number in range(5):
        make_structure(directory(), title=f"Atelier {number}", fields=["alimentation"])
    page.unpublish()
    incremental = everything()
    rebuild()
    assert everything() == incremental
    Entry.objects.all().delete()
    rebuild()
    assert everything() == incremental
    assert drift() == ([], [], [])


def test_drift_is_found_and_repaired(page):
    others = [make_structure(directory(), title=title) for title in ("Atelier", "Bar", "Cave")]
    Entry.objects.filter(page_id=others[0].pk).delete()
    Entry.objects.filter(page_id=others[1].pk).update(title="Faux")
    Entry.objects.create(page_id=10**9, kind="structure", language="fr", title="Fantôme", version=1)
    text_engine().remove([Entry.objects.get(page_id=others[2].pk).pk])  # the terms of one are lost
    missing, extra, other = drift()
    assert (missing, extra, sorted(other)) == ([others[0].pk], [10**9], sorted([others[1].pk, others[2].pk]))
    repair(missing, extra, other)
    assert drift() == ([], [], [])
    assert titles(text="cave") == ["Cave"]


def test_terms_are_made_anew_from_the_texts_that_are_kept(page):
    """No page is read; words that no entry holds any more are known no more."""
    text_engine().keep_only([])
    KnownWord.objects.create(language="fr", word="disparu", shown="disparu")
    assert titles(text="remise") == []
    assert rebuild_terms() == EntryText.objects.count() > 0
    assert titles(text="remise") == titles(text="remisse") == ["La Remise"]
    assert not KnownWord.objects.filter(word="disparu").exists()
    assert drift() == ([], [], [])


def test_words_are_read_again_only_when_one_changes(page, django_assert_num_queries):
    names = facet_names(shelf("structure", "fr"))
    page.save()
    assert facet_names(shelf("structure", "fr")) is names
    word = FieldOfActivity.objects.filter(locale__language_code="fr").first()
    word.name = "Autre mot"
    word.save()
    assert facet_names(shelf("structure", "fr"))["domaine"][word.slug] == "Autre mot"


def test_a_reader_s_bits_stay_right_while_the_shelf_changes(page):
    """What it found meanwhile gone is left out; nothing else takes its place."""
    make_structure(directory(), title="Atelier")
    found = find(Query(kind="structure", language="fr"))
    page.unpublish()
    make_structure(directory(), title="Bar")
    shelf("structure", "fr")
    assert [entry.title for entry in found.entries()] == ["Atelier"]


def test_slots_of_gone_entries_are_given_back(page, monkeypatch):
    monkeypatch.setattr(memory, "SPARE_SLOTS", 3)
    for _turn in range(12):
        page.save()
        assert titles() == ["La Remise"]
    assert len(shelf("structure", "fr").keys) <= 6


def test_old_changes_are_forgotten(page, processes):
    processes.titles("late")
    for _number in range(CHANGES_KEPT + 150):
        next_version({"event:fr"})
    assert CatalogueChange.objects.count() < CHANGES_KEPT + 150
    assert processes.titles("late") == ["La Remise"]


def test_a_catalogue_in_which_nothing_ever_happened_is_empty(db):
    CatalogueChange.objects.all().delete()
    assert shelf("structure", "fr").all == 0
    assert titles() == []


def test_readers_of_several_threads_get_whole_answers(page):
    """While another takes changes in. One connection here, so the threads only share the memory."""
    held, problems = shelf("structure", "fr"), []
    stop = threading.Event()
    query = Query(kind="structure", language="fr", facets={"domaine": ("reemploi",)}, held=held)

    def read():
        while not stop.is_set():
            try:
                found = find(query)
                assert len(found.keys()) <= found.count == 1
                found.facet_counts("domaine")
            except Exception as problem:
                problems.append(problem)
                return

    threads = [threading.Thread(target=read) for _number in range(3)]
    for thread in threads:
        thread.start()
    row = (held.keys[0], "structure", "fr", True, dict(held.rows[0][0]), held.rows[0][1], 44.5, 6.1, None, 0)
    for _turn in range(300):
        with held.lock:
            held._take_in(row)
    stop.set()
    for thread in threads:
        thread.join(10)
    assert problems == []


def test_what_one_thread_keeps_apart_is_hidden_from_the_others(page):
    with transaction.atomic():
        memory.keep_apart()
        assert memory._registry() is not memory._shelves
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(lambda: "catalogue_shelves" in memory._own()).result() is False
