"""Reading a DOCX in tests: its words, its elements, and the order that the format asks for."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
import lxml.html
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
#: Order of children as ECMA-376 (part 1, 17.3 to 17.4 and 17.6 to 17.7) has it, of those that we write.
ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore numPr pBdr shd tabs spacing ind jc outlineLvl sectPr",
    "rPr": "rStyle rFonts b bCs i iCs strike color sz szCs u bdr shd vertAlign cs lang",
    "tblPr": "tblStyle tblW tblInd tblBorders tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tcPr": "tcW gridSpan vMerge tcBorders shd tcMar vAlign",
    "tblBorders": "top left bottom right insideH insideV",
    "tcBorders": "top left bottom right",
    "tcMar": "top left bottom right",
    "pBdr": "top left bottom right",
    "style": "name basedOn next uiPriority semiHidden unhideWhenUsed qFormat pPr rPr tblPr tblStylePr",
    "sectPr": "headerReference footerReference type pgSz pgMar",
    "tbl": "bookmarkStart bookmarkEnd tblPr tblGrid tr",
    "tr": "trPr tc",
    "lvl": "start numFmt pStyle lvlText lvlJc pPr",
    "numbering": "abstractNum num",
    "font": "altName charset family pitch embedRegular embedBold",
}  # fmt: skip


def parts(content: bytes) -> dict[str, bytes]:
    """All parts by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def body(content: bytes) -> Any:
    """The body of the text."""
    return docx.Document(io.BytesIO(content)).element.body


def squeezed(text: str) -> str:
    """Text without spaces and break points."""
    return re.sub(r"[\s\u200b\u00a0\u2002]+", "", text)


def words(content: bytes, *, contents: bool = False) -> str:
    """Every word of the text, squeezed; `contents` with those of its field of contents."""
    found = []
    for paragraph in body(content).iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if contents or style is None or not style.get(f"{W}val").startswith("TOC"):
            found += [text.text or "" for text in _own(paragraph, f"{W}t")]
    return squeezed("".join(found))


def _own(paragraph: Any, tag: str) -> Iterator[Any]:
    for element in paragraph.iter(tag):
        if next(element.iterancestors(f"{W}p")) is paragraph:
            yield element


def words_of_page(html: str) -> str:
    """Every word that the print page shows, squeezed, without its own contents."""
    root = lxml.html.document_fromstring(html.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    contents = root.find_class("contents")
    heads = [one.getprevious() for one in contents if one.tag == "ul"]
    for hidden in [
        *root.iter("title"),
        *root.iter("head"),
        *contents,
        *(one for one in heads if one is not None),
    ]:
        hidden.drop_tree()
    return squeezed(root.text_content())


def misplaced(content: bytes) -> list[str]:
    """Elements that do not stand where the format wants them."""
    found = []
    for name, part in parts(content).items():
        if name.startswith("word/") and name.endswith(".xml"):
            for element in etree.fromstring(part).iter():
                tag = str(element.tag).removeprefix(W)
                if tag in ORDERS:
                    order = ORDERS[tag].split()
                    children = [str(child.tag).removeprefix(W) for child in element]
                    places = [order.index(child) if child in order else -1 for child in children]
                    if -1 in places or places != sorted(places):
                        found.append(f"{name}: {tag}: {' '.join(children)}")
    return found
