"""Verbs on reports: request, send on, decide, comment, a new version, and the making of the PDF."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from benchmarking.models import Benchmark
from core import jobs
from core.audit import record
from core.models import Job, StoredFile
from core.refs import make_ref
from core.states import IllegalMove, label_of
from core.states import move as move_state
from core.text import clean
from corridors.models import Corridor
from reports import snapshots
from reports.documents.gap_analysis import snapshot_hash, to_json
from reports.models import Report, ReportComment, ReportFile, ReportVersion
from reports.states import REPORT_TRANSITIONS, FileFormat, ReportKind, ReportState

#: Short form of a kind inside a report's number.
_CODES = {ReportKind.GAP_ANALYSIS: "GA"}
#: What the receiving coordinator may choose; the ILO decides the rest, and publishing supersedes.
MOVES: tuple[ReportState, ...] = (
    ReportState.INTERNAL_CHECK,
    ReportState.COUNTRY_REPLY,
    ReportState.ILO_REVIEW,
    ReportState.DRAFT,
    ReportState.PUBLISHED,
)
#: Moves by which a version leaves the receiving side.
_SENDING_OUT = (ReportState.COUNTRY_REPLY, ReportState.ILO_REVIEW)
#: What the history calls the arrival in a state.
_EVENT_OF: dict[str, str] = {
    ReportState.DRAFT: "report.draft",
    ReportState.INTERNAL_CHECK: "report.internal_check",
    ReportState.COUNTRY_REPLY: "report.country_reply",
    ReportState.ILO_REVIEW: "report.ilo_review",
    ReportState.RETURNED: "report.returned",
    ReportState.ACCEPTED: "report.accepted",
    ReportState.PUBLISHED: "report.published",
}
#: States in which the words of a report can still change, so that a comment is of use.
COMMENTABLE = (
    ReportState.DRAFT,
    ReportState.INTERNAL_CHECK,
    ReportState.COUNTRY_REPLY,
    ReportState.ILO_REVIEW,
    ReportState.RETURNED,
)


@transaction.atomic
def request_report(*, corridor: Corridor, kind: str, by: User) -> Report:
    """Freeze the corridor's content as version 1 of a new report and queue its PDF.

    A corridor has one draft of a kind. Where there is one that says the same, it is returned as it is; where the
    content has moved on, the draft gets the next version.

    Raises:
        reports.snapshots.Refused: there is nothing to report on yet.
        ValidationError: the kind is not known.
    """
    if kind not in ReportKind.values:
        raise ValidationError({"kind": _("Choose what kind of report you need.")})
    held = _hold_pair(corridor)
    draft = held.reports.filter(kind=kind, state=ReportState.DRAFT).order_by("-pk").first()
    if draft is not None:
        draft.corridor = held
        _freeze(draft, by)
        return draft
    number = _next_number(held, kind)
    report = Report.objects.create(
        ref=make_ref(number), corridor=held, kind=kind, number=number, created_by=by
    )
    record("report.requested", on=report, by=by, after={"number": number})
    _freeze(report, by)
    return report


@transaction.atomic
def new_version(*, report: Report, by: User) -> ReportVersion:
    """Freeze the present content as the next version; a returned report becomes a draft again.

    Raises:
        IllegalMove: the report is neither a draft nor returned, or a draft already says the same.
        reports.snapshots.Refused: there is nothing to report on.
    """
    held = _hold(report)
    returned = held.state == ReportState.RETURNED
    if not returned and held.state != ReportState.DRAFT:
        raise IllegalMove(
            _("A new version is made of a draft or of a returned report; this one is “%(state)s”.")
            % {"state": label_of(held)}
        )
    if returned:
        move_state(held, to=ReportState.DRAFT, transitions=REPORT_TRANSITIONS)
    version, is_new = _freeze(held, by, always=returned)
    if not is_new:
        raise IllegalMove(
            _("Nothing has changed since version %(number)d, so there is no new version.")
            % {"number": version.number}
        )
    report.state = held.state
    return version


@transaction.atomic
def move(*, report: Report, to: str, by: User) -> Report:
    """Send the report on, take it back to draft, or publish it once it is accepted.

    Publishing supersedes the report of the same corridor and kind that was published before.

    Raises:
        IllegalMove: not from this state; or it would leave the receiving side without a PDF, or with judgements
            that are not released.
    """
    if to not in MOVES:
        raise IllegalMove(_("This step does not exist. Choose one of the buttons on the page."))
    Corridor.objects.select_for_update().get(pk=report.corridor_id)  # one report is published at a time
    held = _hold(report)
    version = _current(held)
    if held.state == ReportState.RETURNED:
        raise IllegalMove(_("This report was returned. Make a new version of it; that one can be sent on."))
    changes: dict[str, Any] = {}
    if to in _SENDING_OUT and to in REPORT_TRANSITIONS[held.state]:
        _check_ready(version)
        _check_released(held, version)
        _release(version)
    if to == ReportState.ILO_REVIEW:
        changes = {"sent_by": by, "sent_at": timezone.now()}
    _change(held, to, version=version, by=by, **changes)
    if to == ReportState.PUBLISHED:
        _supersede(held, by)
    report.state = held.state
    return held


def moves_from(state: str) -> frozenset[str]:
    """Where the coordinator may send a report in this state; a returned one goes on by a new version only."""
    return frozenset() if state == ReportState.RETURNED else REPORT_TRANSITIONS[state] & frozenset(MOVES)


@transaction.atomic
def decide(*, report: Report, accept: bool, reason: str, by: User) -> Report:
    """The ILO accepts the report or returns it with a reason.

    Raises:
        IllegalMove: it is not in review, its PDF is not ready, or `by` wrote or sent it.
        ValidationError: it is returned without a reason.
    """
    reason = clean(reason)
    if not accept and not reason:
        raise ValidationError({"reason": _("Say what has to change before the report can be accepted.")})
    held = _hold(report)
    version = _current(held)
    if by.pk in (held.created_by_id, held.sent_by_id, version.created_by_id):
        raise IllegalMove(_("You made or sent this report, so somebody else at the ILO has to decide on it."))
    to = ReportState.ACCEPTED if accept else ReportState.RETURNED
    if to in REPORT_TRANSITIONS[held.state]:
        _check_ready(version)
    _change(
        held, to, version=version, by=by, decided_by=by, decided_at=timezone.now(), decision_reason=reason
    )
    report.state = held.state
    return held


@transaction.atomic
def comment(*, version: ReportVersion, part: str, text: str, by: User) -> ReportComment:
    """Write a comment on a version, on the whole or on one part of it.

    Raises:
        IllegalMove: there is a newer version, or the report can no longer change.
        ValidationError: the comment is empty.
    """
    text = clean(text)
    if not text:
        raise ValidationError({"text": _("Write your comment first.")})
    held = _hold(version.report)
    if _current(held).pk != version.pk:
        raise IllegalMove(_("There is a newer version of this report. Read it, and comment on that one."))
    if held.state not in COMMENTABLE:
        raise IllegalMove(
            _("This report is “%(state)s”, so its words no longer change and comments are closed.")
            % {"state": label_of(held)}
        )
    written = ReportComment.objects.create(version=version, part=clean(part)[:120], text=text, by=by)
    after: dict[str, Any] = {"version": version.number}
    if written.part:
        after["part"] = written.part
    record("report.commented", on=held, by=by, after=after)
    return written


@transaction.atomic
def retry(*, report: Report, by: User) -> ReportFile:
    """Make the PDF of the current version again after it failed or was cancelled.

    Raises:
        IllegalMove: it neither failed nor was cancelled.
    """
    version = _current(_hold(report))
    file = _file(version)
    if file.job is None or not jobs.retry(file.job):
        raise IllegalMove(_("The PDF is ready or on its way, so there is nothing to try again."))
    Job.objects.filter(pk=file.job.pk).update(by=by)  # the work runs on the rights of who asked last
    record("report.retried", on=version.report, by=by, after={"version": version.number})
    return file


@transaction.atomic
def cancel(*, report: Report, by: User) -> ReportFile:
    """Stop the making of the PDF of the current version.

    Raises:
        IllegalMove: it is not under way.
    """
    version = _current(_hold(report))
    file = _file(version)
    if file.job is None or not jobs.cancel(file.job):
        raise IllegalMove(_("The PDF is not being made at the moment, so there is nothing to cancel."))
    record("report.cancelled", on=version.report, by=by, after={"version": version.number})
    return file


def settle_file(*, file: ReportFile, stored: StoredFile, pages: int, by: User | None) -> None:
    """Put the finished PDF in its place; the caller holds the transaction that ends the job."""
    if not ReportFile.objects.filter(pk=file.pk, stored=None).update(stored=stored, pages=pages):
        return
    version = file.version
    after = {"version": version.number, "pages": pages, "file_hash": stored.sha256}
    record("report.rendered", on=version.report, by=by, after=after)


@transaction.atomic
def note_download(*, file: ReportFile, by: User) -> None:
    """Write into the history who took which file."""
    version = file.version
    after = {"version": version.number, "file_hash": file.stored.sha256 if file.stored else ""}
    record("report.downloaded", on=version.report, by=by, after=after)


# --- Pieces ----------------------------------------------------------------------------------------------


def _hold_pair(corridor: Corridor) -> Corridor:
    """The corridor's row, held until the transaction ends together with all corridors of its two countries.

    Corridors whose reports share the beginning of a number are numbered one after the other. They are held in one
    statement and one order, so that two requests never wait for each other.
    """
    rows = Corridor.objects.select_for_update(of=("self",)).select_related("pilot", "skill_area")
    pair = rows.filter(receiving_country=corridor.receiving_country, sending_country=corridor.sending_country)
    return {one.pk: one for one in pair.order_by("pk")}[corridor.pk]


def _hold(report: Report) -> Report:
    """The report's row, held until the transaction ends, with what the verbs read."""
    rows = Report.objects.select_for_update(of=("self",)).select_related(
        "corridor__pilot", "corridor__skill_area"
    )
    return rows.get(pk=report.pk)


def _current(report: Report) -> ReportVersion:
    version = report.versions.order_by("-number").first()
    assert version is not None  # noqa: S101 - every report is made with its first version
    version.report = report
    return version


def _file(version: ReportVersion) -> ReportFile:
    return version.files.select_related("job", "stored").get(format=FileFormat.PDF)


def _next_number(corridor: Corridor, kind: str) -> str:
    """The next free number, such as MRS-TH-KH-7112-GA-01. The unique constraint has the last word.

    Corridors of two pilots can share everything but the count, so the count goes over the whole beginning. The
    caller holds all corridors of the two countries.
    """
    occupation = corridor.skill_area.occupations.order_by("isco").first()
    area = occupation.isco if occupation else corridor.skill_area.slug[:12].upper()
    start = f"MRS-{corridor.receiving_country}-{corridor.sending_country}-{area}-{_CODES[ReportKind(kind)]}-"
    numbers = Report.objects.filter(number__startswith=start).values_list("number", flat=True)
    last = max((int(tail) for one in numbers if (tail := one.removeprefix(start)).isdigit()), default=0)
    return f"{start}{last + 1:02d}"


def _freeze(report: Report, by: User, *, always: bool = False) -> tuple[ReportVersion, bool]:
    """The version that says what the database says now, and whether it had to be made."""
    last = report.versions.order_by("-number").first()
    number = (report.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    # Nobody saves a judgement while the content is read, so all of it is of one moment.
    list(Benchmark.objects.select_for_update().filter(corridor=report.corridor).values_list("pk", flat=True))
    document = snapshots.build(
        report.corridor, number=report.number, version=number, now=timezone.localtime(), by=by
    )
    data = to_json(document)
    always = always or (last is not None and _is_older_than_release(last, _benchmark_behind(report, last)))
    if last is not None and not always and snapshots.facts_hash(last.snapshot) == snapshots.facts_hash(data):
        return last, False
    if last is not None:
        _stop([job for job in Job.objects.filter(pk__in=last.files.values("job")) if job.is_open])
    version = ReportVersion.objects.create(
        report=report, number=number, snapshot=data, snapshot_hash=snapshot_hash(data), created_by=by
    )
    file = ReportFile.objects.create(version=version, format=FileFormat.PDF)
    file.job = jobs.enqueue("reports.render", subject=file, by=by, key=f"file {file.pk}")
    file.save(update_fields=["job"])
    if number > 1:
        record("report.version_made", on=report, by=by, after={"version": number})
    return version, True


def _stop(open_jobs: Sequence[Job]) -> None:
    """Nobody needs the PDF of a version that was replaced before it was made."""
    for job in open_jobs:
        jobs.cancel(job)


def _check_ready(version: ReportVersion) -> None:
    if _file(version).stored is None:
        raise IllegalMove(
            _("The PDF of version %(number)d is not ready yet. Wait until it is, then go on.")
            % {"number": version.number}
        )


def _check_released(report: Report, version: ReportVersion) -> None:
    """Judgements reach other sides only after their benchmark was completed once (product.md section 5).

    What was frozen before that stays on the receiving side: it may say what was corrected until the completion.
    """
    used = _benchmark_behind(report, version)
    if used is None or used.released_at is None:
        raise IllegalMove(
            _(
                "The benchmark behind this report is not completed, so its judgements may not leave the receiving "
                "side. Complete the benchmark, make a new version, and send that one."
            )
        )
    if _is_older_than_release(version, used):
        raise IllegalMove(
            _(
                "Version %(number)d was made before the benchmark was completed, so it may not leave the receiving "
                "side. Take the report back to draft if it is not one, make a new version, and send that one."
            )
            % {"number": version.number}
        )


def _benchmark_behind(report: Report, version: ReportVersion) -> Benchmark | None:
    """The benchmark that was the corridor's latest when the version was frozen."""
    known = report.corridor.benchmarks.filter(created_at__lte=version.created_at)
    return known.order_by("-number").first()


def _is_older_than_release(version: ReportVersion, used: Benchmark | None) -> bool:
    """Whether the version was frozen before the first completion of its benchmark."""
    return used is not None and used.released_at is not None and used.released_at > version.created_at


def _release(version: ReportVersion) -> None:
    ReportVersion.objects.filter(pk=version.pk, released_at=None).update(released_at=timezone.now())


def _change(report: Report, to: str, *, version: ReportVersion, by: User, **changes: Any) -> None:
    before = label_of(report)
    move_state(report, to=to, transitions=REPORT_TRANSITIONS, **changes)
    after: dict[str, Any] = {"state": label_of(report), "version": version.number}
    if changes.get("decision_reason"):
        after["reason"] = changes["decision_reason"]
    record(_EVENT_OF[to], on=report, by=by, before={"state": before}, after=after)


def _supersede(report: Report, by: User) -> None:
    others = Report.objects.filter(
        corridor=report.corridor_id, kind=report.kind, state=ReportState.PUBLISHED
    ).exclude(pk=report.pk)
    for other in others:
        before = label_of(other)
        move_state(other, to=ReportState.SUPERSEDED, transitions=REPORT_TRANSITIONS)
        record(
            "report.superseded",
            on=other,
            by=by,
            before={"state": before},
            after={"state": label_of(other), "newer_report": report.number},
        )
