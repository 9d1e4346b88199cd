"""A document as pages for the screen: made from the same print page, so that both say the same.

Cover and contents of the paper are left out (the screen has its own), ids are kept, every section and row can be
pointed at. A long document is cut into several pages at its sections, so that each stays small on a weak line.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import lxml.html

from .common import Document
from .html import html_of
from .kinds import parts_of
from .screen_tables import pieces_of, prepare, rows_to_name, text_of

#: Compressed bytes of a page beside the frame of the portal; 30 kB is the aim for the whole.
PAGE_BYTES = 14_000
#: In the address of a comment link: replaced or removed when the page is shown to somebody.
SAY = "say:"
#: In the address of a link to another page of the same document; the number of the page follows.
GO = "go:"
_INDENT = re.compile(r"\s*\n\s*")
_UNWANTED = ("script", "style", "link", "iframe", "object", "form")
_HEADINGS = ("h2", "h3")
#: Class of a heading that stands above others of its own kind.
_CHAPTER = "chapter"
#: Longest name of a row, as a comment keeps it.
_NAME = 80


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading in the contents: 1 to 3 as its level, the id of its section and the page it stands on, from 1."""

    level: int
    text: str
    id: str
    page: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The pages as HTML, the contents, and on which page each id stands.

    `rows` gives the id of a row by its part and the number printed at its head, as comments name it.
    """

    language: str
    title: str
    status: str
    is_draft: bool
    pages: tuple[str, ...]
    contents: tuple[Entry, ...]
    places: dict[str, int]
    rows: dict[tuple[str, str], str]

    @property
    def whole(self) -> str:
        """All pages as one."""
        return "".join(self.pages)


def reading_of(document: Document) -> Reading:
    """The document for the screen. Nobody's rights are in it: links to comments stand as `SAY` addresses."""
    body = lxml.html.document_fromstring(html_of(document, screen=True)).body
    _tidy(body)
    rows = _name(body, parts_of(document))
    pages = _packed(list(_units(body)))
    places = {found.get("id"): number for number, page in enumerate(pages, 1) for found in _with_id(page)}
    return Reading(
        language=document.content_language,
        title=document.title,
        status=document.status,
        is_draft=document.is_draft,
        contents=tuple(_contents(pages)),
        places=places,
        rows=rows,
        pages=tuple(_written(page, number, places) for number, page in enumerate(pages, 1)),
    )


def _tidy(body: Any) -> None:
    """Without what the screen has itself, and without what a page of the portal may not hold."""
    for element in list(body.iter(*_UNWANTED, lxml.html.etree.Comment)):
        element.drop_tree()
    for element in list(body.iter("section")):
        if {"cover", "contents"} & set(element.get("class", "").split()):
            element.drop_tree()
    for element in body.iter():
        for name in [name for name in element.attrib if name == "style" or name.startswith("on")]:
            del element.attrib[name]
    _show_words_for_pictures(body)
    for drawing in body.iter("svg"):
        drawing.set("role", "img")
    for heading in body.iter("h1"):  # of a corridor in a volume; the page has its own
        heading.tag = "h2"
        heading.set("class", _CHAPTER)
    for table in list(body.iter("table")):
        prepare(table)


def _show_words_for_pictures(body: Any) -> None:
    """Pictures that only the paper can read give way to their words."""
    for picture in list(body.iter("img")):
        if picture.get("src", "").startswith("asset:"):
            caption = picture.getnext()
            if caption is not None and caption.tag == "figcaption":  # it says the same
                picture.drop_tree()
                continue
            picture.tag, words = "span", picture.get("alt", "")
            picture.attrib.clear()
            picture.text = words


def _name(body: Any, parts: list[str]) -> dict[tuple[str, str], str]:
    """An id for every section and row, and a link to comment on it, with the part as comments name it.

    Rows are named as they are printed; where two of a part have the same head, the later one has its id as its name.
    """
    known = {" ".join(part.split()): part for part in parts}
    rows: dict[tuple[str, str], str] = {}
    for place, section in enumerate(list(body.iter("section")), 1):
        heading = _heading_of(section)
        if not section.get("id"):  # on paper the heading of a section and the head of a row carry it
            section.set("id", (heading is not None and heading.attrib.pop("id", "")) or f"s{place}")
        part = section.get("data-part") or _part_of(section, known)
        section.set("data-part", part)
        if heading is not None:
            words = text_of(heading)
            about = "" if " ".join(words[:120].split()) in known else words[:_NAME].strip()
            rows.setdefault((part, about), section.get("id"))
            heading.append(_say(heading, part, about, words))
        for number, row in enumerate(rows_to_name(section), 1):
            if not row.get("id"):
                row.set("id", row[0].attrib.pop("id", "") or f"{section.get('id')}-r{number}")
            if not part:  # of a section that no comment can name, such as the control page
                continue
            name = _head_of(row)
            if rows.setdefault((part, name), row.get("id")) != row.get("id"):
                name = row.get("id")
            row[0].append(_say(row, part, name, name))
    for section in body.iter("section"):
        del section.attrib["data-part"]
    return rows


def _head_of(row: Any) -> str:
    """The number that a row gives as its own, or what is printed first in it; not the quiet lines below."""
    if given := row.attrib.pop("data-row", ""):
        return str(given)[:_NAME]
    first = " ".join("".join(row[0].xpath(".//text()[not(ancestor::p)]")).split())
    return str(first or text_of(row[0]))[:_NAME].strip() or str(row.get("id"))


def _part_of(section: Any, known: dict[str, str]) -> str:
    """The part as comments name it: the heading itself, the part that begins like it, or that of the section around."""
    heading = _heading_of(section)
    words = " ".join(text_of(heading)[:120].split()) if heading is not None else ""
    if words in known:
        return known[words]
    around = section.getparent().get("data-part", "")
    if around or not words:
        return str(around)
    first = words.split()[0]
    return next((part for part in known.values() if len(first) > 3 and part.startswith(first)), "")


def _heading_of(section: Any) -> Any:
    return next((child for child in section if child.tag in _HEADINGS), None)


def _say(owner: Any, part: str, row: str, label: str) -> Any:
    """A link whose words are put in when the page is shown, in the language of the reader."""
    link = owner.makeelement("a", {"class": "say", "href": SAY + urlencode({"part": part, "row": row})})
    link.text = label[:60]
    return link


def _units(around: Any) -> Iterator[Any]:
    """What stands together on a page: sections, the heavy ones cut at the sections or the rows inside them."""
    for child in list(around):
        if _weight(child) <= PAGE_BYTES or child.tag != "section":
            yield child
            continue
        inner = [one for one in child if one.tag == "section"]
        if not inner:
            rows = max(1, len(list(child.iter("tr"))) * PAGE_BYTES // _weight(child))
            yield from pieces_of(child, rows)
            continue
        for one in inner:
            child.remove(one)
        yield child
        for one in inner:
            holder = child.makeelement("div")
            holder.append(one)
            yield from _units(holder)


def _weight(element: Any) -> int:
    return len(zlib.compress(lxml.html.tostring(element), 1))


def _packed(units: list[Any]) -> list[list[Any]]:
    """Units in their order on as few pages as hold them; at least one page."""
    pages: list[list[Any]] = [[]]
    room = PAGE_BYTES
    for unit in units:
        weight = _weight(unit)
        if weight > room and pages[-1]:
            pages.append([])
            room = PAGE_BYTES
        pages[-1].append(unit)
        room -= weight
    return pages


def _with_id(page: list[Any]) -> Iterator[Any]:
    for unit in page:
        yield from unit.xpath("descendant-or-self::*[@id]")


def _contents(pages: list[list[Any]]) -> Iterator[Entry]:
    for number, page in enumerate(pages, 1):
        for section in _with_id(page):
            heading = _heading_of(section) if section.tag == "section" else None
            if heading is not None:
                words = " ".join("".join(heading.xpath(".//text()[not(parent::a[@class='say'])]")).split())
                level = 1 if heading.get("class") == _CHAPTER else int(heading.tag[1])
                yield Entry(level, words, section.get("id"), number)


def _written(page: list[Any], number: int, places: dict[str, int]) -> str:
    """The page as HTML; links to ids on other pages say which."""
    for unit in page:
        for link in unit.iter("a"):
            target = link.get("href", "")
            if target.startswith("#") and places.get(target[1:], number) != number:
                link.set("href", f"{GO}{places[target[1:]]}{target}")
    # Line ends in the text of people are elements by now; those that are left come from the templates.
    return _INDENT.sub("\n", "".join(lxml.html.tostring(unit, encoding="unicode") for unit in page))
