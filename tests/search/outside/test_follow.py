"""The index follows the catalogue from behind: nothing is lost, nothing stays that is gone, and it mends by itself."""

from itertools import pairwise

import pytest

from portal.search.engines import outside
from portal.search.engines.outside import changes, follow, index
from portal.search.engines.outside.breaker import following
from portal.search.engines.outside.documents import drop
from portal.search.engines.outside.follow import follow as follow_up
from portal.search.models import CatalogueChange, Entry, OutsideIndex
from portal.search.sync import next_version
from tests.search.outside.conftest import documents, enter, found, indexes, rename, row, take_away

pytestmark = [pytest.mark.django_db, pytest.mark.search]


@pytest.fixture
def small(monkeypatch):
    """Batches of two."""
    monkeypatch.setattr(changes, "BATCH", 2)


def look_again():
    """As a minute later."""
    follow._looked.clear()
    following.reset()


def test_the_first_turn_makes_the_index_and_the_next_ones_follow(any_engine):
    (first,) = enter("Épicerie paysanne")
    follow_up()
    assert found("epiceri") == [first]
    (second,) = enter("Épicerie du Champsaur")
    follow_up()
    assert found("epiceri") == [first, second]
    rename(first, "Ressourcerie")
    follow_up()
    assert (found("epiceri"), found("ressourceri")) == ([second], [first])
    take_away(second)
    follow_up()
    assert list(documents()) == [first]


def test_what_comes_back_after_it_was_taken_away_is_found_again(engine):
    (key,) = enter("Épicerie")
    follow_up()
    take_away(key)
    follow_up()
    rename(key, "Épicerie")
    follow_up()
    assert found("epiceri") == [key]


def test_when_nothing_changed_it_costs_one_query_and_no_request(door, django_assert_num_queries):
    enter("Épicerie")
    follow_up()
    follow_up()
    door.seen.clear()
    with django_assert_num_queries(1):
        follow_up()
    assert door.seen == []


def test_a_version_of_more_than_a_batch_is_taken_in_whole(engine, small):
    follow_up()
    enter("Un", "Deux", "Trois", "Quatre", "Cinq")
    enter("Six")
    follow_up()
    assert len(documents()) == 6


def test_an_engine_killed_between_two_batches_loses_nothing(door, engine, small):
    follow_up()
    for name in ("Un", "Deux", "Trois", "Quatre", "Cinq"):
        enter(name)

    def kill_at_the_second(method, path):
        if sum("_bulk" in path for _method, path in door.seen) == 2:
            door.shut = lambda method, path: False
            engine.kill()
        return False

    door.seen.clear()
    door.shut = kill_at_the_second
    try:
        follow_up()
    finally:
        engine.start()
    assert row().problem == "connexion impossible"
    assert Entry.objects.order_by("version")[1].version == row().version  # the first batch stays done
    look_again()
    follow_up()
    assert sorted(documents()) == sorted(Entry.objects.values_list("pk", flat=True))
    assert (row().problem, row().failed_at) == ("", None)


def test_a_failure_is_noted_and_the_next_turns_wait_longer_and_longer(door, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(following, "clock", lambda: now[0])
    follow_up()
    enter("Épicerie")
    door.shut = lambda method, path: True
    pauses = []
    for _turn in range(200):
        door.seen.clear()
        follow_up()
        pauses += [now[0]] if door.seen else []
        now[0] += 5
    waits = [round(after - before) for before, after in pairwise(pauses)]
    assert waits == [10, 20, 40, 80, 160, 300, 300]
    assert row().failed_at is not None
    door.shut = lambda method, path: False
    now[0] += 300
    follow_up()
    assert row().problem == ""
    assert len(found("epiceri")) == 1


def test_a_late_writer_overwrites_nothing_newer(engine):
    (key,) = enter("Épicerie")
    follow_up()
    old = Entry.objects.select_related("text").get(pk=key)
    rename(key, "Ressourcerie")
    follow_up()
    index.bulk(index.alias(), changes.lines_of([old]))
    index.bulk(index.alias(), [drop(key, old.version)])
    assert (found("epiceri"), found("ressourceri")) == ([], [key])


def test_two_followers_at_once_do_no_harm(engine, small):
    follow_up()
    begun, (first,) = row().version, enter("Épicerie un")
    (second,) = enter("Épicerie deux")
    enter("Épicerie trois")
    other = changes.take_in(index.alias(), begun, changes.newest())
    next(other)  # one is in the middle of its work
    take_away(second)
    rename(first, "Ressourcerie")
    follow_up()
    reached = row().version
    list(other)
    assert (found("ressourceri"), len(found("epiceri"))) == ([first], 1)
    assert row().version == reached


def test_what_a_rebuild_of_the_catalogue_forgot_leaves_the_index(engine):
    kept, gone = enter("Épicerie un", "Épicerie deux")
    follow_up()
    take_away(gone)
    Entry.objects.filter(pk=gone).delete()  # as portal.search.rebuild does, with every trace of it
    Entry.objects.update(version=next_version({"structure:fr"}))
    CatalogueChange.objects.filter(version__lt=next_version({"words"})).delete()
    follow_up()
    assert list(documents()) == [kept]


def test_an_index_that_was_lost_is_made_again_though_nothing_changes(engine):
    (key,) = enter("Épicerie")
    follow_up()
    index.delete(indexes())
    with pytest.raises(outside.Down):
        found("epiceri")
    look_again()
    outside.breaker.reading.reset()
    follow_up()
    assert found("epiceri") == [key]


def test_an_index_of_another_shape_is_made_again(engine, monkeypatch):
    enter("Épicerie")
    follow_up()
    (before,) = indexes()
    monkeypatch.setattr(index, "SHAPE", index.SHAPE + 1)
    look_again()
    follow_up()
    assert before not in indexes()


def test_a_rebuild_that_died_after_its_switch_is_followed_from_where_it_was(engine):
    """The row still names the index of before, with all that was written only there."""
    enter("Épicerie un")
    follow_up()
    new = index.create()
    index.remember(new, 0)
    index.open_to_readers(new)
    index.switch(row().index, new)
    (_key,) = enter("Épicerie deux")
    OutsideIndex.objects.update(version=changes.newest())
    look_again()
    follow_up()
    assert len(found("epiceri")) == 2
    assert row().index == new


def test_a_database_of_an_older_day_makes_the_index_again(engine):
    (key,) = enter("Épicerie")
    follow_up()
    OutsideIndex.objects.update(version=changes.newest() + 1)
    (before,) = indexes()
    follow_up()
    assert before not in indexes()
    assert found("epiceri") == [key]


def test_a_name_that_is_taken_is_said(engine):
    outside.client.request("PUT", f"/{index.alias()}")
    enter("Épicerie")
    follow_up()
    assert "est déjà celui d’un autre index" in row().problem


def test_deletions_alone_do_not_bring_a_lost_index_back_without_its_mapping(any_engine):
    follow_up()
    index.delete(indexes())
    with pytest.raises(outside.Down):
        index.bulk(index.alias(), [drop(1, 5)])
    assert index.current() is None
