"""From entries to the lines of a bulk request."""

from itertools import islice

from portal.search.engines.outside.asking import place_of
from portal.search.terms import terms_of

BATCH = 500  # entries in a request
VERSIONED = {"version_type": "external_gte"}


def lines_of(entries):
    """What puts the listed entries in the index and takes the others away (with `text` at hand)."""
    lines = []
    for entry in entries:
        lines += put(entry) if entry.is_listed else [drop(entry.pk, entry.version)]
    return lines


def put(entry):
    terms = terms_of(entry.text) if hasattr(entry, "text") else []
    head = {"_id": str(entry.pk), "version": entry.version, **VERSIONED}
    return {"index": head}, {"id": entry.pk, "terms": terms, **place_of(entry.pk)}


def drop(key, version):
    """Gone unless a newer one has come meanwhile."""
    return {"delete": {"_id": str(key), "version": version, **VERSIONED}}


def batches(items, size=BATCH):
    """Lists of at most `size`."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
