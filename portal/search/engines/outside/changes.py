"""What the catalogue has that an index has not: read by versions, committed in order (docs/decisions/0009)."""

from portal.search.engines.outside.documents import BATCH, batches, drop, lines_of
from portal.search.engines.outside.index import bulk, refresh, walk
from portal.search.models import CatalogueChange, CatalogueState, Entry, EntryText

READ = ["is_listed", "version", *(f"text__{part}" for part in EntryText.PARTS)]
SWEPT = 5000  # documents looked up at once


def newest():
    """The version of the last change of the catalogue: all those before it can be read."""
    return CatalogueState.objects.values_list("version", flat=True).first() or 0


def with_texts(entries):
    """What lines_of wants, and nothing else."""
    return entries.select_related("text").only(*READ)


def take_in(target, after, goal):
    """Write what changed between two versions; yields each version reached, from which one may go on another time."""
    while after < goal:
        changed = Entry.objects.filter(version__gt=after, version__lte=goal).order_by("version")
        # The version of the last of a batch, and all that has it: a version is never taken in by halves.
        after = next(iter(changed.values_list("version", flat=True)[BATCH - 1 : BATCH]), goal)
        for batch in batches(with_texts(changed.filter(version__lte=after)).iterator(chunk_size=BATCH)):
            bulk(target, lines_of(batch))
        yield after


def is_traced(version):
    """Is what left the catalogue since a version still known? Not after a rebuild, nor when it was long ago."""
    return CatalogueChange.objects.filter(version=version).exists()


def forget_the_gone(target):
    """Take out of an index what the catalogue does not list, without any trace of it."""
    refresh(target)
    for batch in batches(walk(target), SWEPT):
        keys = [key for key, _version in batch]
        listed = set(Entry.objects.listed().filter(pk__range=(keys[0], keys[-1])).values_list("pk", flat=True))
        bulk(target, [drop(key, version) for key, version in batch if key not in listed])
