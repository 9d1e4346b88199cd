"""Drawings and pictures: a bar becomes a row of shaded cells, a photo or logo a picture with its words."""

from __future__ import annotations

import base64
import binascii
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree
from PIL import Image

from .sheets import Node
from .styles import Ink, Shape, borders, margins, shading
from .text import Line, Piece
from .values import Line as Stroke
from .values import colour
from .xml import ART, DRAWING, PICTURE, RELATIONS, Element, el, text, twips

if TYPE_CHECKING:
    from .flow import Flow, Place

_DATA = re.compile(r"data:image/(png|jpeg);base64,(.+)", re.DOTALL)
_EMU = 12700  # units of a drawing in a point
_PIXEL = 0.75  # points
_HIGHEST = 560.0  # points of a picture on its page
_BAR_HEIGHT = 11.0  # points
_BAR_WIDTH = 204.0
_LETTERS = 7.0


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a bar: its width, paint, line and the words in it."""

    left: float
    width: float
    fill: str
    stroke: str
    is_dotted: bool
    words: str
    ink: str


def add_drawing(flow: Flow, node: Node, line: Line, place: Place) -> None:
    """A bar where it is one; of any other drawing its words."""
    parts = _parts(node)
    title = next((child.text() for child in node.find("title")), "")
    if parts:
        line.pieces.append(Piece("", line.ink, element=_bar(flow, parts, title, _size(node, place))))
    elif title:
        line.add(f"[{title}]", line.ink)


def _number(node: Node, name: str) -> float:
    match = re.match(r"-?\d*\.?\d+", node.get(name))
    return float(match[0]) if match else 0.0


def _parts(node: Node) -> list[_Part]:
    """Parts from left to right; nothing for a drawing that is no single bar."""
    shapes = [child for child in node.children() if child.tag not in ("title", "text", "desc")]
    if not shapes or any(shape.tag != "rect" for shape in shapes):
        return []
    if len({shape.get("y") for shape in shapes}) > 1:
        return []
    words = {_number(child, "x"): child for child in node.find("text")}
    found = []
    for shape in shapes:
        left, width = _number(shape, "x"), _number(shape, "width")
        inside = next((child for at, child in words.items() if left <= at <= left + width), None)
        found.append(
            _Part(
                left,
                width,
                colour(shape.get("fill")) or "FFFFFF",
                colour(shape.get("stroke")),
                bool(shape.get("stroke-dasharray")),
                inside.text() if inside is not None else "",
                colour(inside.get("fill")) if inside is not None else "",
            )
        )
    return sorted(found, key=lambda part: part.left)


def _size(node: Node, place: Place) -> tuple[float, float]:
    """Width and height of a bar as the style sheet has them, within the room that there is."""
    width, height = node.look.width or _BAR_WIDTH, node.look.height or 0
    return min(place.room, -width * place.room if width < 0 else width), max(_BAR_HEIGHT, height)


def _bar(flow: Flow, parts: list[_Part], title: str, size: tuple[float, float]) -> Element:
    room, height = size
    scale = room / sum(part.width for part in parts)
    return el(
        "tbl",
        el(
            "tblPr",
            el("tblW", w=twips(room), type="dxa"),
            el("tblInd", w=0, type="dxa"),
            el("tblLayout", type="fixed"),
            margins("tblCellMar", (0, 0, 0, 0)),
            el(
                "tblLook",
                val="0400",
                firstRow=0,
                lastRow=0,
                firstColumn=0,
                lastColumn=0,
                noHBand=0,
                noVBand=1,
            ),
            el("tblCaption", val=title[:200]) if title else None,
            el("tblDescription", val=title) if title else None,
        ),
        el("tblGrid", *(el("gridCol", w=twips(part.width * scale)) for part in parts)),
        el(
            "tr",
            el("trPr", el("cantSplit"), el("trHeight", val=twips(height), hRule="exact")),
            *(_bar_cell(flow, part, part.width * scale) for part in parts),
        ),
    )


def _bar_cell(flow: Flow, part: _Part, width: float) -> Element:
    stroke = Stroke(0.7, part.stroke, "dotted" if part.is_dotted else "solid") if part.stroke else None
    ink = Ink(_LETTERS, part.ink or flow.styles.ink.colour, is_bold=True)
    style = flow.styles.paragraph("Bar", Shape(align="center", in_table=True), ink)
    exact = el("spacing", before=0, after=0, line=twips(9), lineRule="exact")
    return el(
        "tc",
        el(
            "tcPr",
            el("tcW", w=twips(width), type="dxa"),
            borders("tcBorders", dict.fromkeys(("top", "left", "bottom", "right"), stroke))
            if stroke
            else None,
            shading(part.fill),
            el("vAlign", val="center"),
        ),
        el(
            "p",
            el("pPr", el("pStyle", val=style), exact),
            el("r", text(part.words)) if part.words else None,
        ),
    )


def add_image(flow: Flow, node: Node, line: Line, place: Place) -> None:
    """A picture that the page carries in itself; any other address is left out, its words stay."""
    found = _DATA.fullmatch(node.get("src"))
    words = node.get("alt")
    try:
        content = base64.b64decode(found[2], validate=False) if found else b""
        with Image.open(io.BytesIO(content)) as picture:
            pixels = picture.size
    except (OSError, binascii.Error, Image.DecompressionBombError):
        if words:
            line.add(f"[{words}]", line.ink)
        return
    width, height = _measures(node, pixels, place.room)
    relation = flow.media.add_picture(content, "png" if found and found[1] == "png" else "jpeg")
    line.add_element(_picture(relation, flow.media.next_number(), words, width, height), line.ink)


def _measures(node: Node, pixels: tuple[int, int], room: float) -> tuple[float, float]:
    """Width and height in points: as the style says, in proportion, never more than there is room for."""
    look, share = node.look, pixels[1] / pixels[0]
    width = _points(look.width, room)
    height = look.height if look.height and look.height > 0 else None
    if width is None:
        width = pixels[0] * _PIXEL if height is None else height / share
    highest = min(look.highest or _HIGHEST, height or _HIGHEST)
    width = min(width, room, _points(look.widest, room) or room, highest / share)
    return width, width * share


def _points(value: float | None, room: float) -> float | None:
    """A length, or the share of the room that it stands for."""
    return -value * room if value is not None and value < 0 else value


def _picture(relation: str, number: int, words: str, width: float, height: float) -> Element:
    def make(space: str, tag: str, *children: Element, **attributes: object) -> Element:
        element = etree.Element(f"{{{space}}}{tag}")
        for name, value in attributes.items():
            element.set(f"{{{RELATIONS}}}{name[2:]}" if name.startswith("r_") else name, str(value))
        element.extend(children)
        return element

    size = {"cx": round(width * _EMU), "cy": round(height * _EMU)}
    about = {"id": number, "name": f"Picture {number}", "descr": words}
    fill = make(
        PICTURE,
        "blipFill",
        make(ART, "blip", r_embed=relation),
        make(ART, "stretch", make(ART, "fillRect")),
    )
    shape = make(
        PICTURE,
        "spPr",
        make(ART, "xfrm", make(ART, "off", x=0, y=0), make(ART, "ext", **size)),
        make(ART, "prstGeom", make(ART, "avLst"), prst="rect"),
    )
    head = make(PICTURE, "nvPicPr", make(PICTURE, "cNvPr", **about), make(PICTURE, "cNvPicPr"))
    data = make(ART, "graphicData", make(PICTURE, "pic", head, fill, shape), uri=PICTURE)
    return el(
        "drawing",
        make(
            DRAWING,
            "inline",
            make(DRAWING, "extent", **size),
            make(DRAWING, "docPr", **about),
            make(DRAWING, "cNvGraphicFramePr"),
            make(ART, "graphic", data),
            distT=0,
            distB=0,
            distL=0,
            distR=0,
        ),
    )
