"""Word documents: printed numbers, text boxes, content controls, tracked changes, hidden text, nested tables."""

from __future__ import annotations

from pathlib import Path

from standards.intake import read
from standards.intake.blocks import LOOKS_LIKE_HEADING, Source, Span, Table, spans_of
from standards.intake.fronts import docx
from standards.intake.gates.xmlscan import Totals
from tests.standards import intake_files as files

W_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def p(text: str, properties: str = "", run: str = "") -> str:
    """A paragraph."""
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def item(text: str, use: int, depth: int = 0) -> str:
    """A list paragraph."""
    return p(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{use}"/></w:numPr>')


def tc(content: str, properties: str = "") -> str:
    """A cell."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def tbl(*rows: str) -> str:
    """A table of rows of cells."""
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def level(depth: int, form: str, text: str, more: str = "") -> str:
    """One depth of a list."""
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


NUMBERING = (
    f'<w:numbering xmlns:w="{W_NS}">'
    f'<w:abstractNum w:abstractNumId="0">{level(0, "decimal", "%1.")}{level(1, "decimal", "%1.%2")}</w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="1">{level(0, "bullet", "o")}</w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="2">{level(0, "upperRoman", "%1")}'
    f"{level(1, 'lowerLetter', '%2)')}{level(2, 'decimal', '%1.%3', '<w:isLgl/>')}</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>'
    '<w:num w:numId="4"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>'
    "</w:lvlOverride></w:num></w:numbering>"
)


def document(body: str, numbering: str = NUMBERING) -> bytes:
    """A document around the inner XML of its body."""
    whole = files.word("x")
    names = " ".join(
        f'xmlns:{name}="{space}"'
        for name, space in (
            ("w", W_NS),
            ("mc", "http://schemas.openxmlformats.org/markup-compatibility/2006"),
            ("v", "urn:schemas-microsoft-com:vml"),
            ("wps", "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"),
        )
    )
    xml = f'<?xml version="1.0"?><w:document {names}><w:body>{body}</w:body></w:document>'
    whole = files.changed(whole, "word/document.xml", xml.encode())
    return files.changed(whole, "word/numbering.xml", numbering.encode())


def source(folder: Path, body: str) -> Source:
    """The blocks of a document."""
    return docx.read(files.put(folder, "a.docx", document(body)), Totals())


def texts(folder: Path, body: str) -> list[str]:
    """All lines."""
    return [span.text for span in spans_of(source(folder, body).blocks)]


def test_list_numbers_are_printed_as_word_counts_them(tmp_path: Path) -> None:
    body = (
        item("Prepare", 1)
        + item("Clean", 1, 1)
        + item("Wet", 1, 1)
        + item("Lay", 1)
        + item("Spread", 1, 1)
        + item("Restarted", 4)
        + item("Goes on", 4, 1)
        + item("Goes on too", 1)
    )
    assert texts(tmp_path, body) == [
        "1. Prepare",
        "1.1 Clean",
        "1.2 Wet",
        "2. Lay",
        "2.1 Spread",
        "5. Restarted",
        "5.1 Goes on",
        "6. Goes on too",
    ]


def test_bullets_letters_roman_and_legal_numbers(tmp_path: Path) -> None:
    body = (
        item("Dot", 2) + item("First", 3) + item("Letter", 3, 1) + item("Letter", 3, 1) + item("Legal", 3, 2)
    )
    assert texts(tmp_path, body) == ["\u2022 Dot", "I First", "a) Letter", "b) Letter", "1.1 Legal"]


def test_a_number_typed_by_hand_in_a_list_is_not_doubled(tmp_path: Path) -> None:
    assert texts(tmp_path, item("1.3 Clean", 1, 1)) == ["1.3 Clean"]


def test_automatic_numbers_make_elements_and_criteria(tmp_path: Path) -> None:
    body = (
        p("Unit title: Lay bricks")
        + p("Performance criteria")
        + item("Prepare the site", 1)
        + item("Clean the surface", 1, 1)
        + item("Set out the course", 1, 1)
        + item("Lay courses", 1)
        + item("Spread mortar", 1, 1)
    )
    found = read(files.put(tmp_path, "a.docx", document(body)))
    assert [(line.kind, line.number, line.text) for line in found.lines] == [
        ("unit", "", "Lay bricks"),
        ("element", "1", "Prepare the site"),
        ("criterion", "1.1", "Clean the surface"),
        ("criterion", "1.2", "Set out the course"),
        ("element", "2", "Lay courses"),
        ("criterion", "2.1", "Spread mortar"),
    ]


def test_a_part_in_another_format_is_told(tmp_path: Path) -> None:
    found = read(files.put(tmp_path, "a.docx", document(p("1.1 Lay bricks") + "<w:altChunk/>")))
    assert "part_unread" in [warning.code for warning in found.warnings]


def test_a_text_box_is_read_once_and_a_content_control_like_any_text(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{p('In the box')}</w:txbxContent>"
    drawing = (
        f"<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
        "<w:t>Beside</w:t></w:r></w:p>"
    )
    control = f"<w:sdt><w:sdtContent>{p('Controlled')}{tbl(tc(p('In a table')))}</w:sdtContent></w:sdt>"
    inline = "<w:p><w:r><w:t>One </w:t></w:r><w:sdt><w:sdtContent><w:r><w:t>two</w:t></w:r></w:sdtContent></w:sdt></w:p>"
    assert texts(tmp_path, drawing + control + inline) == [
        "Beside",
        "In the box",
        "Controlled",
        "In a table",
        "One two",
    ]


def test_cells_and_rows_inside_content_controls_are_read(tmp_path: Path) -> None:
    row = f"<w:sdt><w:sdtContent><w:tr>{tc(p('1.1'))}{tc(p('Clean'))}</w:tr></w:sdtContent></w:sdt>"
    assert texts(tmp_path, f"<w:tbl>{row}</w:tbl>") == ["1.1", "Clean"]


def test_changes_are_read_as_accepted(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>Lay </w:t></w:r><w:ins><w:r><w:t>straight </w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>crooked </w:delText></w:r></w:del><w:r><w:t>bricks</w:t></w:r></w:p>"
        f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr>{tc(p('gone'))}</w:tr><w:tr>{tc(p('kept'))}</w:tr></w:tbl>"
    )
    found = read(files.put(tmp_path, "a.docx", document(body)))
    assert texts(tmp_path, body) == ["Lay straight bricks", "kept"]
    assert "tracked" in [warning.code for warning in found.warnings]


def test_hidden_text_is_left_out_and_told(tmp_path: Path) -> None:
    found = source(tmp_path, p("Seen") + p("Not seen", run="<w:vanish/>"))
    assert [span.text for span in spans_of(found.blocks)] == ["Seen"]
    assert found.notes == [("hidden_text", {"text": "Not seen"})]


def test_line_breaks_soft_hyphens_and_symbols(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>1.1 Clean</w:t><w:br/><w:t>1.2 We\u00adt</w:t><w:tab/><w:t>well</w:t><w:noBreakHyphen/>"
        '<w:t>done</w:t><w:sym w:font="Wingdings" w:char="F0FC"/></w:r></w:p>'
    )
    assert texts(tmp_path, body) == ["1.1 Clean", "1.2 Wet well-done\uf0fc"]


def test_headings_by_style_by_outline_level_and_by_bold(tmp_path: Path) -> None:
    body = (
        p("By style", '<w:pStyle w:val="Heading1"/>')
        + p("By level", '<w:outlineLvl w:val="2"/>')
        + p("Bold", run="<w:b/>")
        + p("Plain")
        + p("Not bold", run='<w:b w:val="0"/>')
    )
    found = [block for block in source(tmp_path, body).blocks if isinstance(block, Span)]
    assert [(span.text, span.heading) for span in found] == [
        ("By style", 1),
        ("By level", 3),
        ("Bold", LOOKS_LIKE_HEADING),
        ("Plain", 0),
        ("Not bold", 0),
    ]


def test_merged_cells_are_one_cell(tmp_path: Path) -> None:
    body = tbl(
        tc(p("Element"), '<w:vMerge w:val="restart"/>') + tc(p("Wide"), '<w:gridSpan w:val="2"/>'),
        tc(p(""), "<w:vMerge/>") + tc(p("1.1")) + tc(p("Clean")),
    )
    (table,) = source(tmp_path, body).blocks
    assert isinstance(table, Table)
    (first, second) = table.rows
    assert first[0] is second[0]
    assert first[1] is first[2]
    assert [cell.text for cell in second] == ["Element", "1.1", "Clean"]


def test_a_table_that_only_lays_out_the_page_is_opened(tmp_path: Path) -> None:
    inner = tbl(tc(p("No.")) + tc(p("Performance criteria")), tc(p("1.1")) + tc(p("Clean")))
    blocks = source(tmp_path, tbl(tc(p("Title") + inner + p("")))).blocks
    assert [type(block).__name__ for block in blocks] == ["Span", "Table"]


def test_a_table_inside_a_cell_keeps_number_and_text_together(tmp_path: Path) -> None:
    inner = tbl(tc(p("1.1")) + tc(p("Clean")), tc(p("1.2")) + tc(p("Wet")))
    (table,) = source(tmp_path, tbl(tc(p("Prepare")) + tc(inner + p("")))).blocks
    assert isinstance(table, Table)
    assert [span.text for span in table.rows[0][1].spans] == ["1.1 Clean", "1.2 Wet"]
