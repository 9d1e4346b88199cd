"""The kinds of document: each is one module with frozen dataclasses and one template."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.utils import translation

from reports.states import ReportKind

from . import (
    editions_page,
    gap_page,
    gap_sheets,
    paper_review,
    paper_sheets,
    progress_page,
    progress_sheets,
    volume_page,
    volume_sheets,
)
from .codec import from_plain
from .common import Document
from .editions import Editions
from .gap_analysis import GapAnalysis
from .outline import Part
from .paper_review import PaperReview
from .progress import Progress
from .sheets import Sheet
from .volume import Volume


@dataclass(frozen=True)
class Kind:
    """`word` stands in file names. `context` gives what the template prints beside the document itself, `parts` the
    parts of the document that a comment can name, as they stand on paper, at most 120 characters each, `sheets` its
    tables for the workbook; `context`, `parts` and `sheets` are called in the language of the document.
    `outline` holds the parts that an office can move or leave out, in their usual order.
    """

    document: type[Any]
    word: str
    template: str
    context: Callable[[Any], dict[str, object]]
    parts: Callable[[Any], list[str]]
    sheets: Callable[[Any], list[Sheet]] = lambda _document: []
    outline: tuple[Part, ...] = ()


KINDS: dict[str, Kind] = {
    ReportKind.GAP_ANALYSIS: Kind(
        document=GapAnalysis,
        word="gap-analysis",
        template="reports/pdf/gap_analysis.html",
        context=gap_page.context_of,
        parts=gap_page.parts_of,
        sheets=gap_sheets.sheets_of,
        outline=gap_page.OUTLINE,
    ),
    ReportKind.PAPER_REVIEW: Kind(
        document=PaperReview,
        word="paper-review",
        template="reports/pdf/paper_review.html",
        context=paper_review.context_of,
        parts=paper_review.parts_of,
        sheets=paper_sheets.sheets_of,
        outline=paper_review.OUTLINE,
    ),
    ReportKind.VOLUME: Kind(
        document=Volume,
        word="volume",
        template="reports/pdf/volume.html",
        context=volume_page.context_of,
        parts=volume_page.parts_of,
        sheets=volume_sheets.sheets_of,
        outline=volume_page.OUTLINE,
    ),
    ReportKind.PROGRESS: Kind(
        document=Progress,
        word="progress",
        template="reports/pdf/progress.html",
        context=progress_page.context_of,
        parts=progress_page.parts_of,
        sheets=progress_sheets.sheets_of,
        outline=progress_page.OUTLINE,
    ),
    ReportKind.EDITIONS: Kind(
        document=Editions,
        word="editions",
        template="reports/pdf/editions.html",
        context=editions_page.context_of,
        parts=editions_page.parts_of,
        sheets=editions_page.sheets_of,
        outline=editions_page.OUTLINE,
    ),
}


def kind_of(document: Document) -> Kind:
    """The kind that a document is of."""
    return next(kind for kind in KINDS.values() if isinstance(document, kind.document))


def document_from(kind: str, data: Mapping[str, object]) -> Document:
    """The document from stored JSON. Raises SnapshotError that names the wrong place."""
    return cast(Document, from_plain(KINDS[kind].document, data))


def parts_of(document: Document) -> list[str]:
    """The parts of a report that a comment can name, as they are printed: in the language of the report."""
    with translation.override(document.content_language):
        return [str(part) for part in kind_of(document).parts(document)]


def file_name(document: Document, extension: str = "pdf") -> str:
    """ASCII name for the download: MRS_TH-KH_bricklaying-and-plastering_gap-analysis_v3.pdf"""
    corridor = document.corridor
    skill = "".join(
        char if char.isascii() and char.isalnum() else "-" for char in corridor.skill_area.lower()
    )
    skill = "-".join(part for part in skill.split("-") if part)[:60]
    if corridor.skill_area and not skill:
        skill = "skills"
    countries = f"{corridor.receiving.code}-{corridor.sending.code or 'ALL'}"
    parts = ("MRS", countries, skill, kind_of(document).word, f"v{document.version}")
    return "_".join(part for part in parts if part) + f".{extension}"
