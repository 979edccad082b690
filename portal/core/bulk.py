"""Many pages of one model under one parent, in bounded memory: about a hundred times faster than `add_child`.

The pages must be right already: no `clean()` and no `save()` of theirs runs, no signal is sent and no revision is made
(the Wagtail editor makes the first one when somebody saves). What their `save()` works out from the rest is in their
`derive()`, which runs here too. The search index is left to the caller: run `update_index` once at the end.
"""

from itertools import islice

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.models import Page, ReferenceIndex

from portal.core.folding import fold

BATCH_SIZE = 500
SLUG_LENGTH = 200  # of 255: room for the number that tells two equal slugs apart
PAGE_FIELDS = [field for field in Page._meta.concrete_fields if not field.primary_key]


@transaction.atomic
def add_pages(parent, pages, *, batch_size=BATCH_SIZE, written=None, progress=None):
    """Add unsaved pages as the last children of parent and return their primary keys, in order; all or nothing.

    pages: any iterable of instances of one model, with their many-to-many and inline children set on them as for
    `add_child`. Slugs are made from titles where missing, and unique among siblings. After each batch of n pages are
    called written(pages), their relations still in memory, and progress(n). Raises TypeError for a model that inherits
    from another concrete page model.
    """
    place = _Place(Page.objects.select_for_update().get(pk=parent.pk))
    keys = []
    pages = iter(pages)
    while batch := list(islice(pages, batch_size)):
        _hold_relations(batch)
        for page in batch:
            place.give_to(page)
        _insert(batch)
        keys += [page.pk for page in batch]
        if written:
            written(batch)
        for page in batch:
            del page._cluster_related_objects  # from now on read from the database
        if progress:
            progress(len(batch))
    Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + len(keys))
    parent.numchild = place.parent.numchild + len(keys)
    return keys


def slug_from(text):
    """Return « L’Épicerie d’à côté » as "l-epicerie-d-a-cote" (Wagtail alone would write "lepicerie-da-cote")."""
    return slugify(fold(text))[:SLUG_LENGTH].strip("-") or "page"


class _Place:
    """Gives each new page its place in the tree, after the last child of the parent, and its address."""

    def __init__(self, parent):
        self.parent = parent
        self.last = parent.get_last_child()
        self.taken = set(parent.get_children().values_list("slug", flat=True))
        self.counts = {}
        self.now = timezone.now()

    def give_to(self, page):
        page.depth = self.parent.depth + 1
        page.path = self.last._inc_path() if self.last else Page._get_path(self.parent.path, page.depth, 1)
        page.numchild = 0
        page.locale = self.parent.locale
        page.draft_title = page.title
        page.slug = self._free(page.slug or slug_from(page.title))
        page.set_url_path(self.parent)
        if derive := getattr(page, "derive", None):
            derive()
        if page.live:
            page.first_published_at = page.first_published_at or self.now
            page.last_published_at = page.last_published_at or self.now
        self.last = page

    def _free(self, slug):
        """The slug, followed by the first free number when it is taken: each number is tried once in a load."""
        free = slug
        while free in self.taken:
            self.counts[slug] = self.counts.get(slug, 1) + 1
            free = f"{slug}-{self.counts[slug]}"
        self.taken.add(free)
        return free


def _insert(pages):
    """Write base rows, then rows of the pages' own table, then what hangs on them."""
    model = type(pages[0])
    if set(model._meta.parents) != {Page} or any(type(page) is not model for page in pages):
        raise TypeError(f"add_pages takes pages of one direct subclass of Page, not {model.__name__}.")
    references = [references_of(page) for page in pages]
    keys = _insert_rows(Page, pages, PAGE_FIELDS, returning=[Page._meta.pk])
    for page, (key,) in zip(pages, keys, strict=True):
        page.pk = page.id = key
    _insert_rows(model, pages, model._meta.local_concrete_fields)
    for page in pages:
        page._state.adding = False
        page._state.db = connection.alias
    _insert_children(model, pages)
    insert_references(model, pages, references)


def _insert_rows(model, pages, fields, returning=None):
    """`bulk_create` refuses a model with a concrete parent, since it could not write both tables: the statement that it
    would have built for one table is sent as it is."""
    size = connection.ops.bulk_batch_size(fields, pages)
    rows = []
    for start in range(0, len(pages), size):
        batch = pages[start : start + size]
        rows += model._base_manager._insert(batch, fields, returning_fields=returning, using=connection.alias) or ()
    return rows


def _hold_relations(pages):
    """Say that the relations which nobody set are empty: reading them would else build a query a page."""
    model = type(pages[0])
    names = [relation.get_accessor_name() for relation in get_all_child_relations(model)]
    names += [field.name for field in get_all_child_m2m_relations(model)]
    for page in pages:
        page._cluster_related_objects = {name: [] for name in names} | page.__dict__.get("_cluster_related_objects", {})


def _insert_children(model, pages):
    """Write the inline children and the many-to-many rows that modelcluster keeps in memory until a page is saved."""
    for relation in get_all_child_relations(model):
        children = []
        for page in pages:
            for child in page._cluster_related_objects[relation.get_accessor_name()]:
                setattr(child, relation.field.attname, page.pk)
                children.append(child)
        relation.related_model._base_manager.bulk_create(children)
    for field in get_all_child_m2m_relations(model):
        near, far = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
        through = field.remote_field.through
        through._base_manager.bulk_create(
            through(**{near: page.pk, far: target.pk})
            for page in pages
            for target in page._cluster_related_objects[field.name]
        )


def references_of(page):
    """What Wagtail's "used by" screens hold of the page. Asked of an unsaved page, it makes no query."""
    return set(ReferenceIndex._extract_references_from_object(page))


def insert_references(model, pages, references):
    kinds = {"content_type": ContentType.objects.get_for_model(model)}
    kinds["base_content_type"] = ContentType.objects.get_for_model(Page)
    ReferenceIndex.objects.bulk_create(
        ReferenceIndex(
            object_id=page.pk,
            to_content_type_id=to_type,
            to_object_id=to_id,
            model_path=model_path,
            content_path=content_path,
            content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
            **kinds,
        )
        for page, found in zip(pages, references, strict=True)
        for to_type, to_id, model_path, content_path in found
    )
