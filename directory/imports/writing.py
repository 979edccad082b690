"""Writes values on many pages at once, and does what signals do elsewhere: references, catalogue, search index.

A few queries a batch of 500 pages for each set of fields that changes together, whatever the number of pages.
"""

import uuid
from collections import defaultdict
from copy import copy

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from modelcluster.models import get_all_child_relations
from taggit.models import Tag
from wagtail.models import Page, ReferenceIndex
from wagtail.search.backends import get_search_backends
from wagtail.search.index import AutocompleteField, FilterField, SearchField

from directory import completeness
from directory.imports.existing import CHUNK, MANY, OWN, chunks
from directory.models import SocialAccount, StructurePage, StructureTag
from portal.core.bulk import insert_references, references_of
from portal.core.folding import fold
from portal.search.sync import batches, sync_pages

KEYS = ("commune", "legal_family", "main_field")
RELATIONS = (*MANY, "tags", "social_accounts")
_PAGE_FIELDS = ("title", "draft_title")
INDEX_CHUNK = 2000  # after each, the database engines weigh the titles of the whole index anew
# Fields that Wagtail's "used by" screens follow.
_REFERRING = {*KEYS, *MANY, "tags", "presentation"}


def own_value(name, value, words):
    """(attribute of StructurePage, value) of a field kept in the page's own table."""
    if name == "commune":
        return "commune_id", words.communes.by_code[value].pk if value else None
    if name in KEYS:
        return f"{name}_id", words.keys[name][value] if value else None
    if name == "presentation":
        return name, [{"type": "text", "value": value, "id": str(uuid.uuid4())}] if value else []
    return name, value


def set_own(page, values, words):
    """Set on a page in memory the values of its own table."""
    for name, value in values.items():
        if name == "presentation":
            stream = StructurePage._meta.get_field(name).stream_block
            page.presentation = stream.to_python(own_value(name, value, words)[1])
        elif name in OWN or name in KEYS:
            setattr(page, *own_value(name, value, words))


def write_changes(changes, words, value_sources):
    """changes: {page key: {field: value}}; value_sources: {page key: the whole dict to keep}. Values are right already.

    Drafts stay drafts; what is live says when it changed.
    """
    by_fields = defaultdict(list)
    for key, values in changes.items():
        by_fields[frozenset(values) - set(RELATIONS)].append(key)
    for fields, keys in by_fields.items():
        for chunk in chunks(keys):
            _write_own(chunk, fields, changes, words, value_sources)
    for name in RELATIONS:
        touched = {key: values[name] for key, values in changes.items() if name in values}
        if touched:
            _WRITERS[name](name, touched, words)


def _write_own(keys, fields, changes, words, value_sources):
    pages = [StructurePage(pk=key, page_ptr_id=key, value_sources=value_sources[key]) for key in keys]
    for page in pages:
        set_own(page, {name: changes[page.pk][name] for name in fields}, words)
    names = [*fields, "value_sources"]
    if "title" in fields:
        for page in pages:
            page.draft_title, page.sort_name = page.title, fold(page.title)[:255]
        rows = [Page(pk=page.pk, title=page.title, draft_title=page.title) for page in pages]
        Page.objects.bulk_update(rows, _PAGE_FIELDS, batch_size=CHUNK)
        names = [*(name for name in names if name != "title"), "sort_name"]
    StructurePage.objects.bulk_update(pages, sorted(names), batch_size=CHUNK)
    now = timezone.now()
    Page.objects.filter(pk__in=keys, live=True).update(last_published_at=now, latest_revision_created_at=now)


def _write_terms(name, touched, words):
    relation = StructurePage._meta.get_field(name)
    through = relation.remote_field.through
    near, far = f"{relation.m2m_field_name()}_id", f"{relation.m2m_reverse_field_name()}_id"
    for chunk in chunks(touched):
        # Words of ours only: a term in another language is not the import's to take away.
        through.objects.filter(**{f"{near}__in": chunk, f"{far}__in": list(words.keys[name].values())}).delete()
    through.objects.bulk_create(
        (
            through(**{near: page, far: words.keys[name][slug]})
            for page, slugs in touched.items()
            for slug in slugs
            if slug in words.keys[name]
        ),
        batch_size=CHUNK,
    )


def _write_tags(_name, touched, _words):
    known = tags_named({name for names in touched.values() for name in names})
    for chunk in chunks(touched):
        StructureTag.objects.filter(content_object__in=chunk).delete()
    StructureTag.objects.bulk_create(
        (StructureTag(content_object_id=page, tag=known[name]) for page, names in touched.items() for name in names),
        batch_size=CHUNK,
    )


def _write_accounts(_name, touched, _words):
    """Only the networks whose address changes: a sheet may have two accounts on one, and keeps them."""
    added = []
    for chunk in chunks(touched):
        present = defaultdict(dict)
        rows = SocialAccount.objects.filter(structure__in=chunk).values_list("pk", "structure_id", "network", "url")
        for key, page, network, url in rows:
            present[page, network][key] = url
        gone = [
            key
            for (page, network), urls in present.items()
            if touched[page].get(network) not in urls.values()
            for key in urls
        ]
        SocialAccount.objects.filter(pk__in=gone).delete()
        added += [
            account
            for page in chunk
            for account in accounts_of(touched[page], page)
            if account.url not in present[page, account.network].values()
        ]
    SocialAccount.objects.bulk_create(added, batch_size=CHUNK)


_WRITERS = dict.fromkeys(MANY, _write_terms) | {"tags": _write_tags, "social_accounts": _write_accounts}


def accounts_of(accounts, page=None):
    return [
        SocialAccount(structure_id=page, network=network, url=url, sort_order=rank)
        for rank, (network, url) in enumerate(accounts.items())
    ]


def tags_named(names):
    """Return {name: tag}, made where missing, each with a slug of its own."""
    known = {}
    for chunk in chunks(names):
        known |= {tag.name: tag for tag in Tag.objects.filter(name__in=chunk)}
    missing = sorted(set(names) - set(known))
    taken = set(Tag.objects.values_list("slug", flat=True)) if missing else set()
    made = []
    for name in missing:
        slug = base = slugify(fold(name))[:90] or "mot"
        number = 1
        while slug in taken:
            number += 1
            slug = f"{base}-{number}"
        taken.add(slug)
        made.append(Tag(name=name, slug=slug))
    return known | {tag.name: tag for tag in Tag.objects.bulk_create(made, batch_size=CHUNK)}


def follow(keys, fields, progress=None):
    """Bring what is kept beside pages that were there in step with them; fields: the only ones that changed.

    The catalogue and the references in this transaction, the index of the admin's search once it is committed.
    """
    referring = bool(_REFERRING & set(fields))
    found = StructurePage.objects.all()
    if referring:
        children = get_all_child_relations(StructurePage)
        found = found.prefetch_related(*(relation.get_accessor_name() for relation in children))
    for chunk in chunks(keys):
        for pages in batches(found.filter(pk__in=chunk)):
            if referring:
                _write_references(pages)
            sync_pages(pages)
        completeness.refresh(StructurePage.objects.filter(pk__in=chunk))
        if progress:
            progress(len(chunk))
    transaction.on_commit(lambda: index_pages(keys), robust=True)  # all is written: what fails is told in the log


def _write_references(pages):
    kinds = ContentType.objects.get_for_models(Page, StructurePage)
    ReferenceIndex.objects.filter(
        base_content_type=kinds[Page], object_id__in=[str(page.pk) for page in pages]
    ).delete()
    insert_references(StructurePage, pages, [references_of(page) for page in pages])


def index_pages(keys):
    """The index of Wagtail's own search (the admin's): as after `update_index`, for these pages."""
    for chunk in chunks(keys, INDEX_CHUNK):
        pages = list(StructurePage.objects.filter(pk__in=chunk))
        for page in pages:
            _read_once(page)
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(StructurePage, pages)


def _read_once(page):
    """Give the page search fields that know their values: the database engines ask five times for each."""
    fields = []
    for field in page.get_search_fields():
        if isinstance(field, (SearchField, AutocompleteField)):
            value = field.get_value(page)
            field = copy(field)
            field.get_value = lambda _page, value=value: value
        if not isinstance(field, FilterField):  # the other engines read those from the class
            fields.append(field)
    page.get_search_fields = lambda: fields
