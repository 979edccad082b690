"""PostgreSQL: the terms of each entry as a tsvector without positions, under a GIN index. They come in ready.

The list of writings that wait for the index (fastupdate) is short, since every search reads it through.
Vectors lie outside the rows (EXTERNAL, and a row long enough to be moved out): reading which entries hold a frequent
term then reads a small table, not the texts.
"""

from django.db import connection

CREATE = (
    "CREATE TABLE IF NOT EXISTS search_terms (entry_id bigint PRIMARY KEY, terms tsvector NOT NULL);"
    "ALTER TABLE search_terms ALTER terms SET STORAGE EXTERNAL;"
    "ALTER TABLE search_terms SET (toast_tuple_target = 128);"
    "CREATE INDEX IF NOT EXISTS search_terms_gin ON search_terms USING gin (terms) WITH (gin_pending_list_limit = 512)"
)
DROP = "DROP TABLE IF EXISTS search_terms"
FIND = "SELECT {}, string_agg(entry_id::text, ',') FROM search_terms WHERE terms @@ %s::tsquery"


def write(terms):
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO search_terms (entry_id, terms) VALUES (%s, array_to_tsvector(%s::text[])) "
            "ON CONFLICT (entry_id) DO UPDATE SET terms = EXCLUDED.terms",
            list(terms.items()),
        )


def settle():
    """After many writings: none waits any more, and the planner learns that most terms are rare."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('search_terms_gin')")
        cursor.execute("ANALYZE search_terms")


def remove(keys):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_terms WHERE entry_id = ANY(%s)", [list(keys)])


def keys():
    """The ids of the entries whose terms are here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT entry_id FROM search_terms")
        return {row[0] for row in cursor.fetchall()}


def is_empty():
    with connection.cursor() as cursor:
        cursor.execute("SELECT entry_id FROM search_terms LIMIT 1")
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
    return [one if other is None else f"({one}) & !({other})" for one, other in zip(asked, less, strict=True)]


def expression(want):
    """The want as a tsquery: terms are ASCII without quotes, so they need no escaping, and no parser reads them."""
    return " & ".join(f"({' | '.join(_all_of(terms) for terms in group)})" for group in want)


def _all_of(terms):
    return "(" + " & ".join(f"'{term}'" for term in terms) + ")"
