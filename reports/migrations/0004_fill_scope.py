"""What a report speaks of stands on the report itself; those made before speak of their corridor."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps: Any, _editor: Any) -> None:
    """One statement for all rows."""
    report = apps.get_model("reports", "Report")
    corridor = apps.get_model("corridors", "Corridor").objects.filter(pk=OuterRef("corridor"))
    report.objects.filter(pilot=None).update(
        pilot_id=Subquery(corridor.values("pilot_id")[:1]),
        receiving_country=Subquery(corridor.values("receiving_country")[:1]),
        sending_country=Subquery(corridor.values("sending_country")[:1]),
    )


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_scope_and_wording")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
