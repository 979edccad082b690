"""A new index takes the place of the old one while visitors search and editors save."""

import threading

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from portal.search.engines import outside
from portal.search.engines.outside import changes, client, documents, index, rebuild
from portal.search.engines.outside.failures import Busy, Down
from portal.search.engines.outside.follow import follow
from portal.search.models import CatalogueChange, Entry, OutsideIndex
from portal.search.sync import next_version
from tests.search.outside import conftest
from tests.search.outside.conftest import enter, found, indexes, rename, row, take_away, want

pytestmark = [pytest.mark.django_db, pytest.mark.search]


@pytest.fixture
def small(monkeypatch):
    """Batches of two."""
    for module in (changes, documents, rebuild):
        monkeypatch.setattr(module, "BATCH", 2)


def test_the_new_index_holds_the_same_and_the_old_one_is_gone(any_engine):
    keys = enter("Épicerie un", "Épicerie deux")
    follow()
    before = indexes()
    call_command("rebuild_search")
    assert found("epiceri") == keys
    assert len(indexes()) == 1
    assert indexes() != before
    assert (row().index, row().version) == (indexes()[0], changes.newest())


def test_saves_made_meanwhile_are_in_the_new_index(engine, small):
    first, gone, renamed, *_others = enter(*(f"Épicerie {number}" for number in range(8)))
    follow()
    steps = iter(
        [
            lambda: take_away(gone),
            lambda: rename(renamed, "Ressourcerie"),
            lambda: enter("Épicerie arrivée"),
            lambda: follow(),  # writes in the old one
        ]
    )
    rebuild.rebuild(lambda count: next(steps, lambda: None)())
    assert next(steps, None) is None
    assert len(found("epiceri")) == 7
    assert found("ressourceri") == [renamed]
    assert gone not in conftest.documents()
    assert first in conftest.documents()


def test_visitors_are_answered_all_along(engine, small):
    keys = enter(*(f"Épicerie {number}" for number in range(20)))
    follow()
    index.refresh(index.alias())
    stop, answers = threading.Event(), []

    def ask():
        while not stop.is_set():
            try:
                answers.append(sorted(outside.find([want("epiceri")])[0]))
            except Down as failure:
                answers.append(failure)

    visitors = [threading.Thread(target=ask) for _number in range(2)]
    for visitor in visitors:
        visitor.start()
    rebuild.rebuild()
    rebuild.rebuild()
    stop.set()
    for visitor in visitors:
        visitor.join()
    assert len(answers) > 20
    assert [answer for answer in answers if answer != keys] == []


def test_what_the_catalogue_forgot_while_it_was_read_does_not_stay(engine, small):
    """Unlisted after it was copied, then its very trace removed by a rebuild of the catalogue."""
    gone, *_others = enter(*(f"Épicerie {number}" for number in range(4)))

    def forget(count):
        Entry.objects.filter(pk=gone).delete()
        Entry.objects.update(version=next_version({"structure:fr"}))
        CatalogueChange.objects.filter(version__lt=next_version({"words"})).delete()

    rebuild.rebuild(forget)
    assert gone not in conftest.documents()


def test_an_interrupted_one_leaves_the_old_index_and_the_next_tidies(engine, small):
    (key,) = enter("Épicerie")
    follow()

    def interrupt(count):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild.rebuild(interrupt)
    assert found("epiceri") == [key]
    assert len(indexes()) == 2
    rebuild.rebuild()
    assert len(indexes()) == 1


def test_only_one_runs_at_a_time(engine):
    enter("Épicerie")

    def again(count):
        with pytest.raises(Busy):
            rebuild.rebuild()
        with pytest.raises(CommandError, match="une reconstruction de l’index est en cours"):
            call_command("rebuild_search")

    assert rebuild.rebuild(again) == 1
    assert OutsideIndex.objects.get(name=index.alias()).busy_until is None


def test_a_half_made_index_that_is_deleted_does_not_come_back_without_its_mapping(engine, small):
    enter("Épicerie un", "Épicerie deux", "Épicerie trois")

    with pytest.raises(Down, match="écriture refusée"):
        rebuild.rebuild(lambda count: index.delete(indexes()))
    assert indexes() == []


def test_what_the_operator_set_stays(engine):
    follow()
    client.request("PUT", f"/{index.alias()}/_settings", body={"index": {"number_of_replicas": 2}})
    rebuild.rebuild()
    (settings,) = client.request("GET", f"/{index.alias()}/_settings").values()
    assert settings["settings"]["index"]["number_of_replicas"] == "2"


def test_another_s_index_is_never_touched(engine):
    other = f"{index.alias()}_wagtailcore_page"
    client.request("PUT", f"/{other}")
    rebuild.rebuild()
    rebuild.rebuild()
    assert other in indexes()
    client.request("DELETE", f"/{other}")


def test_a_name_that_is_taken_is_said_and_nothing_is_done(engine):
    client.request("PUT", f"/{index.alias()}")
    with pytest.raises(CommandError, match="est déjà celui d’un autre index"):
        call_command("rebuild_search")
    assert indexes() == []
