"""Comments know whether they were written while only the receiving side saw the report."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Comments of before keep the rule of their moment: what was said before the version was sent out stays inside."""

    dependencies = [("reports", "0007_milestones_of_sent_reports")]

    operations = [
        migrations.AddField("reportcomment", "is_inside", models.BooleanField(default=False)),
    ]
