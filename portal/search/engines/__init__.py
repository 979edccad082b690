"""Text search over the catalogue: one small engine for each database, the same five functions in each."""

from functools import cache

from django.db import connection


@cache
def text_engine():
    """Return the module that searches in the database in use.

    write({entry_id: (names, words, body)}), remove(entry_ids), keep_only(entry_ids), keys() -> {entry_id},
    match(words, scope, limit) -> [entry_id, best first].
    """
    if connection.vendor == "postgresql":
        from portal.search.engines import postgres as engine
    else:
        from portal.search.engines import sqlite as engine
    return engine
