"""Named styles: every look that the page has becomes one style with a name, so that Word can change it in one place."""

from __future__ import annotations

from dataclasses import dataclass

from .scripts import BY_LANGUAGE, LATIN_FONT
from .values import SIDES, Line
from .xml import Element, el, twips

#: Styles that office programs know by these names: they make contents, navigation and lists work.
_KNOWN = {
    "Title": "Title",
    "heading 1": "Heading1",
    "heading 2": "Heading2",
    "heading 3": "Heading3",
    "List Bullet": "ListBullet",
    "List Number": "ListNumber",
    "Body Text": "BodyText",
    "TOC Heading": "TOCHeading",
    "caption": "Caption",
    "header": "Header",
    "footer": "Footer",
}
_OUTLINE = {"heading 1": 0, "heading 2": 1, "heading 3": 2}
_LINE_OF_TEXT, _LINE_OF_TABLE = 257, 240  # 240ths of a line
_EIGHTHS = 8  # widths of borders
_HANGING = 12.0  # points of a list's sign


@dataclass(frozen=True, slots=True)
class Ink:
    """How letters look. `box` is a border around them, `raised` "super", "sub" or "", `stroke` "through" or "under"."""

    size: float
    colour: str
    is_bold: bool = False
    is_italic: bool = False
    background: str = ""
    box: Line | None = None
    raised: str = ""
    stroke: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a paragraph stands: points, `bars` its borders (top, right, bottom, left)."""

    before: float = 0
    after: float = 0
    left: float = 0
    right: float = 0
    align: str = "left"
    keeps_next: bool = False
    keeps_whole: bool = False
    background: str = ""
    bars: tuple[Line | None, ...] = (None, None, None, None)
    bar_space: tuple[float, ...] = (0, 0, 0, 0)
    in_table: bool = False
    list_kind: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """How a table looks: lines below rows, padding of cells, and its head."""

    below: Line | None
    around: Line | None
    padding: tuple[float, float, float, float]
    head_below: Line | None
    head_above: Line | None
    head_background: str


@dataclass(frozen=True, slots=True)
class List:
    """The signs of one style of lists: "bullet" or "decimal", `left` where its text stands."""

    style: str
    kind: str
    left: float

    @property
    def hanging(self) -> float:
        """From the sign to the text."""
        return _HANGING


class Styles:
    """The styles in use. The same look gets the same style, whoever asks."""

    def __init__(self, ink: Ink, language: str) -> None:
        self.ink, self.language = ink, language
        self._ids: dict[tuple[object, ...], str] = {}
        self._taken: dict[str, int] = {}
        self._made: list[Element] = []
        self.lists: list[List] = []
        self.shapes: dict[str, Shape] = {}

    def paragraph(self, name: str, shape: Shape, ink: Ink) -> str:
        """Identifier of a paragraph style. A name that office programs know has one look, that of its first use."""
        key: tuple[object, ...] = ("p", name) if name in _KNOWN else ("p", name, shape, ink)
        if key not in self._ids:
            shown, identifier = self._named(name)
            self._ids[key] = identifier
            self.shapes[identifier] = shape
            if shape.list_kind:
                self.lists.append(List(identifier, shape.list_kind, shape.left))
            made = _paragraph_style(shown, identifier, shape, ink, self.ink, len(self.lists))
            self._made.append(made)
        return self._ids[key]

    def character(self, name: str, ink: Ink, below: Ink) -> str:
        """Identifier of the style for letters that differ from those of their paragraph."""
        difference = _differences(ink, below)
        key = ("c", name, difference)
        if key not in self._ids:
            shown, identifier = self._named(name)
            self._ids[key] = identifier
            self._made.append(
                el(
                    "style",
                    el("name", val=shown),
                    el("uiPriority", val=20),
                    el("qFormat"),
                    el("rPr", *_ink_marks(ink, below)),
                    type="character",
                    customStyle=1,
                    styleId=identifier,
                )
            )
        return self._ids[key]

    def table(self, name: str, grid: Grid) -> str:
        """Identifier of a table style."""
        key = ("t", name, grid)
        if key not in self._ids:
            shown, identifier = self._named(f"{name} table")
            self._ids[key] = identifier
            self._made.append(_table_style(shown, identifier, grid))
        return self._ids[key]

    def root(self) -> Element:
        """The part of the package."""
        base = (_defaults(self.ink, self.language), *_bases(self.ink), *_contents(self.ink))
        return el("styles", *base, *self._made)

    def _named(self, name: str) -> tuple[str, str]:
        if name in _KNOWN:
            return name, _KNOWN[name]
        number = self._taken[name] = self._taken.get(name, 0) + 1
        shown = f"MRS {name}" if number == 1 else f"MRS {name} {number}"
        return shown, "".join(char for char in shown.title() if char.isalnum())


def ink_marks(ink: Ink, below: Ink) -> list[Element]:
    """Marks of a run that differ from `below`, in the order of the format."""
    return _ink_marks(ink, below)


def _differences(ink: Ink, below: Ink) -> tuple[object, ...]:
    return tuple(
        getattr(ink, name) if getattr(ink, name) != getattr(below, name) else None for name in Ink.__slots__
    )


def _ink_marks(ink: Ink, below: Ink) -> list[Element]:
    marks: list[Element] = []
    if ink.is_bold != below.is_bold:
        marks += [el("b", val=int(ink.is_bold)), el("bCs", val=int(ink.is_bold))]
    if ink.is_italic != below.is_italic:
        marks += [el("i", val=int(ink.is_italic)), el("iCs", val=int(ink.is_italic))]
    if ink.stroke == "through" != below.stroke:
        marks.append(el("strike"))
    if ink.colour != below.colour:
        marks.append(el("color", val=ink.colour))
    if ink.size != below.size and not ink.raised:
        marks += [el("sz", val=round(ink.size * 2)), el("szCs", val=round(ink.size * 2))]
    if ink.stroke == "under" != below.stroke:
        marks.append(el("u", val="single"))
    if ink.box != below.box and ink.box:
        marks.append(_border("bdr", ink.box))
    if ink.background != below.background and ink.background:
        marks.append(shading(ink.background))
    if ink.raised != below.raised and ink.raised:
        marks.append(el("vertAlign", val="superscript" if ink.raised == "super" else "subscript"))
    return marks


def shading(colour: str) -> Element:
    """A plain background."""
    return el("shd", val="clear", color="auto", fill=colour)


def _border(tag: str, line: Line | None, space: float = 0) -> Element:
    if line is None:
        return el(tag, val="nil")
    pattern = "dotted" if line.pattern == "dotted" else "single"
    return el(
        tag,
        val=pattern,
        sz=max(2, round(line.width * _EIGHTHS)),
        space=min(31, round(space)),
        color=line.colour,
    )


def borders(tag: str, lines: dict[str, Line | None]) -> Element:
    """Borders of a cell or a table: side -> line, None for no line; sides in the order of the format."""
    order = ("top", "left", "bottom", "right", "insideH", "insideV")
    return el(tag, *(_border(side, lines[side]) for side in order if side in lines))


def margins(tag: str, padding: tuple[float, float, float, float]) -> Element:
    """Inner margins of a cell or of all cells."""
    named = dict(zip(SIDES, padding, strict=True))
    return el(
        tag, *(el(side, w=twips(named[side]), type="dxa") for side in ("top", "left", "bottom", "right"))
    )


def _shape_marks(shape: Shape, outline: int | None, list_number: int) -> list[Element | None]:
    bars = dict(zip(SIDES, zip(shape.bars, shape.bar_space, strict=True), strict=True))
    drawn = [
        _border(side, *bars[side]) for side in ("top", "left", "bottom", "right") if bars[side][0] is not None
    ]
    align = {"right": "end", "center": "center", "justify": "both"}.get(shape.align)
    hanging = twips(_HANGING) if shape.list_kind else None
    return [
        el("keepNext") if shape.keeps_next else None,
        el("keepLines") if shape.keeps_whole else None,
        el("numPr", el("ilvl", val=0), el("numId", val=list_number)) if shape.list_kind else None,
        el("pBdr", *drawn) if drawn else None,
        shading(shape.background) if shape.background else None,
        el(
            "spacing",
            before=twips(shape.before),
            after=twips(shape.after),
            line=_LINE_OF_TABLE if shape.in_table else _LINE_OF_TEXT,
            lineRule="auto",
        ),
        el("ind", left=twips(shape.left), right=twips(shape.right), hanging=hanging)
        if shape.left or shape.right or hanging
        else None,
        el("jc", val=align.replace("end", "right")) if align else None,
        el("outlineLvl", val=outline) if outline is not None else None,
    ]


def _paragraph_style(
    name: str, identifier: str, shape: Shape, ink: Ink, base: Ink, list_number: int
) -> Element:
    known = name in _KNOWN
    return el(
        "style",
        el("name", val=name),
        el("basedOn", val="Normal"),
        el("next", val="BodyText") if name in _OUTLINE else None,
        el("uiPriority", val=9 if name in _OUTLINE else 10),
        el("qFormat"),
        el("pPr", *_shape_marks(shape, _OUTLINE.get(name), list_number)),
        el("rPr", *_ink_marks(ink, base)),
        type="paragraph",
        customStyle=None if known else 1,
        styleId=identifier,
    )


def _table_style(name: str, identifier: str, grid: Grid) -> Element:
    lines: dict[str, Line | None] = {"bottom": grid.below, "insideH": grid.below}
    if grid.around:
        lines |= dict.fromkeys(("top", "left", "right", "insideV"), grid.around)
    head: dict[str, Line | None] = {}
    if grid.head_above:
        head["top"] = grid.head_above
    head["bottom"] = grid.head_below
    return el(
        "style",
        el("name", val=name),
        el("basedOn", val="TableNormal"),
        el("uiPriority", val=40),
        el("tblPr", borders("tblBorders", lines), margins("tblCellMar", grid.padding)),
        el(
            "tblStylePr",
            el(
                "tcPr",
                borders("tcBorders", head),
                shading(grid.head_background) if grid.head_background else None,
            ),
            type="firstRow",
        ),
        type="table",
        customStyle=1,
        styleId=identifier,
    )


def fonts(font: str, *, complex_font: str, hint: str | None = None) -> Element:
    """All four slots of a run's font."""
    return el("rFonts", hint=hint, ascii=font, hAnsi=font, eastAsia=font, cs=complex_font)


def _defaults(ink: Ink, language: str) -> Element:
    script = BY_LANGUAGE.get(language)
    return el(
        "docDefaults",
        el(
            "rPrDefault",
            el(
                "rPr",
                fonts(LATIN_FONT, complex_font=script.font if script else LATIN_FONT),
                el("sz", val=round(ink.size * 2)),
                el("szCs", val=round(ink.size * 2)),
                el("lang", val="en-GB", eastAsia="en-GB", bidi=script.tag if script else "th-TH"),
            ),
        ),
        el("pPrDefault", el("pPr", el("spacing", line=_LINE_OF_TEXT, lineRule="auto"))),
    )


def _bases(ink: Ink) -> tuple[Element, ...]:
    none = el("tblInd", w=0, type="dxa"), margins("tblCellMar", (0, 5.4, 0, 5.4))
    return (
        el(
            "style",
            el("name", val="Normal"),
            el("qFormat"),
            el("rPr", el("color", val=ink.colour)),
            type="paragraph",
            default=1,
            styleId="Normal",
        ),
        el(
            "style",
            el("name", val="Default Paragraph Font"),
            el("uiPriority", val=1),
            el("semiHidden"),
            el("unhideWhenUsed"),
            type="character",
            default=1,
            styleId="DefaultParagraphFont",
        ),
        el(
            "style",
            el("name", val="Normal Table"),
            el("uiPriority", val=99),
            el("semiHidden"),
            el("unhideWhenUsed"),
            el("tblPr", *none),
            type="table",
            default=1,
            styleId="TableNormal",
        ),
        el(
            "style",
            el("name", val="No List"),
            el("uiPriority", val=99),
            el("semiHidden"),
            el("unhideWhenUsed"),
            type="numbering",
            default=1,
            styleId="NoList",
        ),
    )


def _contents(ink: Ink) -> tuple[Element, ...]:
    return tuple(
        el(
            "style",
            el("name", val=f"toc {level}"),
            el("basedOn", val="Normal"),
            el("next", val="Normal"),
            el("uiPriority", val=39),
            el("unhideWhenUsed"),
            el(
                "pPr",
                el("tabs", el("tab", val="right", leader="dot", pos=TEXT_WIDTH)),
                el("spacing", before=twips(4 if level == 1 else 0), after=0, line=240, lineRule="auto"),
                el("ind", left=twips(14 * (level - 1)), right=twips(28)),
            ),
            el("rPr", el("sz", val=20 if level == 1 else 17), el("szCs", val=20 if level == 1 else 17)),
            type="paragraph",
            styleId=f"TOC{level}",
        )
        for level in (1, 2, 3)
    )


#: Twips between the margins of a page that stands upright, where the contents are printed.
TEXT_WIDTH = 9638
