"""The reading job: real files, a real child process, and everything that may go wrong on the way."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from string import Formatter

import pytest
from django.core.files.base import ContentFile

from core import jobs
from core.children import ChildFailed, Limits
from core.models import JobState
from standards import actions, reading, refusals
from standards.intake import ReadLine
from standards.intake.messages import MESSAGES
from standards.models import Edition, Intake
from standards.states import EditionState, IntakeState
from tests.conftest import Cast
from tests.factories import world
from tests.standards.files import run_job_of, workbook

REAL_FILES = Path(__file__).resolve().parents[3] / "shared" / "data" / "extraction"


@pytest.fixture
def draft(cast: Cast) -> Edition:
    """A Cambodian draft with a few lines."""
    return world.edition("KH", by=cast.focal_kh, state=EditionState.DRAFT)


def uploaded(cast: Cast, draft: Edition, content: bytes, name: str) -> Intake:
    return actions.upload_source(edition=draft, content=ContentFile(content), name=name, by=cast.focal_kh)


@pytest.mark.parametrize(
    "name", ["ng_masonry_l3_row_table.pdf", "au_ictcld502.docx", "ng_garment_l1_xlsx_flat.xlsx"]
)
def test_a_real_document_becomes_candidate_lines(cast: Cast, draft: Edition, name: str) -> None:
    if not (REAL_FILES / name).exists():
        pytest.skip("the sample documents are not beside the repository")

    intake = run_job_of(uploaded(cast, draft, (REAL_FILES / name).read_bytes(), name))

    assert intake.state == IntakeState.READ
    assert intake.job is not None
    assert intake.job.state == JobState.READY
    lines = list(intake.lines.order_by("position"))
    assert len(lines) > 20
    assert [line.position for line in lines] == list(range(len(lines)))
    assert draft.lines.count() == len(world.CAMBODIAN_LINES)


def test_a_file_that_cannot_be_read_gets_a_sentence_and_stores_no_line(cast: Cast, draft: Edition) -> None:
    intake = run_job_of(uploaded(cast, draft, b"%PDF-1.7\nthis is no document\n%%EOF", "broken.pdf"))

    assert (intake.state, intake.refusal) == (IntakeState.REFUSED, "damaged")
    assert "damaged" in refusals.sentence(intake.refusal, intake.refusal_params)
    assert not intake.lines.exists()


def test_a_csv_file_in_an_old_thai_encoding_becomes_candidate_lines(cast: Cast, draft: Edition) -> None:
    content = "Element;No.;Performance criteria\nเตรียมงาน;1.1;ทำความสะอาดพื้นผิว\n;1.2;ผสมปูน\n".encode("cp874")

    intake = run_job_of(uploaded(cast, draft, content, "มาตรฐาน.csv"))

    assert intake.state == IntakeState.READ
    assert [(line.kind, line.number, line.text_original) for line in intake.lines.order_by("position")] == [
        ("element", "", "เตรียมงาน"),
        ("criterion", "1.1", "ทำความสะอาดพื้นผิว"),
        ("criterion", "1.2", "ผสมปูน"),
    ]
    assert intake.source.stored.content_type == "text/csv"


def test_wrong_rows_of_the_template_are_named(cast: Cast, draft: Edition) -> None:
    from openpyxl import load_workbook

    book = load_workbook(workbook())
    book["Lines"].cell(4, 1, "criterium")
    out = BytesIO()
    book.save(out)

    intake = run_job_of(uploaded(cast, draft, out.getvalue(), "standard.xlsx"))

    assert intake.state == IntakeState.REFUSED
    assert any("Row 4" in one and "criterium" in one for one in refusals.problems(intake.refusal_params))


def test_a_zip_bomb_is_refused_and_the_next_file_is_read(cast: Cast, draft: Edition) -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (80 * 1024 * 1024))

    bomb = run_job_of(uploaded(cast, draft, out.getvalue(), "bomb.xlsx"))
    fine = run_job_of(uploaded(cast, draft, workbook().read(), "standard.xlsx"))

    assert (bomb.state, bomb.refusal) == (IntakeState.REFUSED, "unpacked")
    assert fine.state == IntakeState.READ


def test_what_takes_too_long_is_refused_with_a_way_out(
    cast: Cast, draft: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LIMITS", Limits(wall_seconds=0))
    many = workbook([ReadLine("criterion", str(n), f"Line {n} of a long standard") for n in range(8_000)])

    intake = run_job_of(uploaded(cast, draft, many.read(), "standard.xlsx"))

    assert (intake.state, intake.refusal) == (IntakeState.REFUSED, "too_long")
    assert "XLSX template" in refusals.sentence("too_long")


def test_too_much_memory_is_the_files_fault_and_a_crash_is_ours() -> None:
    assert "too complex" in refusals.sentence(reading.too_much(ChildFailed("memory")).code)
    with pytest.raises(ChildFailed):
        reading.too_much(ChildFailed("crash"))


def test_the_persons_right_is_asked_again_when_the_work_runs(cast: Cast, draft: Edition) -> None:
    intake = uploaded(cast, draft, workbook().read(), "standard.xlsx")
    cast.focal_kh.is_active = False
    cast.focal_kh.save()

    run_job_of(intake)

    assert intake.state == IntakeState.READING
    assert intake.job is not None
    assert intake.job.state == JobState.FAILED
    assert "may no longer" in intake.job.failure
    assert not intake.lines.exists()


def test_an_edition_that_was_submitted_meanwhile_is_left_alone(cast: Cast, draft: Edition) -> None:
    intake = uploaded(cast, draft, workbook().read(), "standard.xlsx")
    actions.submit(edition=draft, by=cast.focal_kh)

    run_job_of(intake)

    assert intake.job is not None
    assert "submitted meanwhile" in intake.job.failure


def test_a_missing_file_says_so_and_a_retry_reads_it_again(
    cast: Cast, draft: Edition, settings: object
) -> None:
    intake = uploaded(cast, draft, workbook().read(), "standard.xlsx")
    kept = Path(settings.PRIVATE_FILES) / intake.source.stored.path  # type: ignore[attr-defined]
    away = kept.with_suffix(".away")
    kept.rename(away)
    run_job_of(intake)
    assert intake.job is not None
    assert "missing" in intake.job.failure

    away.rename(kept)
    actions.retry_intake(intake=intake, by=cast.focal_kh)
    run_job_of(intake)

    assert intake.state == IntakeState.READ


def test_a_discarded_reading_stores_nothing(cast: Cast, draft: Edition) -> None:
    intake = uploaded(cast, draft, workbook().read(), "standard.xlsx")
    actions.discard_intake(intake=intake, by=cast.focal_kh)

    run_job_of(intake)

    assert intake.state == IntakeState.DISCARDED
    assert not intake.lines.exists()


def test_the_same_job_twice_gives_one_result(cast: Cast, draft: Edition) -> None:
    intake = uploaded(cast, draft, workbook().read(), "standard.xlsx")
    run_job_of(intake)
    count = intake.lines.count()

    jobs.run(str(intake.job_id))

    assert intake.lines.count() == count > 0


def test_a_number_that_is_too_long_for_a_number_is_not_cut_off() -> None:
    row = reading.candidate(ReadLine("unit", "X" * 60, "Title"))

    assert (row.number, row.text) == ("", "X" * 60 + " Title")


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_every_code_of_the_intake_has_a_sentence(code: str) -> None:
    names = [name for _, name, _, _ in Formatter().parse(MESSAGES[code]) if name]
    sentence = refusals.sentence(code, dict.fromkeys(names, "?"))

    assert sentence.endswith((".", "?", "”"))
    assert "{" not in sentence


def test_an_unknown_code_or_a_missing_value_still_gives_a_sentence() -> None:
    assert "could not be read" in refusals.sentence("from-the-future")
    assert refusals.sentence("rows", {})
