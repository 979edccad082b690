"""The whole catalogue anew, the check that it says what the pages say, and its repair."""

from django.db import transaction
from django.db.models import Q

from portal.search.engines import text_engine
from portal.search.memory import WORDS
from portal.search.models import CatalogueChange, CatalogueState, Entry, EntryText, KnownWord
from portal.search.sync import (
    BATCH,
    batches,
    entry_models,
    entry_of,
    index,
    is_public,
    next_version,
    remove_pages,
    restricted_paths,
    sync_everything,
    sync_pages,
    text_of,
)
from portal.search.vocabulary import forget

READ = ("names", "place", "key_words", "body", "entry__language")
COMPARED = ("kind", "language", "url", "title", "summary", "card", "facets", "data", "latitude", "longitude")
COMPARED += ("verified_on", "listed_at", "changed_at", "weight")


def rebuild(progress=None):
    """Write every entry anew in bounded memory; what no page stands behind leaves for good. Returns how many were read.

    Batch by batch, each in a transaction of its own: the site answers and editors publish meanwhile, and an interrupted
    rebuild leaves a right catalogue. progress(n) after each batch.
    """
    first = _begin()
    seen = sync_everything(progress)
    _forget_the_past(first)
    return seen


@transaction.atomic
def _begin():
    """Words that no entry holds any more must go: all of them do, and each batch brings its own."""
    forget(KnownWord.objects.all())
    return next_version({WORDS})


@transaction.atomic
def _forget_the_past(first):
    """Remove what the rebuild did not write; every process then reads its shelves anew, having no version left."""
    last = next_version({WORDS})
    Entry.objects.filter(Q(version__lt=first) | Q(is_listed=False)).delete()
    CatalogueChange.objects.filter(version__lt=last).delete()
    text_engine().keep_only(Entry.objects.values_list("pk", flat=True))
    text_engine().settle()


def rebuild_terms(progress=None):
    """Write the terms of every entry anew from the texts that the catalogue keeps: no page is read. Returns how many.

    What searches of the database need after a change of words.py. Each batch is a transaction of its own, and what is
    not written anew yet is still found as it was. progress(n) after each batch.
    """
    _begin()
    last, count, known = 0, 0, {}
    while keys := list(EntryText.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            CatalogueState.objects.select_for_update().first()  # who publishes waits, so that each text is the last
            index(list(EntryText.objects.filter(pk__in=keys).select_related("entry").only(*READ)), known)
        last, count = keys[-1], count + len(keys)
        if progress:
            progress(len(keys))
    next_version({WORDS})  # every process reads the words anew, once
    text_engine().settle()
    return count


def _batches():
    for model in entry_models():
        yield from batches(model.objects.all())


def drift():
    """Return the keys of pages whose entry is (missing, there for no public page, other than the page).

    An entry whose terms are not in the text index is "other".
    """
    paths, with_terms = restricted_paths(), text_engine().keys()
    known = dict(Entry.objects.listed().values_list("page_id", "pk"))
    missing, other = [], []
    for batch in _batches():
        kept = Entry.objects.select_related("text").in_bulk([known[page.pk] for page in batch if page.pk in known])
        by_page = {entry.page_id: entry for entry in kept.values()}
        for page in batch:
            if not is_public(page, paths):
                continue
            entry = by_page.get(page.pk)
            known.pop(page.pk, None)
            if entry is None:
                missing.append(page.pk)
            elif entry.pk not in with_terms or _differs(entry, entry_of(page)):
                other.append(page.pk)
    return missing, sorted(known), other


def repair(missing, extra, other):
    """Put right what `drift` found."""
    remove_pages(extra)
    wrong = missing + other
    for model in entry_models():
        for start in range(0, len(wrong), BATCH):
            for batch in batches(model.objects.filter(pk__in=wrong[start : start + BATCH])):
                sync_pages(batch)


def _differs(entry, fresh):
    if any(getattr(entry, name) != getattr(fresh, name) for name in COMPARED):
        return True
    text, new = getattr(entry, "text", None), text_of(fresh)
    return text is None or any(getattr(text, part) != getattr(new, part) for part in EntryText.PARTS)
