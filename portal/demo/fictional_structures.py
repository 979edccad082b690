"""Fictional structures, drawn from content/structures.toml: the same seed always gives the same ones.

Plain values, no rows: `portal.demo.loading` turns them into pages. All say that they are made up.
"""

import tomllib
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from random import Random

from django.utils.html import escape

from portal.core.bulk import slug_from
from portal.core.models import Commune
from portal.demo.fictional_sheets import FictionalSheet, fictional_sheet

FILE = Path(__file__).parent / "content" / "structures.toml"
SEED = 2026
SOURCE = "Exemple fictif"
SECOND_FIELD = 0.35  # share of the structures that work in two fields of activity
YEARS = (1985, 2024)
# Shares out of 100, so that every filter finds something; no survey stands behind them.
LEGAL_FAMILIES = {"association": 76, "cooperative": 10, "societe-ess": 5, "collectif": 5, "fondation": 2, "mutuelle": 2}
# A name that says its legal form is not contradicted.
FAMILY_IN_NAME = (
    ("Groupement d’employeurs", "groupement-employeurs"),
    ("oopérati", "cooperative"),
    ("ssociati", "association"),
    ("ollectif", "collectif"),
)


@dataclass(frozen=True)
class FictionalStructure:
    """name: without the suffix; fields and legal_family: slugs of the vocabularies; presentation: HTML."""

    name: str
    title: str
    summary: str
    presentation: str
    fields: tuple[str, ...]
    legal_family: str
    commune: Commune
    sheet: FictionalSheet


def fictional_structures(count, *, seed=SEED, communes=None):
    """Return `count` structures with names that are all different; the first ones do not depend on `count`.

    communes: where they are, with their valley; by default those of the territory that have a town hall, drawn by
    population, each valley being served once before any is served twice. Raises ValueError when there are not enough
    names.
    """
    recipe = read_recipe()
    rng = Random(seed)  # noqa: S311 - nothing secret is drawn
    names = [
        (field, *pair) for field in recipe["fields"] for pair in product(field["kinds_of_place"], recipe["complements"])
    ]
    if count > len(names):
        raise ValueError(f"structures.toml gives {len(names)} names, {count} were asked for.")
    rng.shuffle(names)
    places = _places(rng, list(communes if communes is not None else territory_communes()))
    return [_structure(rng, seed, recipe, *name, next(places)) for name in names[:count]]


def territory_communes():
    """The communes that a structure can be put in, in an order that is the same on every database."""
    return Commune.objects.in_territory().with_town_hall().select_related("valley").order_by("code_insee")


def read_recipe():
    with FILE.open("rb") as file:
        return tomllib.load(file)


def _places(rng, communes):
    """Yield communes for ever: one in each valley, the most populated valley first, then anywhere."""
    valleys = {}
    for commune in communes:
        valleys.setdefault(commune.valley.slug, []).append(commune)
    for members in sorted(valleys.values(), key=_population, reverse=True):
        yield _draw(rng, members)
    while True:
        yield _draw(rng, communes)


def _population(communes):
    return sum(commune.population for commune in communes)


def _draw(rng, communes):
    return rng.choices(communes, weights=[commune.population + 1 for commune in communes])[0]


def _structure(rng, seed, recipe, field, head, complement, commune):
    name = f"{head} {complement}"
    text = rng.choice(field["presentations"])
    year = rng.randint(*YEARS)
    return FictionalStructure(
        name=name,
        title=f"{name} {recipe['suffix']}",
        summary=rng.choice(field["taglines"]),
        presentation=paragraphs(recipe["notice"], text.format(name=name, commune=commune.name, year=year)),
        fields=_fields(rng, recipe, field),
        legal_family=_legal_family(rng, name),
        commune=commune,
        sheet=fictional_sheet(seed, slug_from(name), field["key"], field["audiences"], year),
    )


def paragraphs(notice, *texts):
    """Return the HTML of a text block: the notice that all this is made up, then the texts."""
    return "".join([f"<p><b>{escape(notice)}</b></p>", *(f"<p>{escape(text)}</p>" for text in texts)])


def _fields(rng, recipe, field):
    if rng.random() >= SECOND_FIELD:
        return (field["key"],)
    return (field["key"], rng.choice([other["key"] for other in recipe["fields"] if other is not field]))


def _legal_family(rng, name):
    for words, family in FAMILY_IN_NAME:
        if words in name:
            return family
    return rng.choices(list(LEGAL_FAMILIES), weights=LEGAL_FAMILIES.values())[0]
