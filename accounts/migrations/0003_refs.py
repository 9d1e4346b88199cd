"""References for people, offices, teams and invitations: addresses show these, row numbers would let people count."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import core.refs

NAMES = ("User", "Organisation", "Team", "Invitation")


def give_refs(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """A reference for every row that has none yet."""
    for name in NAMES:
        model = apps.get_model("accounts", name)
        for row in model._default_manager.filter(ref=None).only("pk").iterator():
            model._default_manager.filter(pk=row.pk).update(ref=core.refs.make_ref())


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_people_and_history")]

    operations = [
        *[
            migrations.AddField(name.lower(), "ref", models.CharField(max_length=80, null=True, editable=False))
            for name in NAMES
        ],
        migrations.RunPython(give_refs, migrations.RunPython.noop, elidable=True),
        *[
            migrations.AlterField(
                name.lower(),
                "ref",
                models.CharField(max_length=80, unique=True, editable=False, default=core.refs.make_ref),
            )
            for name in NAMES
        ],
    ]
