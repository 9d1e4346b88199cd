"""CASE 1.1: what goes out keeps the official rules and comes in again equal; packages of others come in and go out."""

from __future__ import annotations

import gzip
import json
import resource
import sys
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.base import ContentFile
from hypothesis import HealthCheck, example, given, settings

from core.text import clean
from standards import actions, queries, refusals
from standards.changes import Change, Row, compare
from standards.exchange import case as writer
from standards.exchange.facts import EditionFacts
from standards.exchange.identifiers import allowed, derived, item_identifier
from standards.intake import ReadLine, ReadResult, read
from standards.intake.casefiles.casekinds import TYPE_OF, kind_of
from standards.intake.kinds import LineKind
from standards.models import Edition, FrameworkLevel, Intake, LevelFramework
from standards.states import EditionState
from tests.conftest import Cast
from tests.factories import world
from tests.standards import intake_files as files
from tests.standards.case_rules import faults
from tests.standards.files import read_here, run_job_of
from tests.standards.test_roundtrip import HARD, as_stored, trees

ADDRESS = "https://portal.example.org"
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "case"
PACKAGES = sorted(SHARED.glob("*.json*")) if SHARED.is_dir() else []
FACTS = EditionFacts(
    ref="kh-bricklaying-2018-aaaa",
    title="Bricklaying",
    label="2018",
    state="accepted",
    country="Cambodia",
    body="Board of Standards",
    changed_at=datetime(2026, 11, 22, 3, tzinfo=UTC),
    title_original="ការរៀបឥដ្ឋ",
    owner="Ministry of Labour",
    language="km",
    licence="CC BY 4.0",
    legal_basis="Prakas 12",
    issued_on=date(2018, 5, 1),
    note="A note",
    skill_area="Bricklaying and plastering",
    occupation="ISCO-08 7112 Bricklayers",
    revision=7,
    content_hash="ab" * 32,
    levels={"2": ("CQF:2", "AQRF:2"), "certificate ii": ("CQF:2", "AQRF:2")},
    previous=("kh-bricklaying-2010-bbbb", "Bricklaying, 2010"),
)


def comes_back(folder: Path, package: Any) -> ReadResult:
    content = package if isinstance(package, bytes) else json.dumps(package, ensure_ascii=False).encode()
    return read(files.put(folder, "case.json", content), "case.json")


# ---------------------------------------------------------------------- out
@settings(max_examples=60, deadline=None)
@given(trees())
@example(HARD)
def test_every_export_keeps_the_official_rules(lines: list[ReadLine]) -> None:
    package, _not_carried = writer.package(FACTS, lines, ADDRESS)

    assert faults(package) == []


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(trees())
@example(HARD)
def test_j24_our_own_export_comes_back_equal(tmp_path: Path, lines: list[ReadLine]) -> None:
    exported = writer.write(FACTS, lines, ADDRESS)
    result = comes_back(tmp_path, exported.content)

    assert as_stored(result.lines) == as_stored(lines)
    assert result.layout == "case 1.1"
    assert result.base is not None
    assert (result.base.edition, result.base.revision) == (FACTS.ref, 7)
    assert {one.code for one in result.not_kept} <= {"case_document", "case_definitions", "case_outside"}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(trees())
def test_the_order_of_an_export_is_in_its_sequence_numbers_not_in_the_file(
    tmp_path: Path, lines: list[ReadLine]
) -> None:
    package, _ = writer.package(FACTS, lines, ADDRESS)
    package["CFItems"].reverse()
    package["CFAssociations"].reverse()

    assert as_stored(comes_back(tmp_path, package).lines) == as_stored(lines)


def test_a_line_of_nothing_but_its_number_or_its_original_comes_back_so(tmp_path: Path) -> None:
    lines = [
        ReadLine("unit", "CON-01", "", key=str(uuid4())),
        ReadLine("criterion", "1", "", "Hàn", 1, key=str(uuid4())),  # Latin letters, but no English
    ]
    assert as_stored(comes_back(tmp_path, writer.write(FACTS, lines, ADDRESS).content).lines) == as_stored(
        lines
    )


def test_the_document_says_what_the_edition_is() -> None:
    package, _ = writer.package(FACTS, HARD[:1], ADDRESS)
    document = package["CFDocument"]

    assert document["adoptionStatus"] == "Adopted"
    assert (document["version"], document["statusStartDate"], document["language"]) == (
        "2018",
        "2018-05-01",
        "en",
    )
    assert document["extensions"]["mrs:linesRevision"] == 7
    assert package["CFDefinitions"]["CFLicenses"][0]["identifier"] == document["licenseURI"]["identifier"]
    assert [one["associationType"] for one in package["CFAssociations"]].count("replacedBy") == 1


def test_a_line_in_two_languages_becomes_two_items_and_a_level_names_its_frameworks() -> None:
    lines = [
        ReadLine("level", "2", "Level two", key=str(uuid4())),
        ReadLine("unit", "U1", "Bricks", "ឥដ្ឋ", 1, key=str(uuid4())),
    ]
    package, _ = writer.package(FACTS, lines, ADDRESS)
    level, unit, twin = package["CFItems"]

    assert level["educationLevel"] == unit["educationLevel"] == ["CQF:2", "AQRF:2"]
    assert (twin["fullStatement"], twin["language"]) == ("ឥដ្ឋ", "km")
    ends = [
        (one["originNodeURI"]["identifier"], one["destinationNodeURI"]["identifier"])
        for one in package["CFAssociations"]
        if one["associationType"] == "isTranslationOf"
    ]
    assert ends == [(twin["identifier"], unit["identifier"])]


def test_a_second_export_has_the_same_identifiers() -> None:
    one, other = (writer.package(FACTS, HARD, ADDRESS)[0] for _ in range(2))
    assert one == other


@pytest.mark.parametrize(
    ("identifier", "good"),
    [
        ("8d2307e9-5b1f-4c1e-9f6e-0123456789ab", True),
        ("01890a5d-ac96-774b-bcce-b302099a8057", False),  # version 7
        ("8D2307E9-5B1F-4C1E-9F6E-0123456789AB", False),
        ("00000000-0000-0000-0000-000000000001", False),
    ],
)
def test_identifiers_are_of_version_1_to_5_in_lower_case(identifier: str, good: bool) -> None:
    assert allowed(identifier) is good
    assert allowed(item_identifier(identifier))
    assert (item_identifier(identifier) == identifier) is good
    assert allowed(derived("a", "b"))


def test_every_kind_has_a_type_that_is_read_back() -> None:
    assert set(TYPE_OF) == set(LineKind)
    assert all(kind_of(name, 3, is_group=False) == (kind, True) for kind, name in TYPE_OF.items())


def test_extensions_beyond_64_kb_are_left_out_and_that_is_said() -> None:
    line = ReadLine("criterion", "1", "Lay", marks=Decimal(1).scaleb(70_000), key=str(uuid4()))
    package, not_carried = writer.package(FACTS, [line], ADDRESS)

    assert package["CFItems"][0]["extensions"] == {"mrs:kind": "criterion"}
    assert [one.code for one in not_carried] == ["case_extension"]


# ---------------------------------------------------------------------- packages of others
def unpacked(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def shape(items: Sequence[dict[str, Any]], links: Sequence[dict[str, Any]]) -> list[tuple[str, str, str]]:
    """Statement, code and the parent's statement of every item; "" for the document."""
    said = {item["identifier"].lower(): item["fullStatement"].strip() for item in items}
    parents = {
        link["originNodeURI"]["identifier"].lower(): link["destinationNodeURI"]["identifier"].lower()
        for link in links
        if link["associationType"] == "isChildOf"
    }
    return [
        (
            item["fullStatement"].strip(),
            item.get("humanCodingScheme") or "",
            said.get(parents.get(item["identifier"].lower(), ""), ""),
        )
        for item in items
    ]


def cleaned(rows: Sequence[tuple[str, str, str]]) -> list[tuple[str, str, str]]:

    return sorted((clean(one), clean(two), clean(three)) for one, two, three in rows)


@pytest.mark.parametrize("path", PACKAGES or [None], ids=lambda path: path.name if path else "none")
def test_j24_packages_of_others_come_in_and_go_out_again(tmp_path: Path, path: Path | None) -> None:
    if path is None:
        pytest.skip("The sample packages are not here")
    raw = unpacked(path)
    before = json.loads(raw)
    result = comes_back(tmp_path, raw)
    with_keys = [
        line
        if line.key
        else ReadLine(line.kind, line.number, line.text, line.text_original, line.depth, key=str(uuid4()))
        for line in result.lines
    ]
    after, not_carried = writer.package(FACTS, with_keys, ADDRESS)
    again = comes_back(tmp_path, after)

    assert faults(after) == []
    assert not_carried == []
    assert cleaned(shape(after["CFItems"], after["CFAssociations"])) == cleaned(
        shape(before["CFItems"], before["CFAssociations"])
    )
    assert as_stored(again.lines) == as_stored(with_keys)
    kept = {line.key for line in result.lines if line.key}
    assert kept == {item["identifier"] for item in before["CFItems"] if allowed(item["identifier"])}
    assert all(one.message.endswith(".") for one in result.not_kept)
    types = {item.get("CFItemType") for item in before["CFItems"]} - {None}
    assert types == {one.params["name"] for one in result.not_kept if one.code == "case_type"}


def test_order_goes_by_sequence_number_then_enumeration_then_the_file(tmp_path: Path) -> None:
    path = SHARED / "opensalt_SequenceNumberFramework.json"
    if not path.exists():
        pytest.skip("The sample packages are not here")
    assert [line.number for line in comes_back(tmp_path, path.read_bytes()).lines] == ["SNT.2", "SNT.1"]


def test_the_largest_real_package_is_read_in_a_second_and_little_memory(tmp_path: Path) -> None:
    path = SHARED / "ccss_math.case.json.gz"
    if not path.exists():
        pytest.skip("The sample packages are not here")
    started, memory = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    result = comes_back(tmp_path, unpacked(path))
    seconds = time.process_time() - started
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) // 1024
    sys.stdout.write(f"{len(result.lines)} items, {seconds:.2f} s, {grown} MB more\n")

    assert len(result.lines) == 746
    assert max(line.depth for line in result.lines) == 5
    assert seconds < 5


# ---------------------------------------------------------------------- through the portal
@pytest.fixture
def draft(cast: Cast) -> Edition:
    """A Cambodian draft with lines."""
    return world.edition("KH", by=cast.focal_kh, state=EditionState.DRAFT)


def package_of(edition: Edition, cast: Cast) -> dict[str, Any]:
    lines = queries.lines_of(edition)
    facts = queries.facts_of(edition, lines, cast.focal_kh)
    return writer.package(facts, queries.exported_lines(lines), ADDRESS)[0]


def taken_in(edition: Edition, cast: Cast, package: dict[str, Any], name: str = "back.json") -> Intake:
    content = ContentFile(json.dumps(package).encode(), name=name)
    intake = actions.upload_source(edition=edition, content=content, name=name, by=cast.focal_kh)
    return read_here(intake)


def rows(lines: Sequence[Any]) -> list[Row]:
    return [
        Row(line.key, line.kind, line.number, line.text, line.text_original, line.critical) for line in lines
    ]


def test_j11_the_package_of_a_draft_comes_back_without_a_change(cast: Cast, draft: Edition) -> None:
    intake = taken_in(draft, cast, package_of(draft, cast))
    changes = compare(rows(queries.lines_of(draft)), rows(list(intake.lines.order_by("position"))))

    assert {one.change for one in changes} == {Change.SAME}


def test_j10_identifiers_of_another_countrys_draft_are_replaced_the_same_way_every_time_and_recorded(
    cast: Cast, draft: Edition
) -> None:
    other = world.edition("LA", by=cast.focal_la, state=EditionState.DRAFT)
    package = package_of(other, cast)
    package["CFDocument"]["extensions"] = {}
    foreign = {line.key for line in queries.lines_of(other)}
    first = taken_in(draft, cast, package)
    keys = [line.key for line in first.lines.order_by("position")]
    again = taken_in(draft, cast, {**package, "CFRubrics": []}, "again.json")

    assert None not in keys
    assert not foreign & set(keys)
    assert [line.key for line in again.lines.order_by("position")] == keys
    assert {"code": "keys_new", "params": {"count": len(foreign)}} in first.not_kept
    assert "Lao" not in " ".join(refusals.sentences(first.not_kept))


def test_j18_a_package_of_another_standard_leaves_that_one_alone(cast: Cast, draft: Edition) -> None:
    other = world.edition("LA", by=cast.focal_la, state=EditionState.ACCEPTED)
    before = [(line.pk, line.key, line.content_hash) for line in queries.lines_of(other)]
    actions.confirm_intake(intake=taken_in(draft, cast, package_of(other, cast)), by=cast.focal_kh)

    assert [(line.pk, line.key, line.content_hash) for line in queries.lines_of(other)] == before
    assert not {line.key for line in queries.lines_of(draft)} & {key for _pk, key, _hash in before}


def test_free_identifiers_of_a_package_become_keys(cast: Cast, draft: Edition) -> None:
    lines = [ReadLine("criterion", "1", "Lay bricks", key="8d2307e9-5b1f-4c1e-9f6e-0123456789ab")]
    package = writer.package(FACTS, lines, ADDRESS)[0]
    intake = taken_in(draft, cast, package)

    assert intake.lines.get().key == UUID("8d2307e9-5b1f-4c1e-9f6e-0123456789ab")
    assert intake.content_changed_at == FACTS.changed_at


def test_j12_a_package_older_than_what_was_taken_before_is_refused(cast: Cast, draft: Edition) -> None:
    lines = [ReadLine("criterion", "1", "Lay bricks", key=str(uuid4()))]
    package = writer.package(FACTS, lines, ADDRESS)[0]
    actions.confirm_intake(intake=taken_in(draft, cast, package), by=cast.focal_kh)
    package["CFDocument"]["lastChangeDateTime"] = "2020-01-01T00:00:00+00:00"
    intake = taken_in(draft, cast, package, "old.json")

    assert intake.refusal == "case_older"
    assert not intake.lines.exists()


def test_j12_our_own_package_from_before_the_last_change_is_refused(cast: Cast, draft: Edition) -> None:
    package = package_of(draft, cast)
    Edition.objects.filter(pk=draft.pk).update(lines_revision=draft.lines_revision + 1)

    assert taken_in(draft, cast, package).refusal == "case_older"


def test_a_real_upload_is_read_in_the_child_process(cast: Cast, draft: Edition) -> None:
    content = ContentFile(json.dumps(package_of(draft, cast)).encode(), name="case.json")
    intake = actions.upload_source(edition=draft, content=content, name="case.json", by=cast.focal_kh)
    run_job_of(intake)

    intake.refresh_from_db()
    assert (intake.state, intake.layout) == ("read", "case 1.1")
    assert intake.lines.count() == len(queries.lines_of(draft))


def test_levels_of_the_editions_framework_go_out_with_the_regions(cast: Cast, draft: Edition) -> None:
    region = LevelFramework.objects.create(ref="aqrf-x", name="Regional framework", short_name="AQRF")
    own = LevelFramework.objects.create(
        ref="cqf-x", country="KH", name="National framework", short_name="CQF"
    )
    top = FrameworkLevel.objects.create(framework=region, position=2, label="2")
    FrameworkLevel.objects.create(framework=own, position=1, label="II", title="Certificate", regional=top)
    draft.level_framework = own
    draft.save()

    facts = queries.facts_of(draft, queries.lines_of(draft), cast.focal_kh)
    assert facts.levels == {"ii": ("CQF:II", "AQRF:2"), "certificate": ("CQF:II", "AQRF:2")}


def test_the_edition_before_is_named_only_to_those_who_may_see_it(cast: Cast, draft: Edition) -> None:
    Edition.objects.filter(pk=draft.pk).update(state=EditionState.RETURNED)
    draft.refresh_from_db()
    copy = actions.new_edition(edition=draft, by=cast.focal_kh)

    assert queries.facts_of(copy, [], cast.focal_kh).previous == (draft.ref, str(draft))
    assert queries.facts_of(copy, [], cast.focal_la).previous is None
