"""The revisions that may still be published (the latest, and those with a date): they follow a merge as the pages do.

Otherwise the next person to open a page would bring the old link back. The history before them is left as it was.
"""

from django.db.models import Q
from modelcluster.fields import ParentalKey
from wagtail.fields import StreamField
from wagtail.models import Page

from directory.duplicates.streams import repoint_stored, repoint_text


def change_key(row, field, old, new):
    """row: a page, or an inline row of a page, whose field now leads to new instead of old."""
    page, accessor = page_of(row)
    for revision in _open_revisions(page):
        holders = revision.content.get(accessor, []) if accessor else [revision.content]
        for holder in holders:
            value = holder.get(field.name)
            if value == old:
                holder[field.name] = new
            elif isinstance(value, list) and old in value:
                holder[field.name] = [key for key in value if key not in (old, new)] + [new]
        _store(revision)


def change_value(page, name, old, new):
    """A plain value of the page itself."""
    for revision in _open_revisions(page):
        if revision.content.get(name) == old:
            revision.content[name] = new
            _store(revision)


def change_texts(row, paths, old, new):
    """paths: those of ReferenceIndex.content_path."""
    for revision in _open_revisions(row if isinstance(row, Page) else None):
        for path in paths:
            name, _dot, rest = path.partition(".")
            if text := revision.content.get(name):
                is_stream = isinstance(row._meta.get_field(name), StreamField)
                changed = repoint_stored(text, rest, old, new) if is_stream else repoint_text(text, old, new)
                revision.content[name] = changed
        _store(revision)


def page_of(row):
    """(page, name of the list of rows in its revisions); (row, "") for a page; (None, "") for anything else."""
    if isinstance(row, Page):
        return row, ""
    for field in row._meta.concrete_fields:
        if isinstance(field, ParentalKey) and issubclass(field.related_model, Page):
            return getattr(row, field.name), field.remote_field.get_accessor_name()
    return None, ""


def _open_revisions(page):
    if page is None:
        return []
    return page.revisions.filter(Q(pk=page.latest_revision_id) | Q(approved_go_live_at__isnull=False))


def _store(revision):
    type(revision).objects.filter(pk=revision.pk).update(content=revision.content)
