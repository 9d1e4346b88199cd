"""Every report speaks of a pilot and a receiving country."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

import core.countries


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_fill_scope")]

    operations = [
        migrations.AlterField(
            model_name="report",
            name="pilot",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="corridors.pilot"
            ),
        ),
        migrations.AlterField(
            model_name="report",
            name="receiving_country",
            field=models.CharField(choices=core.countries.CHOICES, max_length=2),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('language__in', ['en', 'th', 'km', 'lo', 'my'])), name='report_language_known'),
        ),
        migrations.AddConstraint(
            model_name='wording',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['gap_analysis', 'paper_review', 'volume', 'progress', 'editions'])), name='wording_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='wording',
            constraint=models.CheckConstraint(condition=models.Q(('language__in', ['en', 'th', 'km', 'lo', 'my'])), name='wording_language_known'),
        ),
    
    ]
