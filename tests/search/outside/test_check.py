"""check_search sees whatever differs between the catalogue and the indexes of its words, and puts it right."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from portal.search.engines import text_engine
from portal.search.engines.outside import changes, index
from portal.search.engines.outside.check import check
from portal.search.engines.outside.compare import Drift, compare
from portal.search.engines.outside.documents import drop, put
from portal.search.engines.outside.follow import follow
from portal.search.models import Entry
from tests.search.outside.conftest import documents, enter, found, indexes, rename, take_away

pytestmark = pytest.mark.django_db
outside_only = pytest.mark.search


def entry_of(key):
    return Entry.objects.select_related("text").get(pk=key)


@outside_only
def test_what_is_right_is_said_to_be(any_engine, capsys):
    enter("Épicerie")
    call_command("check_search")
    assert "La recherche dit ce que dit le catalogue." in capsys.readouterr().out


@outside_only
def test_each_difference_is_counted_and_repaired(any_engine, monkeypatch):
    monkeypatch.setattr(index, "PAGE", 2)
    missing, older, *others = enter(*(f"Épicerie {number}" for number in range(7)))
    (gone,) = enter("Disparue")
    old = entry_of(older)
    follow()
    index.bulk(index.alias(), [drop(missing, changes.newest()), drop(older, old.version)])
    rename(older, "Ressourcerie")
    follow()
    index.bulk(index.alias(), [drop(older, changes.newest() - 1)])  # too old to do anything
    Entry.objects.filter(pk=older).update(version=changes.newest() - 1)
    Entry.objects.filter(pk=gone).delete()
    assert compare() == Drift(missing=1, extra=1, newer=1)
    assert compare(repair=True)
    assert compare() == Drift()
    assert sorted(documents()) == sorted([missing, older, *others])


@outside_only
def test_an_older_document_is_seen(engine):
    (key,) = enter("Épicerie")
    follow()
    index.bulk(index.alias(), [drop(key, entry_of(key).version)])
    stale = entry_of(key)
    stale.version -= 10
    rebuilt = {**put(stale)[0]["index"], "version_type": "external", "_id": "999999"}
    index.bulk(index.alias(), [{"index": rebuilt}, {**put(stale)[1], "id": key}])
    assert compare() == Drift(older=1)


@outside_only
def test_what_is_only_late_is_no_difference(engine):
    (key,) = enter("Épicerie")
    follow()
    enter("Ressourcerie")
    take_away(key)
    assert compare() == Drift()


@outside_only
def test_no_index_at_all_is_said_and_made(engine):
    (key,) = enter("Épicerie")
    assert compare() == Drift(no_index=True)
    compare(repair=True)
    assert found("epiceri") == [key]
    assert len(indexes()) == 1


@outside_only
def test_an_index_newer_than_the_database_is_made_again(engine):
    """After a backup was restored: the engine refuses to go back to what is older."""
    (key,) = enter("Épicerie")
    follow()
    rename(key, "Ressourcerie")
    follow()
    Entry.objects.filter(pk=key).update(version=1)
    assert compare(repair=True) == Drift(newer=1)
    assert documents() == {key: 1}


@outside_only
def test_the_command_says_what_differs_and_repairs_when_asked(engine, capsys):
    first, second = enter("Épicerie un", "Épicerie deux")
    follow()
    index.bulk(index.alias(), [drop(first, changes.newest())])
    text_engine().remove([second])
    expected = r"base : 1 entrée\(s\) sans mots, 0 sans entrée ; OpenSearch : 1 absent\(s\). Pour corriger"
    with pytest.raises(CommandError, match=expected):
        call_command("check_search")
    call_command("check_search", "--repair")
    assert "Corrigé" in capsys.readouterr().out
    assert check(repair=False) == []
    assert found("epiceri") == [first, second]


def test_an_engine_that_does_not_answer_is_said(empty, settings):
    settings.SEARCH_URL = "opensearch2://127.0.0.1:1/essais?tls=false"
    with pytest.raises(CommandError, match="n’a pas pu être comparé : connexion impossible"):
        call_command("check_search")


def test_words_without_entry_and_entries_without_words_are_put_right(empty):
    kept, wordless = enter("Épicerie", "Ressourcerie")
    text_engine().remove([wordless])
    text_engine().write({wordless + 1000: ["epiceri"]})
    assert check() == ["base : 1 entrée(s) sans mots, 1 sans entrée"]
    assert text_engine().keys() == {kept, wordless}
    assert text_engine().find([((("ressourceri",),),)]) == [[wordless]]
    assert check() == []
