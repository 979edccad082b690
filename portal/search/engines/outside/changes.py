"""What the catalogue has that an index has not: read by versions, which are committed in order (docs/decisions/0009)."""

from portal.search.engines.outside.documents import BATCH, batches, drop, lines_of
from portal.search.engines.outside.index import bulk, refresh, walk
from portal.search.models import CatalogueChange, CatalogueState, Entry

READ = ("is_listed", "version")


def newest():
    """The version of the last change of the catalogue: all those before it can be read."""
    return CatalogueState.objects.values_list("version", flat=True).first() or 0


def late(version):
    """Entries that changed since a version."""
    return Entry.objects.filter(version__gt=version)


def with_texts(entries):
    return entries.select_related("text").only(*READ, *(f"text__{part}" for part in TEXTS))


def take_in(target, after, goal):
    """Write what changed between two versions; yields each version reached, at which one may stop and go on later."""
    while after < goal:
        after = _next_stop(after, goal)
        yield from _write(target, after)


def forget_the_gone(target):
    """Take out what the catalogue does not list: a rebuild of it leaves no trace of what is gone."""
    refresh(target)
    for batch in batches(walk(target), 20 * BATCH):
        listed = set(Entry.objects.listed().filter(pk__range=(batch[0][0], batch[-1][0])).values_list("pk", flat=True))
        bulk(target, [drop(key, version) for key, version in batch if key not in listed])


def is_traced(version):
    """Is everything that left the catalogue since a version still known? Not after a rebuild, nor of a long time ago."""
    return CatalogueChange.objects.filter(version=version).exists()
