"""Standards of different shapes become the right lines. All texts here are made up for the tests."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from weasyprint import HTML

from standards.intake import ReadResult, read
from standards.intake.blocks import spans_of
from standards.intake.fronts import pdf
from tests.standards import intake_files as files

Short = list[tuple[str, str, str]]


def short(result: ReadResult) -> Short:
    """Kind, number and text of every line."""
    return [(line.kind, line.number, line.text or line.text_original) for line in result.lines]


def from_word(folder: Path, *parts: str | list[list[str]]) -> ReadResult:
    return read(files.put(folder, "standard.docx", files.word(*parts)))


def from_html(folder: Path, body: str) -> ReadResult:
    style = (
        "<style>@page{size:A4;margin:2cm;@top-center{content:'BRICKLAYING // LEVEL 1'}"
        "@bottom-center{content:'Page ' counter(page)}} body{font:11pt sans-serif}"
        "table{border-collapse:collapse;width:100%} td,th{border:1px solid;padding:4px;vertical-align:top}</style>"
    )
    pdf: bytes = HTML(string=style + body).write_pdf()
    return read(files.put(folder, "standard.pdf", pdf))


def codes(result: ReadResult) -> list[str]:
    return [warning.code for warning in (*result.warnings, *result.remarks)]


def test_numbered_headings_in_a_document_make_units_elements_and_criteria(tmp_path: Path) -> None:
    result = from_word(
        tmp_path,
        "# Unit 1: Lay bricks (CON/BL/001/L1)",
        "Element 1: Prepare the site",
        "1.1\tClean the surface",
        "1.2\tSet out the first course",
        "Element 2: Lay courses",
        "2.1\tSpread mortar",
        "Required knowledge",
        "* Kinds of mortar",
        "# Unit 2: Plaster walls (CON/BL/002/L1)",
        "Element 1: Mix plaster",
        "1.1\tMeasure sand and lime",
    )
    assert short(result) == [
        ("unit", "CON/BL/001/L1", "Lay bricks"),
        ("element", "1", "Prepare the site"),
        ("criterion", "1.1", "Clean the surface"),
        ("criterion", "1.2", "Set out the first course"),
        ("element", "2", "Lay courses"),
        ("criterion", "2.1", "Spread mortar"),
        ("knowledge", "", "Kinds of mortar"),
        ("unit", "CON/BL/002/L1", "Plaster walls"),
        ("element", "1", "Mix plaster"),
        ("criterion", "1.1", "Measure sand and lime"),
    ]
    assert [line.depth for line in result.lines] == [0, 1, 2, 2, 1, 2, 1, 0, 1, 2]
    assert codes(result) == []


def test_four_columns_with_knowledge_and_skills_and_an_evidence_table(tmp_path: Path) -> None:
    result = from_word(
        tmp_path,
        "UNIT OF COMPETENCY: LAY BRICKS",
        "UNIT CODE: CON123456",
        [
            ["ELEMENT", "PERFORMANCE CRITERIA", "REQUIRED KNOWLEDGE", "REQUIRED SKILLS"],
            [
                "1. Prepare",
                "1.1 Clean the surface\n1.2 Wet the bricks",
                "1.1 Kinds of brick",
                "1.1 Reading plans",
            ],
            ["2. Lay", "2.1 Spread mortar", "2.1 Mortar ratios", "2.1 Using a trowel"],
        ],
        "RANGE OF VARIABLES",
        [["VARIABLE", "RANGE"], ["1. Tools", "1.1 Trowel\n1.2 Level"]],
        "EVIDENCE GUIDE",
        [
            ["1. Critical aspects of competency", "1.1 Laid a wall"],
            ["2. Methods of assessment", "2.1 Observation"],
        ],
    )
    kinds = [line.kind for line in result.lines]
    assert short(result)[0] == ("unit", "CON123456", "LAY BRICKS")
    assert kinds.count("element") == 2
    assert [t for k, _, t in short(result) if k == "criterion"] == [
        "Clean the surface",
        "Wet the bricks",
        "Spread mortar",
    ]
    assert [t for k, _, t in short(result) if k == "knowledge"] == ["Kinds of brick", "Mortar ratios"]
    assert [t for k, _, t in short(result) if k == "skill"] == ["Reading plans", "Using a trowel"]
    assert [t for k, _, t in short(result) if k == "range"] == ["Trowel", "Level"]
    assert [t for k, _, t in short(result) if k == "evidence"] == ["Laid a wall", "Observation"]


def test_levels_with_knowledge_skills_and_attitudes_need_no_units(tmp_path: Path) -> None:
    result = from_word(
        tmp_path,
        "Level 1",
        "Knowledge",
        "1. Kinds of brick",
        "2. Kinds of mortar",
        "Skills",
        "1. Laying a straight wall",
        "Attitude",
        "1. Working safely",
        "Level 2",
        "Knowledge",
        "1. Reading plans",
    )
    assert [(line.kind, line.depth) for line in result.lines] == [
        ("level", 0),
        ("knowledge", 1),
        ("knowledge", 1),
        ("skill", 1),
        ("attitude", 1),
        ("level", 0),
        ("knowledge", 1),
    ]
    assert "nothing_found" not in codes(result)


def test_headings_and_text_in_a_national_language_are_kept_as_the_original(tmp_path: Path) -> None:
    result = from_word(
        tmp_path, "ระดับ 1", "ความรู้", "1. ชนิดของอิฐ", "ทักษะ", "1. การก่ออิฐ", "ระดับ 2", "ทักษะ", "1. การฉาบปูน"
    )
    assert [line.kind for line in result.lines] == ["level", "knowledge", "skill", "level", "skill"]
    assert result.lines[1].text_original == "ชนิดของอิฐ"
    assert result.lines[1].text == ""


def test_statements_numbered_with_letters_become_knowledge_skills_and_attitudes(tmp_path: Path) -> None:
    duty = [
        "Duty 1: Set out",
        *(f"S{n} Skill number {n}" for n in range(1, 4)),
        *(f"K{n} Fact {n}" for n in range(1, 4)),
    ]
    result = from_word(tmp_path, *duty, *(f"B{n} Habit {n}" for n in range(1, 4)))
    kinds = [line.kind for line in result.lines]
    assert kinds == ["unit"] + ["skill"] * 3 + ["knowledge"] * 3 + ["attitude"] * 3
    assert result.lines[1].number == "S1"


def test_three_part_numbers_make_two_part_numbers_elements(tmp_path: Path) -> None:
    result = from_word(
        tmp_path,
        "Unit 1: Lay bricks",
        "1.1 Prepare",
        "1.1.1 Clean",
        "1.1.2 Wet",
        "1.2 Lay",
        "1.2.1 Spread",
        "1.2.2 Press",
    )
    assert [(line.kind, line.number) for line in result.lines[1:4]] == [
        ("element", "1.1"),
        ("criterion", "1.1.1"),
        ("criterion", "1.1.2"),
    ]


def test_a_flat_sheet_with_one_criterion_in_each_row(tmp_path: Path) -> None:
    rows = [
        ["Bricklaying standard"],
        ["Unit code", "Unit", "Element", "No.", "Performance criteria"],
        ["BL-01", "Lay bricks", "Prepare", "1.1", "Clean the surface"],
        ["BL-01", "Lay bricks", "Prepare", "1.2", "Wet the bricks"],
        ["BL-01", "Lay bricks", "Lay", "2.1", "Spread mortar"],
        ["BL-02", "Plaster", "Mix", "1.1", "Measure sand"],
    ]
    result = read(files.put(tmp_path, "flat.xlsx", files.xlsx(rows)))
    assert [line.kind for line in result.lines] == [
        "unit", "element", "criterion", "criterion", "element", "criterion", "unit", "element", "criterion",
    ]  # fmt: skip
    assert result.lines[0].number == "BL-01"


def test_hidden_sheets_are_named_and_not_read(tmp_path: Path) -> None:
    import openpyxl

    path = files.put(tmp_path, "two.xlsx", files.xlsx([["1.1", "Lay bricks"]], hidden=[["1.2", "Secret"]]))
    workbook = openpyxl.load_workbook(path)
    workbook["hidden"].sheet_state = "hidden"
    workbook.save(path)
    result = read(path)
    assert "sheet_hidden" in codes(result)
    assert "Secret" not in result.to_json()


TABLE_HEAD = "<tr><th>Element</th><th>Performance criteria</th></tr>"


def test_a_ruled_table_over_two_pages_keeps_every_criterion_with_its_place(tmp_path: Path) -> None:
    rows = "".join(
        f"<tr><td>{e}. Element number {e}</td><td>"
        + "".join(
            f"<p>{e}.{c} Criterion number {e}.{c} which is long enough to fill more than one line</p>"
            for c in range(1, 12)
        )
        + "</td></tr>"
        for e in range(1, 6)
    )
    result = from_html(
        tmp_path, f"<h2>Unit 1: Lay bricks (CON/BL/001/L1)</h2><table>{TABLE_HEAD}{rows}</table>"
    )
    criteria = [line for line in result.lines if line.kind == "criterion"]
    assert [line.number for line in criteria] == [f"{e}.{c}" for e in range(1, 6) for c in range(1, 12)]
    assert all(line.text.endswith("more than one line") for line in criteria)
    assert result.pages >= 2
    assert {line.page for line in criteria} == set(range(1, result.pages + 1))
    assert all(
        line.box and 0 <= line.box[0] < line.box[2] <= 596 and line.box[1] < line.box[3] for line in criteria
    )
    assert codes(result) == []
    assert "BRICKLAYING" not in result.to_json()


def test_a_checklist_has_headings_between_bullets_and_stars_for_critical(tmp_path: Path) -> None:
    rows = "".join(
        f"<tr><td>{text}</td><td></td><td></td></tr>"
        for text in (
            "PREPARE THE SITE",
            "• Clean the surface*",
            "• Wet the bricks",
            "LAY COURSES",
            "• Spread mortar",
        )
    )
    result = from_html(tmp_path, f"<table><tr><th>Can I?</th><th>YES</th><th>NO</th></tr>{rows}</table>")
    assert short(result) == [
        ("element", "", "PREPARE THE SITE"),
        ("criterion", "", "Clean the surface"),
        ("criterion", "", "Wet the bricks"),
        ("element", "", "LAY COURSES"),
        ("criterion", "", "Spread mortar"),
    ]
    assert [line.critical for line in result.lines] == [False, True, False, False, False]


def test_wrapped_lines_in_running_text_are_joined(tmp_path: Path) -> None:
    long = "1.1 Clean the surface " + "with care and water " * 12
    result = from_html(
        tmp_path, f"<p>Unit 1: Lay bricks</p><p>Element 1: Prepare</p><p>{long}</p><p>1.2 Wet the bricks</p>"
    )
    assert [len(line.text) for line in result.lines if line.kind == "criterion"] == [
        len(long.strip()) - 4,
        14,
    ]


def test_unit_numbers_at_the_head_of_each_page_are_no_running_heads(tmp_path: Path) -> None:
    pages = "".join(
        f"<div style='page-break-after:always'><p>Unit {n}: Task of kind {n}</p><p>1.1 Do the work {n}</p></div>"
        for n in range(1, 5)
    )
    result = from_html(tmp_path, pages)
    assert [t for k, _, t in short(result) if k == "unit"] == [f"Task of kind {n}" for n in range(1, 5)]


def test_running_heads_and_page_numbers_are_dropped(tmp_path: Path) -> None:
    body = "".join(f"<p style='page-break-after:always'>{n}.1 Lay course number {n}</p>" for n in range(1, 5))
    from_html(tmp_path, body)
    texts = [span.text for span in spans_of(pdf.read(tmp_path / "standard.pdf").blocks)]
    assert texts == [f"{n}.1 Lay course number {n}" for n in range(1, 5)]


@pytest.mark.parametrize(
    "lines, code",
    [
        (["Unit 1: Lay bricks", "1.1 Clean", "1.3 Wet"], "number_gap"),
        (["Unit 1: Lay bricks", "1.2 Clean", "1.3 Wet"], "number_start"),
        (["Unit 1: Lay bricks", "1.1 Clean", "1.1 Wet"], "source_twice"),
        (["Unit 1: Lay bricks", "Unit 2: Plaster", "1.1 Clean"], "unit_without_criteria"),
        (["A letter about the weather", "With best wishes"], "nothing_found"),
    ],
)
def test_a_loss_never_goes_without_a_warning(tmp_path: Path, lines: list[str], code: str) -> None:
    assert code in codes(from_word(tmp_path, *lines))


def test_words_that_became_no_lines_are_reported(tmp_path: Path) -> None:
    prose = ["This paragraph says much about the trade and holds no line of the standard at all."] * 40
    result = from_word(tmp_path, "Unit 1: Lay bricks", "1.1 Clean", *prose)
    assert "much_unread" in codes(result)


def test_a_document_of_ten_thousand_paragraphs_is_read_in_seconds(tmp_path: Path) -> None:
    numbers = [f"{e}.{c}" for e in range(1, 100) for c in range(1, 100)]
    path = files.put(
        tmp_path, "long.docx", files.word("Unit 1: Lay bricks", *(f"{n} Lay a course" for n in numbers))
    )
    start = time.process_time()
    assert [line.number for line in read(path).lines[1:]] == numbers
    assert time.process_time() - start < 10


def child(path: Path, *more: str) -> tuple[dict[str, object], str]:
    """Answer and progress of the child process."""
    done = subprocess.run(
        [sys.executable, "-m", "standards.intake", str(path), *more],
        capture_output=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    return json.loads(done.stdout), done.stderr.decode()


def test_the_child_process_prints_the_result_and_its_progress(tmp_path: Path) -> None:
    path = files.put(tmp_path, "upload", files.pdf_raw("1.1 Lay bricks", "1.2 Fill joints"))
    answer, progress = child(path, "standard.pdf")
    assert ReadResult.from_json(json.dumps(answer)) == read(path)
    assert "PROGRESS 2 2 page 2" in progress.splitlines()


def test_the_child_process_prints_a_refusal_and_ends_well(tmp_path: Path) -> None:
    answer, _ = child(files.put(tmp_path, "upload", b""), "standard.pdf")
    refused = answer["refused"]
    assert isinstance(refused, dict)
    assert refused["code"] == "empty"
    assert refused["message"].startswith("The selected file is empty.")


def test_the_child_process_fits_into_its_limits(tmp_path: Path) -> None:
    """A standard of 30 pages and more in 512 MiB of address space."""
    rows = "".join(
        f"<tr><td>{e}. Element {e}</td><td>"
        + "".join(f"<p>{e}.{c} {'Lay the bricks level ' * 5}</p>" for c in range(1, 9))
        + "</td></tr>"
        for e in range(1, 71)
    )
    html = f"<style>td{{border:1px solid}}</style><p>Unit 1: Lay bricks</p><table>{TABLE_HEAD}{rows}</table>"
    path = files.put(tmp_path, "upload", HTML(string=html).write_pdf() or b"")
    program = (
        "import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_AS, (512 << 20,) * 2);"
        f"resource.setrlimit(resource.RLIMIT_CPU, (30, 30)); sys.argv = ['intake', {str(path)!r}];"
        "runpy.run_module('standards.intake', run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=False, cwd=Path(__file__).parents[2]
    )
    assert done.returncode == 0, done.stderr.decode()[-500:]
    result = ReadResult.from_json(done.stdout)
    assert result.pages >= 30
    assert sum(line.kind == "criterion" for line in result.lines) == 560
