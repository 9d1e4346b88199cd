"""From a stored version to a file: one maker for each format, from the snapshot and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reports.documents import kinds
from reports.models import ReportVersion
from reports.rendering.paper import Tell, pdf_of
from reports.states import FileFormat

__all__ = ["FORMATS", "Format", "Tell", "file_name", "pdf_of"]


@dataclass(frozen=True)
class Format:
    """How a version becomes a file. `make(version, tell=, check=)` gives the bytes and the number of pages, 0 where
    the format has none; it raises JobFailed with a sentence where no retry helps.
    """

    content_type: str
    make: Callable[..., tuple[bytes, int]]


FORMATS: dict[str, Format] = {
    FileFormat.PDF: Format("application/pdf", pdf_of),
}


def file_name(version: ReportVersion, format: str = FileFormat.PDF) -> str:
    """ASCII name for the download: MRS_TH-KH_bricklaying-and-plastering_gap-analysis_v1_2019-07-12.pdf"""
    document = kinds.document_from(version.report.kind, version.snapshot)
    stem = kinds.file_name(document, format).removesuffix(f".{format}")
    return f"{stem}_{document.dated}.{format}" if document.dated else f"{stem}.{format}"
