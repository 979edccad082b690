"""The parts of a sheet that a merge chooses between, read from the model: a field added to it is merged as well."""

import json
from dataclasses import dataclass

from django.db import models
from django.utils.formats import date_format, localize
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.models import get_all_child_relations
from wagtail.fields import StreamField

from directory.models import StructurePage
from portal.core.blocks.text import plain_text

KEPT, OTHER, BOTH = "kept", "other", "both"
LINES = ("former_names", "services")  # texts that hold one thing a line
# Values that only mean something together: the second follows the first.
TOGETHER = {"latitude": ("latitude", "longitude"), "siret": ("siret", "siren")}
LABELS = {"latitude": gettext_lazy("point sur la carte"), "siret": gettext_lazy("SIRET ou SIREN")}
# What the merge itself decides; external ids are all kept, since imports know a structure by them.
_DECIDED = ("page_ptr", "longitude", "siren", "merged_into", "external_ids")
_OF_PAGE = ("title", "seo_title", "search_description")


@dataclass(frozen=True)
class Part:
    """One line of the comparison. kind: "value", "lines", "stream", "links", "tags" or "children"."""

    name: str
    label: str
    kind: str

    @property
    def takes_both(self):
        return self.kind != "value"

    @property
    def fields(self):
        return TOGETHER.get(self.name, (self.name,))


def parts():
    """Every part of a sheet, in the order of its model."""
    meta = StructurePage._meta
    own = [field for field in meta.local_fields if field.editable and field.name not in _DECIDED]
    found = [_part(field) for field in (*(meta.get_field(name) for name in _OF_PAGE), *own, *meta.local_many_to_many)]
    return found + [Part(rel.get_accessor_name(), _name_of(rel.related_model), "children") for rel in child_relations()]


def child_relations():
    """Inline rows of the sheet: not Wagtail's comments, nor the rows behind the tags."""
    return [
        relation
        for relation in get_all_child_relations(StructurePage)
        if relation.field.model._meta.app_label == "directory"
        and relation.get_accessor_name() not in (*_DECIDED, "tagged_items")
    ]


def _part(field):
    if isinstance(field, ClusterTaggableManager):
        kind = "tags"
    elif field.many_to_many:
        kind = "links"
    elif isinstance(field, StreamField):
        kind = "stream"
    else:
        kind = "lines" if field.name in LINES else "value"
    return Part(field.name, capfirst(LABELS.get(field.name, field.verbose_name)), kind)


def _name_of(model):
    return capfirst(model._meta.verbose_name_plural)


def content(part, page):
    """What the part holds, as plain comparable values; empty when it holds nothing."""
    value = getattr(page, part.name)
    if part.kind == "value":
        values = [getattr(page, StructurePage._meta.get_field(name).attname) for name in part.fields]
        return [str(value) for value in values if value not in (None, "", False)]
    if part.kind == "lines":
        return [line.strip() for line in value.splitlines() if line.strip()]
    if part.kind == "stream":
        return [json.dumps(block, sort_keys=True, default=str) for block in value.raw_data]
    if part.kind == "children":
        return sorted(json.dumps(row_values(child), default=str) for child in value.all())
    return sorted(str(item) if part.kind == "tags" else f"{item.pk} {item}" for item in value.all())


def row_values(child):
    """{field: value} of an inline row, without its key, its parent and its place."""
    return {
        field.attname: getattr(child, field.attname)
        for field in child._meta.concrete_fields
        if not field.primary_key and field.name not in ("sort_order", "structure")
    }


def shown(part, page):
    """The part in words, a list of lines."""
    value = getattr(page, part.name)
    if not content(part, page) and not isinstance(value, bool):
        return []
    if part.kind == "value":
        return [_value_shown(part, page, value)]
    if part.kind == "stream":
        return [Truncator(plain_text(value)).words(60)]
    return content(part, page) if part.kind == "lines" else [str(item) for item in value.all()]


def _value_shown(part, page, value):
    field = StructurePage._meta.get_field(part.name)
    if part.name in TOGETHER:
        return " ; ".join(localize(getattr(page, name)) for name in part.fields if getattr(page, name))
    if field.choices:
        return str(getattr(page, f"get_{part.name}_display")())
    if isinstance(field, models.BooleanField):
        return _("oui") if value else _("non")
    if isinstance(field, models.DateField):
        return date_format(value)
    return str(value)


def differences(kept, other):
    """[{"part", "kept", "other", "default"}] for the parts that the two sheets do not say alike."""
    rows = []
    for part in parts():
        mine, theirs = content(part, kept), content(part, other)
        if mine != theirs:
            row = {"part": part, "kept": shown(part, kept), "other": shown(part, other)}
            rows.append(row | {"default": _default(part, mine, theirs)})
    return rows


def _default(part, mine, theirs):
    """Nothing is lost: lists are joined, and a gap is filled by what the other sheet says."""
    if not mine or not theirs:
        return KEPT if mine else OTHER
    return BOTH if part.takes_both and part.kind != "stream" else KEPT
