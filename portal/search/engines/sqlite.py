"""SQLite FTS5 (https://www.sqlite.org/fts5.html): the rowid is the entry's id. Words come in folded and stemmed."""

from django.db import connection

CREATE = "CREATE VIRTUAL TABLE IF NOT EXISTS search_text USING fts5(names, words, body, tokenize='unicode61')"
DROP = "DROP TABLE IF EXISTS search_text"
# A word in the name weighs ten times one in the body.
WEIGHTS = "10.0, 4.0, 1.0"


def write(texts):
    remove(list(texts))
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO search_text (rowid, names, words, body) VALUES (%s, %s, %s, %s)",
            [(key, *(" ".join(part) for part in parts)) for key, parts in texts.items()],
        )


def remove(keys):
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM search_text WHERE rowid = %s", [(key,) for key in keys])


def keys():
    """The ids of the entries whose words are here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rowid FROM search_text")
        return {row[0] for row in cursor.fetchall()}


def keep_only(keys_kept):
    """Remove the words of entries that are gone."""
    remove(keys() - set(keys_kept))


def match(words, scope, limit):
    """Return the ids of the entries that hold the scope and every word, or words that begin so, best first."""
    expression = " ".join([f'body:"{scope}"', *(f'"{word}"*' for word in words)])
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT rowid FROM search_text WHERE search_text MATCH %s ORDER BY bm25(search_text, {WEIGHTS}) LIMIT %s",  # noqa: S608
            [expression, limit],
        )
        return [row[0] for row in cursor.fetchall()]
