"""The vocabularies of a new portal: data/vocabularies.toml into snippets, in every language."""

import tomllib
from pathlib import Path

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale

from portal.core.models import (
    Audience,
    CooperationField,
    EventCategory,
    FieldOfActivity,
    GlossaryTerm,
    Label,
    LegalFamily,
    StructureSize,
)

FILE = Path(__file__).parent / "data" / "vocabularies.toml"
MODELS = {
    "fields_of_activity": FieldOfActivity,
    "legal_families": LegalFamily,
    "labels": Label,
    "audiences": Audience,
    "event_categories": EventCategory,
    "cooperation_fields": CooperationField,
    "structure_sizes": StructureSize,
    "glossary": GlossaryTerm,
}


@transaction.atomic
def load_vocabularies():
    """Add the terms that are missing, in each language; what coordinators changed or added is left as it is."""
    locales = {locale.language_code: locale for locale in Locale.objects.all()}
    with FILE.open("rb") as file:
        vocabularies = tomllib.load(file)
    for name, rows in vocabularies.items():
        _load(MODELS[name], rows, locales)


def _load(model, rows, locales):
    present = {(term.slug, term.locale_id): term for term in model.objects.all()}
    for order, row in enumerate(rows):
        source = present.get((row["slug"], locales[settings.LANGUAGE_CODE].pk))
        for code, locale in locales.items():
            if (row["slug"], locale.pk) in present:
                continue
            term = model(name=row[code], slug=row["slug"], sort_order=order, locale=locale)
            term.description = row.get(f"description_{code}", "")
            if code == settings.LANGUAGE_CODE:
                term.description = row.get("description", "")
                if "variants" in row:
                    term.variants = row["variants"]
                source = term
            elif source:
                term.translation_key = source.translation_key
            term.save()
