"""A second kind of report: the check-list of a paper review."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="report", name="report_kind_known"),
        migrations.AlterField(
            model_name="report",
            name="kind",
            field=models.CharField(
                choices=[
                    ("gap_analysis", "Gap analysis report"),
                    ("paper_review", "Paper review check-list"),
                ],
                max_length=20,
                verbose_name="kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["gap_analysis", "paper_review"])), name="report_kind_known"
            ),
        ),
    ]
