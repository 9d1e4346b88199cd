"""Reports of the scene: one in every state for Cambodian wiring, and those of the other corridors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.files import store
from core.models import Job, JobState
from reports import actions
from reports.models import Report, ReportFile, ReportVersion, Scope

if TYPE_CHECKING:
    from tests.access.scene import Scene

PDF = b"%PDF-1.7 stands for the paper\n%%EOF\n"
KIND = "gap_analysis"

#: Name -> the moves that bring a report of wiring there. A corridor has one draft, so drafts come last.
_ROADS = {
    "r_withdrawn": ("ilo_review", "accept", "published", "ask", "withdraw"),
    "r_superseded": ("ilo_review", "accept", "published"),
    "r_published": ("ilo_review", "accept", "published"),
    "r_accepted": ("country_reply", "ilo_review", "accept"),
    "r_returned": ("ilo_review", "return"),
    "r_review": ("country_reply", "ilo_review"),
    "r_reply": ("country_reply",),
    "r_check": ("internal_check",),
    "r_draft": (),
}


def build(scene: Scene) -> None:
    """Ready files, except one that failed and one that waits."""
    for name, road in _ROADS.items():
        made = _request(scene, name, "th_kh_wiring", ready=True)
        for step in road:
            _go(scene, made, step)
    for name, road in (("r_la_review", ("ilo_review",)), ("r_la_draft", ())):
        made = _request(scene, name, "th_la", ready=bool(road))
        for step in road:
            _go(scene, made, step)
    failed = _request(scene, "r_failed", "th_kh", ready=False)
    _go(scene, failed, "internal_check")  # so that the corridor has no draft
    Job.objects.filter(pk__in=_file(failed).version.files.values("job")).update(state=JobState.FAILED)
    _go(scene, scene["r_superseded"], "ask")
    _talk(scene)


def _request(scene: Scene, name: str, corridor: str, *, ready: bool) -> Report:
    made = actions.request_report(scope=Scope.of(scene[corridor]), kind=KIND, by=scene.by("co"))
    if ready:
        file = _file(made)
        stored = store(PDF, name="report.pdf", content_type="application/pdf", by=None)
        actions.settle_file(file=file, stored=stored, pages=1, by=None)
        Job.objects.filter(pk=file.job_id).update(state=JobState.READY)
    return scene.add(name, made)


def _file(report: Report) -> ReportFile:
    return ReportFile.objects.select_related("version").get(version__report=report)


def _go(scene: Scene, report: Report, step: str) -> None:
    if step == "ask":
        actions.ask_withdrawal(report=report, reason="The wrong edition", by=scene.by("co2"))
    elif step == "withdraw":
        actions.confirm_withdrawal(report=report, seen=actions.token_of(report), by=scene.by("g2"))
    elif step in ("accept", "return"):
        actions.decide(report=report, accept=step == "accept", reason="As discussed", by=scene.by("ilo"))
    else:
        actions.move(report=report, to=step, by=scene.by("co"))


def _talk(scene: Scene) -> None:
    """What was said before and after a report left the receiving side."""
    for name, report, by in (
        ("said_inside", "r_check", "g2"),
        ("said_reply", "r_reply", "kh"),
        ("said_review", "r_review", "ilo"),
    ):
        version = ReportVersion.objects.get(report=scene[report])
        scene.add(name, actions.comment(version=version, part="", text=f"Words [[{name}]]", by=scene.by(by)))
