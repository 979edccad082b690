"""Puts the places of the territory into the database, as often as wanted: a second run changes nothing.

The files win for facts (names, population, EPCI, points, outlines). The portal wins for what coordinators decide: the
name and order of a valley, the valley of a commune. Slugs are in addresses, so they never change. Rows that have left
the files are kept, because pages may point to them.
"""

from collections import Counter
from dataclasses import dataclass

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from portal.core.models.territory import Commune, Epci, FormerCommune, Valley

from . import sources
from .sources import DATA_DIR, TerritoryDataError

COMMUNE_FACTS = [
    "name",
    "department",
    "in_territory",
    "epci_id",
    "postal_codes",
    "population",
    "latitude",
    "longitude",
    "outline",
]


@dataclass(frozen=True)
class Counts:
    """What a load did to one kind of place."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0


@transaction.atomic
def load_territory(data_dir=DATA_DIR):
    """Load every file and return {model: Counts}.

    Raises TerritoryDataError, with the database untouched, when a file is missing or wrong.
    """
    rows = sources.read_communes(data_dir)
    valley_rows = sources.read_valleys(data_dir)
    valley_slugs = assign_valleys(rows, valley_rows)
    valleys, valley_counts = _sync(Valley, "slug", _valleys(valley_rows))
    epcis, epci_counts = _sync(Epci, "siren", _epcis(rows, data_dir), facts=["name", "outline"])
    outlines = sources.read_commune_outlines(data_dir)
    communes, commune_counts = _sync(
        Commune,
        "code_insee",
        [_commune(row, epcis, valleys, valley_slugs, outlines) for row in rows],
        facts=COMMUNE_FACTS,
        defaults=["valley_id"],
    )
    former = _former_communes(sources.read_former_communes(data_dir), communes)
    _old, former_counts = _sync(FormerCommune, "code_insee", former, facts=["name", "commune_id"])
    return {Valley: valley_counts, Epci: epci_counts, Commune: commune_counts, FormerCommune: former_counts}


def assign_valleys(commune_rows, valley_rows):
    """{INSEE code: valley slug} for the communes of the territory: by name first, else by EPCI."""
    by_code = {code: valley.slug for valley in valley_rows for code in valley.commune_codes}
    by_epci = {siren: valley.slug for valley in valley_rows for siren in valley.epci_sirens}
    unknown = by_code.keys() - {row.code_insee for row in commune_rows}
    if unknown:
        raise TerritoryDataError(_("valleys.csv : commune inconnue %(codes)s") % {"codes": ", ".join(sorted(unknown))})
    slugs = {}
    for row in commune_rows:
        if row.in_territory:
            slugs[row.code_insee] = by_code.get(row.code_insee) or by_epci.get(row.epci_siren)
            if not slugs[row.code_insee]:
                raise TerritoryDataError(
                    _("valleys.csv : aucune vallée pour %(name)s (%(code)s)")
                    % {"name": row.name, "code": row.code_insee}
                )
    return slugs


def place_slug(name):
    """`slugify` that separates at apostrophes: "L’Argentière-la-Bessée" gives "l-argentiere-la-bessee"."""
    return slugify(name.replace("'", " ").replace("’", " "))


def _valleys(rows):
    return [Valley(slug=row.slug, name=row.name, sort_order=row.sort_order) for row in rows]


def _epcis(commune_rows, data_dir):
    outlines = sources.read_epci_outlines(data_dir)
    names = {row.epci_siren: row.epci_name for row in commune_rows if row.epci_siren}
    return [
        Epci(siren=siren, name=name, slug=place_slug(name), outline=outlines.get(siren))
        for siren, name in names.items()
    ]


def _commune(row, epcis, valleys, valley_slugs, outlines):
    slug = valley_slugs.get(row.code_insee)
    return Commune(
        code_insee=row.code_insee,
        name=row.name,
        slug=place_slug(row.name),
        department=row.department,
        in_territory=row.in_territory,
        epci=epcis.get(row.epci_siren),
        valley=valleys[slug] if slug else None,
        postal_codes=row.postal_codes,
        population=row.population,
        latitude=row.latitude,
        longitude=row.longitude,
        outline=outlines.get(row.code_insee, (None, None))[1],
    )


def _former_communes(rows, communes):
    for row in rows:
        if row.commune_code not in communes:
            raise TerritoryDataError(
                _("communes_deleguees_05_04.csv : commune actuelle inconnue %(code)s") % {"code": row.commune_code}
            )
    return [FormerCommune(code_insee=row.code_insee, name=row.name, commune=communes[row.commune_code]) for row in rows]


def _sync(model, key, wanted, facts=(), defaults=()):
    """Create or update rows in bulk; returns ({key: instance}, Counts).

    `facts` follow the files, `defaults` are set only where the row has none, everything else is left alone.
    """
    rows = {getattr(row, key): row for row in model._default_manager.defer(None)}
    new, changed = [], {}
    for row in wanted:
        name = getattr(row, key)
        if name not in rows:
            new.append(row)
        elif fields := _copy(row, rows[name], facts, defaults):
            changed[name] = fields
    _make_slugs_unique(new, rows.values(), key)
    model._default_manager.bulk_create(new)
    if changed:
        fields = sorted(set().union(*changed.values()))
        model._default_manager.bulk_update([rows[name] for name in changed], fields)
    rows |= {getattr(row, key): row for row in new}
    return rows, Counts(len(new), len(changed), len(wanted) - len(new) - len(changed))


def _copy(source, target, facts, defaults):
    """Set on `target` what it lacks or has otherwise; returns the names of the fields that changed."""
    names = {name for name in facts if getattr(source, name) != getattr(target, name)}
    names |= {name for name in defaults if getattr(target, name) is None and getattr(source, name) is not None}
    for name in names:
        setattr(target, name, getattr(source, name))
    return {name.removesuffix("_id") for name in names}


def _make_slugs_unique(new, existing, key):
    """Two places of the same name take their department (04, 05) as a suffix, or their code where that is taken."""
    if key == "slug" or not any(hasattr(row, "slug") for row in new):
        return
    shared = Counter(row.slug for row in new)
    taken = {row.slug for row in existing}
    for row in new:
        if shared[row.slug] > 1 or row.slug in taken:
            suffixed = f"{row.slug}-{getattr(row, 'department', getattr(row, key))}"
            row.slug = suffixed if suffixed not in taken else f"{row.slug}-{getattr(row, key)}"
        taken.add(row.slug)
