"""Answers know the teams that work with them: experts of other teams of the country read them no more."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_people_and_history"),
        ("questionnaires", "0002_one_set_in_work"),
    ]

    operations = [
        migrations.AddField(
            model_name="answerset",
            name="teams",
            field=models.ManyToManyField(blank=True, related_name="+", to="accounts.team"),
        ),
    ]
