"""The print style sheets applied to the print page: what each element looks like, asked once for each kind of place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cssselect2
import tinycss2

from .values import Look, sides, with_declarations

_FOLDER = Path(__file__).resolve().parents[2] / "static" / "paper"
_SHEET = re.compile(r"asset:paper/([a-z0-9][a-z0-9-]*\.css)")
#: What elements look like before our own sheets say anything.
_USUAL = (
    "b, strong, th { font-weight: 700 } i, em { font-style: italic } sup { vertical-align: super } "
    "del, s { text-decoration: line-through } ins, u { text-decoration: underline } "
    "sub { vertical-align: sub } title, head, script, style, template { display: none }"
)
_USUAL_SIZE = 9.5  # points of a letter
_MANY = 14  # further places in a row look like this one


@dataclass(frozen=True, slots=True)
class Page:
    """Size and margins of a page in points; margins go top, right, bottom, left."""

    width: float = 595.3
    height: float = 841.9
    margin: tuple[float, float, float, float] = (68, 51, 62.4, 62.4)

    @property
    def is_landscape(self) -> bool:
        return self.width > self.height

    @property
    def text_width(self) -> float:
        return self.width - self.margin[1] - self.margin[3]


class Node:
    """One element of the page with its look; children are made when they are asked for."""

    __slots__ = ("_sheets", "element", "look", "parent", "place", "wrapper")

    def __init__(self, wrapper: Any, parent: Node | None, sheets: Sheets) -> None:
        self.wrapper, self.parent, self._sheets = wrapper, parent, sheets
        self.element = wrapper.etree_element
        self.place, self.look = sheets.look_of(self)

    @property
    def tag(self) -> str:
        return str(self.element.tag)

    @property
    def classes(self) -> list[str]:
        return str(self.element.get("class") or "").split()

    def get(self, name: str) -> str:
        """An attribute, "" where it is absent."""
        return str(self.element.get(name) or "")

    def children(self) -> Iterator[Node]:
        """Child elements in their order."""
        for wrapper in self.wrapper.iter_children():
            yield Node(wrapper, self, self._sheets)

    def contents(self) -> Iterator[Node | str]:
        """Child elements and the text between them."""
        if self.element.text:
            yield self.element.text
        for child in self.children():
            yield child
            if child.element.tail:
                yield child.element.tail

    def find(self, tag: str) -> Iterator[Node]:
        """Elements of that tag below this one, nearest first in order of the page; not below one that was found."""
        for child in self.children():
            if child.tag == tag:
                yield child
            else:
                yield from child.find(tag)

    def text(self) -> str:
        """All text below, spaces as one."""
        return " ".join("".join(self.element.itertext()).split())


class Sheets:
    """The rules of the sheets that a page names."""

    def __init__(self, names: list[str]) -> None:
        self._matcher = cssselect2.Matcher()
        self._looks: dict[tuple[Any, ...], tuple[int, Look]] = {}
        self.pages: dict[str, Page] = {"": Page()}
        self._add(_USUAL)
        for name in names:
            self._add((_FOLDER / name).read_text(encoding="utf-8"))

    @classmethod
    def of(cls, root: Any) -> Sheets:
        """The rules for a page: every sheet that it names, in order."""
        links = (link.get("href") or "" for link in root.iter("link"))
        return cls([match[1] for link in links if (match := _SHEET.fullmatch(link))])

    def root(self, root: Any) -> Node:
        """The page's own element."""
        return Node(cssselect2.ElementWrapper.from_html_root(root), None, self)

    def page(self, name: str) -> Page:
        """A page by its name; an unknown one is the usual page."""
        return self.pages.get(name, self.pages[""])

    def _add(self, css: str) -> None:
        for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
            if rule.type == "at-rule" and rule.lower_at_keyword == "page":
                self._add_page(rule)
            elif rule.type == "qualified-rule":
                declared = _declarations(rule.content)
                for selector in cssselect2.compile_selector_list(rule.prelude):
                    if selector.pseudo_element is None:
                        self._matcher.add_selector(selector, declared)

    def _add_page(self, rule: Any) -> None:
        name = tinycss2.serialize(rule.prelude).strip()
        if ":" in name:
            return
        declared = _declarations(rule.content)
        before = self.pages.get(name, self.pages[""])
        width, height = _paper(declared.get("size", ""), before)
        margin = sides("margin", declared, _USUAL_SIZE, before.margin)
        self.pages[name] = Page(width, height, margin)

    def look_of(self, node: Node) -> tuple[int, Look]:
        """Number of the kind of place and the look there; equal places share both."""
        parent = node.parent
        key = (parent.place if parent else 0, *_place(node))
        found = self._looks.get(key)
        if found is None:
            declared: dict[str, str] = {}
            for match in self._matcher.match(node.wrapper):
                for name, value in match[3].items():
                    declared.pop(name, None)  # later rules come later
                    declared[name] = value
            start = parent.look.inherited() if parent else Look()
            found = (len(self._looks) + 1, with_declarations(start, declared))
            self._looks[key] = found
        return found


def _place(node: Node) -> tuple[Any, ...]:
    """What rules of our sheets can tell elements apart by."""
    wrapper, element = node.wrapper, node.element
    is_column = element.tag in ("td", "th", "col")
    index = min(wrapper.index, _MANY) if is_column else min(wrapper.index, 1)
    last = len(element.getparent()) - wrapper.index if is_column and element.getparent() is not None else 0
    before = wrapper.previous
    return (
        element.tag,
        element.get("class"),
        element.get("lang"),
        index,
        wrapper.index % 2,
        min(last, _MANY),
        element.getnext() is None,
        before.etree_element.tag if before is not None else "",
    )


def _declarations(tokens: list[Any]) -> dict[str, str]:
    """Names and values of a rule's block; blocks inside it (margin boxes of a page) are left out."""
    found: dict[str, str] = {}
    for item in tinycss2.parse_blocks_contents(tokens, skip_comments=True, skip_whitespace=True):
        if item.type == "declaration":
            found[item.lower_name] = tinycss2.serialize(item.value).strip()
    return found


def _paper(size: str, before: Page) -> tuple[float, float]:
    if "A4" not in size.upper():
        return before.width, before.height
    return (841.9, 595.3) if "landscape" in size else (595.3, 841.9)
