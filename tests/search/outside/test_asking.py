"""The outside engine finds what a naive reading of the terms finds, whatever the numbers of the entries."""

import random

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as bounds
from hypothesis import strategies as st

from portal.search.engines import outside
from portal.search.engines.outside import asking, client, index
from portal.search.engines.outside.failures import Refused
from tests.search.outside.conftest import want

BORDERS = [1, 29, 30, 31, 47, 48, 49, 59, 60, 2**31 - 1, 2**31, 2**31 + 1, 2**33]
TERMS = ["a", "b", "1.a", "2.b", "0.a_b", "3.c", "c"]
terms = st.sampled_from(TERMS)
wants = st.lists(st.lists(st.lists(terms, max_size=3).map(tuple), max_size=3).map(tuple), max_size=3).map(tuple)


def answers(held, asked):
    return all(any(set(alternative) <= held for alternative in group) for group in asked)


def naive(entries, asked):
    return sorted(key for key, held in entries.items() if answers(held, asked))


def fill(entries):
    """An index that holds these {number: terms}."""
    name = index.create()
    lines = []
    for key, held in entries.items():
        head = {"_id": str(key), "version": 1, "version_type": "external_gte"}
        lines += [{"index": head}, {"id": key, "terms": sorted(held), **asking.place_of(key)}]
    index.bulk(index.filling_alias(name), lines)
    index.open_to_readers(name)
    index.switch(None, name)


def some_entries(count):
    rng = random.Random(7)
    keys = {*BORDERS, *range(100, 160), *rng.sample(range(200, 100_000), count)}
    return {key: {term for term in TERMS if rng.random() < 0.4} for key in keys}


@pytest.mark.search
def test_it_finds_what_a_naive_reading_finds(any_engine):
    entries = some_entries(120)
    fill(entries)

    @bounds(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(wants, max_size=5))
    def check(asked):
        assert [sorted(ids) for ids in outside.find(asked)] == [naive(entries, one) for one in asked]

    check()


@pytest.mark.search
def test_more_blocks_than_the_engine_gives_at_once_come_page_by_page(engine, monkeypatch):
    entries = some_entries(40)
    fill(entries)
    monkeypatch.setattr(asking, "PAGE", 2)
    client.request("PUT", "/_cluster/settings", body={"transient": {"search.max_buckets": 3}})
    try:
        asked = [want("a"), want("a", "b"), want("zzz")]
        assert [sorted(ids) for ids in outside.find(asked)] == [naive(entries, one) for one in asked]
        assert not outside.state()["open"]
    finally:
        client.request("PUT", "/_cluster/settings", body={"transient": {"search.max_buckets": None}})


@pytest.mark.search
def test_too_many_pages_are_left_to_the_database(engine, monkeypatch):
    fill(some_entries(40))
    monkeypatch.setattr(asking, "PAGE", 2)
    with pytest.raises(Refused):
        asking._page_by_page(asking.condition(want("a")), until=0)
    assert not outside.state()["open"]


@pytest.mark.search
def test_hundreds_of_terms_are_asked_at_once(any_engine):
    fill({5: {"a"}, 6: {"a", "b"}})
    single = (("a",), *((f"x{number}",) for number in range(2000)))
    double = (("a", "b"), *((f"x{number}", f"y{number}") for number in range(300)))
    assert [sorted(ids) for ids in outside.find([(single,), (double,), *[(double, single)] * 4])] == [
        [5, 6],
        *[[6]] * 5,
    ]


@pytest.mark.search
def test_an_index_that_is_not_there_yet_is_an_engine_that_is_down(any_engine):
    with pytest.raises(outside.Down, match="index absent"):
        outside.find([want("a")])


@given(st.sets(st.sampled_from(BORDERS) | st.integers(1, 3000)))
def test_bitmaps_are_read_back_exactly(keys):
    counts = {}
    for key in keys:
        place = asking.place_of(key)
        counts[place["block"]] = counts.get(place["block"], 0) + place["_doc_count"]
    blocks = [{"key": float(block), "doc_count": count} for block, count in counts.items()]
    assert sorted(asking.ids_of(blocks)) == sorted(keys)


def test_a_count_fits_what_the_engine_takes():
    assert max(asking.place_of(key)["_doc_count"] for key in range(100)) < 2**31


def test_nothing_wanted_asks_nothing(settings):
    settings.SEARCH_URL = "opensearch2://127.0.0.1:1/essais?tls=false"
    assert outside.find([]) == []
