"""The text of one Word paragraph as it is printed: list number, line breaks, no deleted and no hidden words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from standards.intake.blocks import LOOKS_LIKE_HEADING, Span
from standards.intake.fronts.numbering import Numbering, W
from standards.intake.rules import patterns

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_HEADING = re.compile(r"heading (\d)")
_PASSED_THROUGH = {
    f"{W}{name}"
    for name in (
        "hyperlink",
        "ins",
        "moveTo",
        "smartTag",
        "sdt",
        "sdtContent",
        "fldSimple",
        "customXml",
        "dir",
        "bdo",
        "rubyBase",
        "ruby",
    )
}
_MATHS_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_MOST_CHAIN = 12  # styles based on styles; longer chains are circles
_HEADING_LENGTH = 160  # characters; a longer bold paragraph is emphasis, not a heading


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph or character style says, with the styles that it is based on."""

    name: str = ""
    heading: int = 0
    bold: bool = False
    hidden: bool = False
    list_id: str = ""
    list_depth: int | None = None


@dataclass(slots=True)
class _Found:
    """The text of a paragraph while it is collected."""

    parts: list[str] = field(default_factory=list)
    bold: bool = True


class Words:
    """Reads paragraphs in order. `hidden` collects hidden text; text boxes wait until they are taken."""

    def __init__(self, styles: Any, numbering: Numbering) -> None:
        self.numbering = numbering
        self.hidden: list[str] = []
        self._boxes: list[Any] = []
        self._elements = {style.get(f"{W}styleId", ""): style for style in styles.iterchildren(f"{W}style")}
        self._default = next(
            (
                key
                for key, style in self._elements.items()
                if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true", "on")
            ),
            "",
        )
        self._styles: dict[str, Style] = {}
        numbering.style_uses = {key: self.style(key).list_id for key in self._elements}

    def take_boxes(self) -> list[Any]:
        """The text boxes met since the last call, in order."""
        boxes, self._boxes = self._boxes, []
        return boxes

    def spans(self, paragraph: Any) -> list[Span]:
        """A paragraph; one with line breaks becomes several lines. A list paragraph begins with its printed number."""
        properties = paragraph.find(f"{W}pPr")
        style = self.style(_value(properties, "pStyle") or self._default)
        found = _Found()
        self._collect(paragraph, style, found)
        text = "".join(found.parts).replace("\u00ad", "")
        lines = [line for line in text.split("\n") if line.strip()]
        label = self._label(properties, style, bool(lines))
        heading = self._heading(properties, style)
        if lines and label and not _starts_itself(lines[0]):
            lines[0] = f"{label} {lines[0].lstrip()}"
        if not heading and found.bold and label != "\u2022" and len(text) <= _HEADING_LENGTH:
            heading = LOOKS_LIKE_HEADING
        return [Span(patterns.clean(line), heading=heading) for line in lines]

    # ------------------------------------------------------------------- styles
    def style(self, key: str) -> Style:
        """The style with all that it inherits."""
        if key not in self._styles:
            self._styles[key] = self._resolve(key)
        return self._styles[key]

    def _resolve(self, key: str) -> Style:
        name = list_id = ""
        heading, list_depth = 0, None
        bold = hidden = None
        at = key
        for _ in range(_MOST_CHAIN):
            element = self._elements.get(at)
            if element is None:
                break
            own = (_value(element, "name") or "").lower()
            name = name or own
            paragraph, run = element.find(f"{W}pPr"), element.find(f"{W}rPr")
            if not heading:
                match = _HEADING.match(own)
                heading = _outline(paragraph) or (min(int(match[1]), 8) if match else 0)
            listed = paragraph.find(f"{W}numPr") if paragraph is not None else None
            if listed is not None and not list_id:
                list_id = _value(listed, "numId") or ""
                depth = _value(listed, "ilvl") or ""
                list_depth = int(depth) if depth.isdecimal() and len(depth) < 3 else None
            bold = _switch(run, "b") if bold is None else bold
            hidden = _switch(run, "vanish") if hidden is None else hidden
            at = _value(element, "basedOn") or ""
        if list_id and list_depth is None:
            list_depth = self.numbering.depth_of_style(list_id, key)
        return Style(name, heading, bool(bold), bool(hidden), list_id, list_depth)

    @staticmethod
    def _heading(properties: Any | None, style: Style) -> int:
        return _outline(properties) or style.heading

    def _label(self, properties: Any | None, style: Style, has_text: bool) -> str:
        """The printed number. An empty paragraph with a number is counted too: Word prints the number alone."""
        listed = properties.find(f"{W}numPr") if properties is not None else None
        list_id, depth = style.list_id, style.list_depth or 0
        if listed is not None:
            list_id = _value(listed, "numId") or list_id
            own = _value(listed, "ilvl") or ""
            depth = int(own) if own.isdecimal() and len(own) < 3 else depth
        if list_id and list_id != "0":
            return self.numbering.label(list_id, depth) or (
                "\u2022" if has_text and not style.heading else ""
            )
        return "\u2022" if style.name.startswith("list") and style.name != "list paragraph" else ""

    # --------------------------------------------------------------------- text
    def _collect(self, parent: Any, style: Style, found: _Found) -> None:
        for child in parent.iterchildren():
            if child.tag == f"{W}r":
                self._run(child, style, found)
            elif child.tag in _PASSED_THROUGH:
                self._collect(child, style, found)
            elif isinstance(child.tag, str) and child.tag.startswith(_MATHS_TEXT[:-1]):
                found.parts.append("".join(text.text or "" for text in child.iter(_MATHS_TEXT)))

    def _run(self, run: Any, style: Style, found: _Found) -> None:
        properties = run.find(f"{W}rPr")
        own = self.style(_value(properties, "rStyle") or "")
        text = "".join(self._pieces(run))
        if not text:
            return
        vanish = _switch(properties, "vanish")
        if own.hidden or style.hidden if vanish is None else vanish:
            if text.strip():
                self.hidden.append(text)
            return
        bold = _switch(properties, "b")
        if text.strip():
            found.bold = found.bold and (own.bold or style.bold if bold is None else bold)
        found.parts.append(text)

    def _pieces(self, run: Any) -> Iterator[str]:
        for child in run.iterchildren():
            if not isinstance(child.tag, str):
                continue
            name = child.tag.rpartition("}")[2]
            if child.tag == f"{W}t":
                yield child.text or ""
            elif name in _CHARACTERS:
                yield _CHARACTERS[name]
            elif name == "sym":
                code = child.get(f"{W}char", "")
                yield chr(int(code, 16)) if re.fullmatch("[0-9A-Fa-f]{1,4}", code) else ""
            elif name in ("drawing", "pict", "object") or child.tag == f"{_MC}AlternateContent":
                self._boxes += _boxes(child)
            elif name == "ruby":
                yield "".join(
                    text.text or "" for base in child.iter(f"{W}rubyBase") for text in base.iter(f"{W}t")
                )


def _boxes(element: Any) -> list[Any]:
    """Text boxes in a drawing. Each stands there twice, for new and for old programs: only the first is taken."""
    if element.tag == f"{_MC}AlternateContent":
        first = element.find(f"{_MC}Choice")
        found = _boxes(first) if first is not None else []
        other = element.find(f"{_MC}Fallback")
        return found or (_boxes(other) if other is not None else [])
    found = []
    for child in element.iterchildren():
        if child.tag == f"{W}txbxContent":
            found.append(child)
        elif isinstance(child.tag, str):
            found += _boxes(child)
    return found


def _value(parent: Any | None, name: str) -> str | None:
    found = parent.find(f"{W}{name}") if parent is not None else None
    return found.get(f"{W}val") if found is not None else None


def _switch(properties: Any | None, name: str) -> bool | None:
    """A property that is on, off, or not named."""
    found = properties.find(f"{W}{name}") if properties is not None else None
    return None if found is None else found.get(f"{W}val", "1") not in ("0", "false", "off", "none")


def _outline(properties: Any | None) -> int:
    """The heading level that an outline level stands for; 9 there means running text."""
    level = _value(properties, "outlineLvl") or ""
    return int(level) + 1 if level.isdecimal() and int(level[:3]) < 8 else 0


def _starts_itself(text: str) -> bool:
    """A list paragraph whose number or bullet was typed by hand."""
    return bool(
        patterns.NUMBERED.match(text)
        or patterns.ORDINAL.match(text)
        or patterns.ELEMENT.match(text)
        or patterns.ORDINAL_ONLY.match(text)
        or patterns.CODED.match(text)
        or patterns.without_bullet(text) is not None
    )
