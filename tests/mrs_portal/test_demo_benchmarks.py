"""The benchmarks of the demonstration: every rating, gap, observation and action points to something real."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarking.states import BenchmarkState, Conclusion, GapCode, GapState, Severity, Verdict
from corridors.states import ROADMAP, ActivityState
from missions.states import Effect
from reports.states import ReportState
from tests.mrs_portal.demo_files import (
    BENCHMARKS,
    EDITIONS,
    PILOT,
    every_benchmark,
    keys,
    rateable_of,
    sections_of,
)

FULL = BENCHMARKS["benchmark_th_kh_bricklaying"]
HALF = BENCHMARKS["benchmark_th_mm_sewing"]
INDEX = {"F": 1.0, "P": 0.5, "N": 0.0}
ACTION_TYPES = {
    "revise_standard",
    "bridging_training",
    "change_assessment",
    "assessor_training",
    "certification_reform",
    "ta_from_thailand",
    "accept_difference",
}


@every_benchmark
def test_every_rating_points_to_existing_lines(key: str) -> None:
    bench = BENCHMARKS[key]
    corridor = next(item for item in PILOT["corridors"] if item["key"] == bench["corridor"])
    assert bench["receiving_editions"] == corridor["receiving_editions"]
    assert bench["sending_editions"] == corridor["sending_editions"]
    due = {
        (edition, line["number"]) for edition in bench["receiving_editions"] for line in rateable_of(edition)
    }
    there = {
        (edition, line["number"]) for edition in bench["sending_editions"] for line in rateable_of(edition)
    }
    judged = [(item["edition"], item["number"]) for item in bench["judgements"]]
    assert len(judged) == len(set(judged))
    assert set(judged) <= due
    for item in bench["judgements"]:
        assert {(one["edition"], one["number"]) for one in item["counterparts"]} <= there, item["number"]
    taken = {(one["edition"], one["number"]) for item in bench["judgements"] for one in item["counterparts"]}
    extra = {(item["edition"], item["number"]) for item in bench["additional"]}
    assert extra <= there - taken


@every_benchmark
def test_judgements_say_what_their_rating_needs(key: str) -> None:
    for item in BENCHMARKS[key]["judgements"]:
        assert item["rating"] in INDEX
        assert item["reason"]
        assert (item["rating"] == "N") == (not item["counterparts"]), item["number"]
        assert (item["rating"] == "F") == ("difference" not in item), item["number"]
        assert (item["rating"] == "F") == ("gap_code" not in item), item["number"]
        assert item.get("gap_code", "C1") in {f"C{number}" for number in range(1, 9)}
        assert not (item["rating"] == "F" and item["substantial"])


def test_the_full_benchmark_judges_every_line_with_a_realistic_mix() -> None:
    due = {
        (edition, line["number"]) for edition in FULL["receiving_editions"] for line in rateable_of(edition)
    }
    assert {(item["edition"], item["number"]) for item in FULL["judgements"]} == due
    share = {
        code: times / len(due) for code, times in Counter(i["rating"] for i in FULL["judgements"]).items()
    }
    assert share == pytest.approx({"F": 0.62, "P": 0.25, "N": 0.13}, abs=0.02)
    assert 8 <= sum(item["substantial"] for item in FULL["judgements"]) <= 10
    assert FULL["state"] == BenchmarkState.COMPLETED
    assert FULL["conclusion"]["value"] == Conclusion.CONDITIONS
    assert FULL["conclusion"]["reason"]


def test_the_half_benchmark_is_half_done() -> None:
    due = sum(len(rateable_of(edition)) for edition in HALF["receiving_editions"])
    assert 0.4 <= len(HALF["judgements"]) / due <= 0.6
    assert HALF["state"] == BenchmarkState.OPEN
    assert HALF["conclusion"] is None


@every_benchmark
def test_section_verdicts_follow_the_rule_or_give_a_reason(key: str) -> None:
    bench = BENCHMARKS[key]
    ratings = {(item["edition"], item["number"]): item["rating"] for item in bench["judgements"]}
    for verdict in bench["section_verdicts"]:
        edition = verdict["edition"]
        section = next(line for line in sections_of(edition) if line["number"] == verdict["number"])
        rated = [(line, ratings[edition, line["number"]]) for line in section["children"]]
        coverage = 100 * sum(INDEX[rating] for _, rating in rated) / len(rated)
        assert verdict["coverage"] == pytest.approx(coverage, abs=0.06)
        critical_full = all(rating == "F" for line, rating in rated if line.get("critical"))
        proposed = "comparable" if critical_full and coverage >= 80 else "not" if coverage < 50 else "partly"
        assert verdict["proposed"] == proposed
        assert verdict["decided"] in Verdict.values
        assert (verdict["decided"] == proposed) == ("reason" not in verdict)


@every_benchmark
def test_every_substantial_judgement_has_one_gap_with_its_code(key: str) -> None:
    bench = BENCHMARKS[key]
    substantial = {
        (i["edition"], i["number"]): i["gap_code"] for i in bench["judgements"] if i["substantial"]
    }
    gaps = {(gap["judgement"]["edition"], gap["judgement"]["number"]): gap["code"] for gap in bench["gaps"]}
    assert gaps == substantial
    assert len(gaps) == len(bench["gaps"])
    sending = {EDITIONS[edition]["country"] for edition in bench["sending_editions"]}
    for gap in bench["gaps"]:
        assert gap["code"] in GapCode.values
        assert gap["severity"] in Severity.values
        assert gap["state"] in GapState.values
        assert gap["action_type"] in ACTION_TYPES
        assert gap["owner_country"] in sending
        assert gap["title"]
        assert gap["description"]
        assert (gap["state"] == GapState.CLOSED) == ("closing" in gap)
        assert (gap["state"] == GapState.WAITING_CHECK) == ("reported" in gap)
        assert (gap["state"] == GapState.DISMISSED) == ("dismissal" in gap)
        assert (gap["state"] == GapState.KEPT) == ("keeping" in gap)
        assert {reply["by"] for reply in gap.get("replies", [])} <= keys("accounts")


def test_gaps_are_in_every_state_and_the_closed_one_was_checked_by_a_second_person() -> None:
    states = Counter(gap["state"] for gap in FULL["gaps"])
    assert states.keys() == set(GapState.values)
    assert states["closed"] == states["dismissed"] == states["kept"] == 1
    closed = next(gap["closing"] for gap in FULL["gaps"] if gap["state"] == GapState.CLOSED)
    assert closed["done"]
    assert closed["proof"]
    assert closed["reported_by"] != closed["closed_by"]
    assert {closed["reported_by"], closed["closed_by"]} <= keys("accounts")
    assert next(gap["dismissal"]["reason"] for gap in FULL["gaps"] if gap["state"] == GapState.DISMISSED)


def test_observations_confirm_gaps_at_sites_of_a_held_mission() -> None:
    gaps = {gap["key"] for gap in FULL["gaps"]}
    missions = {item["key"]: item for item in PILOT["missions"]}
    assert {item["site"] for item in FULL["observations"]} == {"kh-testing-centre", "kh-training-centre"}
    for item in FULL["observations"]:
        mission = missions[item["mission"]]
        agenda = PILOT["agendas"][mission["agenda"]]
        day = next(day for day in agenda["days"] if day["day"] == item["day"])
        assert item["session"] in {session["key"] for session in day["sessions"]}
        assert item["site"] in {site["key"] for site in mission["sites"]}
        assert item["corridor"] in mission["corridors"]
        assert item["step"] in ROADMAP
        assert mission["actual"]["start"] <= item["date"] <= mission["actual"]["end"]
        assert item["by"] in keys("accounts")
        assert {link["gap"] for link in item["gaps"]} <= gaps
        assert {link["effect"] for link in item["gaps"]} == {Effect.CONFIRMS}


def test_assistance_addresses_gaps_and_agrees_with_their_state() -> None:
    state_of = {gap["key"]: gap["state"] for gap in FULL["gaps"]}
    fits = {
        "closed": ActivityState.DONE,
        "waiting_check": ActivityState.DONE,
        "in_progress": ActivityState.IN_PROGRESS,
        "agreed": ActivityState.PLANNED,
    }
    assert FULL["assistance"]
    for item in FULL["assistance"]:
        assert item["gaps"]
        assert {item["owner"], item["partner"]} <= keys("organisations")
        assert item["corridor"] == FULL["corridor"]
        assert item["dates_illustrative"] is True
        assert {fits[state_of[gap]] for gap in item["gaps"]} == {item["state"]}


def test_the_report_of_the_full_corridor_waits_for_the_ilo() -> None:
    report = FULL["report"]
    assert report["state"] == ReportState.ILO_REVIEW
    people = {report["requested_by"], report["sent_to_ilo_by"], report["reviewer"]}
    assert people | {comment["by"] for comment in report["comments"]} <= keys("accounts")
