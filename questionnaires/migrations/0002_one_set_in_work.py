"""One set of answers in work for each version, country and topic, so that two people never fill two."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Only a constraint."""

    dependencies = [("questionnaires", "0001_initial")]

    operations = [
        migrations.AddConstraint(
            model_name="answerset",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "draft")),
                fields=("version", "country", "topic"),
                name="answers_one_set_in_work",
            ),
        ),
    ]
