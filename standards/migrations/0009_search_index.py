"""PostgreSQL finds words inside long texts through an index of letter triples; SQLite reads the texts."""

import sys

from django.db import DatabaseError, migrations, transaction

INDEX = "standards_line_search_trgm"
EXTENSION = "CREATE EXTENSION IF NOT EXISTS pg_trgm"
STATEMENT = f"CREATE INDEX IF NOT EXISTS {INDEX} ON standards_line USING gin (search gin_trgm_ops)"


def create(apps, schema_editor):
    """The index, where the extension is there or may be made; the search works without it, more slowly."""
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute(EXTENSION)
            cursor.execute(STATEMENT)
    except DatabaseError as refused:
        sys.stderr.write(
            "\nThe search index was not made, so searches in a large library are slower: "
            f"{str(refused).splitlines()[0]}.\n"
            "Ask the database administrator to run these two statements in this database:\n"
            f"{EXTENSION};\n{STATEMENT};\n"
        )


def drop(apps, schema_editor):
    """The extension stays: others may use it."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {INDEX}")


class Migration(migrations.Migration):
    dependencies = [("standards", "0008_search")]

    operations = [migrations.RunPython(create, drop, elidable=False)]
