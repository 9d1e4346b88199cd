"""Doubts of readings become rows; standards learn their responsible office."""

from __future__ import annotations

from typing import Any

from django.db import migrations


def forwards(apps: Any, _schema_editor: Any) -> None:
    """Copy what is there; run in batches, safe on a full database."""
    Intake, IntakeWarning = apps.get_model("standards", "Intake"), apps.get_model("standards", "IntakeWarning")
    for intake in Intake.objects.exclude(old_warnings=[]).iterator():
        lines = dict(intake.lines.values_list("position", "pk"))
        IntakeWarning.objects.bulk_create(
            [
                IntakeWarning(
                    intake=intake,
                    line_id=lines.get(one.get("line")),
                    code=one["code"],
                    params=one.get("params", {}),
                    page=one.get("page"),
                )
                for one in intake.old_warnings
            ]
        )
    Standard = apps.get_model("standards", "Standard")
    for standard in Standard.objects.filter(owner=None).iterator():
        first = standard.editions.exclude(created_by=None).order_by("pk").select_related("created_by").first()
        if first is not None and first.created_by.organisation.country == standard.country:
            Standard.objects.filter(pk=standard.pk).update(owner=first.created_by.organisation_id)


def backwards(apps: Any, _schema_editor: Any) -> None:
    """Put the doubts back into their column."""
    for intake in apps.get_model("standards", "Intake").objects.iterator():
        intake.old_warnings = [
            {"code": one.code, "params": one.params, "page": one.page, "line": one.line and one.line.position}
            for one in intake.warnings.select_related("line").order_by("pk")
        ]
        intake.save(update_fields=["old_warnings"])


class Migration(migrations.Migration):
    """Data only, so that PostgreSQL has no pending checks when 0004 changes the tables."""

    dependencies = [("standards", "0002_widened")]

    operations = [migrations.RunPython(forwards, backwards)]
