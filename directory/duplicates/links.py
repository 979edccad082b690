"""Whatever leads to one structure led to another: rows of any table, chosen pages and links inside texts.

Found from the models themselves, so that a part of the portal added later is served as well. A model whose rows tell
of the past (a journal) says `merge_leaves = True` and is left alone.
"""

import json
from collections import defaultdict

from django.db import IntegrityError, models, transaction
from modelcluster.fields import ParentalKey
from wagtail.actions.move_page import MovePageAction
from wagtail.contrib.redirects.models import Redirect
from wagtail.fields import StreamField
from wagtail.models import ReferenceIndex

from directory.duplicates import revisions
from directory.duplicates.streams import repoint_stream, repoint_text
from directory.models import StructurePage

# Rights, history, comments and copies in other languages belong to a page, not to what it is about.
LEFT_APPS = ("wagtailcore", "wagtail_localize", "simple_translation")


def relations():
    """The relations of other models, or of other structures, that lead to a structure."""
    for relation in StructurePage._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete:
            continue
        model = relation.related_model
        own_rows = isinstance(relation.field, ParentalKey)
        if own_rows or model._meta.auto_created or model._meta.app_label in LEFT_APPS:
            continue
        if not getattr(model, "merge_leaves", False):
            yield relation


def repoint_links(old, new):
    """Lead everything from old to new; return {label of a model: [keys of its rows]}, for the journal."""
    moved = defaultdict(list)
    for relation in relations():
        change = _change_list if relation.many_to_many else _change_row
        for row in relation.related_model._default_manager.filter(**{relation.field.name: old.pk}):
            if row.pk not in (old.pk, new.pk) and change(row, relation.field, old, new):
                moved[row._meta.label].append(row.pk)
    for label, pk in _repoint_texts(old, new):
        moved[label].append(pk)
    return dict(moved)


def _change_row(row, field, old, new):
    """False when the table already has such a row for the structure that is kept."""
    setattr(row, field.name, new)
    try:
        with transaction.atomic():
            _save(row)
    except IntegrityError:
        return False
    revisions.change_key(row, field, old.pk, new.pk)
    return True


def _change_list(row, field, old, new):
    others = [item for item in getattr(row, field.name).all() if item.pk not in (old.pk, new.pk)]
    getattr(row, field.name).set([*others, new])
    _save(row)
    revisions.change_key(row, field, old.pk, new.pk)
    return True


def _save(row):
    """A whole save, of the page too that an inline row is on: the catalogue, the references and the search follow."""
    page, _rows = revisions.page_of(row)
    if page is not row:
        row.save()
    if page is not None:
        page.save(clean=False)


def _repoint_texts(old, new):
    """Links in rich text and pages chosen in blocks, wherever ReferenceIndex knows of one."""
    references = ReferenceIndex.get_references_to(old).exclude(object_id=str(old.pk))
    places = defaultdict(list)
    for reference in references:
        places[reference.content_type.model_class(), reference.object_id].append(reference.content_path)
    for (model, pk), paths in places.items():
        row = model._default_manager.filter(pk=pk).first() if model else None
        changed = row and [path for path in paths if _change_text(row, path, old.pk, new.pk)]
        if changed:
            _save(row)
            revisions.change_texts(row, changed, old.pk, new.pk)
            yield row._meta.label, row.pk


def _change_text(row, path, old, new):
    name, _dot, rest = path.partition(".")
    field = next((field for field in row._meta.concrete_fields if field.name == name), None)
    if isinstance(field, StreamField):
        raw = json.loads(json.dumps(list(getattr(row, name).raw_data), default=str))
        changed = repoint_stream(raw, rest, old, new)
        if changed:
            setattr(row, name, json.dumps(raw))
        return changed
    if isinstance(field, models.TextField):
        before = getattr(row, name)
        setattr(row, name, repoint_text(before, old, new))
        return getattr(row, name) != before
    return False


def move_children(old, new, user):
    """Bring the pages under one structure under another, each at a free address, and redirect their old addresses."""
    moved = []
    for child in old.get_children().specific():
        addresses = [
            (page, page.get_url()) for page in child.get_descendants(inclusive=True) if page.first_published_at
        ]
        _rename(child, free_slug(child.slug, new))
        MovePageAction(child, new, pos="last-child", user=user).execute(skip_permission_checks=True)
        for page, address in addresses:
            if address:
                redirect(address, page)
        for parent in (old, new):
            parent.refresh_from_db(fields=["path", "depth", "numchild", "url_path"])
        moved.append(child.pk)
    return moved


def _rename(child, slug):
    """Change the address of a page, in the revisions still to be published too."""
    if slug != child.slug:
        before, child.slug = child.slug, slug
        child.save(clean=False)
        revisions.change_value(child, "slug", before, slug)


def free_slug(slug, parent):
    """The slug, numbered when a page under the parent has it."""
    taken = set(parent.get_children().values_list("slug", flat=True))
    return next(free for free in (slug, *(f"{slug}-{n}" for n in range(2, len(taken) + 3))) if free not in taken)


def redirect(address, page):
    """Lead an address of this site to a page for good; whatever led from there before is replaced."""
    path = Redirect.normalise_path(address)
    Redirect.objects.filter(old_path=path).delete()
    Redirect.add_redirect(path, page, is_permanent=True)
