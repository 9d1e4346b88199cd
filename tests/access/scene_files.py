"""The scene, continued: workbooks of some reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.files import store
from core.models import Job, JobState
from reports import actions
from reports.states import FileFormat
from tests.standards.intake_files import xlsx

if TYPE_CHECKING:
    from tests.access.scene import Scene


def build(scene: Scene) -> None:
    """Ready ones, asked for by the coordinator."""
    for name in ("r_published", "r_reply", "r_withdrawn"):
        version = scene[name].versions.get()
        file = actions.request_file(version=version, format=FileFormat.XLSX, by=scene.by("co"))
        content = xlsx([["Report"], [scene[name].number]])
        stored = store(content, name=f"{name}.xlsx", content_type="application/zip", by=None)
        actions.settle_file(file=file, stored=stored, pages=0, by=None)
        Job.objects.filter(pk=file.job_id).update(state=JobState.READY)
