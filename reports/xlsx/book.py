"""A workbook from the sheets of a document: the same content gives the same bytes."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.packaging.core import DocumentProperties
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from reports.documents.sheets import Cell, Sheet
from reports.xlsx.cells import cell_of, width_of

#: Rows between two questions whether the work shall go on.
_QUIET = 500
#: Characters of all columns together up to which a table is legible on one page's width.
_FITS = 240
#: How long the name of a sheet may be, and what may not stand in it.
_NAME = 31
_NOT_IN_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
#: The first moment that a ZIP archive knows; every entry carries it, so that equal content is equal bytes.
_MOMENT = (1980, 1, 1, 0, 0, 0)
_CHANGED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


@dataclass(frozen=True)
class Fact:
    """A line of the first sheet."""

    name: str
    value: Cell


def workbook(
    *,
    first: str,
    facts: Sequence[Fact],
    sheets: Sequence[Sheet],
    title: str,
    made: str,
    heads: tuple[str, str, str],
    tell: Callable[[int, int, str], None],
    check: Callable[[], None],
) -> bytes:
    """The file as bytes.

    Args:
        first: name of the first sheet, which holds the facts and the list of the other sheets.
        made: moment of freezing, ISO with offset; printed into the properties of the file.
        heads: words above the list of sheets: name, rows, and the words for a sheet without rows.
        tell: called with (step, steps, name of the sheet).
        check: called now and then; an exception from it stops the work and is passed on.
    """
    book = Workbook(write_only=True)
    names = _names([first, *(one.title for one in sheets)])
    try:
        _first(_sheet(book, names[0]), facts, list(zip(names[1:], sheets, strict=True)), heads)
        for place, (name, one) in enumerate(zip(names[1:], sheets, strict=True), 1):
            tell(place, len(sheets), name)
            _table(_sheet(book, name), one, check)
        book.properties = DocumentProperties(creator="MRS Portal", title=title)
        stream = io.BytesIO()
        book.save(stream)
    except BaseException:
        _abandon(book)
        raise
    return _steady(stream.getvalue(), made)


def _sheet(book: Workbook, name: str) -> Worksheet:
    """A sheet that takes row after row; it has what is used of a usual one."""
    return cast(Worksheet, book.create_sheet(name))


def _abandon(book: Workbook) -> None:
    """Close and remove what lies half written beside the memory."""
    sheets: list[Any] = list(
        book.worksheets
    )  # sheets of the write-only kind, which the library's types do not know
    for sheet in sheets:
        if sheet._writer is not None:
            with contextlib.suppress(OSError):
                if not sheet.closed:
                    sheet.close()
                sheet._writer.cleanup()


def _first(
    sheet: Worksheet,
    facts: Sequence[Fact],
    listed: Sequence[tuple[str, Sheet]],
    heads: tuple[str, str, str],
) -> None:
    _paper(sheet, repeat=False)
    sheet.column_dimensions["A"].width = 30
    sheet.column_dimensions["B"].width = 90
    for fact in facts:
        sheet.append([cell_of(sheet, fact.name, bold=True), cell_of(sheet, fact.value, left=True)])
    if not listed:
        return
    name, rows, empty = heads
    sheet.append([])
    sheet.append([cell_of(sheet, name, head=True), cell_of(sheet, rows, head=True)])
    for title, one in listed:
        sheet.append([cell_of(sheet, title), cell_of(sheet, len(one.rows) or one.empty or empty, left=True)])


def _table(sheet: Worksheet, table: Sheet, check: Callable[[], None]) -> None:
    widths = [
        width_of([head, *(row[place] for row in table.rows)]) for place, head in enumerate(table.columns)
    ]
    _paper(sheet, repeat=True, fit=sum(widths) <= _FITS)
    sheet.freeze_panes = "B2" if len(table.columns) > 2 else "A2"
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    last = get_column_letter(len(table.columns))
    sheet.auto_filter.ref = f"A1:{last}{len(table.rows) + 1}"
    sheet.append([cell_of(sheet, head, head=True) for head in table.columns])
    for number, row in enumerate(table.rows):
        if number % _QUIET == 0:
            check()
        sheet.append([cell_of(sheet, value) for value in row])


def _paper(sheet: Worksheet, *, repeat: bool, fit: bool = True) -> None:
    """For those who print it: A4 landscape, the head on every page, as wide as the page where it stays legible."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=fit)
    foot = sheet.oddFooter  # an empty one is false, so it is asked for None
    if foot is not None and foot.left is not None and foot.right is not None:
        foot.left.text, foot.right.text = "&A", "&P / &N"
    if repeat:
        sheet.print_title_rows = "1:1"


def _names(titles: Sequence[str]) -> list[str]:
    """Names that a workbook takes: at most 31 characters, each once whatever the case, without certain signs."""
    found: list[str] = []
    used: set[str] = {"history"}  # a name that Excel keeps for itself
    for title in titles:
        plain = " ".join(_NOT_IN_NAME.sub(" ", title).split()).strip("'").strip() or "-"
        name, number = plain[:_NAME].rstrip(), 1
        while name.casefold() in used:
            number += 1
            tail = f" {number}"
            name = plain[: _NAME - len(tail)].rstrip() + tail
        used.add(name.casefold())
        found.append(name)
    return found


def _steady(content: bytes, made: str) -> bytes:
    """The archive with the moment of freezing in place of the moment of writing."""
    stamp = _stamp(made)
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename == "docProps/core.xml":
                data = _CHANGED.sub(rb"\g<1>" + stamp, data)
            info = zipfile.ZipInfo(entry.filename, _MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, data)
    return out.getvalue()


def _stamp(made: str) -> bytes:
    """The moment as the format writes it, in UTC; the first day of the archive's time where there is none."""
    try:
        moment = dt.datetime.fromisoformat(made)
    except ValueError:
        moment = dt.datetime(*_MOMENT, tzinfo=dt.UTC)
    if moment.tzinfo is not None:
        moment = moment.astimezone(dt.UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
