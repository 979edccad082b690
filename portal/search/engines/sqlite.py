"""SQLite FTS5 (https://www.sqlite.org/fts5.html): the rowid is the entry's id, terms come in ready (see terms.py).

Without positions nor sizes (detail=none, columnsize=0): we ask which entries hold a term, never where or how often.
"""

from django.db import connection

CREATE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS search_terms "
    "USING fts5(terms, detail=none, columnsize=0, tokenize=\"ascii tokenchars '._'\")"
)
DROP = "DROP TABLE IF EXISTS search_terms"
FIND = "SELECT {}, group_concat(rowid) FROM search_terms WHERE search_terms MATCH %s"


def write(terms):
    remove(list(terms))
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO search_terms (rowid, terms) VALUES (%s, %s)",
            [(key, " ".join(held)) for key, held in terms.items()],
        )


def settle():
    """Nothing to do after many writings: FTS5 merges as it goes."""


def remove(keys):
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM search_terms WHERE rowid = %s", [(key,) for key in keys])


def keys():
    """The ids of the entries whose terms are here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rowid FROM search_terms")
        return {row[0] for row in cursor.fetchall()}


def is_empty():
    with connection.cursor() as cursor:
        cursor.execute("SELECT rowid FROM search_terms LIMIT 1")
        return cursor.fetchone() is None


def keep_only(keys_kept):
    """Remove the terms of entries that are gone."""
    remove(keys() - set(keys_kept))


def find(wants, beyond=()):
    """Return the ids of the entries that answer each want (see portal.search.engines): one query."""
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(map(FIND.format, range(len(wants)))), expressions(wants, beyond))
        return [list(map(int, ids.split(","))) if ids else [] for _number, ids in sorted(cursor.fetchall())]


def expressions(wants, beyond):
    """Each want, without the entries of the one that it goes beyond."""
    asked = [expression(want) for want in wants]
    less = [None if number is None else asked[number] for number in beyond] + [None] * (len(asked) - len(beyond))
    return [one if other is None else f"({one}) NOT ({other})" for one, other in zip(asked, less, strict=True)]


def expression(want):
    return " AND ".join(f"({' OR '.join(_all_of(terms) for terms in group)})" for group in want)


def _all_of(terms):
    return "(" + " AND ".join(f'"{term}"' for term in terms) + ")"
