"""Text of one paragraph: pieces of different looks, scripts and links become runs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .scripts import Script, clean, parts
from .styles import Ink, Styles, fonts
from .xml import Element, el, text

_SPACES = re.compile(r"[ \t\r\n\f]+")
_HARD = "\u00a0"


@dataclass(frozen=True, slots=True)
class Link:
    """Where a piece leads: a bookmark of this file, or with `relation` an address outside."""

    bookmark: str = ""
    relation: str = ""


@dataclass(slots=True)
class Piece:
    """Text of one look; `element` instead of text is a picture or a field, ready made."""

    words: str
    ink: Ink
    name: str = ""
    link: Link | None = None
    element: Element | None = None


@dataclass(slots=True)
class Line:
    """The pieces of a paragraph, spaces taken together as a browser does."""

    styles: Styles
    ink: Ink
    pieces: list[Piece] = field(default_factory=list)
    _open: bool = False  # the last piece ends in something that a space may follow

    def add(self, words: str, ink: Ink, name: str = "", link: Link | None = None) -> None:
        """Words as they stand in the page."""
        words = _SPACES.sub(" ", clean(words))
        if not self._open:
            words = words.lstrip(" ")
        if words:
            self._open = not words.endswith((" ", "\u2002"))
            self.pieces.append(Piece(words, ink, name, link))

    def add_element(self, element: Element, ink: Ink) -> None:
        """A picture, a tabulator or the end of a line."""
        self._trim()
        self._open = False
        self.pieces.append(Piece("", ink, element=element))

    def _trim(self) -> None:
        if self.pieces and self.pieces[-1].element is None:
            self.pieces[-1].words = self.pieces[-1].words.rstrip(" ")

    def take_tables(self) -> list[Element]:
        """Tables that stood in the text: they go beside paragraphs, not into them."""
        found = [
            piece.element
            for piece in self.pieces
            if piece.element is not None and piece.element.tag.endswith("}tbl")
        ]
        self.pieces = [piece for piece in self.pieces if piece.element not in found] if found else self.pieces
        return found

    @property
    def is_empty(self) -> bool:
        return not any(piece.words.strip(" ") or piece.element is not None for piece in self.pieces)

    def plain(self) -> str:
        """The words alone, for contents and the like."""
        return "".join(" " if piece.element is not None else piece.words for piece in self.pieces).strip()

    def runs(self) -> list[Element]:
        """The runs, links around theirs."""
        self._trim()
        made: list[Element] = []
        for piece in self.pieces:
            found = self._runs_of(piece)
            if piece.link is not None and found:
                link = piece.link
                found = [
                    el(
                        "hyperlink",
                        *found,
                        anchor=link.bookmark or None,
                        r_id=link.relation or None,
                        history=1,
                    )
                ]
            made += found
        return made

    def _runs_of(self, piece: Piece) -> list[Element]:
        style = None
        if piece.ink != self.ink:
            style = self.styles.character(piece.name or "Emphasis", piece.ink, self.ink)
        if piece.element is not None:
            return [el("r", marks_of(style, None), piece.element)]
        words = f"{_HARD}{piece.words}{_HARD}" if piece.ink.box else piece.words
        return [el("r", marks_of(style, script), text(part)) for script, part in parts(words) if part]


def marks_of(style: str | None, script: Script | None) -> Element | None:
    """Marks of a run: its style, and for a script of its own the font of all slots and the language."""
    marks = [el("rStyle", val=style)] if style else []
    if script is not None:
        font, tag = script.font, script.tag
        marks += [fonts(font, complex_font=font, hint="cs"), el("cs"), el("lang", val=tag, bidi=tag)]
    return el("rPr", *marks) if marks else None
