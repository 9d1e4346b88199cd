"""Which letters of a text the fonts of paper can print."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from .html import font_sheets
from .passages import passage_html

_ROOT = Path(__file__).resolve().parents[2]
_SHEETS, _FONTS = _ROOT / "static" / "paper", _ROOT / "static_build" / "vendor" / "fonts"
_FONT = re.compile(r"asset:fonts/([a-z0-9-]+\.woff2)")
_TAG = re.compile(r"<[^>]*>")
#: Fonts that the heads and feet of pages do not name (@page in static/paper/paper.css).
_NOT_IN_MARGINS = re.compile("greek|symbols")


def unprintable(text: str, *, in_margin: bool = False) -> list[str]:
    """Letters of the text that no font of paper has a shape for, each once.

    Args:
        in_margin: the text stands in the head or foot of pages, where fewer fonts are at hand.
    """
    printed = html.unescape(_TAG.sub("", passage_html(text)))
    return [letter for letter in dict.fromkeys(printed) if not _has_shape(letter, in_margin=in_margin)]


def _has_shape(letter: str, *, in_margin: bool) -> bool:
    if letter in "\n\t\u200b\u200c\u200d\u00ad" or unicodedata.category(letter) == "Zs":
        return True
    return any(ord(letter) in letters_of(sheet, in_margin=in_margin) for sheet in font_sheets(letter))


@cache
def letters_of(sheet: str, *, in_margin: bool = False) -> frozenset[int]:
    """Code points for which the fonts of a style sheet have a shape; a font that is not installed has none."""
    found: set[int] = set()
    for name in _FONT.findall((_SHEETS / f"{sheet}.css").read_text(encoding="utf-8")):
        path = _FONTS / name
        if path.is_file() and not (in_margin and _NOT_IN_MARGINS.search(name)):
            with TTFont(path, lazy=True) as font:
                found |= set(font.getBestCmap())
    return frozenset(found)
