"""Intake: turns an uploaded standard (PDF, DOCX, XLSX) into lines. Pure: a path in, lines out.

`read` never changes anything and knows neither the database nor the web. It is meant to run in a child process with
limits (`python -m standards.intake PATH`), because what it opens comes from outside.
"""

from __future__ import annotations

from standards.intake.kinds import (
    Base,
    FileKind,
    LineKind,
    Problem,
    ReadLine,
    ReadResult,
    ReadWarning,
    Refused,
)
from standards.intake.ours.template import template_workbook
from standards.intake.reading import read

__all__ = [
    "Base",
    "FileKind",
    "LineKind",
    "Problem",
    "ReadLine",
    "ReadResult",
    "ReadWarning",
    "Refused",
    "read",
    "template_workbook",
]
