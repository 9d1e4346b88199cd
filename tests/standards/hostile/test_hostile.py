"""Each hostile file ends as a reading or a sentence, within its time and memory; the next file is read as ever."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.files import safe_name
from standards.intake import Refused, limits, read
from tests.standards import intake_files as files
from tests.standards.hostile.elsewhere import CASES, ELSEWHERE, GROUPS, number_of
from tests.standards.hostile.general import NAMES
from tests.standards.hostile.kit import START_SECONDS, Case, NameCase, judge, put
from tests.standards.hostile.pdf_files import attached, encrypted
from tests.standards.hostile.sheet_files import HEAD, ROW, producer
from tests.standards.test_intake_csv import TABLE, THAI
from tests.standards.test_intake_word import document, item, p, tbl, tc


def id_of(case: Case | NameCase) -> str:
    """The number of a case in the plan of tests."""
    return case.id


def check(case: Case) -> None:
    """The outcome is the right one, and it cost no more than allowed."""
    outcome = put(case)

    assert judge(case, outcome) == ""
    assert outcome.seconds <= case.seconds + START_SECONDS
    assert outcome.memory <= limits.CHILD_MEMORY_BYTES


@pytest.mark.parametrize("case", [case for case in CASES if not case.slow], ids=id_of)
def test_a_hostile_file(case: Case) -> None:
    check(case)


@pytest.mark.long
@pytest.mark.parametrize("case", [case for case in CASES if case.slow], ids=id_of)
def test_a_large_hostile_file(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("case", NAMES, ids=id_of)
def test_a_hostile_name(case: NameCase) -> None:
    assert safe_name(case.given) == case.kept


def test_a_good_file_is_read_after_a_bad_one() -> None:
    good = Case("", "", lambda: files.word("1.1 Lay bricks"), "a.docx", warned=(), child=True)
    bad = next(case for case in CASES if case.id == "X-06")

    for case in (bad, good):
        assert judge(case, put(case)) == ""


def test_every_case_of_the_plan_has_a_test_or_a_reason() -> None:
    cases: list[Case | NameCase] = [*CASES, *NAMES]
    planned = {f"{letter}-{number:02d}" for letter, count in GROUPS.items() for number in range(1, count + 1)}
    tried = {number_of(case.id) for case in cases}

    assert planned - tried == set(ELSEWHERE)
    assert tried <= planned


def test_no_case_is_there_twice() -> None:
    cases: list[Case | NameCase] = [*CASES, *NAMES]
    ids = [case.id for case in cases]

    assert len(set(ids)) == len(ids)


# --------------------------------------------------------------- damaged at random
@functools.cache
def originals() -> tuple[tuple[str, bytes], ...]:
    """Sound files of each kind, with as many features as possible."""
    row = tc(p("1.1")) + tc(p("Clean"), '<w:gridSpan w:val="2"/>')
    return (
        ("a.docx", document(item("Prepare", 1) + item("Clean", 1, 1) + item("Letter", 3, 1) + tbl(row, row))),
        ("a.xlsx", files.xlsx([HEAD, ROW, ["", 1.1, True]], "CON001 Lay", More=[HEAD, ROW])),
        ("a.xlsx", producer("inline")()),
        ("a.pdf", encrypted(b"", b"owner", -4)),
        ("a.pdf", attached(b"data.xml")),
        ("a.csv", TABLE.encode("utf-16")),
        ("a.csv", (TABLE + ',1.3,"with ""quotes"", and\nlines"\n').encode()),
        ("a.txt", THAI.replace(",", "\t").encode("cp874")),
    )


def is_read_or_refused(path: Path, name: str) -> None:
    """Any exception but a refusal goes through."""
    try:
        result = read(path, name)
    except Refused:
        return
    assert result.lines or result.warnings


def damage(data: st.DataObject, content: bytes) -> bytes:
    """Some bytes exchanged, or a piece taken out or doubled."""
    whole = bytearray(content)
    for _ in range(data.draw(st.integers(1, 6))):
        if len(whole) < 2:
            break
        at = data.draw(st.integers(0, len(whole) - 2))
        end = min(len(whole), at + data.draw(st.integers(1, 40)))
        way = data.draw(st.sampled_from(("exchange", "take out", "double")))
        piece = {
            "exchange": data.draw(st.binary(min_size=1, max_size=4)),
            "take out": b"",
            "double": whole[at:end] * 2,
        }
        whole[at:end] = piece[way]
    return bytes(whole)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_file_is_read_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    name, content = data.draw(st.sampled_from(originals()))
    is_read_or_refused(files.put(tmp_path, "upload", damage(data, content)), name)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_an_archive_with_a_damaged_part_is_read_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    name, content = data.draw(st.sampled_from([one for one in originals() if one[0] in ("a.docx", "a.xlsx")]))
    members = files.members_of(content)
    at = data.draw(st.integers(0, len(members) - 1))
    members[at] = (members[at][0], damage(data, members[at][1]))
    is_read_or_refused(files.put(tmp_path, "upload", files.zipped(members)), name)


_XML_WORDS = (
    "0",
    "-1",
    "99999999",
    "1e9",
    "",
    "none",
    "XFD1048576",
    "decimal",
    "bullet",
    "true",
    "\u0e51",
    "%1.%9",
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_document_with_other_values_in_its_marks_is_read_or_refused(
    tmp_path: Path, data: st.DataObject
) -> None:
    """Sound XML, senseless values: what damaged bytes hardly ever make."""
    name, content = data.draw(st.sampled_from([one for one in originals() if one[0] in ("a.docx", "a.xlsx")]))
    members = files.members_of(content)
    known = [
        n for n, (part, _) in enumerate(members) if part.endswith(".xml") and "Content_Types" not in part
    ]
    at = data.draw(st.sampled_from(known))
    pieces = members[at][1].decode("utf-8").split('"')
    for _ in range(data.draw(st.integers(1, 5))):
        if len(pieces) > 2:
            place = data.draw(st.integers(0, (len(pieces) - 2) // 2)) * 2 + 1
            pieces[place] = data.draw(st.sampled_from(_XML_WORDS))
    members[at] = (members[at][0], '"'.join(pieces).encode("utf-8"))
    is_read_or_refused(files.put(tmp_path, "upload", files.zipped(members)), name)
