"""The data of the demonstration: whole, consistent, illustrative, and without a person's name."""

from __future__ import annotations

import calendar
import hashlib
import re
import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from accounts.states import OrganisationKind, Role, TeamFunction
from core.countries import COUNTRIES
from corridors.states import ROADMAP, ActivityState, Priority
from missions.states import MissionKind, MissionState
from standards.states import RATEABLE_KINDS, EditionState, LineKind, UnitType
from tests.mrs_portal.demo_files import (
    DEMO,
    EDITIONS,
    PILOT,
    every_edition,
    keys,
    lines_of,
    plan_rows,
    rateable_of,
    sections_of,
)

NOTE = "Illustrative text for the demonstration; not an official standard"
SCRIPT = {"th": "THAI", "km": "KHMER", "lo": "LAO", "my": "MYANMAR"}

# First 16 hex digits of SHA-256 over each name part, in lower case, of the persons listed in the concept note:
# the names themselves stay out of the repository.
NAMES = frozenset(
    [
        "0887728c7d5a87d3",
        "22160c763011b528",
        "2f5d54ea491d7dd4",
        "324ca5355e9d7d5f",
        "43316745ec45419e",
        "44eebcdcdc4fa915",
        "4a9222f8ed33d01c",
        "4f1bac5bdfeae705",
        "56d48fba8a6bb635",
        "57f2676869c0ccac",
        "5851cda3276167d1",
        "5b64ae773681c625",
        "5e7fadba89b80618",
        "5fc90ab335783816",
        "724bd220fd19b094",
        "76db30e70b339c64",
        "aab58b36d47401de",
        "b73783461816ed1a",
        "bf5cfa87e61a3798",
    ]
)


# --- all files ---------------------------------------------------------------------------------------------


def files() -> list[Path]:
    """Every file of the demonstration data."""
    return sorted(path for path in DEMO.rglob("*") if path.suffix in {".json", ".md"})


@pytest.mark.parametrize("path", files(), ids=lambda path: path.name)
def test_files_are_nfc_text_and_name_no_person_of_the_concept_note(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert "\ufffd" not in text
    assert "\u200b" not in text
    words = {word.lower() for word in re.findall(r"[A-Za-z]+", text)}
    digests = {hashlib.sha256(word.encode()).hexdigest()[:16]: word for word in words}
    assert not NAMES & digests.keys()


def test_the_digests_of_names_are_those_of_nineteen_name_parts() -> None:
    assert len(NAMES) == 19
    assert all(re.fullmatch(r"[0-9a-f]{16}", digest) for digest in NAMES)


def test_the_readme_says_that_the_standards_are_not_official() -> None:
    text = " ".join((DEMO / "README.md").read_text(encoding="utf-8").split())
    assert "illustrative texts written for the demonstration" in text
    assert "not official" in text


# --- pilot ---------------------------------------------------------------------------------------------------


def test_the_roadmap_has_the_exact_names_and_steps_one_to_five_are_in_scope() -> None:
    assert {step["code"]: step["name"] for step in PILOT["roadmap"]} == {
        code: str(name) for code, name in ROADMAP.items()
    }
    assert [step["code"] for step in PILOT["roadmap"] if step["in_scope"]] == ["1", "2", "3", "4", "5"]


def test_the_five_corridors_point_to_known_teams_and_editions() -> None:
    corridors = PILOT["corridors"]
    assert len(corridors) == 5
    assert Counter(corridor["priority"] for corridor in corridors) == {"primary": 3, "secondary": 2}
    for corridor in corridors:
        assert corridor["priority"] in Priority.values
        assert set(corridor["teams"]) <= keys("teams")
        assert corridor["skill_area"] in keys("skill_areas")
        assert {step["code"] for step in corridor["closed_steps"]} <= ROADMAP.keys()
        for side in ("receiving", "sending"):
            for key in corridor[f"{side}_editions"]:
                assert EDITIONS[key]["country"] == corridor[f"{side}_country"]
                assert EDITIONS[key]["skill_area"] == corridor["skill_area"]


def test_organisations_and_accounts_use_the_closed_lists_and_reserved_addresses() -> None:
    organisations = {item["key"]: item for item in PILOT["organisations"]}
    assert len(organisations) == len(keys("organisations"))
    for item in organisations.values():
        assert item["kind"] in OrganisationKind.values
        assert bool(item["country"]) == (item["kind"] == OrganisationKind.GOVERNMENT)
        assert item["country"] in {"", *COUNTRIES}
    for account in PILOT["accounts"]:
        assert account["organisation"] in organisations
        assert account["email"] == f"{account['key']}@mrs.example.org"
    assert {account["role"] for account in PILOT["accounts"]} == set(Role.values)
    assert all(account["try_first"] for account in PILOT["accounts"])
    assert len(keys("accounts")) == 14


def test_every_group_has_one_head_its_offices_and_its_corridors() -> None:
    served = {team["key"]: set(team["corridors"]) for team in PILOT["teams"]}
    assert {key: len(corridors) for key, corridors in served.items()} == {
        "group-1": 3,
        "group-2": 1,
        "group-3": 1,
    }
    for corridor in PILOT["corridors"]:
        assert set(corridor["teams"]) == {team for team, its in served.items() if corridor["key"] in its}
    for team, size in zip(PILOT["teams"], (3, 4, 3), strict=True):
        assert len(team["members"]) == size
        functions = Counter(member["function"] for member in team["members"])
        assert functions["head"] == 1
        assert functions.keys() <= set(TeamFunction.values)
        assert {member["office"] for member in team["members"]} <= keys("organisations")
        assert {member["account"] for member in team["members"]} - {None} <= keys("accounts")


def test_occupations_of_skill_areas_and_editions_are_known() -> None:
    known = {item["isco"] for item in PILOT["occupations"]}
    assert known == {"7112", "7123", "7411", "8153"}
    for area in PILOT["skill_areas"]:
        assert set(area["occupations"]) <= known
    for edition in EDITIONS.values():
        assert edition["occupation"] in edition["occupations"]
        assert set(edition["occupations"]) <= known


def test_missions_keep_the_traps_of_the_real_plan() -> None:
    missions = {item["key"]: item for item in PILOT["missions"]}
    assert Counter(item["round"] for item in missions.values()) == {1: 4, 2: 3}
    sewing = missions["yangon-1-sewing"]
    assert (sewing["planned"]["start"], sewing["planned"]["end"]) == ("2019-05-27", "2019-05-31")
    assert (sewing["actual"]["start"], sewing["actual"]["end"]) == ("2019-06-12", "2019-06-14")
    second = [item for item in missions.values() if item["round"] == 2]
    assert all(item["planned"]["month_only"] and item["actual"] is None for item in second)
    assert not any("group-3" in item["teams"] for item in second)


def test_missions_point_to_known_things() -> None:
    for item in PILOT["missions"]:
        assert item["kind"] in MissionKind.values
        assert item["state"] in MissionState.values
        assert (item["state"] == MissionState.HELD) == bool(item["actual"])
        assert set(item["corridors"]) <= keys("corridors")
        assert set(item["teams"]) <= keys("teams")
        assert item["host"] in keys("organisations")
        assert item["agenda"] in PILOT["agendas"]
        assert item.get("held_with", item["key"]) in keys("missions")
        assert date.fromisoformat(item["planned"]["start"]) <= date.fromisoformat(item["planned"]["end"])
    review, workshop = PILOT["agendas"]["review"], PILOT["agendas"]["workshop"]
    assert (len(review["days"]), len(workshop["days"])) == (3, 2)
    for day in (*review["days"], *workshop["days"]):
        assert {step for session in day["sessions"] for step in session["steps"]} <= ROADMAP.keys()


def test_the_action_plan_has_ten_rows_and_seven_sub_rows() -> None:
    numbers = [row["number"] for row in plan_rows()]
    assert [number for number in numbers if "." not in number] == [str(number) for number in range(1, 11)]
    assert [number for number in numbers if "." in number] == [
        "3.1",
        "3.2",
        "3.3",
        "5.1",
        "5.2",
        "5.3",
        "5.4",
    ]
    for row in plan_rows():
        assert row["dates_illustrative"] is True
        assert row["state"] in ActivityState.values
        assert row["owner"] in keys("organisations")
        assert set(row["corridors"]) <= keys("corridors")
        assert (row["state"] == ActivityState.DONE) == bool(row["actual"])


def week_days(week: str) -> tuple[date, date]:
    """First and last day of a week of the plan: four in a month, the fourth runs to the month's end."""
    match = re.fullmatch(r"(\d{4})-(\d{2}) WK([1-4])", week)
    assert match, week
    year, month, number = (int(part) for part in match.groups())
    last = calendar.monthrange(year, month)[1] if number == 4 else 7 * number
    return date(year, month, 7 * number - 6), date(year, month, last)


def test_weeks_and_dates_of_the_plan_agree_and_sub_rows_lie_inside_their_row() -> None:
    for row in plan_rows():
        assert row["planned"]["start"] == week_days(row["weeks"]["from"])[0].isoformat(), row["number"]
        assert row["planned"]["end"] == week_days(row["weeks"]["to"])[1].isoformat(), row["number"]
        for child in row.get("rows", []):
            assert row["planned"]["start"] <= child["planned"]["start"]
            assert child["planned"]["end"] <= row["planned"]["end"]


# --- editions ------------------------------------------------------------------------------------------------


def test_there_are_nine_editions_and_each_is_used_by_a_corridor() -> None:
    used = {
        key for item in PILOT["corridors"] for key in (*item["receiving_editions"], *item["sending_editions"])
    }
    assert used == set(EDITIONS)
    assert len(EDITIONS) == 9


@every_edition
def test_an_edition_is_labelled_as_illustrative_and_complete(key: str) -> None:
    edition = EDITIONS[key]
    assert edition["key"] == key
    assert edition["note"] == NOTE
    assert edition["illustrative"] is True
    assert edition["state"] in EditionState.values
    assert edition["language"] == "en"
    assert edition["body"]["organisation"] in keys("organisations")
    assert edition["body"]["country"] == edition["country"]
    assert {edition["submitted_by"], edition["accepted_by"]} <= keys("accounts")
    assert edition["submitted_by"] != edition["accepted_by"]  # by two people
    assert edition["skill_area"] in keys("skill_areas")
    assert edition["legal_basis"]
    assert date.fromisoformat(edition["date"]) < date(2019, 2, 28)  # the standards were sent by February 2019


@every_edition
def test_lines_have_unique_numbers_known_kinds_and_clean_text(key: str) -> None:
    lines = lines_of(key)
    numbers = Counter(line["number"] for line in lines)
    assert not [number for number, times in numbers.items() if times > 1]
    allowed = {"kind", "number", "text", "text_original", "critical", "marks", "unit_type", "children"}
    for line in lines:
        assert line.keys() <= allowed
        assert line["kind"] in LineKind.values
        assert 0 < len(line["number"]) <= 40
        for text in (line["text"], line.get("text_original", "x")):
            assert text
            assert text == " ".join(text.split())
        assert line.get("critical", True) is True
        assert (line["kind"] == LineKind.UNIT) == bool(line.get("unit_type"))
        assert line.get("unit_type", "") in UnitType.values


@every_edition
def test_the_tree_has_one_of_the_two_national_shapes(key: str) -> None:
    edition = EDITIONS[key]
    for root in edition["lines"]:
        for child in root["children"]:
            if edition["shape"] == "level-heading-line":
                assert root["kind"] == LineKind.LEVEL
                assert child["kind"] in RATEABLE_KINDS
                assert {line["kind"] for line in child["children"]} == {child["kind"]}
            else:
                assert root["kind"] == LineKind.UNIT
                assert child["kind"] in {"element", "knowledge", "range", "evidence"}
                assert {line["kind"] for line in child.get("children", [])} <= {"criterion"}
                assert bool(child.get("children")) == (child["kind"] == LineKind.ELEMENT)
    if edition["shape"] == "level-heading-line":
        assert sum(section["marks"] for section in sections_of(key)) == 100


@every_edition
def test_the_original_language_stands_on_all_headings_and_enough_lines(key: str) -> None:
    edition, lines = EDITIONS[key], lines_of(key)
    script = SCRIPT[edition["original_language"]]
    assert all("text_original" in section for section in sections_of(key))
    for line in lines:
        letters = [char for char in line.get("text_original", "") if char.isalpha()]
        native = [char for char in letters if unicodedata.name(char).startswith(script)]
        assert len(native) >= 0.8 * len(letters), line["number"]
    below = [line for line in lines if line not in sections_of(key) and "text_original" in line]
    assert len(below) >= 20
    if script == "THAI":
        assert sum("text_original" in line for line in rateable_of(key)) >= len(rateable_of(key)) / 3


def test_both_sides_of_bricklaying_between_thailand_and_cambodia_are_believable_in_size() -> None:
    for side in (("th_bricklaying_l1", "th_plastering_l1"), ("kh_bricklaying_plastering",)):
        assert 80 <= sum(len(lines_of(key)) for key in side) <= 150
        assert 8 <= sum(len(sections_of(key)) for key in side) <= 12
    for key in EDITIONS:
        assert len(lines_of(key)) >= 35
        assert any(line.get("critical") for line in lines_of(key))
