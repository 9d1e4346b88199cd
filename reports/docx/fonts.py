"""Fonts inside the file, so that the letters of four scripts look right on a machine that has no font for them."""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from fontTools.ttLib import TTFont

from .scripts import LATIN_FONT, SCRIPTS, Script

_FOLDER = Path(__file__).resolve().parents[2] / "static_build" / "vendor" / "fonts"
_WEIGHTS = {"embedRegular": 400, "embedBold": 700}
_HIDDEN = 32  # bytes at the beginning that the format hides
_SPACE = uuid.UUID("6d1f3a1e-8f27-4b0e-9d55-7f2f6a0c1b58")


@dataclass(frozen=True, slots=True)
class Face:
    """One font file for the package: element of the font table, key, hidden bytes."""

    font: str
    element: str
    key: str
    content: bytes


def used_scripts(words: str) -> list[Script]:
    """The scripts of which a text has letters."""
    found = set(words)
    return [
        script
        for script in SCRIPTS
        if any(any(first <= char <= last for first, last in _ranges(script)) for char in found)
    ]


def _ranges(script: Script) -> Iterator[tuple[str, str]]:
    pieces = script.letters.split("-")
    firsts = [pieces[0], *(piece[1:] for piece in pieces[1:-1])]
    yield from zip(firsts, (piece[0] for piece in pieces[1:]), strict=True)


def faces(scripts: Iterable[Script]) -> Iterator[Face]:
    """The faces to take in: Latin letters always, the scripts that are used. One that is not installed is left out."""
    files = [(LATIN_FONT, "noto-sans"), *((script.font, script.file) for script in scripts)]
    for font, name in files:
        for element, weight in _WEIGHTS.items():
            path = _FOLDER / f"{name}-{weight}.woff2"
            if path.is_file():
                key = uuid.uuid5(_SPACE, path.name)
                yield Face(font, element, f"{{{str(key).upper()}}}", _hidden(_plain(path), key))


def _plain(path: Path) -> bytes:
    """The font as office programs read it."""
    with TTFont(path, recalcTimestamp=False) as font:
        font.flavor = None
        content = io.BytesIO()
        font.save(content)
    return content.getvalue()


def _hidden(content: bytes, key: uuid.UUID) -> bytes:
    """The form that the format wants: the first 32 bytes mixed with the key, read backwards."""
    mask = key.bytes[::-1] * 2
    head = bytes(one ^ other for one, other in zip(content[:_HIDDEN], mask, strict=False))
    return head + content[_HIDDEN:]
