"""Elements of WordprocessingML. Their order inside a parent is fixed by the format, so callers give them in order."""

from __future__ import annotations

from typing import Any

from lxml import etree

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
ART = "http://schemas.openxmlformats.org/drawingml/2006/main"
PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_NAMES = {"w": MAIN, "r": RELATIONS, "wp": DRAWING, "a": ART, "pic": PICTURE}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

Element = Any


def el(tag: str, *children: Element | None, **attributes: object) -> Element:
    """An element of the main namespace. Attributes are of it too, or `r_id` for one of the relationships; None is
    left out. A name that Python keeps for itself ends in "_".
    """
    element = etree.Element(f"{{{MAIN}}}{tag}", nsmap=_NAMES if tag in _ROOTS else None)
    for name, value in attributes.items():
        if value is not None:
            space, plain = (RELATIONS, name[2:]) if name.startswith("r_") else (MAIN, name.rstrip("_"))
            element.set(f"{{{space}}}{plain}", str(value))
    element.extend([child for child in children if child is not None])
    return element


_ROOTS = frozenset({"document", "styles", "settings", "numbering", "fonts", "hdr", "ftr"})


def text(words: str) -> Element:
    """Text of a run, spaces at its ends kept."""
    element = el("t")
    element.text = words
    if words[:1].isspace() or words[-1:].isspace():
        element.set(_SPACE, "preserve")
    return element


def twips(points: float) -> int:
    """Twentieths of a point."""
    return round(points * 20)


def serialised(root: Element) -> bytes:
    """The part as it stands in the file."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
