"""The words of the entries, in the table that the database in use searches best (see portal/search/engines)."""

from django.db import migrations


def engine_of(schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        from portal.search.engines import postgres as engine
    else:
        from portal.search.engines import sqlite as engine
    return engine


def create(apps, schema_editor):
    schema_editor.execute(engine_of(schema_editor).CREATE)


def drop(apps, schema_editor):
    schema_editor.execute(engine_of(schema_editor).DROP)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
