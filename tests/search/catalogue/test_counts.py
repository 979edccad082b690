"""Answers equal those of a naive reading of the pages: counts, sorts, distances, words."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.models import StructurePage
from portal.core.bulk import add_pages
from portal.core.folding import fold
from portal.core.geometry import distance_km
from portal.core.models import Audience, Commune, FieldOfActivity, Label, LegalFamily
from portal.demo.builders import make_structure
from portal.search.catalogue import Near, Query, find
from portal.search.rebuild import rebuild
from tests.rooms import directory
from tests.search.catalogue.conftest import titles

pytestmark = pytest.mark.django_db
LOOKUPS = {
    "domaine": "fields_of_activity__slug",
    "vallee": "commune__valley__slug",
    "epci": "commune__epci__slug",
    "commune": "commune__slug",
    "statut": "legal_family__slug",
    "label": "labels__slug",
    "public": "audiences__slug",
}


@pytest.fixture
def sixty(portal_site):
    """Sixty structures drawn at random, the same each time, with holes everywhere."""
    from random import Random

    rng, index = Random(3), directory()
    communes = [None, *Commune.objects.in_territory()[:8]]
    words = {
        model: list(model.objects.filter(locale=index.locale_id)[:4])
        for model in (FieldOfActivity, Label, Audience, LegalFamily)
    }
    pages = []
    for number in range(60):
        page = StructurePage(
            title=f"{rng.choice(['Épicerie', 'Atelier', 'Écoloc', 'Zèbre'])} {number}",
            commune=rng.choice(communes),
            legal_family=rng.choice([None, *words[LegalFamily]]),
            live=rng.random() < 0.9,
            last_reviewed_on=rng.choice([None, date(2026, 1, 1) + timedelta(days=rng.randrange(90))]),
        )
        page.fields_of_activity = rng.sample(words[FieldOfActivity], rng.randrange(3))
        page.labels = rng.sample(words[Label], rng.randrange(3))
        page.audiences = rng.sample(words[Audience], rng.randrange(3))
        pages.append(page)
    add_pages(index, pages)
    rebuild()
    return index


def naive(index, facets, but=None):
    pages = StructurePage.objects.live().public().child_of(index)
    for name, values in facets.items():
        if values and name != but:
            pages = pages.filter(**{f"{LOOKUPS[name]}__in": values})
    return set(pages.values_list("pk", flat=True))


def values_of(index, name):
    found = {}
    pages = StructurePage.objects.live().child_of(index)
    for key, value in pages.exclude(**{LOOKUPS[name]: None}).values_list("pk", LOOKUPS[name]):
        found.setdefault(value, set()).add(key)
    return found


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_counts_are_those_of_a_naive_count(sixty, data):
    by_value = {name: values_of(sixty, name) for name in LOOKUPS}
    facets = {}
    for name in data.draw(st.lists(st.sampled_from(list(LOOKUPS)), max_size=3, unique=True)):
        facets[name] = tuple(
            data.draw(st.lists(st.sampled_from([*sorted(by_value[name]), "inconnu"]), max_size=3, unique=True))
        )
    found = find(Query(kind="structure", language="fr", facets=facets))
    here = naive(sixty, facets)
    assert {entry.page_id for entry in found.entries()} == here
    assert found.count == len(here)
    for name in LOOKUPS:
        others = naive(sixty, facets, but=name)
        expected = {value: len(keys & others) for value, keys in by_value[name].items() if keys & others}
        assert found.facet_counts(name) == expected
        assert found.counts_here(name) == {v: len(k & here) for v, k in by_value[name].items() if k & here}


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    start=st.integers(0, 70),
    size=st.integers(0, 30),
    sort=st.sampled_from(["name", "verified", "distance", "relevance"]),
    field=st.sampled_from(["", "reemploi", "alimentation"]),
)
def test_any_slice_of_any_sort_is_that_of_the_whole(sixty, start, size, sort, field):
    facets = {"domaine": (field,)} if field else {}
    near = Near(44.559, 6.08, 50) if sort == "distance" else None
    found = find(Query(kind="structure", language="fr", facets=facets, sort=sort, near=near))
    entries = found.entries()
    ranks = {
        "name": lambda entry: (fold(entry.title), entry.pk),
        "relevance": lambda entry: (fold(entry.title), entry.pk),
        "verified": lambda entry: (-(entry.verified_on or date.min).toordinal(), fold(entry.title), entry.pk),
        "distance": lambda entry: (found.distance(entry), fold(entry.title), entry.pk),
    }
    assert entries == sorted(entries, key=ranks[sort])
    assert found.keys(start, start + size) == [entry.pk for entry in entries][start : start + size]


@pytest.mark.parametrize("km", [5, 10, 20, 50])
def test_near_is_what_is_within_the_distance(sixty, km):
    gap = Commune.objects.get(name="Gap")
    found = find(Query(kind="structure", language="fr", near=Near(*gap.point, km), sort="distance"))
    everybody = find(Query(kind="structure", language="fr")).entries()
    placed = [entry for entry in everybody if entry.latitude is not None]
    expected = {e.pk for e in placed if distance_km(gap.point, (e.latitude, e.longitude)) <= km}
    assert set(found.keys()) == expected
    assert all(found.distance(entry) <= km for entry in found.entries())


@pytest.mark.parametrize("point", [(90, 0), (-90, 180), (0, 180), (44.5, -180)])
def test_near_the_ends_of_the_world_is_nobody(sixty, point):
    assert find(Query(kind="structure", language="fr", near=Near(*point, 50))).count == 0


# -- Words: the same on both engines ----------------------------------------------------------------------------------
@pytest.fixture
def named(portal_site):
    make_structure(directory(), title="Ressourcerie du Guil", summary="Réemploi et vélos")
    make_structure(directory(), title="Vélo pour tous", summary="Atelier")
    make_structure(directory(), title="Les Chevaux d’Ubaye", acronym="LCU")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("vélo", ["Vélo pour tous", "Ressourcerie du Guil"]),
        ("VELOS", ["Vélo pour tous", "Ressourcerie du Guil"]),
        ("ressourceries", ["Ressourcerie du Guil"]),
        ("cheval", ["Les Chevaux d’Ubaye"]),
        ("ressour", ["Ressourcerie du Guil"]),
        ("vélo atelier", ["Vélo pour tous"]),
        ("le vélo et la ressourcerie", ["Ressourcerie du Guil"]),
        ("lcu", ["Les Chevaux d’Ubaye"]),
        ("vélo introuvable", []),
        ("!?", []),
        ("' OR 1=1", []),
        ("body:velo", []),
        ("velo:* & !x", []),
    ],
)
def test_words_find_what_people_mean(named, text, expected):
    assert titles(text=text, sort="relevance") == expected
