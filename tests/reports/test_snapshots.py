"""What a report freezes, in how many queries, and what it refuses."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import cast

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarking.models import GapFinding, Judgement
from core.files import store
from core.refs import make_ref
from corridors.models import Activity, Corridor
from missions.models import Mission
from missions.states import MissionState
from reports import snapshots
from reports.documents.gap_analysis import GapAnalysis, from_json, to_json
from reports.models import Scope
from reports.snapshots import QUERIES, Refused
from reports.snapshots.arrangements import NOTHING_RELEASED
from reports.snapshots.gap_analysis import HEAT
from reports.snapshots.wording import WORDS
from reports.states import ReportKind
from standards.models import Line, SourceFile
from tests.conftest import World
from tests.factories import world as build_world
from tests.reports.world import complete, followed_up, judged, rateable

pytestmark = pytest.mark.django_db

NOW = datetime(2019, 7, 12, 14, 5, tzinfo=UTC)


def frozen(world: World, now: datetime = NOW) -> GapAnalysis:
    corridor = Corridor.objects.select_related("pilot", "skill_area").get(pk=world.th_kh.pk)
    return cast(
        GapAnalysis,
        snapshots.build(
            ReportKind.GAP_ANALYSIS,
            Scope.of(corridor),
            number="MRS-TH-KH-7112-GA-01",
            version=1,
            now=now,
            by=world.cast.coordinator,
        ),
    )


def test_a_corridor_without_a_benchmark_is_refused_kindly(small_world: World) -> None:
    with pytest.raises(Refused, match="Open a benchmark and judge its lines first"):
        frozen(small_world)


def test_a_benchmark_without_a_rating_is_refused_kindly(small_world: World) -> None:
    judged(small_world, left=5)

    with pytest.raises(Refused, match="Judge its lines first"):
        frozen(small_world)


def test_ratings_coverage_and_verdicts_follow_the_rules_of_comparison(small_world: World) -> None:
    complete(judged(small_world))  # F, P*, N*, F, P (* critical)

    document = frozen(small_world)

    assert [section.title for section in document.sections] == ["Knowledge", "Skill", "Attitude"]
    assert [section.level for section in document.sections] == ["level 1"] * 3
    assert [row.rating for section in document.sections for row in section.rows] == list("FPNFP")
    assert (document.counts.full, document.counts.partly, document.counts.not_covered) == (2, 2, 1)
    assert document.coverage == 60.0
    assert [section.proposed for section in document.sections] == ["partly comparable"] * 3
    assert document.critical_not_covered == 2
    assert document.conclusion is not None
    assert document.status == "Comparison completed"
    assert len(document.map_rows) == 3
    assert [line.number for line in document.additional] == ["2.1"]


def test_thresholds_are_those_of_the_corridor(small_world: World) -> None:
    complete(judged(small_world))
    Corridor.objects.filter(pk=small_world.th_kh.pk).update(comparable_from=90, not_comparable_below="76.5")

    document = frozen(small_world)

    assert document.sections[0].proposed == "not comparable"
    assert document.method.comparable_from == 90
    assert document.method.exact == ("90", "76.5")


def test_an_unfinished_benchmark_gives_an_interim_report_without_verdict_on_open_sections(
    small_world: World,
) -> None:
    judged(small_world, left=2)

    document = frozen(small_world)

    assert document.status == "Interim report: 2 lines are not compared yet"
    assert document.note.startswith("This is an interim report.")
    assert document.conclusion is None
    assert document.counts.not_compared == 2
    assert [section.proposed for section in document.sections] == ["partly comparable", "", ""]
    assert document.sections[2].coverage is None
    assert document.additional == ()
    assert "2 lines are not compared yet." in snapshots.warnings(ReportKind.GAP_ANALYSIS, document)


def test_unlinked_sending_lines_are_additional_once_everything_is_compared(small_world: World) -> None:
    complete(judged(small_world))
    assert [line.number for line in frozen(small_world).additional] == ["2.1"]
    Judgement.counterparts.through.objects.filter(line__number="2.2").delete()

    document = frozen(small_world)

    assert [line.number for line in document.additional] == ["2.1", "2.2"]
    assert document.additional[0].section == "CON-02 Lay bricks"


def test_gaps_carry_what_was_seen_what_is_planned_and_what_the_country_replied(small_world: World) -> None:
    judged(small_world)
    finding = GapFinding.objects.get()
    followed_up(small_world, finding)
    finding.replies.create(text="We put it to the committee", by=small_world.cast.focal_kh)
    finding.replies.create(text="Thank you", by=small_world.cast.coordinator)

    document = frozen(small_world)

    (printed,) = document.gaps
    assert printed.ref == "G01"
    assert printed.code_label == "Criterion weaker or vague (no tolerance, time, quantity)"
    assert [(seen.text, seen.effect) for seen in printed.observations] == [
        ("The mark sheet held no figure", "confirms the gap")
    ]
    assert [activity.number for activity in printed.activities] == ["9.2"]
    assert printed.reply == "We put it to the committee"
    assert document.sections[1].rows[0].gap_ref == "G01"
    assert document.missions[0].actual_from == "2019-06-03"
    assert document.missions[0].findings[0].effect == "confirms G01"
    assert [(one.text, one.gap_refs) for one in document.recommendations] == [
        ("Write the ratio down (lines 1.1.2, 1.2.1, 1.3.1)", ("G01",))
    ]


def test_an_observation_of_a_mission_that_is_not_held_stays_on_the_receiving_side(small_world: World) -> None:
    judged(small_world)
    followed_up(small_world, GapFinding.objects.get())
    Mission.objects.update(state=MissionState.PLANNED, actual_start=None, actual_end=None)

    document = frozen(small_world)

    assert document.gaps[0].observations == ()
    assert any("1 observation is left out" in limit for limit in document.method.limits)


def test_the_plan_is_printed_in_its_own_order(small_world: World) -> None:
    judged(small_world)
    rows: dict[str, Activity] = {}
    for number, position in (("1", 0), ("2", 1), ("1.1", 0), ("2.1", 0)):
        parent = rows.get(number.partition(".")[0]) if "." in number else None
        rows[number] = Activity.objects.create(
            ref=make_ref(number),
            pilot=small_world.pilot,
            number=number,
            title=number,
            position=position,
            parent=parent,
        )

    assert [activity.number for activity in frozen(small_world).activities] == ["1", "1.1", "2", "2.1"]


def test_another_sending_country_does_not_appear(small_world: World) -> None:
    judged(small_world)
    for country, title in (("LA", "Secret Lao workshop"), ("KH", "Cambodian workshop"), ("", "Common row")):
        Activity.objects.create(ref=make_ref(title), pilot=small_world.pilot, country=country, title=title)
    lao = Activity.objects.get(country="LA")
    GapFinding.objects.get().activities.add(lao)

    document = frozen(small_world)

    assert {activity.title for activity in document.activities} == {"Cambodian workshop", "Common row"}
    assert "Lao" not in str(to_json(document))


def test_gaps_of_another_benchmark_are_printed_only_once_it_was_released(small_world: World) -> None:
    earlier = judged(small_world)
    hidden = earlier.gaps.get()
    GapFinding.objects.filter(pk=hidden.pk).update(title="Secret earlier gap")
    followed_up(small_world, hidden)
    Mission.objects.update(title="Visit")
    elsewhere = build_world.corridor(build_world.pilot(), "KH")
    Activity.objects.update(corridor=elsewhere, country="KH", title="Answer to the earlier gap")
    judged(small_world)

    document = frozen(small_world)

    assert [gap.ref for gap in document.gaps] == [GapFinding.objects.get(benchmark__number=2).label]
    assert document.activities == ()
    assert document.missions[0].findings[0].effect == ""
    assert "arlier gap" not in str(to_json(document))

    complete(earlier)
    document = frozen(small_world)
    assert document.gaps[0].title == "Secret earlier gap"
    assert len(document.gaps) == 2
    assert [activity.title for activity in document.activities] == ["Answer to the earlier gap"]
    assert document.missions[0].findings[0].effect == f"confirms {hidden.label}"


def test_rows_of_the_receiving_country_are_printed_only_as_part_of_the_corridor(small_world: World) -> None:
    judged(small_world)
    elsewhere = small_world.pilot.corridors.exclude(pk=small_world.th_kh.pk).earliest("pk")
    for title, country, corridor in (
        ("Thai row of the corridor", "TH", small_world.th_kh),
        ("Thai row of no corridor", "TH", None),
        ("Thai row of another corridor", "TH", elsewhere),
        ("Cambodian row", "KH", None),
        ("Common row", "", None),
    ):
        made = Activity.objects.create(
            ref=make_ref(title), pilot=small_world.pilot, country=country, corridor=corridor, title=title
        )
        GapFinding.objects.get().activities.add(made)

    document = frozen(small_world)

    printed = {"Thai row of the corridor", "Cambodian row", "Common row"}
    assert {activity.title for activity in document.activities} == printed
    assert {activity.title for activity in document.gaps[0].activities} == printed


def test_persons_appear_by_office_and_without_address(small_world: World) -> None:
    complete(judged(small_world))

    document = frozen(small_world)

    assert document.teams[0].offices == ("Group I expert",)
    assert "@" not in str(to_json(document))


def test_editions_are_named_with_the_hash_of_their_file_or_of_their_lines(small_world: World) -> None:
    judged(small_world)
    stored = store(b"original", name="th.xlsx", content_type="x", by=small_world.cast.coordinator)
    SourceFile.objects.create(ref="th-file", edition=small_world.thai, stored=stored)
    type(small_world.cambodian).objects.filter(pk=small_world.cambodian.pk).update(content_hash="ab" * 32)

    thai, cambodian = frozen(small_world).editions

    assert (thai.file_name, thai.sha256, thai.lines) == ("th.xlsx", stored.sha256, 9)
    assert (cambodian.file_name, cambodian.sha256) == ("", "ab" * 32)


def test_the_snapshot_survives_json_and_its_facts_do_not_hang_on_the_moment(small_world: World) -> None:
    complete(judged(small_world))

    first, later = frozen(small_world), frozen(small_world, datetime(2019, 8, 1, tzinfo=UTC))

    assert from_json(to_json(first)) == first
    assert to_json(first) != to_json(later)
    assert snapshots.facts_hash(to_json(first)) == snapshots.facts_hash(to_json(later))
    Judgement.objects.filter(rating="P").update(difference="Other words")
    assert snapshots.facts_hash(to_json(frozen(small_world))) != snapshots.facts_hash(to_json(first))


def test_sections_of_two_editions_with_the_same_heading_are_told_apart(small_world: World) -> None:
    benchmark = judged(small_world)
    plastering = build_world.edition("TH", by=small_world.cast.coordinator, title="Plastering")
    benchmark.reference_editions.add(plastering)

    titles = [section.title for section in frozen(small_world).sections]

    assert "Plastering: Knowledge" in titles
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("lines", [10, 300])
def test_the_number_of_queries_does_not_grow_with_the_lines(small_world: World, lines: int) -> None:
    rows = [("level", "1", "Level 1", 0, False)]
    for place in range(lines):
        if place % 10 == 0:
            rows.append(("skill", f"1.{place // 10}", f"Part {place // 10}", 1, False))
        rows.append(("skill", f"1.{place // 10}.{place % 10}", f"Line {place}", 2, place % 7 == 0))
    Line.objects.filter(edition=small_world.thai).delete()
    build_world.add_lines(small_world.thai, rows)
    benchmark = complete(judged(small_world))
    followed_up(small_world, benchmark.gaps.get())
    assert len(rateable(list(small_world.thai.lines.all()))) == lines
    corridor = Corridor.objects.select_related("pilot", "skill_area").get(pk=small_world.th_kh.pk)
    by = (
        type(small_world.cast.coordinator)
        .objects.select_related("organisation")
        .get(pk=small_world.cast.coordinator.pk)
    )

    with CaptureQueriesContext(connection) as queries:
        document = snapshots.build(
            ReportKind.GAP_ANALYSIS, Scope.of(corridor), number="N", version=1, now=NOW, by=by
        )

    assert sum(len(section.rows) for section in document.sections) == lines
    assert len(queries) == 1 + QUERIES + NOTHING_RELEASED + HEAT + WORDS, "\n".join(
        query["sql"][:100] for query in queries
    )
