"""Texts, known words and synonyms; and the text index as a bag of terms (docs/decisions/0016).

After it, `manage.py prepare` (or `rebuild_catalogue`) fills the new tables: until then searches find nothing.
"""

from django.db import migrations


def engine_of(schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        from portal.search.engines import postgres as engine
    else:
        from portal.search.engines import sqlite as engine
    return engine


def create(apps, schema_editor):
    schema_editor.execute("DROP TABLE IF EXISTS search_text")
    schema_editor.execute(engine_of(schema_editor).CREATE)


class Migration(migrations.Migration):
    dependencies = [("search", "0003_changes")]

    operations = [
        migrations.RunPython(create, migrations.RunPython.noop),
    ]
