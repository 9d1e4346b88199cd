"""Reports of a corridor in the states that races begin from."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from accounts.models import User
from core.models import Job
from corridors.models import Corridor
from reports import actions
from reports.models import Report, ReportFile, Scope
from tests.live.races.stage.editions import told
from tests.live.races.stage.plan import close_account, open_account, person

_LEAVES = "approving.th"


def _corridor() -> Corridor:
    return Corridor.objects.filter(sending_country="KH", skill_area__title__startswith="Brick")[0]


def _made(by: User) -> Report:
    corridor_without_draft()
    return actions.request_report(scope=Scope.of(_corridor()), kind="gap_analysis", by=by)


def corridor_without_draft() -> str:
    """A corridor whose drafts of gap analyses are out of the way."""
    corridor = _corridor()
    Report.objects.filter(corridor=corridor, kind="gap_analysis", state="draft").update(state="superseded")
    return str(corridor.ref)


def drafts_of_corridor(ref: str) -> dict[str, int]:
    """How much was made of a request."""
    drafts = Report.objects.filter(corridor__ref=ref, kind="gap_analysis", state="draft")
    files = ReportFile.objects.filter(version__report__in=drafts)
    return {
        "reports": drafts.count(),
        "versions": sum(one.versions.count() for one in drafts),
        "files": files.count(),
        "jobs": Job.objects.filter(
            name="reports.render", subject_id__in=[str(one.pk) for one in files]
        ).count(),
    }


def returned_report() -> str:
    """A report that the ILO sent back, with one version."""
    made = _made(person("coordinator.th"))
    Report.objects.filter(pk=made.pk).update(state="returned")
    return str(made.ref)


def report_to_withdraw() -> dict[str, str]:
    """A published report; the coordinator has asked for its withdrawal."""
    made = _made(person("coordinator.th"))
    now = timezone.now()
    Report.objects.filter(pk=made.pk).update(
        state="published",
        withdrawal_asked_by=person("coordinator.th"),
        withdrawal_asked_at=now,
        withdrawal_reason="The reference edition was the wrong one.",
    )
    return {"ref": made.ref, "seen": actions.token_of(Report.objects.get(pk=made.pk))}


def settle_report(ref: str) -> None:
    """The report of a race is out of the way."""
    Report.objects.filter(ref=ref).update(state="superseded")


def report(ref: str) -> dict[str, Any]:
    """A report as it is stored: state, numbers of versions, how often the history tells of its end."""
    found = Report.objects.get(ref=ref)
    events = list(told(found).values_list("event", flat=True))
    return {
        "state": found.state,
        "versions": list(found.versions.order_by("number").values_list("number", flat=True)),
        **{name: events.count(f"report.{name}") for name in ("withdrawn", "withdrawal_taken_back")},
    }


def report_of_somebody_who_leaves() -> dict[str, str]:
    """A report is asked for by an approving official whose account is closed before the work begins."""
    made = _made(person(_LEAVES))
    file = ReportFile.objects.get(version__report=made)
    close_account(_LEAVES)
    return {"job": str(file.job_id)}


def somebody_is_back() -> None:
    """The account of that official is open again."""
    open_account(_LEAVES)


def file_of_job(job: str) -> dict[str, Any]:
    """What came of the making of a file."""
    row = Job.objects.get(pk=job)
    file = ReportFile.objects.get(job=row)
    return {"state": row.state, "stored": file.stored_id is not None, "failure": row.failure}
