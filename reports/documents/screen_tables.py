"""Tables of the printed page on a screen: cells that know their head, rows that can be named, long tables in pieces."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

#: Tables whose rows are not spoken about on their own: figures, keys, and what stands in full elsewhere.
_NO_ROWS = frozenset(
    [
        "facts",
        "figures",
        "chart",
        "statistics",
        "scale",
        "teams",
        "glossary",
        "heat",
        "headings",
        "desk",
        "signatures",
        "main-gaps",
    ]
)
#: Letters of a head that stand before a cell on a phone.
_LABEL = 60
_ROLES = {"thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}


def text_of(element: Any) -> str:
    """All text inside, in one line."""
    return " ".join("".join(element.itertext()).split())


def prepare(table: Any) -> None:
    """Give a table with a head what makes its rows cards on a phone: the head at each cell, and the roles of a table.

    The roles keep it a table for a screen reader when the style sheet turns rows into blocks.
    """
    rows = table.findall("./thead/tr")
    if len(rows) > 1:  # heads in two rows, as months and weeks: a grid that only makes sense as one
        _frame(table)
    if len(rows) != 1:
        return
    heads = [text_of(cell)[:_LABEL] for cell in rows[0].findall("./th")]
    table.set("class", f"{table.get('class', '')} cards".strip())
    table.set("role", "table")
    for element in table.iter("thead", "tbody", "tr", "td", "th"):
        element.set("role", _ROLES.get(element.tag) or _role_of_head(element))
    for row in table.findall("./tbody/tr"):
        for head, cell in zip(heads, row, strict=False):
            if cell.get("scope") != "colgroup":
                cell.set("data-label", head)


def _frame(table: Any) -> None:
    """A frame in which a wide table scrolls by itself, also by keyboard; its name is the first head."""
    label = text_of(next(table.iter("th")))
    frame = table.makeelement(
        "div", {"class": "scroll", "tabindex": "0", "role": "region", "aria-label": label}
    )
    frame.tail, table.tail = table.tail, None
    table.getparent().replace(table, frame)
    frame.append(table)


def _role_of_head(cell: Any) -> str:
    return "rowheader" if cell.get("scope") == "row" else "columnheader"


def rows_to_name(section: Any) -> Iterator[Any]:
    """Rows of the section's own tables that say something of their own: not heads, not rows that group others."""
    for row in section.iter("tr"):
        table = next(row.iterancestors("table"))
        is_own = next(row.iterancestors("section"), None) is section
        is_group = any(cell.get("scope") == "colgroup" for cell in row)
        named = row.getparent().tag == "tbody" and table.find("thead") is not None
        if is_own and named and not is_group and not _NO_ROWS & set(table.get("class", "").split()):
            yield row


def pieces_of(section: Any, rows: int) -> list[Any]:
    """The section, its longest table cut after every `rows` rows; each further piece repeats the head of the table.

    What stands below the table comes with the last piece.
    """
    tables = sorted(section.findall(".//table"), key=lambda table: len(table.findall("./tbody/tr")))
    if not tables or len(tables[-1].findall("./tbody/tr")) <= rows or tables[-1].find("thead") is None:
        return [section]
    table = tables[-1]
    body = table.find("tbody")
    below = list(table.itersiblings()) if table.getparent() is section else []
    kept = list(body)
    pieces = [section]
    for start in range(rows, len(kept), rows):
        pieces.append(_piece(section, table, kept[start : start + rows]))
    for element in below:
        pieces[-1].append(element)
    return pieces


def _piece(section: Any, table: Any, rows: list[Any]) -> Any:
    piece = section.makeelement("section", {"class": section.get("class", ""), "data-goes-on": ""})
    part = table.makeelement("table", dict(table.attrib))
    part.append(copy.deepcopy(table.find("thead")))
    body = table.makeelement("tbody", dict(table.find("tbody").attrib))
    for row in rows:
        body.append(row)
    part.append(body)
    piece.append(part)
    return piece
