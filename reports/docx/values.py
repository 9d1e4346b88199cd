"""Values of style sheets and what one element looks like once all rules are applied. Lengths are points."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

_UNITS = {"pt": 1.0, "mm": 72 / 25.4, "cm": 720 / 25.4, "px": 0.75, "in": 72.0}
_LENGTH = re.compile(r"(-?\d*\.?\d+)(pt|mm|cm|px|in|rem|em|%)?")
_NAMED = {"white": "FFFFFF", "black": "000000"}
_HEX = re.compile(r"#([0-9a-f]{6}|[0-9a-f]{3})(?![0-9a-f])", re.IGNORECASE)
_BOLD_FROM = 600

Four = tuple[float, float, float, float]
SIDES = ("top", "right", "bottom", "left")


@dataclass(frozen=True, slots=True)
class Line:
    """A border: width, colour (RRGGBB), "solid" or "dotted"."""

    width: float
    colour: str
    pattern: str = "solid"


@dataclass(frozen=True, slots=True)
class Look:
    """What one element looks like. Colours are RRGGBB, "" for none; four sides go top, right, bottom, left.

    `stroke` is "through", "under" or ""; `outline` the level in the contents where the style sheet names one, 0 for none.
    `width` is points, or a share of the table below 0 ("25%" is -0.25), or None. `page` is the name of the page.
    """

    size: float = 9.5
    colour: str = "1B232B"
    is_bold: bool = False
    is_italic: bool = False
    align: str = "left"
    page: str = ""
    background: str = ""
    width: float | None = None
    height: float | None = None
    widest: float | None = None
    highest: float | None = None
    least_height: float = 0
    raised: str = ""
    stroke: str = ""
    outline: int | None = None
    vertical: str = "top"
    margin: tuple[float, float, float, float] = (0, 0, 0, 0)
    padding: tuple[float, float, float, float] = (0, 0, 0, 0)
    border: tuple[Line | None, Line | None, Line | None, Line | None] = (None, None, None, None)
    breaks_before: bool = False
    keeps_next: bool = False
    keeps_before: bool = False
    keeps_whole: bool = False
    is_hidden: bool = False
    is_absolute: bool = False

    def inherited(self) -> Look:
        """What a child starts from."""
        return Look(
            self.size,
            self.colour,
            self.is_bold,
            self.is_italic,
            self.align,
            self.page,
            stroke=self.stroke,
            is_hidden=self.is_hidden,
        )


def length(text: str, size: float) -> float | None:
    """Points, a negative share for a percentage, None for what is no length; `size` is that of the letters."""
    match = _LENGTH.fullmatch(text.strip())
    if match is None:
        return None
    number, unit = float(match[1]), match[2] or "px"
    if unit == "%":
        return -number / 100
    if unit in ("em", "rem"):
        return round(number * size, 3)
    return round(number * _UNITS[unit], 3)


def colour(text: str) -> str:
    """RRGGBB, or "" for none and for what is not known."""
    text = text.strip().lower()
    if match := _HEX.search(text):
        digits = match[1]
        return ("".join(two * 2 for two in digits) if len(digits) == 3 else digits).upper()
    return _NAMED.get(text, "")


def with_declarations(look: Look, declared: dict[str, str]) -> Look:
    """The look with what the rules say; what paper in an office program does not know is left out."""
    size = _size(declared.get("font-size", ""), look.size)
    changes: dict[str, object] = {"size": size}
    for name, value in declared.items():
        if (reader := _READERS.get(name)) is not None:
            changes.update(reader(value.strip(), size, look))
    for what in ("margin", "padding"):
        changes[what] = sides(what, declared, size, getattr(look, what))
    changes["border"] = _borders(declared, size)
    return replace(look, **changes)  # type: ignore[arg-type]


def _size(text: str, before: float) -> float:
    found = length(text, before) if text else None
    if found is None:
        return before
    return round(-found * before if found < 0 else found, 2)


def sides(what: str, declared: dict[str, str], size: float, before: Four) -> Four:
    """Margins or paddings as the rules say; none is below 0."""
    found = list(before)
    for name, value in declared.items():
        if name == what:
            found = _four([length(part, size) or 0 for part in value.split()])
        elif name.startswith(f"{what}-") and (side := name.removeprefix(f"{what}-")) in SIDES:
            found[SIDES.index(side)] = length(value, size) or 0
    top, right, bottom, left = (max(0.0, one) for one in found)
    return top, right, bottom, left


def _four(values: list[float]) -> list[float]:
    """One to four values as a style sheet shortens them, for all sides."""
    top = values[0]
    right = values[1] if len(values) > 1 else top
    bottom = values[2] if len(values) > 2 else top
    return [top, right, bottom, values[3] if len(values) > 3 else right]


def _borders(declared: dict[str, str], size: float) -> tuple[Line | None, ...]:
    found: list[Line | None] = [None] * 4
    for name, value in declared.items():
        if name == "border":
            found = [_line(value, size)] * 4
        elif name == "border-style":
            found = [line and replace(line, pattern=value.strip()) for line in found]
        elif name.startswith("border-") and (side := name.removeprefix("border-")) in SIDES:
            found[SIDES.index(side)] = _line(value, size)
    return tuple(found)


def _line(text: str, size: float) -> Line | None:
    parts = text.split()
    width = next((found for part in parts if (found := length(part, size)) is not None), 0)
    shade = next((paint for part in parts if (paint := colour(part))), "000000")
    return Line(width, shade, "dotted" if {"dotted", "dashed"} & set(parts) else "solid") if width else None


def _weight(text: str) -> bool:
    return text == "bold" or (text.isdigit() and int(text) >= _BOLD_FROM)


def _stroke(text: str) -> str:
    return "through" if "line-through" in text else "under" if "underline" in text else ""


_READERS: dict[str, Callable[[str, float, Look], dict[str, object]]] = {
    "color": lambda text, size, look: {"colour": colour(text) or look.colour},
    "background": lambda text, size, look: {"background": colour(text)},
    "background-color": lambda text, size, look: {"background": colour(text)},
    "font-weight": lambda text, size, look: {"is_bold": _weight(text)},
    "font-style": lambda text, size, look: {"is_italic": text == "italic"},
    "text-align": lambda text, size, look: {"align": text},
    "text-decoration": lambda text, size, look: {"stroke": _stroke(text)},
    "bookmark-level": lambda text, size, look: {"outline": int(text) if text.isdigit() else 0},
    "page": lambda text, size, look: {"page": "" if text == "auto" else text},
    "width": lambda text, size, look: {"width": length(text, size)},
    "height": lambda text, size, look: {"height": length(text, size)},
    "max-width": lambda text, size, look: {"widest": length(text, size)},
    "max-height": lambda text, size, look: {"highest": length(text, size)},
    "min-height": lambda text, size, look: {"least_height": max(0.0, length(text, size) or 0)},
    "vertical-align": lambda text, size, look: {
        "raised": text if text in ("super", "sub") else "",
        "vertical": text,
    },
    "break-before": lambda text, size, look: {
        "breaks_before": text == "page",
        "keeps_before": text == "avoid",
    },
    "break-after": lambda text, size, look: {"keeps_next": text == "avoid"},
    "break-inside": lambda text, size, look: {"keeps_whole": text == "avoid"},
    "display": lambda text, size, look: {"is_hidden": text == "none"},
    "position": lambda text, size, look: {"is_absolute": text == "absolute"},
}
