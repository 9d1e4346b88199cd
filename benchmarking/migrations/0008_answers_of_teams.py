"""Answers that a review took before are given to the teams of its corridor, as from now on when it is started."""

from __future__ import annotations

from django.db import migrations


def _give(apps, schema_editor):
    found = set()
    for review in apps.get_model("benchmarking", "ArrangementReview").objects.all():
        teams = review.corridor.teams.values_list("pk", flat=True)
        sets = [one for one in (review.receiving_answers_id, review.sending_answers_id) if one]
        found |= {(one, team) for one in sets for team in teams}
    for review in apps.get_model("benchmarking", "PaperReview").objects.all():
        found |= {(review.answers_id, team) for team in review.corridor.teams.values_list("pk", flat=True)}
    given = apps.get_model("questionnaires", "AnswerSet").teams.through
    rows = [given(answerset_id=one, team_id=team) for one, team in sorted(found)]
    given.objects.bulk_create(rows, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [
        ("benchmarking", "0007_standard_thesaurus"),
        ("corridors", "0002_milestones"),
        ("questionnaires", "0003_answers_of_teams"),
    ]

    operations = [migrations.RunPython(_give, migrations.RunPython.noop)]
