"""Makers of workbooks that no program would write."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from standards.intake.ours import template
from tests.standards import intake_files as files
from tests.standards.test_intake_word import PACKAGE, REL

HEAD: list[object] = ["Element", "No.", "Performance criteria"]
ROW: list[object] = ["Sort", "1.1", "Sort bricks"]
SHEET = "xl/worksheets/sheet1.xml"


def book() -> bytes:
    """A sound workbook."""
    return files.xlsx([HEAD, ROW])


def sheet(*rows: list[object], head: bool = True) -> Callable[[], bytes]:
    """A workbook with these rows under the usual headings."""
    return lambda: files.xlsx([HEAD, *rows] if head else [*rows])


def with_part(name: str, content: bytes) -> Callable[[], bytes]:
    """A sound workbook with a part more, or another one."""
    return lambda: files.changed(book(), name, content)


def raw(inner: str) -> Callable[[], bytes]:
    """A minimal workbook around the inner XML of its sheet."""
    return lambda: files.raw_xlsx(inner)


def text_cell(reference: str, text: str) -> str:
    """A cell with its own text."""
    mark = f' r="{reference}"' if reference else ""
    return f'<c{mark} t="inlineStr"><is><t>{text}</t></is></c>'


def under_heading(cells: str, before: str = "") -> Callable[[], bytes]:
    """A sheet with one heading and one row of cells."""
    heading = text_cell("A1", "Performance criteria")
    return raw(f"{before}<sheetData><row>{heading}</row><row>{cells}</row></sheetData>")


def plain_rows(count: int) -> str:
    """Rows of one number."""
    return "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, count + 1))


def replaced(part: str, old: bytes, new: bytes) -> Callable[[], bytes]:
    """A sound workbook with some bytes of a part exchanged."""

    def make() -> bytes:
        whole = book()
        content = dict(files.members_of(whole))[part]
        assert old in content
        return files.changed(whole, part, content.replace(old, new))

    return make


def saved(fill: Callable[[openpyxl.Workbook], None]) -> Callable[[], bytes]:
    """A workbook that a function fills."""

    def make() -> bytes:
        workbook = openpyxl.Workbook()
        for row in (HEAD, ROW):
            workbook.worksheets[0].append(row)
        fill(workbook)
        stream = io.BytesIO()
        workbook.save(stream)
        return stream.getvalue()

    return make


def bad_crc() -> bytes:
    """A byte inside the sheet is not what it was."""
    whole = bytearray(
        files.zipped(files.members_of(files.xlsx([HEAD, *[["Sort", f"1.{n}", "text"] for n in range(90)]])))
    )
    at = whole.find(b"xl/worksheets/sheet1.xml") + 200
    whole[at] ^= 0x55
    return bytes(whole)


def with_external(kind: str, target: str) -> bytes:
    """A workbook whose sheet points outside."""
    relations = (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId9" Type="{REL}/{kind}" Target="{target}" '
        'TargetMode="External"/></Relationships>'
    )
    return files.changed(book(), "xl/worksheets/_rels/sheet1.xml.rels", relations.encode())


def many_styles() -> bytes:
    """100,000 cell formats."""
    whole = book()
    style = dict(files.members_of(whole))["xl/styles.xml"].decode()
    start, end = style.index("<cellXfs"), style.index("</cellXfs>")
    more = '<cellXfs count="100000">' + '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>' * 100_000
    return files.changed(whole, "xl/styles.xml", (style[:start] + more + style[end:]).encode())


def many_names() -> bytes:
    """100,000 defined names."""
    whole = book()
    text = dict(files.members_of(whole))["xl/workbook.xml"].decode()
    names = "".join(f'<definedName name="n{n}">Standard!$A$1</definedName>' for n in range(100_000))
    text = text.replace("<definedNames/>", "").replace("<definedNames />", "")
    assert "<calcPr" in text
    return files.changed(
        whole,
        "xl/workbook.xml",
        text.replace("<calcPr", f"<definedNames>{names}</definedNames><calcPr").encode(),
    )


def many_formats() -> bytes:
    """100,000 conditional formats."""
    rule = (
        '<conditionalFormatting sqref="A1"><cfRule type="expression" priority="1">'
        "<formula>1</formula></cfRule></conditionalFormatting>"
    )
    rows = (
        f"<row>{text_cell('A1', 'Performance criteria')}</row><row>{text_cell('A2', '1.1 Sort bricks')}</row>"
    )
    return files.raw_xlsx(f"<sheetData>{rows}</sheetData>{rule * 100_000}")


def chart_only() -> bytes:
    """A workbook without a sheet of cells."""
    return files.zipped(
        [
            (name, data.replace(b"worksheet+xml", b"chartsheet+xml"))
            for name, data in files.members_of(
                files.changed(book(), SHEET, f'<chartsheet xmlns="{files.SHEET_NS}"/>'.encode())
            )
        ]
    )


def _hidden(workbook: openpyxl.Workbook) -> None:
    more = workbook.create_sheet("Keys")
    more.append(["secret"])
    more.sheet_state = "veryHidden"


def _date(workbook: openpyxl.Workbook) -> None:
    place = workbook.worksheets[0]
    place["B2"] = 60
    place["B2"].number_format = "d-mmm"


def _1904(workbook: openpyxl.Workbook) -> None:
    workbook.epoch = CALENDAR_MAC_1904
    _date(workbook)


def _formatted(workbook: openpyxl.Workbook) -> None:
    place = workbook.worksheets[0]
    for row in range(3, 5_003):
        place.cell(row, 1).number_format = "@"


def _far_link(workbook: openpyxl.Workbook) -> None:
    workbook.worksheets[0]["C2"].hyperlink = "https://example.org/"


def far_link() -> bytes:
    """A link over a whole sheet: a library that makes each cell of it never ends."""
    whole = saved(_far_link)()
    content = dict(files.members_of(whole))[SHEET]
    return files.changed(
        whole,
        SHEET,
        content.replace(b'<hyperlink ref="C2"', b'<hyperlink ref="A1:XFD1048576"').replace(
            b'ref="C2"', b'ref="A1:XFD1048576"'
        ),
    )


def hierarchical(*rows: list[object]) -> Callable[[], bytes]:
    """A template with these rows."""
    head: list[object] = list(template.COLUMNS)
    return lambda: files.xlsx([head, *rows], template.SHEET)


def producer(style: str) -> Callable[[], bytes]:
    """The same small sheet as other programs write it."""
    rows = [["Element", "No.", "Performance criteria"], ["Sort", "1.1", "Sort bricks"]]

    def reference(row: int, column: int) -> str:
        return "" if style == "no references" else f"{'ABC'[column]}{row + 1}"

    def cell(row: int, column: int, text: str) -> str:
        if style == "formula strings":
            return f'<c r="{reference(row, column)}" t="str"><f>"{text}"</f><v>{text}</v></c>'
        if style == "rich text":
            halves = f"<r><t>{text[:2]}</t></r><r><rPr><b/></rPr><t>{text[2:]}</t></r>"
            return f'<c r="{reference(row, column)}" t="inlineStr"><is>{halves}</is></c>'
        return text_cell(reference(row, column), text)

    def make() -> bytes:
        inner = "".join(
            ("<row>" if style == "no references" else f'<row r="{r + 1}" spans="1:3">')
            + "".join(cell(r, c, text) for c, text in enumerate(row))
            + "</row>"
            for r, row in enumerate(rows)
        )
        whole = files.raw_xlsx(f"<sheetData>{inner}</sheetData>")
        if style == "byte order mark":
            return files.changed(whole, SHEET, b"\xef\xbb\xbf" + dict(files.members_of(whole))[SHEET])
        if style == "prefixed":
            content = dict(files.members_of(whole))[SHEET].decode().replace("xmlns=", "xmlns:x=")
            for tag in ("worksheet", "sheetData", "row", "c", "is", "t"):
                for old, new in (
                    (f"<{tag}>", f"<x:{tag}>"),
                    (f"<{tag} ", f"<x:{tag} "),
                    (f"</{tag}>", f"</x:{tag}>"),
                ):
                    content = content.replace(old, new)
            return files.changed(whole, SHEET, content.encode())
        return whole

    return make
