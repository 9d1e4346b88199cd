"""The workbook of a report: every table, nothing that computes, and the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import cast

import pytest
from openpyxl import Workbook, load_workbook

from core.jobs import JobFailed, LeaseLost
from reports.documents import kinds
from reports.documents.codec import sha256_of, to_plain
from reports.documents.gap_analysis import GapAnalysis
from reports.documents.sheets import Sheet
from reports.documents.wording import Wording
from reports.models import Report, ReportVersion
from reports.rendering.xlsx import xlsx_of
from reports.states import ReportKind
from reports.xlsx import Fact, workbook
from tests.reports.paper_sample import empty, sample

SIGNS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")')


def version_of(document: GapAnalysis) -> ReportVersion:
    """A version that no database knows."""
    data = to_plain(document)
    report = Report(kind=ReportKind.GAP_ANALYSIS, number=document.number)
    return ReportVersion(report=report, number=2, snapshot=data, snapshot_hash=sha256_of(data))


def made(document: GapAnalysis) -> bytes:
    return xlsx_of(version_of(document), tell=lambda *_: None, check=lambda: None)[0]


def book(document: GapAnalysis) -> Workbook:
    return load_workbook(io.BytesIO(made(document)))


def small(*sheets: Sheet) -> bytes:
    return workbook(
        first="About",
        facts=[Fact("Number", "MRS-1")],
        sheets=sheets,
        title="Title",
        made="2019-07-12T10:00:00+07:00",
        heads=("Sheet", "Rows", "none"),
        tell=lambda *_: None,
        check=lambda: None,
    )


@pytest.fixture(scope="module")
def whole() -> Workbook:
    """The sample document as a workbook."""
    return book(sample())


def test_every_line_of_the_comparison_is_a_row_with_both_texts(whole: Workbook) -> None:
    document, sheet = sample(), whole["Comparison"]
    rows = [row for section in document.sections for row in section.rows]
    told = list(sheet.iter_rows(min_row=2, values_only=True))

    assert len(told) == len(rows)
    heads = [cell.value for cell in sheet[1]]
    place = {head: number for number, head in enumerate(heads)}
    assert [row[place["Receiving standard"]] for row in told] == [row.text for row in rows]
    assert [row[place["Rating"]] for row in told] == [row.rating for row in rows]
    first = next(number for number, row in enumerate(rows) if row.sending)
    assert told[first][place["Sending standard"]] == "\n".join(one.text for one in rows[first].sending)


def test_gaps_plan_and_recommendations_have_a_sheet_each(whole: Workbook) -> None:
    document = sample()
    for name, things in (
        ("Gap register", document.gaps),
        ("Action plan", document.activities),
        ("Recommendations", document.recommendations),
        ("Sections", document.sections),
        ("Missions", document.missions),
        ("Editions", document.editions),
    ):
        assert things
        assert whole[name].max_row == len(things) + 1, name


def test_every_table_has_filters_a_frozen_head_and_columns_of_a_width_that_can_be_read(
    whole: Workbook,
) -> None:
    for sheet in whole.worksheets[1:]:
        assert sheet.freeze_panes in ("A2", "B2")
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.oddFooter.right.text == "&P / &N"
        widths = [dimension.width for dimension in sheet.column_dimensions.values()]
        assert all(8 <= width <= 60 for width in widths)


def test_the_first_sheet_says_number_version_and_hash_and_lists_the_others(whole: Workbook) -> None:
    document = sample()
    told = {row[0]: row[1] for row in whole.worksheets[0].iter_rows(values_only=True) if row[0]}

    assert (told["Number"], told["Version"]) == (document.number, document.version)
    assert told["Check number of the content"] == sha256_of(to_plain(document))
    assert told["Gap register"] == len(document.gaps)
    assert [name for name in whole.sheetnames[1:] if name not in told] == []


def test_numbers_are_numbers_and_texts_of_five_scripts_come_back_as_they_were(whole: Workbook) -> None:
    document = sample()
    counts = whole["Sections"]["E"][1:]
    assert [cell.value for cell in counts] == [section.counts.full for section in document.sections]
    assert {cell.data_type for cell in counts} == {"n"}
    originals = [row.original for section in document.sections for row in section.rows]
    assert [cell.value or "" for cell in whole["Comparison"]["F"][1:]] == originals


def test_no_text_of_a_person_becomes_a_formula() -> None:
    document = sample()
    section = document.sections[0]
    rows = tuple(replace(section.rows[0], text=sign, difference=sign) for sign in SIGNS)
    content = made(replace(document, sections=(replace(section, rows=rows), *document.sections[1:])))

    sheet = load_workbook(io.BytesIO(content))["Comparison"]
    for number, sign in enumerate(SIGNS, 2):
        cell = sheet.cell(number, 5)
        assert (cell.value, cell.data_type, cell.quotePrefix) == (sign, "s", True)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        pages = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/")]
    assert pages
    assert not any(b"<f>" in page or b"<f " in page for page in pages)


def test_the_same_content_gives_the_same_bytes_with_the_moment_of_freezing() -> None:
    first = made(sample())

    assert made(sample()) == first
    moment = load_workbook(io.BytesIO(first)).properties.modified
    assert moment is not None
    assert sample().generated_at[:10] == moment.isoformat()[:10]


def test_a_document_without_content_gives_a_workbook_that_says_so() -> None:
    content = book(empty())
    told = {row[0]: row[1] for row in content.worksheets[0].iter_rows(values_only=True) if row[0]}

    assert told["Gap register"] == "none"
    assert content["Gap register"].max_row == 1


def test_what_the_office_left_out_of_the_paper_is_left_out_here() -> None:
    names = book(replace(sample(), wording=Wording(hidden=("gaps", "plan")))).sheetnames

    assert "Comparison" in names
    assert not {"Gap register", "Action plan"} & set(names)


def test_names_of_sheets_are_short_and_each_stands_once() -> None:
    title = "A very long title: of a table [in] five/scripts?"
    names = load_workbook(
        io.BytesIO(small(Sheet(title, ("A",)), Sheet(title, ("A",)), Sheet("History", ("A",))))
    ).sheetnames

    assert len({name.casefold() for name in names}) == 4
    assert all(len(name) <= 31 and not set("[]:*?/\\") & set(name) for name in names)
    assert "History" not in names


def test_signs_that_a_workbook_cannot_hold_and_texts_that_are_too_long_do_not_break_it() -> None:
    texts = ("a\x01b", "_x000D_", "x" * 40_000, "ក" * 40_000, "\U0001f9f1" * 20_000)
    sheet = load_workbook(io.BytesIO(small(Sheet("T", ("A",), tuple((text,) for text in texts)))))["T"]
    found = [str(sheet.cell(number, 1).value) for number in range(2, 7)]

    assert found[0] == "a\ufffdb"
    assert all(len(text.encode("utf-16-le")) // 2 <= 32_767 for text in found)
    assert [text.endswith("…") for text in found] == [False, False, True, True, True]


def test_a_row_of_another_width_than_its_head_is_refused() -> None:
    with pytest.raises(ValueError, match="2 cells for 1 columns"):
        Sheet("T", ("A",), ((1, 2),))


def test_work_that_was_cancelled_stops_between_two_sheets() -> None:
    def gone() -> None:
        raise LeaseLost

    with pytest.raises(LeaseLost):
        xlsx_of(version_of(sample()), tell=lambda *_: None, check=gone)


def test_progress_names_the_sheet_that_is_being_written() -> None:
    told: list[tuple[int, int, str]] = []
    xlsx_of(
        version_of(sample()),
        tell=lambda *step: told.append(cast("tuple[int, int, str]", step)),
        check=lambda: None,
    )

    steps = [step for step, _steps, _words in told]
    assert steps == list(range(1, told[0][1] + 1))
    assert "Writing the sheet “Gap register”" in [words for _step, _steps, words in told]


def test_a_snapshot_that_cannot_be_read_is_a_sentence() -> None:
    version = version_of(sample())
    version.snapshot = {"schema": 99}

    with pytest.raises(JobFailed, match="Make a new version"):
        xlsx_of(version, tell=lambda *_: None, check=lambda: None)


@pytest.mark.parametrize("kind", sorted(kinds.KINDS))
def test_every_kind_of_report_says_which_tables_it_has(kind: str) -> None:
    assert kinds.KINDS[kind].sheets.__name__ != "<lambda>"
