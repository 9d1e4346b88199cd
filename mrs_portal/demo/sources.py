"""The original uploads of the demonstration's editions: XLSX files that are the same on every machine."""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal

from mrs_portal.demo.data import Data, walk
from standards.intake import ReadLine, template_workbook

_STAMP = (2019, 2, 1, 9, 0, 0)  # the standards were exchanged by February 2019
_DATES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def source_file(edition: Data) -> bytes:
    """The edition in the spreadsheet template, byte for byte the same each time, so that its SHA-256 can be compared."""
    lines = [
        ReadLine(
            kind=line["kind"],
            number=line["number"],
            text=line["text"],
            text_original=line.get("text_original", ""),
            depth=depth,
            critical=line.get("critical", False),
            marks=Decimal(str(line["marks"])) if "marks" in line else None,
        )
        for depth, line in walk(edition["lines"])
    ]
    return _without_clock(template_workbook(lines))


def _without_clock(workbook: bytes) -> bytes:
    """The workbook with one fixed date in place of the time at which it was written."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _DATES.sub(rb"\g<1>2019-02-01T09:00:00Z", content)
            target.writestr(
                zipfile.ZipInfo(name, _STAMP), content, compress_type=zipfile.ZIP_DEFLATED, compresslevel=6
            )
    return out.getvalue()
