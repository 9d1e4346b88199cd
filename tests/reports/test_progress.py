"""The progress report: of a corridor and of a pilot, now and at the report before."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import cast

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarking.models import GapFinding
from benchmarking.states import GapState
from core.refs import make_ref
from core.states import IllegalMove
from corridors.models import Activity, Corridor
from corridors.states import ActivityState, StepState
from missions.models import Mission
from missions.states import MissionState
from reports import actions, pdf, snapshots
from reports.documents import kinds, progress_page
from reports.documents import progress as paper
from reports.documents.codec import to_plain
from reports.documents.html import html_of
from reports.documents.progress_sheets import sheets_of
from reports.models import Report, ReportFile, ReportVersion, Scope
from reports.queries import reports as library
from reports.queries import waiting_for
from reports.snapshots.progress import MOST_QUERIES
from reports.snapshots.progress_rows import timing_of
from reports.states import ReportKind, ReportState
from tests.conftest import World
from tests.reports.world import complete, followed_up, judged

KIND = ReportKind.PROGRESS
DAY = date(2019, 6, 20)


def frozen(world: World, scope: Scope | None = None) -> paper.Progress:
    """The report as it would be frozen at noon on 20 June 2019."""
    now = timezone.make_aware(datetime(2019, 6, 20, 12))
    scope = scope or Scope.of(world.th_kh)
    made = snapshots.build(KIND, scope, number="N", version=1, now=now, by=world.cast.coordinator)
    return cast(paper.Progress, made)


def whole(world: World) -> Scope:
    return Scope(world.pilot, "TH")


def _row(world: World, title: str, **fields: object) -> Activity:
    return Activity.objects.create(ref=make_ref("row"), pilot=world.pilot, title=title, **fields)


def _sent(world: World, scope: Scope) -> Report:
    """A progress report that left the receiving side, its PDF taken as made."""
    report = actions.request_report(scope=scope, kind=KIND, by=world.cast.coordinator)
    Report.objects.filter(pk=report.pk).update(state=ReportState.ILO_REVIEW)
    ReportVersion.objects.filter(report=report).update(released_at=timezone.now())
    return report


def test_a_comparison_and_its_gaps_stand_in_it_from_their_release_on(small_world: World) -> None:
    benchmark = judged(small_world)
    before = frozen(small_world).corridors[0]
    complete(benchmark)
    after = frozen(small_world).corridors[0]

    assert before.standing is None
    assert before.gaps == ()
    assert after.standing is not None
    assert after.standing.conclusion == "Comparable with conditions"
    assert [gap.ref for gap in after.gaps] == ["G01"]


def test_the_newest_released_comparison_counts_and_not_a_newer_one_in_work(small_world: World) -> None:
    complete(judged(small_world))
    judged(small_world, left=4)  # number 2, in work
    found = frozen(small_world).corridors[0]

    assert found.standing is not None
    assert found.standing.comparison == "Benchmark 1"
    assert [gap.ref for gap in found.gaps] == ["G01"]


def test_a_report_says_what_moved_since_the_one_that_was_sent_before(small_world: World) -> None:
    first = complete(judged(small_world))
    report = _sent(small_world, Scope.of(small_world.th_kh))
    gap = GapFinding.objects.get()
    GapFinding.objects.filter(pk=gap.pk).update(state=GapState.KEPT, reason="Agreed on the visit")
    complete(judged(small_world))
    document = frozen(small_world)
    (row,) = progress_page.rows_of(document)

    assert document.earlier is not None
    assert document.earlier.number == report.number
    assert document.earlier.digits == report.versions.get().snapshot_hash
    assert [(one.gap.ref, one.was, one.what) for one in row.moved] == [
        ("G01", "open", "settled"),
        ("G2.01", "", "new"),
    ]
    assert (row.gaps_before.total, row.gaps.total) == (1, 2) if row.gaps_before else False
    assert first.number == 1


def test_a_report_that_was_never_sent_is_no_report_before(small_world: World) -> None:
    actions.request_report(scope=Scope.of(small_world.th_kh), kind=KIND, by=small_world.cast.coordinator)

    assert frozen(small_world).earlier is None
    assert "first progress report" in html_of(frozen(small_world))


def test_a_version_never_compares_itself_with_its_own_report(small_world: World) -> None:
    report = _sent(small_world, Scope.of(small_world.th_kh))
    Report.objects.filter(pk=report.pk).update(state=ReportState.RETURNED)
    actions.new_version(report=report, by=small_world.cast.coordinator)

    assert report.versions.count() == 2
    assert [one.snapshot["earlier"] for one in report.versions.all()] == [None, None]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"state": "done", "planned_end": DAY - timedelta(9)}, paper.DONE),
        ({"state": "cancelled", "planned_end": DAY - timedelta(9)}, paper.CANCELLED),
        ({"planned_end": DAY - timedelta(1)}, paper.LATE),
        ({"state": "in_progress", "planned_end": DAY - timedelta(1)}, paper.LATE),
        ({"planned_end": DAY}, paper.DUE),
        ({"planned_start": DAY + timedelta(28), "planned_end": DAY + timedelta(60)}, paper.DUE),
        ({"planned_start": DAY + timedelta(29), "planned_end": DAY + timedelta(60)}, paper.PLANNED),
        ({"state": "in_progress", "planned_end": DAY + timedelta(60)}, paper.RUNNING),
        ({}, paper.PLANNED),
    ],
)
def test_a_row_of_the_plan_is_late_due_or_planned_by_its_days(
    fields: dict[str, object], expected: str
) -> None:
    assert timing_of(Activity(**fields), DAY) == expected


def test_a_corridor_shows_the_rows_that_its_sending_country_sees_and_its_own(small_world: World) -> None:
    _row(small_world, "Common")
    _row(small_world, "Of Cambodia", country="KH")
    _row(small_world, "Of Lao PDR", country="LA")
    _row(small_world, "Of Thailand alone", country="TH")
    _row(small_world, "Of Thailand for this", country="TH", corridor=small_world.th_kh)
    _row(small_world, "Of another corridor", corridor=small_world.th_mm)
    document = frozen(small_world)

    assert [row.title for row in document.plan] == ["Common", "Of Cambodia", "Of Thailand for this"]
    assert len(frozen(small_world, whole(small_world)).plan) == 6


def test_missions_of_other_corridors_stay_out(small_world: World) -> None:
    gap = complete(judged(small_world)).gaps.get()
    followed_up(small_world, gap)
    other = Mission.objects.create(
        ref=make_ref("mission"),
        pilot=small_world.pilot,
        title="To Vientiane",
        place="Vientiane",
        country="LA",
        planned_start=date(2019, 7, 1),
        planned_end=date(2019, 7, 2),
    )
    other.corridors.add(small_world.th_la)
    mine, all_of_them = frozen(small_world), frozen(small_world, whole(small_world))

    assert [(one.title, one.is_held, one.observations) for one in mine.missions] == [
        ("First mission: review", True, 1)
    ]
    assert [one.title for one in all_of_them.missions] == ["First mission: review", "To Vientiane"]


def test_observations_count_once_the_mission_is_held(small_world: World) -> None:
    followed_up(small_world, complete(judged(small_world)).gaps.get())
    Mission.objects.update(state=MissionState.PLANNED)

    assert [one.observations for one in frozen(small_world).missions] == [0]


def test_what_comes_next_is_in_the_order_of_its_date(small_world: World) -> None:
    gap = complete(judged(small_world)).gaps.get()
    GapFinding.objects.filter(pk=gap.pk).update(due_on=date(2019, 8, 1))
    _row(small_world, "Later", planned_start=date(2019, 9, 1), planned_end=date(2019, 9, 30))
    _row(small_world, "Soon", planned_end=date(2019, 6, 21))
    _row(small_world, "Late", planned_end=date(2019, 6, 1))
    _row(small_world, "Done", planned_end=date(2019, 7, 1), state=ActivityState.DONE)
    document = frozen(small_world)

    assert [one.what for one in progress_page.coming_of(document)] == [
        "Soon",
        "Gap G01 is due: open",
        "Later",
    ]
    assert [row.title for row in progress_page.by_timing(document, paper.LATE)] == ["Late"]


def test_steps_say_when_and_why_they_were_closed(small_world: World) -> None:
    small_world.th_kh.steps.filter(code="2").update(
        state=StepState.CLOSED, reason="Both sides signed", closed_at=timezone.now()
    )
    small_world.th_kh.steps.filter(code="5").update(in_scope=False)
    document = frozen(small_world)
    steps = {step.code: step for step in document.corridors[0].steps}
    (row,) = progress_page.rows_of(document)

    assert (steps["2"].is_closed, steps["2"].reason) == (True, "Both sides signed")
    assert steps["2"].closed_on == timezone.localdate().isoformat()
    assert not steps["5"].in_scope
    assert (row.steps_closed, row.steps) == (1, 4)


def test_a_whole_pilot_names_gaps_by_number_alone(small_world: World) -> None:
    complete(judged(small_world))
    document = frozen(small_world, whole(small_world))

    assert [one.key for one in document.corridors] == [one.ref for one in whole(small_world).corridors()]
    assert [gap.title for one in document.corridors for gap in one.gaps] == [""]
    assert kinds.file_name(document) == "MRS_TH-ALL_progress_v1.pdf"


def test_a_report_on_the_whole_pilot_is_not_published(small_world: World) -> None:
    """A sending country sees its own rows of the plan alone."""
    report = actions.request_report(scope=whole(small_world), kind=KIND, by=small_world.cast.coordinator)
    version = report.versions.get()

    assert "not published" in snapshots.refusal(KIND, report.scope, version.snapshot, ReportState.PUBLISHED)
    assert snapshots.refusal(KIND, report.scope, version.snapshot, ReportState.ILO_REVIEW) == ""
    Report.objects.filter(pk=report.pk).update(state=ReportState.ACCEPTED)
    with pytest.raises(IllegalMove, match="not published"):
        actions.move(report=report, to=ReportState.PUBLISHED, by=small_world.cast.coordinator)


def test_the_same_state_of_things_is_not_frozen_twice(small_world: World) -> None:
    scope = Scope.of(small_world.th_kh)
    first, again = (
        actions.request_report(scope=scope, kind=KIND, by=small_world.cast.coordinator) for _ in range(2)
    )

    assert first == again
    assert first.number == "MRS-TH-KH-7112-PG-01"
    assert ReportFile.objects.filter(version__report=first).count() == 1


def test_stored_json_gives_the_same_document_again(small_world: World) -> None:
    followed_up(small_world, complete(judged(small_world)).gaps.get())
    _sent(small_world, Scope.of(small_world.th_kh))
    document = frozen(small_world)

    assert document.earlier
    assert kinds.document_from(KIND, to_plain(document)) == document


@pytest.mark.parametrize("of_pilot", [False, True])
def test_the_page_for_print_and_the_sheets_hold_everything(small_world: World, of_pilot: bool) -> None:
    followed_up(small_world, complete(judged(small_world)).gaps.get())
    scope = whole(small_world) if of_pilot else Scope.of(small_world.th_kh)
    _sent(small_world, scope)
    GapFinding.objects.update(state=GapState.AGREED)
    _row(
        small_world,
        "ฝึกอบรมผู้ทดสอบ",
        country="KH",
        planned_start=date(2019, 5, 6),
        planned_end=date(2019, 5, 20),
    )
    document = frozen(small_world, scope)
    page = html_of(document, missing="UNKNOWN")
    sheets = {sheet.title: sheet for sheet in sheets_of(document)}

    assert "UNKNOWN" not in page
    assert page.count("<table") == page.count("</table>")
    assert '<td colspan="3" class="planned">' in page or 'class="month ' in page
    assert '<span lang="th">' in page
    assert "moved on" in page
    assert [row[1] for row in sheets["Gaps"].rows] == ["G01"]
    assert len(sheets["Action plan"].rows) == len(document.plan)


def test_a_drawing_keeps_its_numbers_in_languages_with_a_decimal_comma(small_world: World) -> None:
    complete(judged(small_world))
    page = html_of(frozen(small_world, replace(Scope.of(small_world.th_kh), language="km")))

    assert re.findall(r'<rect [^>]*width="([^"]*)"', page) == ["120.0", "120.0", "60.0"]


def test_the_queries_do_not_grow_with_corridors_gaps_and_rows(small_world: World) -> None:
    def count(scope: Scope) -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            frozen(small_world, scope)
        return len(found)

    complete(judged(small_world))
    few = count(whole(small_world))
    for number in range(3):
        followed_up(small_world, complete(judged(small_world)).gaps.get())
        _row(small_world, f"Row {number}")
    many = count(whole(small_world))

    assert many <= few + 1  # the corridors that missions serve
    assert max(many, count(Scope.of(small_world.th_kh))) <= MOST_QUERIES


def test_a_pilot_without_corridors_is_refused_in_words(small_world: World) -> None:
    scope = replace(whole(small_world), receiving_country="MM")

    assert not Corridor.objects.filter(receiving_country="MM").exists()
    with pytest.raises(snapshots.Refused, match="no corridor yet"):
        frozen(small_world, scope)


@pytest.mark.long
@pytest.mark.skipif(bool(pdf.missing_fonts()), reason="fonts are fetched by scripts/assets.py")
def test_the_paper_is_pdf_ua_1(small_world: World) -> None:
    validator = pytest.importorskip("page", reason="page-validation comes with requirements-dev.txt")
    followed_up(small_world, complete(judged(small_world)).gaps.get())
    _sent(small_world, whole(small_world))
    _row(small_world, "ฝึกอบรมผู้ทดสอบ", planned_start=date(2019, 5, 6), planned_end=date(2019, 7, 20))
    made = pdf.html_to_pdf(html_of(frozen(small_world, whole(small_world))), identifier="progress")
    report = validator.validate_pdf_bytes(made.bytes, profile="ua1")

    assert [f"{failure.rule_id}: {failure.message}" for failure in report.failures] == []


def test_nobody_is_told_to_publish_what_is_never_published(small_world: World) -> None:
    coordinator = small_world.cast.coordinator
    made = actions.request_report(scope=whole(small_world), kind=ReportKind.PROGRESS, by=coordinator)
    Report.objects.filter(pk=made.pk).update(state=ReportState.ACCEPTED)

    assert not [one for one in waiting_for(coordinator) if made.number in one.title]
    assert made not in library(coordinator, mine=True)
