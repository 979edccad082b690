"""PostgreSQL: a tsvector with a GIN index beside each entry. Words come in already folded and stemmed ('simple')."""

from django.db import connection

CREATE = (
    "CREATE TABLE IF NOT EXISTS search_text (entry_id bigint PRIMARY KEY, vector tsvector NOT NULL);"
    "CREATE INDEX IF NOT EXISTS search_text_vector ON search_text USING gin (vector)"
)
DROP = "DROP TABLE IF EXISTS search_text"
_VECTOR = (
    "setweight(to_tsvector('simple', %s), 'A') || setweight(to_tsvector('simple', %s), 'B') "
    "|| setweight(to_tsvector('simple', %s), 'D')"
)


def write(texts):
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO search_text (entry_id, vector) VALUES (%s, {_VECTOR}) "  # noqa: S608 - our own constant
            "ON CONFLICT (entry_id) DO UPDATE SET vector = EXCLUDED.vector",
            [(key, *(" ".join(part) for part in parts)) for key, parts in texts.items()],
        )


def remove(keys):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_text WHERE entry_id = ANY(%s)", [list(keys)])


def keys():
    """The ids of the entries whose words are here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT entry_id FROM search_text")
        return {row[0] for row in cursor.fetchall()}


def keep_only(keys_kept):
    """Remove the words of entries that are gone."""
    remove(keys() - set(keys_kept))


def match(words, scope, limit):
    """Return the ids of the entries that hold the scope and every word, or words that begin so, best first."""
    expression = " & ".join([f"'{scope}':D", *(f"'{word}':*" for word in words)])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT entry_id FROM search_text, to_tsquery('simple', %s) query WHERE vector @@ query "
            "ORDER BY ts_rank('{0.1, 0.2, 0.4, 1.0}', vector, query) DESC, entry_id LIMIT %s",
            [expression, limit],
        )
        return [row[0] for row in cursor.fetchall()]
