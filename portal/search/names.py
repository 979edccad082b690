"""The words behind the slugs of facets, by language; kept in memory until a vocabulary or a place changes."""

from portal.core.models import (
    Audience,
    Commune,
    CooperationField,
    Epci,
    EventCategory,
    FieldOfActivity,
    Label,
    LegalFamily,
    StructureSize,
    Valley,
)
from portal.search.memory import WORDS

TERMS = {"domaine": FieldOfActivity, "statut": LegalFamily, "label": Label, "public": Audience}
TERMS |= {"categorie": EventCategory, "cooperation": CooperationField, "taille": StructureSize}


def facet_names(shelf):
    """Return {facet: {slug: words}} in the order of people, and "points" (town halls).

    The same object until a word changes: eleven queries then, none else.
    """
    return shelf.kept_until(WORDS, "names", lambda: _read(shelf.language))


def _read(language):
    names = {
        facet: dict(model.objects.in_language(language).values_list("slug", "name")) for facet, model in TERMS.items()
    }
    names["vallee"] = dict(Valley.objects.values_list("slug", "name"))
    names["epci"] = dict(Epci.objects.filter(communes__in_territory=True).distinct().values_list("slug", "name"))
    communes = list(Commune.objects.values_list("slug", "name", "latitude", "longitude"))
    names["commune"] = {slug: name for slug, name, *_point in communes}
    names["points"] = {slug: (lat, lon) for slug, _name, lat, lon in communes if lat is not None}
    return names
