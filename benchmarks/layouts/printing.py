"""Prints the neutral form: PDF through HTML, and DOCX."""

from __future__ import annotations

import html
import io
from pathlib import Path
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from weasyprint import HTML

from benchmarks.layouts.parts import Box, Break, Grid, Paper, Part, Text

_FONTS = Path(__file__).resolve().parents[2] / "static_build" / "vendor" / "fonts"
_FACES = "".join(
    f"@font-face{{font-family:{script};src:url({(_FONTS / f'noto-sans-{script}-400.woff2').as_uri()})}}"
    for script in ("thai", "khmer", "lao", "myanmar")
)
_TAGS = {
    "title": "h1",
    "heading": "h{}",
    "bold": "p class=bold",
    "capitals": "p",
    "plain": "p",
    "box": "p class=box",
}


# ---------------------------------------------------------------------------- PDF
def pdf(paper: Paper) -> bytes:
    """The document as PDF."""
    size = "A4 landscape" if paper.landscape else "A4"
    columns = f"columns:{paper.columns}" if paper.columns > 1 else ""
    style = (
        f"{_FACES}@page{{size:{size};margin:2cm 1.8cm;@top-center{{content:'{paper.head}';font-size:8pt}}"
        f"@bottom-right{{content:'{paper.foot} ' counter(page);font-size:8pt}}}}"
        f"body{{font:{paper.font}pt/1.25 sans-serif,thai,khmer,lao,myanmar;{columns}}}"
        "h1{font-size:1.6em}h2{font-size:1.3em}h3{font-size:1.1em}.bold{font-weight:bold}p{margin:.35em 0}"
        ".box{border:1px solid;padding:4px}table{border-collapse:collapse;width:100%;table-layout:fixed;margin:.5em 0}"
        "td,th{padding:3px 4px;vertical-align:top;text-align:left;font-weight:normal}.ruled td,.ruled th{border:.7px solid}"
        ".whole tr{break-inside:avoid}td p,th p{margin:.1em 0}ul{margin:.2em 0;padding-left:1.4em}.break{break-before:page}"
    )
    body = "".join(_html(part) for part in paper.parts).replace("</ul><ul>", "")
    return bytes(HTML(string=f"<style>{style}</style>{body}").write_pdf())


def _html(part: Part) -> str:
    if isinstance(part, Break):
        return "<div class=break></div>"
    if isinstance(part, Grid):
        columns = "".join(f"<col style='width:{width}%'>" for width in part.widths)
        head = "".join(_html_row(row, "th") for row in part.rows[: part.head])
        body = "".join(_html_row(row, "td") for row in part.rows[part.head :])
        look = f"{'ruled' if part.ruled else ''} {'' if part.breakable else 'whole'}"
        return f"<table class='{look}'>{columns}<thead>{head}</thead><tbody>{body}</tbody></table>"
    text = html.escape(part.text)
    if part.look == "item":
        return f"<ul style='margin-left:{part.indent}em'><li>{text}</li></ul>"
    opening = _TAGS[part.look].format(part.level + 1)
    indent = f" style='margin-left:{part.indent}em'" if part.indent else ""
    return f"<{opening}{indent}>{text.upper() if part.look == 'capitals' else text}</{opening.split()[0]}>"


def _html_row(row: tuple[Box, ...], tag: str) -> str:
    return f"<tr>{''.join(_html_cell(box, tag) for box in row)}</tr>"


def _html_cell(box: Box, tag: str) -> str:
    lines = [html.escape(line) for line in box.lines]
    inner = (
        f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>"
        if box.items
        else "".join(f"<p>{line}</p>" for line in lines)
    )
    inner = f"<b>{inner}</b>" if box.bold or tag == "th" else inner
    return f"<{tag} rowspan={box.rows} colspan={box.columns}>{inner}</{tag}>"


# --------------------------------------------------------------------------- DOCX
def word(paper: Paper) -> bytes:
    """The document as DOCX."""
    document = docx.Document()
    if paper.head:
        document.sections[0].header.paragraphs[0].text = paper.head
    if paper.foot:
        document.sections[0].footer.paragraphs[0].text = paper.foot
    for part in paper.parts:
        if isinstance(part, Grid):
            _word_table(document, part)
        elif isinstance(part, Break):
            document.add_page_break()
        else:
            _word_text(document, part)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _word_text(document: Any, part: Text) -> None:
    if part.look == "box":
        _text_box(document, part.text)
        return
    style = {
        "title": "Title",
        "heading": f"Heading {part.level}",
        "item": "List Bullet",
        "counted": "List Number",
    }
    text = part.text.upper() if part.look == "capitals" else part.text
    paragraph = document.add_paragraph(style=style.get(part.look))
    paragraph.add_run(text).bold = part.look == "bold" or None
    if part.look == "counted":
        _count(document, paragraph, part.level, restart=part.indent < 0)


def _count(document: Any, paragraph: Any, level: int, *, restart: bool) -> None:
    """A number that the word processor makes: "1." on the first level, "1.1" on the second."""
    numbering = document.part.numbering_part.element
    if not numbering.findall(f"{qn('w:abstractNum')}[@{qn('w:abstractNumId')}='90']"):
        levels = "".join(
            f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="{text}"/></w:lvl>'
            for i, text in enumerate(("%1.", "%1.%2", "%1.%2.%3"))
        )
        abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{levels}</w:abstractNum>')
        numbering.insert(0, abstract)
    number = 9000 + sum(
        child.tag == qn("w:num") and int(child.get(qn("w:numId"))) >= 9000 for child in numbering
    )
    if restart or number == 9000:
        numbering.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="90"/><w:lvlOverride w:ilvl="0">'
                '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
            )
        )
        number += 1
    properties = paragraph._p.get_or_add_pPr()
    properties.append(
        parse_xml(
            f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level - 1}"/><w:numId w:val="{number - 1}"/></w:numPr>'
        )
    )


def _text_box(document: Any, text: str) -> None:
    run = document.add_paragraph().add_run()
    run._r.append(
        parse_xml(
            f'<w:pict {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><v:shape style="width:300pt;height:40pt">'
            f"<v:textbox><w:txbxContent><w:p><w:r><w:t>{html.escape(text)}</w:t></w:r></w:p></w:txbxContent>"
            "</v:textbox></v:shape></w:pict>"
        )
    )


def _word_table(document: Any, grid: Grid) -> None:
    width = len(grid.widths)
    table = document.add_table(len(grid.rows), width)
    if grid.ruled:
        table.style = "Table Grid"
    cells = [list(row.cells) for row in table.rows]
    taken: set[tuple[int, int]] = set()
    for at, row in enumerate(grid.rows):
        column = 0
        for box in row:
            while (at, column) in taken:
                column += 1
            last = cells[min(at + box.rows, len(cells)) - 1][min(column + box.columns, width) - 1]
            home = cells[at][column]
            if last is not home:
                home = home.merge(last)
            _word_cell(home, box)
            taken |= {(at + r, column + c) for r in range(box.rows) for c in range(box.columns)}


def _word_cell(home: Any, box: Box) -> None:
    for index, line in enumerate(box.lines):
        paragraph = home.paragraphs[0] if index == 0 else home.add_paragraph()
        paragraph.add_run(line).bold = box.bold or None
        if box.items:
            paragraph.style = "List Bullet"
