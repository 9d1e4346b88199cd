"""Tables: fixed widths, heads that repeat, rows that stay whole, cells that span."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from .sheets import Node
from .styles import Grid, borders, margins, shading
from .values import SIDES, Line, Look
from .xml import Element, el, twips

if TYPE_CHECKING:
    from .flow import Flow, Place

_MARKS_OF_PARAGRAPHS = f"{el('p').tag}/{el('pPr').tag}"
_LEAST_COLUMN = 12.0  # points
_WIDEST_PADDING = 34.0  # points: the band of the cover ends at the margins, not at the edge of the paper


class _Spans:
    """Cells of earlier rows that reach down into this one: column -> rows still to come."""

    def __init__(self) -> None:
        self.left: dict[int, tuple[int, int]] = {}  # column -> (rows to come, columns)


def table(flow: Flow, node: Node, place: Place) -> list[Element]:
    """The table, before it its caption where it has one."""
    rows = list(_rows(node))
    if not rows:
        return []
    made: list[Element] = []
    for child in node.children():
        if child.tag == "caption":
            flow.inside(child, made, place)
    width = _width(node.look, place.room)
    columns = _columns(node, rows, width)
    grid = _grid(rows)
    name = flow_name(node)
    words = flow.contents.last or name
    made.append(
        el(
            "tbl",
            el(
                "tblPr",
                el("tblStyle", val=flow.styles.table(name, grid)),
                el("tblW", w=twips(width), type="dxa"),
                el("tblInd", w=0, type="dxa"),
                el("tblLayout", type="fixed"),
                el(
                    "tblLook",
                    val="0420" if rows[0][1] else "0400",
                    firstRow=int(rows[0][1]),
                    lastRow=0,
                    firstColumn=0,
                    lastColumn=0,
                    noHBand=0,
                    noVBand=1,
                ),
                el("tblCaption", val=words[:200]),
            ),
            el("tblGrid", *(el("gridCol", w=twips(one)) for one in columns)),
            *_table_rows(flow, rows, columns, grid, place),
        )
    )
    return made


def flow_name(node: Node) -> str:
    """The name of a table's style, from its class."""
    return (node.classes or ["plain"])[0].capitalize()


def _rows(node: Node) -> Iterator[tuple[Node, bool]]:
    """Rows with whether they belong to the head."""
    for child in node.children():
        if child.tag == "tr":
            yield child, False
        elif child.tag in ("thead", "tbody", "tfoot"):
            for row in child.children():
                if row.tag == "tr":
                    yield row, child.tag == "thead"


def _cells(row: Node) -> list[Node]:
    return [cell for cell in row.children() if cell.tag in ("td", "th")]


def _span(cell: Node, name: str) -> int:
    text = cell.get(name)
    return max(1, int(text)) if text.isdigit() else 1


def _width(look: Look, room: float) -> float:
    if look.width is None:
        return room
    return min(room, -look.width * room if look.width < 0 else look.width)


def _columns(node: Node, rows: list[tuple[Node, bool]], width: float) -> list[float]:
    """Widths of the columns: those that the style sheet gives, the others share what is left."""
    given: list[float | None] = []
    for child in node.children():
        if child.tag == "colgroup":
            given += [col.look.width for col in child.children() for _ in range(_span(col, "span"))]
    for cell in _cells(rows[0][0]) if not given else []:
        span = _span(cell, "colspan")
        given += [cell.look.width if span == 1 else None] * span
    most = max(sum(_span(cell, "colspan") for cell in _cells(row)) for row, _ in rows)
    given += [None] * (most - len(given))
    sizes = [None if one is None else -one * width if one < 0 else one for one in given]
    known = sum(one for one in sizes if one is not None)
    unknown = sum(one is None for one in sizes)
    if unknown:
        share = max((width - known) / unknown, _LEAST_COLUMN)
        sizes = [share if one is None else one for one in sizes]
    filled = [max(one or 0, _LEAST_COLUMN) for one in sizes]
    return [one * width / sum(filled) for one in filled]


def _grid(rows: list[tuple[Node, bool]]) -> Grid:
    body = next((_cells(row)[-1].look for row, is_head in rows if not is_head and _cells(row)), Look())
    head = next((_cells(row)[-1].look for row, is_head in rows if is_head and _cells(row)), None)
    return Grid(
        below=body.border[2],
        around=body.border[1],
        padding=body.padding,
        head_below=head.border[2] if head else None,
        head_above=head.border[0] if head else None,
        head_background=head.background if head else "",
    )


def _table_rows(
    flow: Flow, rows: list[tuple[Node, bool]], columns: list[float], grid: Grid, place: Place
) -> Iterator[Element]:
    spans = _Spans()
    for number, (row, is_head) in enumerate(rows):
        flow.bookmarks.wait(row.get("id"))
        marks = [
            el("cantSplit") if row.look.keeps_whole else None,
            el("tblHeader") if is_head else None,
        ]
        cells = list(_row_cells(flow, row, is_head, columns, grid, place, spans))
        following = rows[number + 1][0].look if number + 1 < len(rows) else None
        if following and (is_head or row.look.keeps_next or following.keeps_before):
            _keep_next(cells)
        if cells:
            yield el("tr", el("trPr", *marks) if any(mark is not None for mark in marks) else None, *cells)


def _keep_next(cells: list[Element]) -> None:
    """Let a row stand on the page of the next one: every paragraph of it says so."""
    for cell in cells:
        for marks in cell.iterfind(_MARKS_OF_PARAGRAPHS):
            marks.insert(1, el("keepNext"))


def _row_cells(
    flow: Flow,
    row: Node,
    is_head: bool,
    columns: list[float],
    grid: Grid,
    place: Place,
    spans: _Spans,
) -> Iterator[Element]:
    at = 0
    waiting = _cells(row)
    while at < len(columns):
        if at in spans.left:
            more, across = spans.left.pop(at)
            if more > 1:
                spans.left[at] = (more - 1, across)
            yield _continued(flow, columns[at : at + across])
            at += across
            continue
        if not waiting:
            yield _continued(flow, columns[at:], merged=False)
            return
        cell = waiting.pop(0)
        across, down = min(_span(cell, "colspan"), len(columns) - at), _span(cell, "rowspan")
        if down > 1:
            spans.left[at] = (down - 1, across)
        yield _cell(flow, cell, is_head, columns[at : at + across], grid, place, down > 1)
        at += across


def _continued(flow: Flow, columns: list[float], *, merged: bool = True) -> Element:
    marks = el(
        "tcPr",
        el("tcW", w=twips(sum(columns)), type="dxa"),
        el("gridSpan", val=len(columns)) if len(columns) > 1 else None,
        el("vMerge") if merged else None,
    )
    return el("tc", marks, flow.spacer(1))


def _cell(
    flow: Flow, cell: Node, is_head: bool, columns: list[float], grid: Grid, place: Place, begins: bool
) -> Element:
    look, width = cell.look, sum(columns)
    lines = _own_lines(look, grid, is_head)
    background = look.background if look.background != (grid.head_background if is_head else "") else ""
    marks = el(
        "tcPr",
        el("tcW", w=twips(width), type="dxa"),
        el("gridSpan", val=len(columns)) if len(columns) > 1 else None,
        el("vMerge", val="restart") if begins else None,
        borders("tcBorders", lines) if lines else None,
        shading(background) if background else None,
        margins("tcMar", look.padding) if look.padding != grid.padding else None,
        el("vAlign", val={"middle": "center"}.get(look.vertical, look.vertical))
        if look.vertical in ("bottom", "middle")
        else None,
    )
    role = "Table head" if is_head else "Table row head" if cell.tag == "th" else "Table text"
    room = max(_LEAST_COLUMN, width - look.padding[1] - look.padding[3])
    inner = replace(place, room=room, role=role, left=0, box=None, list_style="")
    blocks: list[Element] = []
    flow.bookmarks.wait(cell.get("id"))
    flow.inside(cell, blocks, inner)
    if not blocks or blocks[-1].tag.endswith("}tbl"):
        blocks.append(flow.spacer(1))
    return el("tc", marks, *blocks)


def _own_lines(look: Look, grid: Grid, is_head: bool) -> dict[str, Line | None]:
    """Lines of a cell that its table's style does not say."""
    usual = {
        "top": grid.head_above if is_head else grid.around,
        "right": grid.around,
        "bottom": grid.head_below if is_head else grid.below,
        "left": grid.around,
    }
    found = dict(zip(SIDES, look.border, strict=True))
    return {
        side: found[side]
        for side in SIDES
        if found[side] != usual[side] and (found[side] or side == "bottom")
    }


def band(flow: Flow, node: Node, place: Place) -> Element:
    """A coloured field with text in it: the head of the cover, the box of the conclusion."""
    look = node.look
    padding = tuple(min(one, _WIDEST_PADDING) for one in look.padding)
    room = place.room - padding[1] - padding[3]
    is_cover = bool(look.least_height)
    inner = replace(place, room=room, box=None, role="" if is_cover else "Box text")
    blocks: list[Element] = []
    flow.inside(node, blocks, inner)
    height = el("trHeight", val=twips(look.least_height), hRule="atLeast") if is_cover else None
    lines: dict[str, Line | None] = {
        side: line for side, line in zip(SIDES, look.border, strict=True) if line
    }
    cell = el(
        "tcPr",
        el("tcW", w=twips(place.room), type="dxa"),
        borders("tcBorders", lines) if lines else None,
        shading(look.background) if look.background else None,
        el("vAlign", val="center") if is_cover else None,
    )
    look_of_table = el(
        "tblPr",
        el("tblW", w=twips(place.room), type="dxa"),
        el("tblInd", w=0, type="dxa"),
        el("tblLayout", type="fixed"),
        margins("tblCellMar", (padding[0], padding[1], padding[2], padding[3])),
        el("tblLook", val="0400", firstRow=0, lastRow=0, firstColumn=0, lastColumn=0, noHBand=0, noVBand=1),
    )
    return el(
        "tbl",
        look_of_table,
        el("tblGrid", el("gridCol", w=twips(place.room))),
        el("tr", el("trPr", el("cantSplit"), height), el("tc", cell, *(blocks or [flow.spacer(1)]))),
    )
