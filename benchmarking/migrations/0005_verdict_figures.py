from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("benchmarking", "0004_suggestion_run")]

    operations = [
        migrations.AddField(
            model_name="sectionverdict",
            name="figures",
            field=models.JSONField(default=dict),
        ),
    ]
