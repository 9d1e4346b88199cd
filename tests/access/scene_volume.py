"""The scene, continued: a volume of Cambodia in ILO review, and one of the whole pilot in internal check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.files import store
from core.models import Job, JobState
from reports import actions
from reports.models import Report, ReportFile, Scope

if TYPE_CHECKING:
    from tests.access.scene import Scene

PDF = b"%PDF-1.7 stands for the paper\n%%EOF\n"


def build(scene: Scene) -> None:
    """Both with ready files. What there is to merge comes from scene_reports."""
    made = _request(scene, "r_volume", "KH")
    actions.move(report=made, to="ilo_review", by=scene.by("co"))
    inside = _request(scene, "r_volume_all", "")
    Report.objects.filter(pk=inside.pk).update(state="internal_check")  # so that the pilot has no draft


def _request(scene: Scene, name: str, country: str) -> Report:
    scope = Scope(scene["pilot"], "TH", country)
    made = actions.request_report(scope=scope, kind="volume", by=scene.by("co"))
    file = ReportFile.objects.select_related("version").get(version__report=made)
    stored = store(PDF, name="volume.pdf", content_type="application/pdf", by=None)
    actions.settle_file(file=file, stored=stored, pages=1, by=None)
    Job.objects.filter(pk=file.job_id).update(state=JobState.READY)
    return scene.add(name, made)
