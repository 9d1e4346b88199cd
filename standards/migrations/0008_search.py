"""Room for the text that lines are found by, filled for the lines that are there."""

import django.db.models.deletion
from django.db import migrations, models

from standards.searching import level_name, search_text, vocabulary

_BATCH = 1000


def fill(apps, schema_editor):
    """Edition by edition, so that a large library needs little memory."""
    edition_model = apps.get_model("standards", "Edition")
    line_model = apps.get_model("standards", "Line")
    vocabulary_model = apps.get_model("standards", "Vocabulary")
    for edition in edition_model.objects.order_by("pk").values_list("pk", flat=True):
        lines = list(
            line_model.objects.filter(edition_id=edition)
            .order_by("position")
            .only("kind", "number", "text", "text_original")
        )
        for line in lines:
            line.search = search_text(line.number, line.text, line.text_original)
        line_model.objects.bulk_update(lines, ["search"], batch_size=_BATCH)
        words = vocabulary([text for line in lines for text in (line.text, line.text_original)])
        names = [
            level_name(line.number, line.text, line.text_original)
            for line in lines
            if line.kind == "level"
        ]
        vocabulary_model.objects.update_or_create(
            edition_id=edition,
            defaults={
                "words": " ".join(sorted(words)),
                "levels": "\n".join(dict.fromkeys(filter(None, names))),
            },
        )


class Migration(migrations.Migration):
    dependencies = [
        ("standards", "0007_who_checked_a_candidate"),
    ]

    operations = [
        migrations.AddField(
            model_name="line",
            name="search",
            field=models.TextField(default="", editable=False),
        ),
        migrations.CreateModel(
            name="Vocabulary",
            fields=[
                (
                    "edition",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="vocabulary",
                        serialize=False,
                        to="standards.edition",
                    ),
                ),
                ("words", models.TextField(default="")),
                ("levels", models.TextField(default="")),
            ],
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
