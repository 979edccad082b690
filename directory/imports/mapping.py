"""Columns of a file to our fields: remembered by source, else guessed by name. A guess is shown before it is used."""

from directory.imports.fields import BY_NAME, TARGETS
from directory.models.imports import ImportMapping
from portal.core.folding import fold

# Beginnings and ends that say nothing: YesWiki's bf_nom, « Nom * » (required, the star folds away), « Nom (2) ».
_PREFIXES = ("bf ", "address bf ")


def guess(columns):
    """Return {column: target, or "" where no name is known}; a target that takes one column goes to the first."""
    mapping, taken = {}, set()
    for column in columns:
        target = _guess_one(column)
        if target in taken and not TARGETS[target].several:
            target = ""
        taken.add(target)
        mapping[column] = target
    return _yeswiki(mapping)


def _guess_one(column):
    words = fold(column)
    for prefix in _PREFIXES:
        words = words.removeprefix(prefix)
    if words in BY_NAME:
        return BY_NAME[words]
    last = fold(column.rsplit(".", 1)[-1]).removeprefix("bf ")
    return BY_NAME.get(last, "")


def _yeswiki(mapping):
    """In a YesWiki, `id_fiche` is both the id and the name of the page, and `url` the page's address, not a site's."""
    if "id_fiche" not in mapping:
        return mapping
    if mapping.get("url") == "website":
        site = next((column for column in mapping if fold(column) in ("bf site internet", "bf site web", "bf url")), "")
        mapping["url"] = "page_name"
        if site:
            mapping[site] = "website"
    return mapping


def mapping_for(source, columns):
    """What was chosen last time for this source where its columns are the same, a guess for the others."""
    remembered = ImportMapping.objects.filter(source=source).values_list("columns", flat=True).first() or {}
    return {
        column: remembered[column] if remembered.get(column, "?") in (*TARGETS, "") else target
        for column, target in guess(columns).items()
    }


def remember(source, mapping):
    ImportMapping.objects.update_or_create(source=source, defaults={"columns": mapping})


def problems(mapping):
    """Targets that several columns were given, though they take one: [(target, [columns])]."""
    columns = {}
    for column, target in mapping.items():
        if target:
            columns.setdefault(target, []).append(column)
    return [(TARGETS[name], found) for name, found in columns.items() if len(found) > 1 and not TARGETS[name].several]
