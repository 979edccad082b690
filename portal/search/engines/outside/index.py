"""The index itself: how it is made, named, filled and read through.

Readers and writers know an alias; behind it stands an index named after the time at which it was begun. What is written
goes through an alias that must exist, so that an index deleted meanwhile never comes back by itself, without its
mapping. A document's version is that of its entry: a late writer never overwrites a newer one.
"""

import re
from dataclasses import dataclass

from django.utils import timezone

from portal.search.engines.outside.address import address
from portal.search.engines.outside.client import request
from portal.search.engines.outside.failures import Down, Refused

SHAPE = 1  # of documents: another one here, and the worker makes a new index
PAGE = 5000
PROPERTIES = {
    "terms": {"type": "keyword", "doc_values": False, "norms": False},
    "block": {"type": "integer"},
    "id": {"type": "long"},
}
MAPPING = {"dynamic": False, "_source": {"enabled": False}, "properties": PROPERTIES}
OPERATORS = ("number_of_replicas", "auto_expand_replicas")  # settings that a new index takes from the old one
TAKEN = {"filter_path": "errors,items.*.error.type", "require_alias": "true"}
# Of a document: that a newer one is there, or (of GUARD) that there is none.
FINE = {"version_conflict_engine_exception", "document_missing_exception"}
# A request of nothing but versioned deletions makes an index where there is none, whatever `require_alias` says.
GUARD = [{"update": {"_id": "aucun"}}, {"doc": {}}]
TAKEN_NAME = (
    "le nom « {name} » est déjà celui d’un autre index ({found}) : "
    "donnez un autre préfixe à SEARCH_URL, ou supprimez cet index"
)


@dataclass(frozen=True)
class Index:
    """What stands behind the alias; `version`: that of the catalogue when it took its place."""

    name: str
    version: int
    shape: int


def alias():
    return address().prefix


def filling_alias(name):
    return f"{name}_en_cours"


def current():
    """Return the Index behind the alias, None when there is none."""
    try:
        found = request("GET", f"/{alias()}/_mapping")
    except Down as failure:
        if failure.status == 404:
            return None
        raise
    name = next(iter(found), "")
    if len(found) != 1 or not is_ours(name):
        raise Refused(TAKEN_NAME.format(name=alias(), found=", ".join(sorted(found))[:120]))
    meta = found[name].get("mappings", {}).get("_meta", {})
    return Index(name, meta.get("version", 0), meta.get("shape", 0))


def is_ours(name):
    return re.fullmatch(rf"{re.escape(alias())}_\d{{8}}t\d{{12}}", name) is not None


def others(kept):
    """Names of our indexes but one: those that a rebuild left half made, or did not have time to delete."""
    found = request("GET", f"/{alias()}_*/_alias", {"expand_wildcards": "all"})
    return sorted(name for name in found if is_ours(name) and name != kept)


def create(old=None):
    """Make an empty index that nobody reads yet; returns its name."""
    name = f"{alias()}_{timezone.now():%Y%m%dt%H%M%S%f}"
    settings = {"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": "-1", **_operators(old)}
    body = {"settings": settings, "mappings": MAPPING, "aliases": {filling_alias(name): {}}}
    request("PUT", f"/{name}", body=body)
    return name


def _operators(old):
    if old is None:
        return {}
    (found,) = request("GET", f"/{old}/_settings").values()
    settings = found["settings"]["index"]
    return {name: settings[name] for name in OPERATORS if name in settings}


def remember(name, version):
    """Write in the index itself how far it has taken the catalogue in, for whoever finds it behind the alias."""
    request("PUT", f"/{name}/_mapping", body={"_meta": {"version": version, "shape": SHAPE}})


def open_to_readers(name):
    """What was written is visible, and what comes will be within a second, without any reader waiting for it."""
    request("PUT", f"/{name}/_settings", body={"index": {"refresh_interval": "1s"}})
    refresh(name)


def switch(old, name):
    """Put an index behind the alias in place of another, in one request."""
    actions = [
        {"add": {"index": name, "alias": alias()}},
        {"remove": {"index": name, "alias": filling_alias(name)}},
    ]
    if old:
        actions.append({"remove": {"index": old, "alias": alias()}})
    request("POST", "/_aliases", body={"actions": actions})


def delete(names):
    for name in names:
        request("DELETE", f"/{name}", {"ignore_unavailable": "true"})


def refresh(target):
    """Make what was written visible."""
    request("POST", f"/{target}/_refresh")


def bulk(target, lines):
    """Write through an alias (see documents.py for the lines); raises Down unless everything was taken."""
    if not lines:
        return
    answer = request("POST", f"/{target}/_bulk", dict(TAKEN), [*GUARD, *lines])
    found = {result.get("error", {}).get("type") for item in answer.get("items", []) for result in item.values()}
    if refused := found - FINE - {None}:
        raise Down(f"écriture refusée ({', '.join(sorted(refused))})")
    if "errors" not in answer:
        raise Down("réponse incomplète")


def walk(target):
    """Yield (number of the entry, version) of every document, by number; a page at a time is in memory."""
    after = {}
    while True:
        body = {"size": PAGE, "sort": [{"id": "asc"}], "version": True, "stored_fields": "_none_", **after}
        params = {"filter_path": "hits.hits._version,hits.hits.sort", "allow_partial_search_results": "false"}
        hits = request("POST", f"/{target}/_search", params, {**body, "track_total_hits": False})
        hits = hits.get("hits", {}).get("hits", [])
        for hit in hits:
            yield hit["sort"][0], hit["_version"]
        if len(hits) < PAGE:
            return
        after = {"search_after": hits[-1]["sort"]}
