"""Blocks of the page in their order: headings, paragraphs, lists, boxes, sections of pages."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from . import drawings, tables
from .contents import Contents
from .marks import Bookmarks
from .sheets import Node, Page, Sheets
from .styles import Ink, Shape, Styles
from .text import Line, Link
from .values import Look
from .xml import Element, el, twips

BLOCKS = frozenset(
    ("address", "article", "aside", "blockquote", "body", "caption", "dd", "details", "div", "dl", "dt", "figcaption",
     "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre",
     "section", "table", "ul")
)  # fmt: skip
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_LEVELS = {"heading 1": 1, "heading 2": 2, "heading 3": 3}
#: Points from the cover's table to what stands at the foot of the cover, or to logos, and from logos to the foot.
_FOOT_OF_COVER, _ABOVE_LOGOS, _BELOW_LOGOS = 120.0, 40.0, 24.0
_TITLE_WIDTH, _TITLE_HEIGHT = (
    690.0,
    110.0,
)  # of the letters in a line of the title, and of a title of usual length
_EN_SPACE = "\u2002"
_WIDE = 4.0  # points beside an element from which on a space is not enough
_GAP = 7.0  # points below a table where no heading follows

AddPicture = Callable[[bytes, str], str]
AddLink = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Place:
    """Where blocks go: room in points, `role` the part of a table ("" outside), the box around, list and indent."""

    room: float
    role: str = ""
    look: Look | None = None
    list_style: str = ""
    left: float = 0
    box: Look | None = None
    is_cover: bool = False


@dataclass(slots=True)
class Section:
    """A run of pages of one size, and what stands on them."""

    page: str
    blocks: list[Element]


class Flow:
    """Turns the page into sections of WordprocessingML. One use for one page."""

    def __init__(self, sheets: Sheets, styles: Styles, links: set[str], media: Media) -> None:
        self.sheets, self.styles, self.media = sheets, styles, media
        self.bookmarks = Bookmarks(links)
        self.contents = Contents()
        self.sections: list[Section] = []
        self._highest = 2  # level of the page that is the first one here
        self._breaks = False
        self._foot = _FOOT_OF_COVER
        self._space = 0.0  # points that the blocks before ask for
        self.on_chapter: Callable[[str], None] = lambda title: None

    def run(self, body: Node) -> list[Section]:
        """All sections of the page, in order."""
        self.sections.append(Section(body.look.page, []))
        self._highest = highest_level(body)
        self._children(body, self._out, self._place())
        return self.sections

    @property
    def _out(self) -> list[Element]:
        return self.sections[-1].blocks

    @property
    def page(self) -> Page:
        """The page on which the present section stands."""
        return self.sheets.page(self.sections[-1].page)

    def _place(self) -> Place:
        page = self.page
        room = page.text_width if page.margin[3] else self.sheets.page("").text_width
        return Place(room, is_cover=self.sections[-1].page == "cover")

    # Blocks

    def inside(self, node: Node, out: list[Element], place: Place) -> None:
        """What stands in a node that is neither a table nor a list: text, and blocks one below the other."""
        line = self._line(node.look)
        for item in node.contents():
            if isinstance(item, str) or not self._is_block(item):
                self._inline(item, line, node.look.inherited(), _name(node), None, place)
                continue
            self._end_line(line, node, out, place)
            line = self._line(node.look)
            self.block(item, out, place)
        self._end_line(line, node, out, place)

    def _children(self, node: Node, out: list[Element], place: Place) -> None:
        """Like `inside`, at the level of pages, where a block can begin a page or a section of pages."""
        for child in node.children():
            if child.look.is_hidden:
                continue
            if child.look.page != self.sections[-1].page:
                if self._out:
                    self.sections.append(Section(child.look.page, []))
                self.sections[-1].page = child.look.page
                self._breaks, self._space = False, 0.0
                place = self._place()
            elif child.look.breaks_before and self._out:
                self._breaks = True
            self.block(child, self._out, place)

    def block(self, node: Node, out: list[Element], place: Place) -> None:
        """One block element."""
        if node.look.is_hidden:
            return
        self.bookmarks.wait(node.get("id"))
        tag = node.tag
        if "contents" in node.classes:
            self._contents(node, out, place)
        elif tag == "table":
            self._table(node, out, place)
        elif tag in ("ul", "ol"):
            self._list(node, out, place)
        elif tag in _HEADINGS or tag in ("p", "li", "caption", "figcaption", "dt", "dd"):
            self.inside(node, out, place)
        else:
            self._container(node, out, place)

    def _container(self, node: Node, out: list[Element], place: Place) -> None:
        look = node.look
        if out is self._out:
            self._space = max(self._space, look.margin[0])
        if look.least_height or look.background:
            if out and out[-1].tag.endswith("}tbl"):
                out.append(self.spacer(max(self._space, _GAP)))
            out.append(tables.band(self, node, place))
            self._space = max(look.margin[2], _GAP)
            return
        if any(look.border) or look.is_absolute:
            place = replace(place, box=look)
        blocks_alone = all(
            self._is_block(item) if isinstance(item, Node) else not item.strip() for item in node.contents()
        )
        if out is self._out and blocks_alone and not place.box:
            self._children(node, out, place)
            return
        self.inside(node, out, place)
        if out is self._out:
            self._space = max(self._space, look.margin[2])

    def _is_block(self, node: Node) -> bool:
        return node.tag in BLOCKS or any(self._is_block(child) for child in node.children())

    def _table(self, node: Node, out: list[Element], place: Place) -> None:
        if self._breaks:
            out.append(self.spacer(1, breaks=True))
        space = max(self._space if out is self._out else 0, node.look.margin[0])
        if out and (out[-1].tag.endswith("}tbl") or space > _GAP):
            out.append(self.spacer(max(space, _GAP)))
        out += tables.table(self, node, place)
        if out is self._out:
            self._space = max(node.look.margin[2], _GAP)

    def _list(self, node: Node, out: list[Element], place: Place) -> None:
        style = "List Number" if node.tag == "ol" else "List Bullet"
        place = replace(place, list_style=style, left=place.left + 14)
        for child in node.children():
            self.bookmarks.wait(child.get("id"))
            self.inside(child, out, place)

    def _contents(self, node: Node, out: list[Element], place: Place) -> None:
        for child in node.children():
            if child.tag in _HEADINGS:
                self.inside(child, out, replace(place, list_style="TOC Heading"))
        out.append(self.contents.place())

    def _heading(self, node: Node, place: Place) -> str:
        """The style of a heading: the level that the page gives it, counted from the highest level in use."""
        if place.list_style:
            return place.list_style
        following = node.element.getnext()
        if following is not None and "contents" in (following.get("class") or "").split():
            return "TOC Heading"
        if place.is_cover:
            return "Title"
        return f"heading {min(max(level_of(node) - self._highest + 1, 1), 3)}"

    # Paragraphs

    def _line(self, look: Look) -> Line:
        return Line(self.styles, _ink(look))

    def _end_line(self, line: Line, node: Node, out: list[Element], place: Place) -> None:
        out += line.take_tables()
        if line.is_empty:
            return
        name, shape = self._style_of(node, place)
        if name == "Title":
            self._foot = _room_below(line)
        if place.is_cover and (node.look.is_absolute or (place.box and place.box.is_absolute)):
            self._space = min(self._foot, _ABOVE_LOGOS) if node.look.is_absolute else self._foot
            self._foot = _BELOW_LOGOS if node.look.is_absolute else 0.0
        style = self.styles.paragraph(name, shape, line.ink)
        inner = line.runs()
        level = _LEVELS.get(name)
        if level and not place.role:
            inner = self.contents.note(level, line.plain(), inner, self.bookmarks)
            if level == 1:
                self.on_chapter(line.plain())
        marks = [el("pStyle", val=style)]
        if out is self._out:
            marks += self._begin(shape, self.styles.shapes[style])
        out.append(el("p", el("pPr", *marks), *self.bookmarks.take(), *inner))

    def _begin(self, shape: Shape, usual: Shape) -> list[Element]:
        """Marks of a paragraph that begins a page, or stands further from its neighbours than its style says."""
        breaks, space = self._breaks, self._space
        self._breaks, self._space = False, 0.0
        after = twips(shape.after) if shape.after != usual.after else None
        wanted = max(space, shape.before)
        before = twips(wanted) if wanted != usual.before and not breaks else None
        return [
            *([el("pageBreakBefore")] if breaks else []),
            *([el("spacing", before=before, after=after)] if before is not None or after is not None else []),
        ]

    def _style_of(self, node: Node, place: Place) -> tuple[str, Shape]:
        look = node.look
        before, right, after, left = look.margin
        shape = Shape(before, after, place.left + left, right, look.align, in_table=bool(place.role))
        if node.tag in _HEADINGS and not place.role:
            name = self._heading(node, place)
            keeps = name not in ("Title", "TOC Heading")
            shape = replace(
                shape, keeps_next=keeps, keeps_whole=keeps, bars=look.border, bar_space=look.padding
            )
            return name, shape
        if place.list_style:
            return self._list_style(shape, place)
        box = place.box or (look if look.background or look.border[3] else None)
        if box is not None and not place.role:
            shape = _boxed(shape, box)
        if look.keeps_next or (place.box and place.box.keeps_whole):
            shape = replace(shape, keeps_next=look.keeps_next, keeps_whole=True)
        if node.tag in ("td", "th", "div", "section"):
            shape = replace(shape, before=0, after=after if node.tag == "div" else 0, left=place.left)
        return _paragraph_name(node, place), shape

    def _list_style(self, shape: Shape, place: Place) -> tuple[str, Shape]:
        """Lists of their own where they stand in a box or a table: the plain list has one look."""
        kind = "decimal" if place.list_style == "List Number" else "bullet"
        shape = replace(shape, left=place.left, before=0, after=max(2.0, shape.after), list_kind=kind)
        if place.role:
            return f"{place.role} list", shape
        return place.list_style, shape

    def spacer(self, points: float, *, breaks: bool = False) -> Element:
        """A paragraph without text of so many points."""
        shape = Shape()
        style = self.styles.paragraph("Space", shape, Ink(1, "000000"))
        begin = None
        if breaks:
            self._breaks, begin = False, el("pageBreakBefore")
        exact = el("spacing", before=0, after=0, line=max(20, twips(points)), lineRule="exact")
        return el("p", el("pPr", el("pStyle", val=style), begin, exact), *self.bookmarks.take())

    # Inside a paragraph

    def _inline(
        self, item: Node | str, line: Line, look: Look, name: str, link: Link | None, place: Place
    ) -> None:
        if isinstance(item, str):
            line.add(item, _letters(look), name, link)
            return
        if item.look.is_hidden:
            return
        self.bookmarks.wait(item.get("id"))
        look = item.look
        if item.tag == "br":
            line.add_element(el("br"), line.ink)
        elif item.tag == "svg":
            drawings.add_drawing(self, item, line, place)
        elif item.tag == "img":
            drawings.add_image(self, item, line, place)
            if look.margin[1] >= _WIDE:
                line.add(_EN_SPACE * 2, line.ink)
        else:
            inner = _name(item) or ({"b": "Strong", "strong": "Strong"}.get(item.tag) or name)
            if item.tag == "a":
                link = self._link(item.get("href")) or link
            for part in item.contents():
                self._inline(part, line, look, inner, link, place)
            if item.look.margin[1] >= _WIDE:
                line.add(_EN_SPACE, _letters(look))

    def _link(self, address: str) -> Link | None:
        if address.startswith("#"):
            bookmark = self.bookmarks.name(address[1:])
            return Link(bookmark=bookmark) if bookmark else None
        if re.match(r"https?://", address):
            return Link(relation=self.media.link(address))
        return None


class Media:
    """What the file takes in beside its text: pictures and addresses outside. The package fills it."""

    def __init__(self, add_picture: AddPicture, link: AddLink) -> None:
        self.add_picture, self.link = add_picture, link
        self._number = 0

    def next_number(self) -> int:
        """A number of its own for each picture."""
        self._number += 1
        return self._number


def _room_below(title: Line) -> float:
    """Points to the foot of the cover, fewer where a long title takes them."""
    lines = math.ceil(len(title.plain()) * title.ink.size / _TITLE_WIDTH)
    return max(12.0, _FOOT_OF_COVER - max(0.0, lines * title.ink.size * 1.36 - _TITLE_HEIGHT))


def level_of(node: Node) -> int:
    """The level of a heading in the page, 0 where it is in no contents."""
    return _HEADINGS[node.tag] if node.look.outline is None else node.look.outline


def highest_level(body: Node) -> int:
    """The highest level of a heading outside the cover."""
    found = [
        level
        for tag in _HEADINGS
        for one in body.find(tag)
        if one.look.page != "cover" and (level := level_of(one))
    ]
    return min(found, default=2)


def linked_names(root: Node) -> set[str]:
    """The places of the page that a link leads to."""
    return {href[1:] for href in _addresses(root) if href.startswith("#")}


def _addresses(node: Node) -> Iterator[str]:
    for element in node.element.iter("a"):
        yield str(element.get("href") or "")


def _ink(look: Look) -> Ink:
    return Ink(look.size, look.colour, look.is_bold, look.is_italic, stroke=look.stroke)


def _letters(look: Look) -> Ink:
    """Letters inside a paragraph, with the box and the paint of their own element."""
    return replace(_ink(look), background=look.background, box=look.border[0], raised=look.raised)


def _name(node: Node) -> str:
    words = [word for word in node.classes if len(word) > 1]
    return " ".join(words).replace("-", " ").capitalize()


def _paragraph_name(node: Node, place: Place) -> str:
    if node.tag in ("p", "div", "caption", "figcaption") and node.classes:
        return f"{_name(node)} text"  # no name that office programs know
    if node.tag in ("caption", "figcaption"):
        return "caption"
    return place.role or ("Box text" if place.box else "Body Text")


def _boxed(shape: Shape, box: Look) -> Shape:
    if box.is_absolute:
        return shape
    left = shape.left + box.padding[3]
    return replace(
        shape,
        left=left,
        right=shape.right + box.padding[1],
        background=box.background,
        bars=(None, None, None, box.border[3]),
        bar_space=(0, 0, 0, box.padding[3]),
    )
