"""What was sent to the ILO before stands in the action plan as what is sent from now on."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.models import Max
from django.utils import timezone

KINDS = {"gap_analysis": "Gap analysis report", "paper_review": "Paper review check-list"}
BATCH = 500


def note(apps: Any, _editor: Any) -> None:
    """One milestone for each report, on the day on which it was sent last."""
    milestone = apps.get_model("corridors", "Milestone")
    rows = apps.get_model("reports", "Report").objects.exclude(sent_at=None).exclude(sent_by=None)
    known = milestone.objects.values("subject")
    rows = rows.exclude(number__in=known).annotate(last=Max("versions__number"))
    milestone.objects.bulk_create(
        (
            milestone(
                pilot_id=row.pilot_id,
                corridor_id=row.corridor_id,
                country=row.sending_country,
                kind="report_submitted",
                title=f"{KINDS.get(row.kind, 'Report')} {row.number}, version {row.last or 1}",
                subject=row.number,
                reached_on=timezone.localdate(row.sent_at),
                by_id=row.sent_by_id,
            )
            for row in rows.order_by("pk").iterator(chunk_size=BATCH)
        ),
        batch_size=BATCH,
    )


class Migration(migrations.Migration):
    dependencies = [("reports", "0006_reminders"), ("corridors", "0002_milestones")]

    operations = [migrations.RunPython(note, migrations.RunPython.noop)]
