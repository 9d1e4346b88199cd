"""What stands around the text: heads and feet of pages, sections of pages, the heading of the contents."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .contents import simple_field
from .package import Package
from .scripts import parts
from .sheets import Page
from .styles import Ink, Shape, Styles
from .text import marks_of
from .values import Line
from .xml import Element, el, text, twips

if TYPE_CHECKING:
    from . import Facts
    from .flow import Flow, Section

_GREY, _PALE, _ACCENT = "46535F", "B5C0CA", "14406B"
_HEAD_SIZE, _HASH_SIZE = 7.5, 6.5
_FROM_EDGE = 28.0  # points from the edge of the paper to head and foot


@dataclass(slots=True)
class Frame:
    """The words of heads and feet; parts are made once for each width of page."""

    number: str
    corridor: str
    draft: str
    marking: str
    page_word: str
    of_word: str
    facts: Facts
    _made: dict[float, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Any, facts: Facts) -> Frame:
        """From the cover, where the print page keeps them."""
        found = next((one for one in root.iter("p") if one.get("data-number")), None)
        data = {} if found is None else dict(found.items())
        return cls(
            number=data.get("data-number", ""),
            corridor=data.get("data-corridor", ""),
            draft=data.get("data-draft", ""),
            marking=data.get("data-marking", ""),
            page_word=data.get("data-page", ""),
            of_word=data.get("data-of", " / "),
            facts=facts,
        )

    def section(self, package: Package, styles: Styles, page: Page, *, is_cover: bool) -> Element:
        """Size, margins and frame of a run of pages; the cover has no frame."""
        top, right, bottom, left = page.margin if any(page.margin) else Page().margin
        relations: list[Element] = []
        if not is_cover:
            head, foot = self._parts(package, styles, page.width - left - right)
            relations = [
                el("headerReference", type="default", r_id=head),
                el("footerReference", type="default", r_id=foot),
            ]
        return el(
            "sectPr",
            *relations,
            el("type", val="nextPage"),
            el(
                "pgSz",
                w=twips(page.width),
                h=twips(page.height),
                orient="landscape" if page.is_landscape else None,
            ),
            el(
                "pgMar",
                top=twips(top),
                right=twips(right),
                bottom=twips(bottom),
                left=twips(left),
                header=twips(_FROM_EDGE),
                footer=twips(_FROM_EDGE * 0.8),
                gutter=0,
            ),
        )

    def _parts(self, package: Package, styles: Styles, width: float) -> tuple[str, str]:
        key = round(width, 1)
        if key not in self._made:
            number = len(self._made) + 1
            head = package.add(f"header{number}", self._head(styles, width), "header")
            foot = package.add(f"footer{number}", self._foot(styles, width), "footer")
            self._made[key] = head, foot
        return self._made[key]

    def _head(self, styles: Styles, width: float) -> Element:
        rule = (None, None, Line(0.4, _PALE), None)
        style = styles.paragraph("header", Shape(bars=rule, bar_space=(0, 0, 5, 0)), Ink(_HEAD_SIZE, _GREY))
        left = "  ·  ".join(one for one in (self.number, self.corridor) if one)
        return el("hdr", _two_ends(style, width, _words(left), _words(self.facts.edition)))

    def _foot(self, styles: Styles, width: float) -> Element:
        style = styles.paragraph("footer", Shape(), Ink(_HEAD_SIZE, _GREY))
        left = (
            [el("r", el("rPr", el("b"), el("bCs"), el("color", val=_ACCENT)), text(self.draft))]
            if self.draft
            else []
        )
        pages = [
            *_words(self.page_word),
            *simple_field("PAGE", "1"),
            *_words(self.of_word),
            *simple_field("NUMPAGES", "1"),
        ]
        paragraphs = [_two_ends(style, width, [*left, *_words(self.marking)], pages)]
        if self.facts.sha256:
            small = styles.paragraph("Check number", Shape(), Ink(_HASH_SIZE, _GREY))
            words = f"{self.facts.check} {self.facts.sha256}".strip()
            paragraphs.append(el("p", el("pPr", el("pStyle", val=small)), *_words(words)))
        return el("ftr", *paragraphs)


def _words(words: str) -> list[Element]:
    return [el("r", marks_of(None, script), text(part)) for script, part in parts(words) if part]


def _two_ends(style: str, width: float, left: list[Element], right: list[Element]) -> Element:
    tabs = el("tabs", el("tab", val="right", pos=twips(width)))
    return el("p", el("pPr", el("pStyle", val=style), tabs), *left, el("r", el("tab")), *right)


def contents_heading(styles: Styles, words: str) -> Element:
    """The heading of contents that the page has not: it is not listed in them."""
    ink = Ink(19, _ACCENT, is_bold=True)
    shape = Shape(
        after=14, keeps_next=True, bars=(None, None, Line(1.2, _ACCENT), None), bar_space=(0, 0, 6, 0)
    )
    style = styles.paragraph("TOC Heading", shape, ink)
    return el("p", el("pPr", el("pStyle", val=style)), *_words(words))


def begin_page(block: Element) -> None:
    """Let a paragraph begin a page; a table begins none."""
    marks = block.find(el("pPr").tag)
    if marks is not None and marks.find(el("pageBreakBefore").tag) is None:
        marks.insert(1, el("pageBreakBefore"))


def end_of_section(flow: Flow, section: Section, marks: Element) -> Element:
    """The paragraph that carries the size of the pages before it: its last one, or one without height."""
    last = flow.spacer(1)
    last.find(el("pPr").tag).append(marks)
    return last
