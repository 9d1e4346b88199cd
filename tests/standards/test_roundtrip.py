"""Out as a spreadsheet or CSV and in again: nothing changes by itself, nothing foreign is touched. Ids of trust.md 3.1."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
from django.core.files.base import ContentFile
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.models import AuditLine
from core.states import IllegalMove
from core.text import clean
from standards import actions, queries, refusals
from standards.exchange import tables
from standards.exchange.facts import EditionFacts
from standards.intake import LineKind, Problem, ReadLine, ReadResult, Refused, read, template_workbook
from standards.intake.ours.template import BASE_SHEET, GROUPS, SHEET, TRANSLATIONS
from standards.lines import NewLine
from standards.models import Edition, Intake, Line
from standards.reading import candidate
from standards.states import EditionState, TranslationStatus, UnitType
from tests.conftest import Cast
from tests.factories import world
from tests.standards import intake_files as files
from tests.standards.files import read_here, run_job_of

FACTS = EditionFacts(
    ref="kh-bricklaying-2018-aaaa",
    title="Bricklaying",
    label="2018",
    state="draft",
    country="Cambodia",
    body="Board of Standards",
    changed_at=datetime(2026, 11, 22, 3, tzinfo=UTC),
    revision=7,
    content_hash="ab" * 32,
)


# ---------------------------------------------------------------------- lines of any text
# As stored: the portal cleans texts when it takes them in.
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cn"]), max_size=40).map(clean)
NUMBERS = st.text(st.characters(exclude_categories=["Cs", "Cn"]), max_size=12).map(clean)


@st.composite
def trees(draw: st.DrawFn) -> list[ReadLine]:
    """Lines of an edition: a tree of any shape, with keys."""
    lines: list[ReadLine] = []
    for _ in range(draw(st.integers(1, 6))):
        depth = draw(st.integers(0, lines[-1].depth + 1)) if lines else 0
        lines.append(
            ReadLine(
                kind=draw(st.sampled_from([kind.value for kind in LineKind])),
                number=draw(NUMBERS),
                text=draw(TEXTS) or "Text",
                text_original=draw(TEXTS),
                depth=depth,
                critical=draw(st.booleans()),
                marks=draw(st.none() | st.decimals(0, 999, places=2)),
                key=str(uuid4()),
                unit_type=draw(st.sampled_from(["", *GROUPS])),
                translation=draw(st.sampled_from(["", *TRANSLATIONS])),
            )
        )
    return lines


HARD = [
    ReadLine("unit", "=1+1", "=cmd|' /C calc'!A0", "@SUM(1+1)", key=str(uuid4())),
    ReadLine("criterion", "1.10", "+1", "-2+3", 1, marks=Decimal("4.50"), key=str(uuid4())),
    ReadLine("criterion", "0001", "\uff1d1+1", "\u200b=1", 1, key=str(uuid4())),
    ReadLine("criterion", "1E5", "_x000D_ _x0041_", '"=1+1"', 1, key=str(uuid4())),
    ReadLine(
        "knowledge",
        "2019-05-01",
        '\'=1+1\nsecond; line,\twith "quotes"',
        "การก่ออิฐ\nការរៀបឥដ្ឋ",
        1,
        key=str(uuid4()),
    ),
    ReadLine("attitude", ";", ",", "|", 1, key=str(uuid4())),
    ReadLine("skill", "", "x" * 40_000 + "y", "\U0001f9f1" * 20_000, 1, key=str(uuid4())),
]


def as_stored(lines: Sequence[ReadLine]) -> list[tuple[NewLine, str]]:
    return [(candidate(line), line.key) for line in lines]


def comes_back(folder: Path, name: str, content: bytes) -> ReadResult:
    return read(files.put(folder, name, content), name)


FAST = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FAST
@given(trees())
@example(HARD)
def test_x17_x21_any_lines_come_back_equal_from_a_spreadsheet(tmp_path: Path, lines: list[ReadLine]) -> None:
    result = comes_back(tmp_path, "lines.xlsx", tables.workbook(FACTS, lines).content)

    assert as_stored(result.lines) == as_stored(lines)
    assert result.base is not None
    assert (result.base.edition, result.base.revision, result.base.content_hash) == (FACTS.ref, 7, "ab" * 32)
    assert as_stored(result.base.lines) == as_stored(lines)
    assert result.not_kept == ()
    assert not any(w.code in ("hidden_cells", "sheet_hidden") for w in result.warnings)


@settings(FAST, max_examples=200)
@given(trees())
@example(HARD)
def test_c16_any_lines_come_back_equal_from_csv(tmp_path: Path, lines: list[ReadLine]) -> None:
    result = comes_back(tmp_path, "lines.csv", tables.text_table(lines).content)

    assert as_stored(result.lines) == as_stored(lines)
    assert result.layout == "template"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("=cmd|' /C calc'!A0", id="C-11"),
        pytest.param("@SUM(1+1)*cmd", id="C-12 at"),
        pytest.param("+1", id="C-12 plus"),
        pytest.param("-2+3", id="C-12 minus"),
        pytest.param("\t=1", id="C-13 tab"),
        pytest.param("\r=1", id="C-13 return"),
        pytest.param("\n=1", id="C-13 line feed"),
        pytest.param("\uff1d1+1", id="C-14 full width"),
        pytest.param("\u200b=1", id="C-14 zero width"),
        pytest.param("\u00a0\u2060 =1", id="C-14 unseen"),
        pytest.param("\uff20SUM(1)", id="C-14 full-width at"),
    ],
)
def test_what_a_spreadsheet_program_takes_for_a_formula_gets_a_tab(text: str) -> None:
    assert tables.guarded(text) == "\t" + text


@pytest.mark.parametrize("text", ["'=1+1", '"=1+1"', "1.10", "Lay = build", "", "ก", "1-2"])
def test_c15_what_is_no_formula_stays_as_it_is(text: str) -> None:
    assert tables.guarded(text) == text


def test_every_field_of_the_csv_is_quoted_and_it_begins_with_a_mark_for_utf_8() -> None:
    content = tables.text_table(HARD[:2]).content

    assert content.startswith(b'\xef\xbb\xbf"Kind","Number"')
    assert b'"\t=cmd|' in content


def test_x17_libreoffice_finds_no_formula(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if not office:
        pytest.skip("LibreOffice is not installed here")
    lines = HARD[:5]
    for name, content in (
        ("a.xlsx", tables.workbook(FACTS, lines).content),
        ("b.csv", tables.text_table(lines).content),
    ):
        (tmp_path / name).write_bytes(content)
        command = [
            office,
            "--headless",
            "--convert-to",
            "fods",
            "--outdir",
            str(tmp_path),
            str(tmp_path / name),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        converted = (tmp_path / name).with_suffix(".fods").read_text()
        assert "Bricklaying" in converted or "calc" in converted
        assert "table:formula" not in converted


SHEET_PARTS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"


def with_shared_strings(content: bytes) -> bytes:
    """As office programs write it: texts in one list, the cells with their numbers (we write them inside the cells)."""
    members = dict(files.members_of(content))
    shared: list[bytes] = []

    def number(match: re.Match[bytes]) -> bytes:
        shared.append(match[3])
        return b"<c " + match[1] + b't="s"' + match[2] + b"><v>%d</v></c>" % (len(shared) - 1)

    cell = rb'<c ([^>]*?)t="inlineStr"([^>]*)><is>(.*?)</is></c>'
    for name in members:
        if name.startswith("xl/worksheets/"):
            members[name] = re.sub(cell, number, members[name], flags=re.S)
    texts = b"".join(b"<si>" + text + b"</si>" for text in shared)
    members["xl/sharedStrings.xml"] = f'<sst xmlns="{files.SHEET_NS}">'.encode() + texts + b"</sst>"
    relation = f'<Relationship Id="rIdS" Type="{RELATION}" Target="sharedStrings.xml"/></Relationships>'
    part = (
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{SHEET_PARTS}.sharedStrings+xml"/></Types>'
    )
    for name, end, more in (
        ("xl/_rels/workbook.xml.rels", b"</Relationships>", relation),
        ("[Content_Types].xml", b"</Types>", part),
    ):
        members[name] = members[name].replace(end, more.encode())
    return files.zipped(members)


def test_x33_saved_again_by_an_office_program_it_comes_back_equal(tmp_path: Path) -> None:
    content = with_shared_strings(tables.workbook(FACTS, HARD).content)
    result = comes_back(tmp_path, "a.xlsx", content)

    assert b"inlineStr" not in dict(files.members_of(content))["xl/worksheets/sheet1.xml"]
    assert as_stored(result.lines) == as_stored(HARD)
    assert result.base is not None
    assert as_stored(result.base.lines) == as_stored(HARD)


def test_x22_characters_that_cannot_be_stored_are_replaced_and_noted(tmp_path: Path) -> None:
    line = ReadLine("criterion", "1", "a\x00b\x01c", key=str(uuid4()))
    content = tables.workbook(FACTS, [line]).content
    notes = openpyxl.load_workbook(io.BytesIO(content))["Notes"]

    assert comes_back(tmp_path, "a.xlsx", content).lines[0].text == "a\ufffdb\ufffdc"
    assert "Row 2, column Text (English)" in [cell.value for cell in notes["A"]]


def test_the_workbook_hides_its_keys_and_its_base_and_offers_what_is_allowed() -> None:
    book = openpyxl.load_workbook(io.BytesIO(tables.workbook(FACTS, HARD).content))
    sheet = book[SHEET]
    formulas = " ".join(str(rule.formula1) for rule in sheet.data_validations.dataValidation)

    assert sheet["A1"].value == "Key"
    assert sheet.column_dimensions["A"].hidden
    assert book[BASE_SHEET].sheet_state == "hidden"
    assert book[BASE_SHEET].protection.sheet
    assert all(word in formulas for word in ("criterion", "yes,no", "technical", "machine", "FALSE"))
    assert "again" in str([cell.value for cell in book["Help"]["A"]])


def test_groups_and_translations_are_those_of_the_portal() -> None:
    assert [value for value in UnitType.values if value] == list(GROUPS)
    assert [value for value in TranslationStatus.values if value] == list(TRANSLATIONS)


def test_the_kinds_of_the_intake_are_those_of_the_portal() -> None:
    choices = [value for value, _label in Line._meta.get_field("kind").choices or ()]
    assert sorted(kind.value for kind in LineKind) == sorted(choices)


# ---------------------------------------------------------------------- what people do to the file
def edited(content: bytes, change: Any) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_copied_row_is_a_new_line_and_the_one_that_stayed_keeps_its_key(tmp_path: Path) -> None:
    lines = [ReadLine("criterion", f"1.{n}", f"Line {n}", key=str(uuid4())) for n in (1, 2)]

    def change(book: openpyxl.Workbook) -> None:
        sheet = book[SHEET]
        sheet.insert_rows(2)
        for column in range(1, 10):
            sheet.cell(2, column).value = sheet.cell(3, column).value
        sheet["D2"].value = "Another line"

    result = comes_back(tmp_path, "a.xlsx", edited(tables.workbook(FACTS, lines).content, change))

    assert [line.key for line in result.lines] == ["", lines[0].key, lines[1].key]
    assert [(one.code, one.params) for one in result.not_kept] == [("keys_twice", {"rows": "2"})]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda book: book.__delitem__(BASE_SHEET),
        lambda book: setattr(book[BASE_SHEET]["A1"], "value", "Something"),
        lambda book: setattr(book[BASE_SHEET]["B3"], "value", "-1"),
        lambda book: setattr(book[BASE_SHEET]["B3"], "value", "9" * 400),
    ],
    ids=["taken away", "another sheet", "negative revision", "huge revision"],
)
def test_a_spoilt_base_leaves_a_file_without_base(tmp_path: Path, spoil: Any) -> None:
    result = comes_back(tmp_path, "a.xlsx", edited(tables.workbook(FACTS, HARD[:2]).content, spoil))

    assert result.base is None
    assert [line.key for line in result.lines] == [line.key for line in HARD[:2]]


def test_lines_of_the_base_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book[BASE_SHEET]["B7"].value = "nonsense"

    result = comes_back(tmp_path, "a.xlsx", edited(tables.workbook(FACTS, HARD[:2]).content, change))

    assert result.base is not None
    assert result.base.lines == ()
    assert [one.code for one in result.not_kept] == ["base_unread"]


def test_all_wrong_cells_are_named_at_once_and_nothing_is_read(tmp_path: Path) -> None:
    head = ["Kind", "Number", "Text (English)", "Group", "Translation", "Depth"]
    rows = [
        ["unit", "U1", "Bricks", "big", "", "0"],
        ["criterion", "1", "Lay", "", "google", "3"],
        ["criterion", "2", "x" * 32_767, "", "", "many"],
    ]
    with pytest.raises(Refused) as caught:
        comes_back(tmp_path, "a.xlsx", files.xlsx([head, *rows], SHEET))

    found = {(p.code, p.params["row"], p.params["column"]) for p in caught.value.problems}
    assert found == {
        ("row_choice", 2, "Group"),
        ("row_choice", 3, "Translation"),
        ("row_full", 4, "Text (English)"),
    }


def test_a_depth_that_is_no_step_of_a_tree_is_named(tmp_path: Path) -> None:
    head = ["Kind", "Text (English)", "Depth"]
    rows = [["unit", "Bricks", "0"], ["criterion", "Lay", "3"], ["criterion", "Joint", "-1"]]
    with pytest.raises(Refused) as caught:
        comes_back(tmp_path, "a.xlsx", files.xlsx([head, *rows], SHEET))

    assert [(p.code, p.params["row"], p.params["limit"]) for p in caught.value.problems] == [
        ("row_depth", 3, 1),
        ("row_depth", 4, 1),
    ]


def test_x29_empty_formatted_rows_and_keys_without_text_are_no_lines(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        sheet = book[SHEET]
        for column in range(2, 10):
            sheet.cell(2, column).value = None
        for row in range(10, 500):
            sheet.cell(row, 3).number_format = "0.00"

    result = comes_back(tmp_path, "a.xlsx", edited(tables.workbook(FACTS, HARD[:3]).content, change))

    assert [line.key for line in result.lines] == [line.key for line in HARD[1:3]]


@pytest.mark.parametrize("value", ["#REF!", "#N/A"])
def test_x19_errors_in_cells_are_named(tmp_path: Path, value: str) -> None:
    with pytest.raises(Refused) as caught:
        comes_back(tmp_path, "a.xlsx", files.xlsx([["Kind", "Text (English)"], ["criterion", value]], SHEET))

    assert [p.code for p in caught.value.problems] == ["row_error"]


def test_x20_markup_in_a_cell_is_text(tmp_path: Path) -> None:
    rows = [["Kind", "Text (English)"], ["criterion", "<img src=x onerror=alert(1)>"]]
    assert (
        comes_back(tmp_path, "a.xlsx", files.xlsx(rows, SHEET)).lines[0].text
        == "<img src=x onerror=alert(1)>"
    )


def test_x24_numbers_with_a_comma_are_marks_and_words_are_not(tmp_path: Path) -> None:
    head = ["Kind", "Text (English)", "Marks"]
    good = comes_back(tmp_path, "a.xlsx", files.xlsx([head, ["criterion", "Lay", "1,5"]], SHEET))
    assert good.lines[0].marks == Decimal("1.5")
    for bad in ("1e400", "NaN", "-1"):
        with pytest.raises(Refused) as caught:
            comes_back(tmp_path, "a.xlsx", files.xlsx([head, ["criterion", "Lay", bad]], SHEET))
        assert [p.code for p in caught.value.problems] == ["row_marks"]


def test_x27_two_thousand_lines_go_out_and_come_back_in_time(tmp_path: Path) -> None:
    lines = [
        ReadLine("criterion", f"1.{n}", f"Lay bricks {n}", "ការរៀបឥដ្ឋ", key=str(uuid4()))
        for n in range(2_000)
    ]
    started = time.process_time()
    result = comes_back(tmp_path, "a.xlsx", tables.workbook(FACTS, lines).content)

    assert len(result.lines) == 2_000
    assert time.process_time() - started < 20


@pytest.mark.parametrize("code", ["con-01", "CON-01 ", "CON\u200b-01", "\uff23\uff2f\uff2e-01"])
def test_x25_unit_codes_that_differ_by_nothing_one_sees_are_named_with_both_rows(
    tmp_path: Path, code: str
) -> None:
    rows = [["Kind", "Number", "Text (English)"], ["unit", "CON-01", "Bricks"], ["unit", code, "Walls"]]
    found = comes_back(tmp_path, "a.xlsx", files.xlsx(rows, SHEET))
    doubt = next(w for w in found.warnings if w.code == "unit_twice")

    assert (doubt.line, doubt.params["first"], doubt.params["second"]) == (1, 2, 3)


# ---------------------------------------------------------------------- through the portal
@pytest.fixture
def draft(cast: Cast) -> Edition:
    """A Cambodian draft with lines."""
    return world.edition("KH", by=cast.focal_kh, state=EditionState.DRAFT)


def exported(edition: Edition, cast: Cast) -> bytes:
    lines = queries.lines_of(edition)
    facts = queries.facts_of(edition, lines, cast.focal_kh)
    return tables.workbook(facts, queries.exported_lines(lines)).content


def taken_in(edition: Edition, cast: Cast, content: bytes, name: str = "back.xlsx") -> Intake:
    intake = actions.upload_source(
        edition=edition, content=ContentFile(content, name=name), name=name, by=cast.focal_kh
    )
    return read_here(intake)


def test_the_file_of_a_draft_brings_keys_and_base(cast: Cast, draft: Edition) -> None:
    Edition.objects.filter(pk=draft.pk).update(lines_revision=3)
    draft.refresh_from_db()
    intake = taken_in(draft, cast, exported(draft, cast))

    keys = [line.key for line in queries.lines_of(draft)]
    assert [line.key for line in intake.lines.order_by("position")] == keys
    assert intake.base_revision == 3
    assert [row["key"] for row in intake.base] == [str(key) for key in keys]
    assert [row["depth"] for row in intake.base] == [
        line.depth for line in queries.exported_lines(queries.lines_of(draft))
    ]
    assert intake.not_kept == []


def test_c16_the_csv_of_a_draft_brings_keys(cast: Cast, draft: Edition) -> None:
    content = tables.text_table(queries.exported_lines(queries.lines_of(draft))).content
    intake = taken_in(draft, cast, content, "back.csv")

    assert [line.key for line in intake.lines.order_by("position")] == [
        row.key for row in queries.lines_of(draft)
    ]


def test_a_checked_translation_stays_checked_by_the_same_person_and_a_file_alone_checks_nothing(
    cast: Cast, draft: Edition
) -> None:
    same, reworded, *_rest = queries.lines_of(draft)
    Line.objects.filter(pk__in=[same.pk, reworded.pk]).update(
        translation=TranslationStatus.CHECKED, translation_checked_by=cast.expert_kh
    )
    lines = queries.exported_lines(queries.lines_of(draft))
    lines[1] = replace(lines[1], text="Another wording")
    lines[2] = replace(lines[2], translation="checked")
    intake = taken_in(draft, cast, tables.text_table(lines).content, "a.csv")
    found = [
        (line.translation, line.translation_checked_by) for line in intake.lines.order_by("position")[:3]
    ]

    assert found == [("checked", cast.expert_kh), ("draft", None), ("draft", None)]
    assert {"code": "checks_unknown", "params": {"count": 2}} in intake.not_kept


def test_x31_a_file_of_another_standard_is_taken_as_new_lines_and_that_is_said(
    cast: Cast, draft: Edition
) -> None:
    other = world.edition("LA", by=cast.focal_la, state=EditionState.DRAFT)
    before = [(line.key, line.content_hash) for line in queries.lines_of(other)]
    lines = queries.lines_of(other)
    content = tables.workbook(
        queries.facts_of(other, lines, cast.focal_la), queries.exported_lines(lines)
    ).content
    intake = taken_in(draft, cast, content)

    assert {line.key for line in intake.lines.all()} == {None}
    assert [one["code"] for one in intake.not_kept] == ["keys_unknown", "file_elsewhere"]
    said = " ".join(refusals.sentences(intake.not_kept))
    assert other.ref not in said
    assert "Lao" not in said
    assert [(line.key, line.content_hash) for line in queries.lines_of(other)] == before


def test_x32_keys_of_another_country_in_the_hidden_column_touch_nothing_and_are_recorded(
    cast: Cast, draft: Edition
) -> None:
    other = world.edition("LA", by=cast.focal_la, state=EditionState.DRAFT)
    foreign = queries.lines_of(other)
    mine = [
        replace(line, key=str(foreign[index].key))
        for index, line in enumerate(queries.exported_lines(queries.lines_of(draft))[: len(foreign)])
    ]
    facts = queries.facts_of(draft, queries.lines_of(draft), cast.focal_kh)
    intake = taken_in(draft, cast, tables.workbook(facts, mine).content)

    assert {line.key for line in intake.lines.all()} == {None}
    assert intake.not_kept == [{"code": "keys_unknown", "params": {"count": len(mine)}}]
    assert AuditLine.objects.get(event="intake.read").after["keys_unknown"] == {"count": len(mine)}
    assert Line.objects.filter(edition=other).count() == len(foreign)


def test_a_file_of_the_edition_before_is_known_in_the_draft_that_was_copied_from_it(
    cast: Cast, draft: Edition
) -> None:
    Edition.objects.filter(pk=draft.pk).update(state=EditionState.RETURNED, lines_revision=5)
    draft.refresh_from_db()
    content = exported(draft, cast)
    copy = actions.new_edition(edition=draft, by=cast.focal_kh)
    intake = taken_in(copy, cast, content)

    assert [line.key for line in intake.lines.order_by("position")] == [
        row.key for row in queries.lines_of(copy)
    ]
    assert intake.base_revision == 0
    assert len(intake.base) == len(queries.lines_of(copy))


def test_a_file_with_wrong_rows_is_refused_with_all_of_them_and_writes_nothing(
    cast: Cast, draft: Edition
) -> None:
    def change(book: openpyxl.Workbook) -> None:
        for row in (2, 4, 6):
            book[SHEET].cell(row, 2).value = "nonsense"

    before = [(line.pk, line.key) for line in queries.lines_of(draft)]
    content = ContentFile(edited(exported(draft, cast), change), name="back.xlsx")
    intake = actions.upload_source(edition=draft, content=content, name="back.xlsx", by=cast.focal_kh)
    run_job_of(intake)

    intake.refresh_from_db()
    assert intake.refusal == "template_rows"
    assert len(intake.refusal_params["problems"]) == 3
    assert not intake.lines.exists()
    assert [(line.pk, line.key) for line in queries.lines_of(draft)] == before


def test_c23_a_file_that_changes_after_the_preview_is_another_reading(cast: Cast, draft: Edition) -> None:
    lines = queries.exported_lines(queries.lines_of(draft))
    first = taken_in(draft, cast, tables.text_table(lines).content, "a.csv")
    other = taken_in(draft, cast, tables.text_table([replace(lines[0], text="Another")]).content, "a.csv")
    actions.confirm_intake(intake=first, by=cast.focal_kh)

    assert first.pk != other.pk
    assert [line.text for line in queries.lines_of(draft)] == [line.text for line in lines]


def test_c24_confirming_twice_writes_once(cast: Cast, draft: Edition) -> None:
    content = tables.text_table(queries.exported_lines(queries.lines_of(draft))).content
    intake = taken_in(draft, cast, content, "a.csv")
    actions.confirm_intake(intake=intake, by=cast.focal_kh)
    written = Edition.objects.get(pk=draft.pk).lines_revision
    with pytest.raises(IllegalMove):
        actions.confirm_intake(intake=Intake.objects.get(pk=intake.pk), by=cast.focal_kh)

    assert Edition.objects.get(pk=draft.pk).lines_revision == written
    assert AuditLine.objects.filter(event="intake.confirmed").count() == 1


def test_an_empty_template_has_neither_keys_nor_base() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template_workbook()))
    assert "Key" not in [cell.value for cell in book[SHEET][1]]
    assert BASE_SHEET not in book.sheetnames


def test_the_sentences_of_what_is_not_kept_are_complete() -> None:
    rows = [
        {"code": "keys_unknown", "params": {"count": 1_200}},
        {"code": "keys_twice", "params": {"rows": "2, 3"}},
    ]
    assert "1,200" in refusals.sentences(rows)[0]
    assert all("{" not in text for text in refusals.sentences(rows))
    assert Problem("base_unread").message.endswith(".")
