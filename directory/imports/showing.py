"""A line of a plan in words: each field with what was there and what comes."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from directory.imports.fields import LABELS
from directory.imports.texts import one_line
from directory.models import StructurePage

LONGEST = 200


@dataclass(frozen=True)
class FieldChange:
    label: str
    before: str
    after: str


def changes_of(line, words):
    """line: a plan's or the journal's. Return its FieldChanges, in the order of the sheet."""
    labels = LABELS | {"external_id": _("identifiant dans la source"), "page_name": _("ancienne adresse (YesWiki)")}
    return [
        FieldChange(
            str(labels.get(name, name)),
            in_words(name, line.before.get(name), words),
            in_words(name, value, words),
        )
        for name, value in line.after.items()
    ]


def in_words(name, value, words):
    """What a person reads of a value: names instead of slugs, no HTML, at most LONGEST characters."""
    if value in ("", None, [], {}):
        return ""
    if name == "commune":
        return str(words.communes.by_code.get(value, value))
    if name in words.names:
        slugs = value if isinstance(value, list) else [value]
        return ", ".join(words.names[name].get(slug, slug) for slug in slugs)
    if name == "social_accounts":
        return ", ".join(value.values())
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if name in ("kind", "status", "access"):
        return str(dict(StructurePage._meta.get_field(name).flatchoices).get(value, value))
    text = ", ".join(value) if isinstance(value, list) else one_line(str(value))
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
