"""The contents of the file: a field that the office program fills with page numbers.

Until then it holds the headings as links. Nobody but the program that lays out the pages knows their numbers, and a
guessed number would be worse than none.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile

from .marks import Bookmarks
from .scripts import parts
from .text import marks_of
from .xml import Element, el, text

_MANY_ENTRIES = 120  # with more, the contents name chapters only


@dataclass(frozen=True, slots=True)
class _Heading:
    """A heading: level, words, bookmark, and the element at its end."""

    level: int
    title: str
    bookmark: str
    end: Element


class Contents:
    """Headings are noted while the page is walked through; the fields are written at the end.

    The first contents of a page name all of it. Further ones, as those of a report inside a volume, name what follows
    them up to the next heading of the first level.
    """

    def __init__(self) -> None:
        self._headings: list[_Heading] = []
        self._places: list[tuple[Element, int]] = []

    def place(self) -> Element:
        """The paragraph in whose place contents will stand."""
        paragraph = el("p")
        self._places.append((paragraph, len(self._headings)))
        return paragraph

    @property
    def has_place(self) -> bool:
        return bool(self._places)

    @property
    def last(self) -> str:
        """The heading below which the page stands now."""
        return self._headings[-1].title if self._headings else ""

    def note(self, level: int, title: str, inner: list[Element], bookmarks: Bookmarks) -> list[Element]:
        """Keep a heading; its runs come back with the bookmark that the contents lead to."""
        name = f"_Toc{len(self._headings) + 1:08d}"
        begin, end = bookmarks.around(name)
        self._headings.append(_Heading(level, title, name, end))
        return [begin, *inner, end]

    def write(self, bookmarks: Bookmarks) -> None:
        """Put the fields where their places are."""
        for number, (paragraph, start) in enumerate(self._places):
            if number == 0:
                deepest = 1 if sum(one.level < 3 for one in self._headings) > _MANY_ENTRIES else 2
                _write(paragraph, self._headings, (1, deepest))
            elif inside := _until_first_level(self._headings[start:]):
                highest = min(one.level for one in inside)
                name = f"_TocPart{number}"
                begin, end = bookmarks.around(name)
                inside[-1].end.addnext(end)
                _write(paragraph, inside, (highest, min(highest + 1, 3)), name).addnext(begin)


def _until_first_level(headings: list[_Heading]) -> list[_Heading]:
    return list(takewhile(lambda one: one.level > 1, headings))


def _write(place: Element, headings: list[_Heading], levels: tuple[int, int], part: str = "") -> Element:
    """The field in this place; its last paragraph comes back."""
    made = [_entry(one) for one in headings if levels[0] <= one.level <= levels[1]] or [el("p")]
    within = rf"\b {part} " if part else ""
    order = rf' TOC \o "{levels[0]}-{levels[1]}" \h \z \u {within}'
    _insert(made[0], [_field("begin", dirty="true"), _instruction(order), _field("separate")])
    made[-1].append(el("r", _field("end")))
    for paragraph in made:
        place.addprevious(paragraph)
    place.getparent().remove(place)
    return made[-1]


def _insert(paragraph: Element, elements: list[Element]) -> None:
    """Runs at the beginning of a paragraph, after its marks."""
    for number, one in enumerate(elements, start=len(paragraph.findall(el("pPr").tag))):
        paragraph.insert(number, el("r", one))


def _entry(heading: _Heading) -> Element:
    words = [el("r", marks_of(None, script), text(part)) for script, part in parts(heading.title)]
    link = el("hyperlink", *words, anchor=heading.bookmark, history=1)
    return el("p", el("pPr", el("pStyle", val=f"TOC{heading.level}")), link)


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
