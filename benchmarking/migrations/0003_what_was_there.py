"""What stood in the table of judgements becomes their first known version; a released view is a finished one."""

from django.db import migrations, models

BATCH = 500


def _keep_versions(apps, schema_editor):
    Judgement = apps.get_model("benchmarking", "Judgement")
    Version = apps.get_model("benchmarking", "JudgementVersion")
    names = ["rating", "difference", "reason", "substantial", "gap_code", "recommendation"]
    links = {}
    pairs = Judgement.counterparts.through.objects.values_list("judgement_id", "line_id").order_by("line_id")
    for judgement, line in pairs.iterator(chunk_size=BATCH):
        links.setdefault(judgement, []).append(line)
    pile = []
    for one in Judgement.objects.order_by("pk").iterator(chunk_size=BATCH):
        values = {name: getattr(one, name) for name in names} | {"counterparts": links.get(one.pk, [])}
        pile.append(Version(judgement=one, revision=one.revision, values=values, by_id=one.by_id))
        if len(pile) == BATCH:
            Version.objects.bulk_create(pile, ignore_conflicts=True)
            pile = []
    Version.objects.bulk_create(pile, ignore_conflicts=True)


def _finished(apps, schema_editor):
    Benchmark = apps.get_model("benchmarking", "Benchmark")
    Benchmark.objects.filter(released_at__isnull=False).update(receiving_done_at=models.F("released_at"))


class Migration(migrations.Migration):
    dependencies = [("benchmarking", "0002_two_views")]

    operations = [
        migrations.RunPython(_keep_versions, migrations.RunPython.noop),
        migrations.RunPython(_finished, migrations.RunPython.noop),
    ]
