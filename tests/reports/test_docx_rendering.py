"""From a stored version to its DOCX: in a limited child, from the snapshot alone, with a sentence when it fails."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import pytest

from core.children import Limits
from core.jobs import JobFailed, LeaseLost
from reports import rendering
from reports.documents.codec import sha256_of, to_plain
from reports.documents.gap_analysis import GapAnalysis
from reports.models import Report, ReportVersion
from reports.rendering import docx as maker
from reports.states import FileFormat, ReportKind
from tests.reports.docx_reading import words
from tests.reports.paper_sample import empty, sample


def version_of(document: GapAnalysis) -> ReportVersion:
    """A version that no database knows."""
    data = to_plain(document)
    report = Report(kind=ReportKind.GAP_ANALYSIS, number=document.number)
    return ReportVersion(report=report, number=document.version, snapshot=data, snapshot_hash=sha256_of(data))


def made(version: ReportVersion, told: list[tuple[int, int, str]] | None = None) -> bytes:
    format = rendering.FORMATS[FileFormat.DOCX]
    content, pages = format.make(
        version,
        tell=lambda *step: told.append(step) if told is not None else None,
        check=lambda: None,
    )
    assert pages == 0
    return content


def test_the_worker_makes_the_file_from_the_snapshot_and_tells_the_chapter() -> None:
    version, told = version_of(sample("KH")), list[tuple[int, int, str]]()
    content = made(version, told)
    section = docx.Document(io.BytesIO(content)).sections[1]

    assert version.snapshot_hash in section.footer.paragraphs[1].text
    assert version.snapshot_hash in words(content)
    assert section.header.paragraphs[0].text.endswith("Version 2, 9 July 2019")
    assert told[0][0] == 1
    assert told[0][1] > 10
    assert "Writing “About this document”" in told[0][2]


def test_the_words_around_the_text_are_in_the_language_of_the_report() -> None:
    asked = maker.asked_of(replace(empty(), content_language="km"), "0" * 64)

    assert '<html lang="km"' in asked["html"]
    assert "\u200b" not in asked["html"]
    assert asked["sha256"] == "0" * 64


def test_the_file_has_a_name_of_its_own() -> None:
    name = rendering.file_name(version_of(sample("KH")), FileFormat.DOCX)

    assert name == "MRS_TH-KH_bricklaying-and-plastering_gap-analysis_v2_2019-07-09.docx"


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        (Limits(wall_seconds=0), "longer than four minutes"),
        (Limits(memory_bytes=48 * 1024**2), "more memory than the portal allows"),
    ],
)
def test_what_needs_too_much_fails_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, limits: Limits, sentence: str
) -> None:
    monkeypatch.setattr(maker, "LIMITS", limits)

    with pytest.raises(JobFailed, match=sentence):
        made(version_of(empty()))


def test_a_snapshot_that_cannot_be_read_fails_with_a_sentence() -> None:
    broken = version_of(empty())
    broken.snapshot = {"schema": 99}

    with pytest.raises(JobFailed, match="Make a new version"):
        made(broken)


def test_a_job_that_is_taken_away_stops_the_child() -> None:
    def lost() -> None:
        raise LeaseLost

    with pytest.raises(LeaseLost):
        rendering.FORMATS[FileFormat.DOCX].make(version_of(empty()), tell=lambda *_: None, check=lost)
