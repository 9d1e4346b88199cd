"""From a stored version to a file: one maker for each format, from the snapshot and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reports.documents import kinds
from reports.documents.common import Document
from reports.models import ReportVersion
from reports.rendering.docx import docx_of
from reports.rendering.paper import Tell, pdf_of
from reports.rendering.xlsx import xlsx_of
from reports.states import FileFormat

__all__ = ["FORMATS", "Format", "Tell", "file_name", "name_of", "pdf_of"]


@dataclass(frozen=True)
class Format:
    """How a version becomes a file. `make(version, tell=, check=)` gives the bytes and the number of pages, 0 where
    the format has none; it raises JobFailed with a sentence where no retry helps.
    """

    content_type: str
    make: Callable[..., tuple[bytes, int]]


FORMATS: dict[str, Format] = {
    FileFormat.PDF: Format("application/pdf", pdf_of),
    FileFormat.DOCX: Format(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx_of
    ),
    FileFormat.XLSX: Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx_of),
}


def file_name(version: ReportVersion, format: str = FileFormat.PDF) -> str:
    """ASCII name for the download: MRS_TH-KH_bricklaying-and-plastering_gap-analysis_v1_2019-07-12.pdf"""
    return name_of(kinds.document_from(version.report.kind, version.snapshot), format)


def name_of(document: Document, format: str = FileFormat.PDF) -> str:
    """The same for a document that was read already."""
    stem = kinds.file_name(document, format).removesuffix(f".{format}")
    return f"{stem}_{document.dated}.{format}" if document.dated else f"{stem}.{format}"
