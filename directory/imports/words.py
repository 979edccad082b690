"""The words and places that cells are compared with, read once for a whole file."""

from django.conf import settings

from directory.imports.communes import Communes
from directory.models import StructurePage
from portal.core.folding import fold
from portal.core.models import Audience, FieldOfActivity, Label, LegalFamily

VOCABULARIES = {
    "legal_family": LegalFamily,
    "labels": Label,
    "main_field": FieldOfActivity,
    "fields_of_activity": FieldOfActivity,
    "audiences": Audience,
}
_YES = {"oui", "o", "yes", "y", "1", "vrai", "true", "x", "ok"}
_NO = {"non", "n", "no", "0", "faux", "false", "aucun"}
_ACCESS = {
    "accessible": "full",
    "accessible en fauteuil": "full",
    "totale": "full",
    "total": "full",
    "yes": "full",
    "partiel": "partial",
    "partielle": "partial",
    "accessible avec de l aide": "partial",
    "limited": "partial",
    "non accessible": "none",
    "pas accessible en fauteuil": "none",
    "pas accessible": "none",
}


class Words:
    """Five queries. terms[field] is {folded name or slug: slug}; a slug is the same in every language."""

    def __init__(self):
        by_model = {model: _terms(model) for model in set(VOCABULARIES.values())}
        self.terms = {field: by_model[model][0] for field, model in VOCABULARIES.items()}
        self.keys = {field: by_model[model][1] for field, model in VOCABULARIES.items()}
        self.names = {field: by_model[model][2] for field, model in VOCABULARIES.items()}
        self.kinds = _choices(StructurePage.Kind) | {"ess": "structure", "institution": "institution"}
        self.statuses = _choices(StructurePage.Status)
        self.accesses = _choices(StructurePage.Access) | _ACCESS
        self.accesses |= dict.fromkeys(_YES, "full") | dict.fromkeys(_NO, "none")
        self.booleans = dict.fromkeys(_YES, True) | dict.fromkeys(_NO, False)
        self.communes = Communes()


def _terms(model):
    """({folded name or slug: slug}, {slug: key}, {slug: name}), keys and names in the source language."""
    known, keys, names = {}, {}, {}
    rows = list(model.objects.values_list("pk", "slug", "name", "locale__language_code"))
    for pk, slug, name, language in rows:
        if language == settings.LANGUAGE_CODE:
            keys[slug], names[slug] = pk, name
    for _pk, slug, name, _language in rows:
        if slug in keys:
            known.setdefault(fold(name), slug)
    return known | {fold(slug): slug for slug in keys}, keys, names


def _choices(choices):
    return {fold(text): value for value, label in choices.choices if value for text in (value, str(label))}
