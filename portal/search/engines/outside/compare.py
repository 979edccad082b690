"""Does the outside index hold what the catalogue lists, at the same versions? Compared a page at a time; repaired."""

from dataclasses import dataclass

from portal.search.engines.outside import index
from portal.search.engines.outside.changes import with_texts
from portal.search.engines.outside.documents import BATCH, batches, drop, put
from portal.search.engines.outside.follow import row_of
from portal.search.engines.outside.rebuild import rebuild
from portal.search.models import Entry


@dataclass
class Drift:
    """How many documents are missing, there for nothing, older than their entry, newer (a restored database)."""

    missing: int = 0
    extra: int = 0
    older: int = 0
    newer: int = 0
    no_index: bool = False

    def __bool__(self):
        return bool(self.missing or self.extra or self.older or self.newer or self.no_index)


def compare(repair=False):
    """Return the Drift of what the index should have taken in (what is only late is no drift), repaired if asked to."""
    found = index.current()
    if found is None or found.shape != index.SHAPE:
        drift = Drift(no_index=True)
    else:
        drift = Drift()
        reached = row_of(index.alias()).version
        index.refresh(index.alias())
        for suspects in batches(_differences(), BATCH):
            lines = _judge(dict(suspects), reached, drift)
            if repair:
                index.bulk(index.alias(), lines)
    if repair and (drift.newer or drift.no_index):
        rebuild()
    return drift


def _differences():
    """Yield (number, version in the index or None) of all that is not the same on both sides, both read by number."""
    documents, entries = index.walk(index.alias()), _entries()
    document, entry = next(documents, None), next(entries, None)
    while document or entry:
        if document == entry:
            document, entry = next(documents, None), next(entries, None)
        elif entry is None or (document and document[0] < entry[0]):
            yield document
            document = next(documents, None)
        elif document is None or entry[0] < document[0]:
            yield entry[0], None
            entry = next(entries, None)
        else:
            yield document
            document, entry = next(documents, None), next(entries, None)


def _entries():
    last, rows = 0, Entry.objects.listed().order_by("pk").values_list("pk", "version")
    while page := list(rows.filter(pk__gt=last)[: index.PAGE]):
        yield from page
        last = page[-1][0]


def _judge(suspects, reached, drift):
    """Count what differs from the entries as they are now, read after the index; returns the lines that repair it."""
    lines = []
    entries = with_texts(Entry.objects.filter(pk__in=suspects)).in_bulk()
    for key, version in suspects.items():
        entry = entries.get(key)
        if entry is None or not entry.is_listed:
            if version is not None and (entry is None or entry.version <= reached):
                drift.extra += 1
                lines.append(drop(key, version))
        elif version is not None and version > entry.version:
            drift.newer += 1
        elif version != entry.version and entry.version <= reached:
            drift.missing += version is None
            drift.older += version is not None
            lines += put(entry)
    return lines
