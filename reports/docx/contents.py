"""The contents of the file: a field that the office program fills with page numbers.

Until then it holds the headings as links. Nobody but the program that lays out the pages knows their numbers, and a
guessed number would be worse than none.
"""

from __future__ import annotations

from .marks import Bookmarks
from .scripts import parts
from .text import marks_of
from .xml import Element, el, text

_MANY_ENTRIES = 120  # with more, the contents name chapters only


class Contents:
    """Headings are noted while the page is walked through; the field is written at the end."""

    def __init__(self) -> None:
        self._entries: list[tuple[int, str, str]] = []
        self._place: Element | None = None

    def place(self) -> Element:
        """The paragraph in whose place the contents will stand."""
        self._place = el("p")
        return self._place

    @property
    def has_place(self) -> bool:
        return self._place is not None

    @property
    def last(self) -> str:
        """The heading below which the page stands now."""
        return self._entries[-1][1] if self._entries else ""

    def note(self, level: int, title: str, inner: list[Element], bookmarks: Bookmarks) -> list[Element]:
        """Keep a heading; its runs come back with the bookmark that the contents lead to."""
        name = f"_Toc{len(self._entries) + 1:08d}"
        self._entries.append((level, title, name))
        begin, end = bookmarks.around(name)
        return [begin, *inner, end]

    def write(self) -> None:
        """Put the field where its place is."""
        if self._place is None:
            return
        parent = self._place.getparent()
        deepest = 1 if len(self._entries) > _MANY_ENTRIES else 2
        made = [_entry(*entry) for entry in self._entries if entry[0] <= deepest]
        if not made:
            parent.remove(self._place)
            return
        order = rf' TOC \o "1-{deepest}" \h \z \u '
        _insert(made[0], [_field("begin", dirty="true"), _instruction(order), _field("separate")])
        made[-1].append(el("r", _field("end")))
        at = parent.index(self._place)
        parent.remove(self._place)
        for number, paragraph in enumerate(made):
            parent.insert(at + number, paragraph)


def _insert(paragraph: Element, elements: list[Element]) -> None:
    for number, one in enumerate(elements, start=1):
        paragraph.insert(number, el("r", one))


def _entry(level: int, title: str, bookmark: str) -> Element:
    words = [el("r", marks_of(None, script), text(part)) for script, part in parts(title)]
    link = el("hyperlink", *words, anchor=bookmark, history=1)
    return el("p", el("pPr", el("pStyle", val=f"TOC{level}")), link)


def _field(kind: str, dirty: str | None = None) -> Element:
    return el("fldChar", fldCharType=kind, dirty=dirty)


def _instruction(words: str) -> Element:
    element = text(words)
    element.tag = element.tag.replace("}t", "}instrText")
    return element


def simple_field(words: str, shown: str) -> list[Element]:
    """Runs of a field such as PAGE, with what it shows until the program has counted."""
    return [
        el("r", _field("begin")),
        el("r", _instruction(f" {words} ")),
        el("r", _field("separate")),
        el("r", text(shown)),
        el("r", _field("end")),
    ]
