"""The standard entries of the trade thesaurus come with the tables, like every other common list."""

import json
from pathlib import Path

from django.db import migrations

ENTRIES = Path(__file__).resolve().parents[1] / "standard" / "thesaurus.json"


def install(apps, schema_editor):
    synonyms = apps.get_model("benchmarking", "Synonyms")
    entries = json.loads(ENTRIES.read_text(encoding="utf-8"))
    synonyms.objects.bulk_create((synonyms(**entry) for entry in entries), ignore_conflicts=True)


def remove(apps, schema_editor):
    """Entries that nobody edited came with the portal; the tables before them have no room for them."""
    apps.get_model("benchmarking", "Synonyms").objects.filter(by=None).delete()


class Migration(migrations.Migration):
    dependencies = [("benchmarking", "0006_lines_alike")]

    operations = [migrations.RunPython(install, remove, elidable=False)]
