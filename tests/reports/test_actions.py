"""Verbs on reports: numbers, versions, every move for every role, decisions, comments."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from accounts.access import can
from accounts.models import Organisation
from accounts.permissions import Permission
from accounts.states import Role
from benchmarking.actions import reopen_benchmark
from benchmarking.models import Benchmark, Judgement
from core.models import AuditLine, Job, JobState, StoredFile
from core.states import IllegalMove
from corridors.models import Corridor
from reports import actions, queries
from reports.models import Report, ReportFile, ReportVersion, Scope
from reports.snapshots import Refused
from reports.states import REPORT_TRANSITIONS, ReportKind, ReportState
from tests.conftest import World
from tests.factories import people
from tests.factories import world as build_world
from tests.reports.world import complete, judged, pdf, requested

pytestmark = pytest.mark.django_db


def ready(report: Report) -> ReportFile:
    """As after the rendering, without rendering."""
    file = pdf(report)
    stored = StoredFile.objects.create(sha256="0" * 64, size=3, name="r.pdf", content_type="application/pdf")
    actions.settle_file(file=file, stored=stored, pages=2, by=None)
    Job.objects.filter(pk=file.job_id).update(state=JobState.READY)
    return pdf(report)


def in_state(report: Report, state: str) -> Report:
    Report.objects.filter(pk=report.pk).update(state=state)
    report.refresh_from_db()
    return report


def events(report: Report) -> list[str]:
    return list(
        AuditLine.objects.filter(subject_type="reports.report", subject_id=str(report.pk))
        .order_by("id")
        .values_list("event", flat=True)
    )


# --- Request -----------------------------------------------------------------------------------------------


def test_a_request_freezes_version_one_and_queues_its_pdf(small_world: World) -> None:
    report = requested(small_world)

    assert report.number == "MRS-TH-KH-7112-GA-01"
    assert report.state == ReportState.DRAFT
    version = report.versions.get()
    assert version.number == 1
    assert version.snapshot["number"] == report.number
    file = version.files.get()
    assert file.job is not None
    assert (file.job.name, file.job.queue, file.job.state) == ("reports.render", "interactive", "queued")
    assert events(report) == ["report.requested"]


def test_the_same_content_again_gives_the_same_draft(small_world: World) -> None:
    first = requested(small_world)

    again = requested(small_world, done=False)

    assert again == first
    assert ReportVersion.objects.count() == 1
    assert Job.objects.count() == 1


def test_a_draft_whose_content_moved_on_gets_the_next_version(small_world: World) -> None:
    first = requested(small_world)
    Judgement.objects.filter(rating="P").update(difference="Other words")

    again = requested(small_world, done=False)

    assert again == first
    assert [version.number for version in again.versions.all()] == [2, 1]
    assert sorted(Job.objects.values_list("state", flat=True)) == ["cancelled", "queued"]
    assert events(first) == ["report.requested", "report.version_made"]


def test_a_report_that_was_sent_on_stays_and_the_next_request_gets_the_next_number(
    small_world: World,
) -> None:
    in_state(requested(small_world), ReportState.ILO_REVIEW)

    assert requested(small_world, done=False).number == "MRS-TH-KH-7112-GA-02"


def test_corridors_of_two_pilots_never_share_a_number(small_world: World) -> None:
    requested(small_world)
    second = build_world.corridor(build_world.pilot(), "KH", team=small_world.cast.group_one)
    benchmark = Benchmark.objects.get()
    Benchmark.objects.filter(pk=benchmark.pk).update(corridor=second)

    report = actions.request_report(
        scope=Scope.of(second), kind=ReportKind.GAP_ANALYSIS, by=small_world.cast.coordinator
    )

    assert report.number == "MRS-TH-KH-7112-GA-02"


def test_a_request_holds_all_corridors_of_the_two_countries_at_once_and_in_one_order(
    small_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    complete(judged(small_world))
    build_world.corridor(build_world.pilot(), "KH", team=small_world.cast.group_one)
    pair = Corridor.objects.filter(receiving_country="TH", sending_country="KH").values_list("pk", flat=True)
    held: list[list[int]] = []
    # SQLite drops FOR UPDATE from the statement, so the rows are noted where a held queryset is read.
    fetch = QuerySet._fetch_all

    def noted(rows: QuerySet[Any]) -> None:
        first = rows._result_cache is None
        fetch(rows)
        if first and rows.model is Corridor and rows.query.select_for_update:
            held.append([getattr(row, "pk", row) for row in rows._result_cache or []])

    monkeypatch.setattr(QuerySet, "_fetch_all", noted)
    requested(small_world, done=False)

    assert held == [sorted(pair)]
    assert len(pair) > 1


def test_nothing_is_made_where_there_is_nothing_to_report(small_world: World) -> None:
    with pytest.raises(Refused):
        requested(small_world, done=False)

    assert not Report.objects.exists()
    assert not Job.objects.exists()


def test_a_later_change_of_a_judgement_does_not_change_a_version(small_world: World) -> None:
    report = requested(small_world)
    before = report.versions.get().snapshot

    Judgement.objects.update(difference="Rewritten", rating="F", substantial=False, gap_code="")

    after = report.versions.get()
    assert after.snapshot == before
    assert "Rewritten" not in str(after.snapshot)


# --- Moves -------------------------------------------------------------------------------------------------


_BY_OTHERS = {ReportState.RETURNED, ReportState.ACCEPTED, ReportState.SUPERSEDED, ReportState.WITHDRAWN}


@pytest.mark.parametrize("start", ReportState.values)
def test_a_move_is_possible_exactly_where_the_table_says(small_world: World, start: str) -> None:
    report = requested(small_world)
    ready(report)
    done = []

    for to in ReportState.values:
        in_state(report, start)
        told = len(events(report))
        try:
            actions.move(report=report, to=to, by=small_world.cast.coordinator)
        except IllegalMove:
            assert Report.objects.get(pk=report.pk).state == start
            assert len(events(report)) == told
        else:
            assert Report.objects.get(pk=report.pk).state == to
            assert events(report)[-1] == f"report.{to}"
            done.append(to)

    # The ILO decides; a returned report becomes a draft by a new version only; publishing supersedes; withdrawing
    # takes two people and has verbs of its own.
    wanted = REPORT_TRANSITIONS[start] - _BY_OTHERS
    assert set(done) == (set() if start == ReportState.RETURNED else wanted) == set(actions.moves_from(start))


@pytest.mark.parametrize("to", [ReportState.COUNTRY_REPLY, ReportState.ILO_REVIEW])
def test_a_report_leaves_the_receiving_side_only_with_its_pdf(small_world: World, to: str) -> None:
    report = requested(small_world)

    with pytest.raises(IllegalMove, match="PDF of version 1 is not ready"):
        actions.move(report=report, to=to, by=small_world.cast.coordinator)

    ready(report)
    actions.move(report=report, to=to, by=small_world.cast.coordinator)
    assert report.versions.get().released_at is not None


def test_an_interim_report_stays_on_the_receiving_side_until_the_benchmark_was_completed(
    small_world: World,
) -> None:
    benchmark = judged(small_world, left=1)
    report = requested(small_world, done=False)
    ready(report)
    actions.move(report=report, to=ReportState.INTERNAL_CHECK, by=small_world.cast.coordinator)

    with pytest.raises(IllegalMove, match="Complete the benchmark"):
        actions.move(report=report, to=ReportState.COUNTRY_REPLY, by=small_world.cast.coordinator)

    complete(benchmark)
    with pytest.raises(
        IllegalMove, match="Version 1 was made before .* make a new version, and send that one"
    ):
        actions.move(report=report, to=ReportState.COUNTRY_REPLY, by=small_world.cast.coordinator)
    assert report.versions.get().released_at is None

    actions.move(report=report, to=ReportState.DRAFT, by=small_world.cast.coordinator)
    actions.new_version(report=report, by=small_world.cast.coordinator)
    ready(report)
    actions.move(report=report, to=ReportState.COUNTRY_REPLY, by=small_world.cast.coordinator)
    assert list(report.versions.filter(released_at__isnull=False).values_list("number", flat=True)) == [2]


def test_a_benchmark_taken_up_again_leaves_a_way_to_a_version_that_can_be_sent(small_world: World) -> None:
    benchmark = judged(small_world)
    report = requested(small_world, done=False)
    by = small_world.cast.coordinator
    complete(benchmark)
    reopen_benchmark(benchmark=benchmark, reason="A figure was wrong", by=small_world.cast.expert_one)

    assert actions.new_version(report=report, by=by).number == 2  # says the same as version 1

    ready(report)
    actions.move(report=report, to=ReportState.ILO_REVIEW, by=by)
    assert report.versions.get(number=1).released_at is None


def test_publishing_supersedes_the_report_that_was_published_before(small_world: World) -> None:
    first = in_state(requested(small_world), ReportState.PUBLISHED)
    second = in_state(requested(small_world, done=False), ReportState.ACCEPTED)

    actions.move(report=second, to=ReportState.PUBLISHED, by=small_world.cast.coordinator)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (ReportState.SUPERSEDED, ReportState.PUBLISHED)
    assert events(first)[-1] == "report.superseded"


#: Who holds which right in the corridor Thailand - Cambodia.
RIGHTS = {
    "coordinator": {
        "report_request",
        "report_move",
        "report_comment",
        "report_answer",
        "report_settle",
        "report_withdraw",
        "report_file",
        "report_downloads",
    },
    "expert_one": {"report_comment", "report_answer", "report_settle", "report_file", "report_downloads"},
    "expert_two": set(),
    "focal_kh": {"report_comment", "report_file"},
    "expert_kh": {"report_comment", "report_file"},
    "focal_la": set(),
    "focal_mm": set(),
    "reviewer": {"report_comment", "report_review", "report_file"},
    "observer": set(),
    "administrator": set(),
    "deactivated": set(),
}


@pytest.mark.parametrize(("who", "rights"), RIGHTS.items())
def test_each_role_holds_exactly_its_rights(small_world: World, who: str, rights: set[str]) -> None:
    report = requested(small_world)
    person = getattr(small_world.cast, who)

    held = {
        str(permission)
        for permission in Permission
        if permission.startswith("report_") and can(person, permission, report)
    }

    assert held == rights


#: From which states on each person sees a report of Thailand - Cambodia.
_OUT = ["published", "superseded", "withdrawn"]
_SENT = ["country_reply", "ilo_review", "returned", "accepted", *_OUT]
SEEN = {
    "coordinator": ReportState.values,
    "expert_one": ReportState.values,
    "expert_two": _OUT,
    "focal_kh": _SENT,
    "focal_la": _OUT,
    "reviewer": _SENT[1:],
    "observer": _OUT,
    "administrator": [],
}


@pytest.mark.parametrize(("who", "states"), SEEN.items())
def test_a_report_exists_for_each_side_from_its_own_step_on(
    small_world: World, who: str, states: list[str]
) -> None:
    report = requested(small_world)
    person = getattr(small_world.cast, who)
    seen = []

    for state in ReportState.values:
        in_state(report, state)
        if Report.objects.visible_to(person).exists():
            seen.append(state)

    assert seen == list(states)


# --- Decision ----------------------------------------------------------------------------------------------


def test_the_ilo_returns_with_a_reason_and_a_new_version_makes_it_a_draft_again(small_world: World) -> None:
    report = requested(small_world)
    ready(report)
    actions.move(report=report, to=ReportState.ILO_REVIEW, by=small_world.cast.coordinator)

    with pytest.raises(ValidationError, match="Say what has to change"):
        actions.decide(report=report, accept=False, reason="  ", by=small_world.cast.reviewer)
    actions.decide(report=report, accept=False, reason="Name the figures", by=small_world.cast.reviewer)

    report.refresh_from_db()
    assert (report.state, report.decision_reason) == (ReportState.RETURNED, "Name the figures")
    version = actions.new_version(report=report, by=small_world.cast.coordinator)
    report.refresh_from_db()
    assert (report.state, version.number) == (ReportState.DRAFT, 2)
    assert pdf(report).job is not None
    assert events(report)[-3:] == ["report.ilo_review", "report.returned", "report.version_made"]


def test_a_new_draft_version_needs_new_content(small_world: World) -> None:
    report = requested(small_world)

    with pytest.raises(IllegalMove, match="Nothing has changed since version 1"):
        actions.new_version(report=report, by=small_world.cast.coordinator)

    in_state(report, ReportState.ILO_REVIEW)
    with pytest.raises(IllegalMove, match="made of a draft or of a returned report"):
        actions.new_version(report=report, by=small_world.cast.coordinator)


def test_nobody_decides_on_a_report_that_they_sent(small_world: World) -> None:
    report = requested(small_world)
    ready(report)
    actions.move(report=report, to=ReportState.ILO_REVIEW, by=small_world.cast.reviewer)

    with pytest.raises(IllegalMove, match="somebody else"):
        actions.decide(report=report, accept=True, reason="", by=small_world.cast.reviewer)

    other = people.person("reviewer2", "Second ILO reviewer", "ilo", Role.REVIEWER)
    actions.decide(report=report, accept=True, reason="", by=other)
    report.refresh_from_db()
    assert (report.state, report.decided_by) == (ReportState.ACCEPTED, other)


def test_of_two_decisions_the_first_holds(small_world: World) -> None:
    report = requested(small_world)
    ready(report)
    actions.move(report=report, to=ReportState.ILO_REVIEW, by=small_world.cast.coordinator)
    stale = Report.objects.get(pk=report.pk)
    actions.decide(report=report, accept=True, reason="", by=small_world.cast.reviewer)

    with pytest.raises(IllegalMove, match="Accepted"):
        actions.decide(report=stale, accept=False, reason="Late", by=small_world.cast.reviewer)


def test_a_report_without_its_pdf_is_not_decided_on(small_world: World) -> None:
    report = in_state(requested(small_world), ReportState.ILO_REVIEW)

    with pytest.raises(IllegalMove, match="not ready"):
        actions.decide(report=report, accept=True, reason="", by=small_world.cast.reviewer)


# --- Comments ----------------------------------------------------------------------------------------------


def test_a_comment_belongs_to_one_version_and_needs_words(small_world: World) -> None:
    report = requested(small_world)
    version = report.versions.get()

    with pytest.raises(ValidationError, match="Write your comment"):
        actions.comment(version=version, part="", text=" \u200e ", by=small_world.cast.expert_one)
    actions.comment(version=version, part="Summary", text="Clear", by=small_world.cast.expert_one)
    Judgement.objects.update(reason="New")
    actions.new_version(report=report, by=small_world.cast.coordinator)

    with pytest.raises(IllegalMove, match="newer version"):
        actions.comment(version=version, part="", text="Late", by=small_world.cast.expert_one)
    assert [one.text for one in version.comments.all()] == ["Clear"]


def test_what_the_receiving_side_said_before_sending_stays_there(small_world: World) -> None:
    report = requested(small_world)
    version = report.versions.get()
    cast = small_world.cast
    actions.comment(version=version, part="", text="Between us", by=cast.expert_one)
    ready(report)
    actions.move(report=report, to=ReportState.COUNTRY_REPLY, by=cast.coordinator)
    actions.comment(version=version, part="", text="Our reply", by=cast.focal_kh)
    version = report.versions.get()

    def read(person: object) -> list[str]:
        return [one.text for one in queries.comments_on(version, person)]  # type: ignore[arg-type]

    assert read(cast.coordinator) == ["Between us", "Our reply"]
    assert read(cast.focal_kh) == ["Our reply"]
    assert read(cast.reviewer) == ["Our reply"]
    assert read(cast.observer) == []
    assert "report.commented" not in [line.event for line in queries.history_for(report, cast.focal_kh)]


def test_what_the_receiving_side_said_after_it_took_a_version_back_stays_there(small_world: World) -> None:
    report = requested(small_world)
    ready(report)
    cast = small_world.cast
    actions.move(report=report, to=ReportState.COUNTRY_REPLY, by=cast.coordinator)
    actions.move(report=report, to=ReportState.DRAFT, by=cast.coordinator)
    said = actions.comment(version=report.versions.get(), part="", text="Between us", by=cast.expert_one)
    actions.move(report=report, to=ReportState.COUNTRY_REPLY, by=cast.coordinator)
    version = report.versions.get()

    assert queries.comments_on(version, cast.coordinator) == [said]
    for person in (cast.focal_kh, cast.reviewer, cast.observer):
        assert queries.comments_on(version, person) == []


def test_an_observer_of_a_country_is_no_party_of_its_corridors(small_world: World) -> None:
    cast = small_world.cast
    office = Organisation.objects.create(name="Employers", short_name="E", country="KH", kind="observer")
    union = people.person("union", "Employers of Cambodia", "asec", Role.OBSERVER)
    union.organisation = office
    union.save()
    report = requested(small_world)
    ready(report)
    actions.move(report=report, to=ReportState.COUNTRY_REPLY, by=cast.coordinator)
    version = report.versions.get()
    actions.comment(version=version, part="", text="Our reply", by=cast.focal_kh)
    in_state(report, ReportState.PUBLISHED)

    assert (queries.comments_on(version, union), union.country) == ([], "")
    in_state(report, ReportState.WITHDRAWN)
    assert not queries.open_to(union, Report.objects.get())


def test_a_version_that_was_never_sent_stays_on_the_receiving_side(small_world: World) -> None:
    report = requested(small_world)
    Judgement.objects.update(reason="New")
    actions.new_version(report=report, by=small_world.cast.coordinator)
    ready(report)
    actions.move(report=report, to=ReportState.ILO_REVIEW, by=small_world.cast.coordinator)

    def numbers(person: object) -> list[int]:
        seen = ReportVersion.objects.visible_to(person, report)  # type: ignore[arg-type]
        return sorted(seen.values_list("number", flat=True))

    assert numbers(small_world.cast.coordinator) == [1, 2]
    assert numbers(small_world.cast.focal_kh) == [2]
    assert numbers(small_world.cast.reviewer) == [2]


def test_comments_close_when_the_report_is_accepted(small_world: World) -> None:
    report = in_state(requested(small_world), ReportState.ACCEPTED)

    with pytest.raises(IllegalMove, match="comments are closed"):
        actions.comment(version=report.versions.get(), part="", text="x", by=small_world.cast.reviewer)


# --- The PDF -----------------------------------------------------------------------------------------------


def test_making_the_pdf_can_be_cancelled_and_tried_again(small_world: World) -> None:
    report = requested(small_world)
    by = small_world.cast.coordinator

    with pytest.raises(IllegalMove, match="nothing to try again"):
        actions.retry(report=report, by=by)
    actions.cancel(report=report, by=by)
    with pytest.raises(IllegalMove, match="nothing to cancel"):
        actions.cancel(report=report, by=by)
    other = people.person("coordinator2.th", "Second coordinator", "dsd", Role.COORDINATOR)
    file = actions.retry(report=report, by=other)

    job = Job.objects.get(pk=file.job_id)
    assert (job.state, job.by) == (JobState.QUEUED, other)
    assert events(report) == ["report.requested", "report.cancelled", "report.retried"]


# --- What waits --------------------------------------------------------------------------------------------


def test_each_person_is_told_what_waits_for_them(small_world: World) -> None:
    report = requested(small_world)
    cast = small_world.cast

    def waiting(person: object) -> list[str]:
        return [one.title.split(":")[0] for one in queries.waiting_for(person)]  # type: ignore[arg-type]

    assert waiting(cast.coordinator) == []
    Job.objects.update(state=JobState.FAILED)
    assert waiting(cast.coordinator) == ["The PDF was not made"]
    ready(report)
    assert waiting(cast.coordinator) == ["Draft ready to be sent on"]
    actions.move(report=report, to=ReportState.INTERNAL_CHECK, by=cast.coordinator)
    assert waiting(cast.expert_one) == ["Read and comment"]
    assert waiting(cast.expert_two) == []
    actions.move(report=report, to=ReportState.COUNTRY_REPLY, by=cast.coordinator)
    assert waiting(cast.focal_kh) == ["Reply with your comments"]
    assert waiting(cast.focal_la) == []
    actions.move(report=report, to=ReportState.ILO_REVIEW, by=cast.coordinator)
    assert (waiting(cast.reviewer), waiting(cast.focal_kh)) == (["Review and decide"], [])
    actions.decide(report=report, accept=True, reason="", by=cast.reviewer)
    assert waiting(cast.coordinator) == ["Accepted by the ILO; publish"]
    assert waiting(cast.reviewer) == []
    in_state(report, ReportState.RETURNED)
    assert waiting(cast.coordinator) == ["Returned by the ILO; make a new version"]
    for nobody in (cast.observer, cast.administrator):
        assert waiting(nobody) == []


def test_a_corridor_shows_its_latest_report_to_those_who_see_it(small_world: World) -> None:
    requested(small_world)
    corridor = Corridor.objects.get(pk=small_world.th_kh.pk)

    (fact,) = queries.summary(corridor, small_world.cast.coordinator)

    assert fact.value == "MRS-TH-KH-7112-GA-01"
    assert queries.summary(corridor, small_world.cast.focal_kh) == []
