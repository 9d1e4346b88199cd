"""The tables of a document as a workbook, without knowing any kind of document."""

from __future__ import annotations

from reports.xlsx.book import Fact, workbook

__all__ = ["Fact", "workbook"]
