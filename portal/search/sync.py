"""Keeps the catalogue in step with the pages: the only writer of entries.

A page becomes an entry through what it declares (see portal.core.models.BasePage.entry_*). Everything here runs in the
transaction of the change that it follows. What goes round Django's signals (`QuerySet.update`, portal.core.bulk, raw
SQL) must call `sync_pages` or `rebuild` itself; check_catalogue finds what forgot to.
"""

import time

from django.db import transaction
from django.utils import timezone, translation
from wagtail.models import PageViewRestriction, get_page_models

from portal.core.models import BasePage
from portal.search.engines import text_engine
from portal.search.memory import HOURS, WORDS, keep_apart, part_of
from portal.search.models import CatalogueChange, CatalogueState, Entry, EntryText
from portal.search.terms import read, terms_in
from portal.search.vocabulary import remember_words

BATCH = 500
LONG_NAME = 10  # words: of two names that hold what was typed, the shorter is nearer to it
LONGEST_BODY = 50_000  # characters that are searched of a text: twenty printed pages
CHANGES_KEPT = 1000  # a process further behind reads the whole shelf anew
FIELDS = [field.name for field in Entry._meta.concrete_fields if field.name not in ("id", "page_id")]


# -- What is public ---------------------------------------------------------------------------------------------------
def is_public(page, restricted_paths):
    """Live, not expired, at an address, with no restriction on it or above it; not a second door to the same thing."""
    if not page.live or page.expired or (page.expire_at and page.expire_at <= timezone.now()):
        return False
    if any(page.path.startswith(path) for path in restricted_paths) or not page.get_url():
        return False
    return not (page.alias_of_id and page.alias_of.locale_id == page.locale_id)


def restricted_paths():
    return list(PageViewRestriction.objects.values_list("page__path", flat=True))


def entry_of(page):
    """Return the unsaved entry of a page, its texts beside it as `entry.texts` (EntryTexts)."""
    language = page.locale.language_code
    with translation.override(language):  # not in that of the person who publishes
        point = page.entry_point() or (None, None)
        data = page.entry_data()
        entry = Entry(
            page_id=page.pk,
            kind=page.entry_kind,
            language=language,
            url=page.get_url() or "",
            title=page.title,
            summary=page.summary,
            card=page.entry_card(),
            facets=page.entry_facets() | ({HOURS: [data["opening_hours"]]} if data.get("opening_hours") else {}),
            data=data,
            latitude=point[0],
            longitude=point[1],
            verified_on=page.last_reviewed_on,
            listed_at=page.first_published_at,
            changed_at=page.entry_changed_at(),
            weight=page.entry_weight() - min(len(page.title.split()), LONG_NAME),
        )
        entry.texts = page.entry_texts()
    return entry


def text_of(entry):
    """Return the unsaved EntryText of a saved entry (see `entry_of`)."""
    names, place, key_words, body = entry.texts
    names = "\n".join(name for name in names if name.strip())
    return EntryText(entry=entry, names=names, place=place, key_words=key_words, body=body[:LONGEST_BODY])


# -- Writing ----------------------------------------------------------------------------------------------------------
@transaction.atomic
def sync_pages(pages):
    """Write the entries of specific pages that are public, and take away those of the others."""
    paths = restricted_paths()
    kept, gone = [], []
    for page in pages:
        if isinstance(page, BasePage) and page.entry_kind and is_public(page, paths):
            kept.append(page)
        else:
            gone.append(page.pk)
    if gone:
        _remove(gone)
    if kept:
        _write([entry_of(page) for page in kept])


@transaction.atomic
def remove_pages(page_ids):
    _remove(list(page_ids))


def sync_subtree(page):
    """Sync a page and all that is under it: after a move, a change of slug or of who may read."""
    for model in entry_models():
        for batch in batches(model.objects.descendant_of(page, inclusive=True)):
            sync_pages(batch)


def sync_everything(progress=None):
    """Sync every page, batch by batch. Returns how many; progress(n) after each batch."""
    seen = 0
    for model in entry_models():
        for batch in batches(model.objects.all()):
            sync_pages(batch)
            seen += len(batch)
            if progress:
                progress(len(batch))
    return seen


def _write(entries):
    """Insert or update, in one statement a batch."""
    known = Entry.objects.filter(page_id__in=[entry.page_id for entry in entries], is_listed=True)
    parts = {part_of(*where) for where in known.values_list("kind", "language")}
    version = next_version(parts | {part_of(entry.kind, entry.language) for entry in entries})
    for entry in entries:
        entry.version = version
    Entry.objects.bulk_create(
        entries, batch_size=BATCH, update_conflicts=True, unique_fields=["page_id"], update_fields=FIELDS
    )
    texts = [text_of(entry) for entry in entries]
    EntryText.objects.bulk_create(
        texts, batch_size=BATCH, update_conflicts=True, unique_fields=["entry"], update_fields=EntryText.PARTS
    )
    index(texts)


def index(texts, known=None):
    """Write the terms of EntryTexts, their entries at hand, and remember their words.

    known: {language: words remembered already} (see vocabulary.remember_words), for those who write many batches.
    """
    words = [(text, read(text)) for text in texts]
    text_engine().write({text.pk: terms_in(found) for text, found in words})
    for language in {text.entry.language for text in texts}:
        own = [pair for pair in words if pair[0].entry.language == language]
        remember_words(own, language, None if known is None else known.setdefault(language, {}))


def _remove(page_ids):
    gone = list(Entry.objects.filter(page_id__in=page_ids, is_listed=True).values_list("pk", "kind", "language"))
    if gone:
        keys = [key for key, _kind, _language in gone]
        version = next_version({part_of(kind, language) for _key, kind, language in gone})
        Entry.objects.filter(pk__in=keys).update(is_listed=False, version=version)
        EntryText.objects.filter(pk__in=keys).delete()
        text_engine().remove(keys)


@transaction.atomic
def next_version(parts):
    """Return a version that was never given, and say what it changes; the next writer waits until the transaction ends.

    The time rather than a count: numbers of a transaction rolled back, or of a database since restored, do not return.
    """
    state, _made = CatalogueState.objects.select_for_update().get_or_create(pk=1)
    state.version = max(state.version + 1, time.time_ns() // 1000)
    state.save()
    keep_apart()
    changes = CatalogueChange.objects.bulk_create(
        CatalogueChange(version=state.version, part=part) for part in sorted(parts)
    )
    if any(change.pk % 100 == 0 for change in changes):
        CatalogueChange.objects.filter(pk__lt=changes[-1].pk - CHANGES_KEPT, version__lt=state.version).delete()
    return state.version


# -- Words ------------------------------------------------------------------------------------------------------------
def using(word):
    """Return [(model, keys of pages that show a word of a vocabulary or a place)]: each class says by which fields."""
    found = []
    for model in entry_models():
        if lookups := model.entry_follows.get(word._meta.label):
            keys = set()
            for lookup in [lookups] if isinstance(lookups, str) else lookups:
                keys.update(model.objects.filter(**{lookup: word.pk}).values_list("pk", flat=True))
            found.append((model, sorted(keys)))
    return found


@transaction.atomic
def sync_words(pages):
    """Say that a word changed, and sync the pages that `using` found."""
    next_version({WORDS})
    for model, keys in pages:
        for start in range(0, len(keys), BATCH):
            for batch in batches(model.objects.filter(pk__in=keys[start : start + BATCH])):
                sync_pages(batch)


# -- Reading pages ----------------------------------------------------------------------------------------------------
def entry_models():
    """Every concrete page class that goes into the catalogue."""
    return [model for model in get_page_models() if issubclass(model, BasePage) and model.entry_kind]


def batches(pages):
    """Yield lists of BATCH pages of one class, with all that their entries need: the same few queries a batch."""
    model = pages.model
    pages = pages.select_related("locale", *model.entry_select).defer(*model.entry_defer)
    pages = pages.prefetch_related(*model.entry_prefetch)
    batch = []
    for page in pages.iterator(chunk_size=BATCH):
        batch.append(page)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
