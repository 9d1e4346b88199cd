"""Where WeasyPrint 70 works more than the page needs, put right while a page is printed. The pages stay the same bytes.

Measured on a comparison of 324 lines, 71 pages, one process, smallest of three runs in turn: 9.4 s without, 6.1 s with
all places; 299 MiB against 220 MiB at most. Each place says its own share. `python -m benchmarks.reports` measures again.
A later release that lacks a place is printed without it; tests/reports/test_pdf_speed.py then fails, and says which.
"""

from __future__ import annotations

import copy
import functools
import sys
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pydyf  # type: ignore[import-untyped]
import weasyprint
import weasyprint.css
import weasyprint.css.functions
import weasyprint.formatting_structure.boxes as boxes
import weasyprint.layout.page
import weasyprint.layout.percent
import weasyprint.text.ffi as ffi
import weasyprint.text.line_break as line_break
from weasyprint.css.properties import Dimension
from weasyprint.text.constants import PANGO_DIRECTION

Function = Callable[..., Any]

#: Pseudo-elements that no document of ours has, but for markers of list items.
_PSEUDO = ("footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback", "marker")
_SIZES = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in ("left", "right", "top", "bottom")),
    *("width", "min_width", "max_width", "height", "min_height", "max_height"),
    *(f"border_{side}_width" for side in ("top", "right", "bottom", "left")),
)
_FEATURES = (
    *("kerning", "variant_ligatures", "variant_position", "variant_caps", "variant_numeric"),
    *("variant_alternates", "variant_east_asian", "feature_settings"),
)
_NO_FORMULA = frozenset((str, int, float, bool, type(None), Dimension))
#: Longest text of which the broken line is kept: marks, numbers, heads of columns that stand on each page.
_SHORT = 48


@dataclass(frozen=True)
class Place:
    """One name in WeasyPrint or pydyf and what stands there instead; `everywhere` where others import it by name."""

    owner: Any
    name: str
    instead_of: Callable[[Any], Any]
    everywhere: bool = False


@contextmanager
def faster() -> Iterator[None]:
    """All places, until the end of the block. One page at a time: the places are of the whole process."""
    undo: list[tuple[Any, str, Any]] = []
    try:
        for place in PLACES:
            original = vars(place.owner).get(place.name)
            if original is None:
                continue
            for owner in _owners(place, original):
                undo.append((owner, place.name, original))
            replacement = place.instead_of(original)
            for owner, name, _original in undo:
                if name == place.name:
                    setattr(owner, name, replacement)
        yield
    finally:
        for owner, name, original in reversed(undo):
            setattr(owner, name, original)


def _owners(place: Place, original: Any) -> list[Any]:
    if not place.everywhere:
        return [place.owner]
    loaded = [module for name, module in sys.modules.items() if name.startswith("weasyprint")]
    return [module for module in loaded if vars(module).get(place.name) is original]


def _styles(original: Function) -> Function:
    """The built-in style sheet names pseudo-elements of notes and lists for every element: six styles computed for
    each one that is shown, nine tenths of all. Without notes, and with markers of list items alone: 10 % of the time,
    60 MiB.
    """

    def styles(page: Any, forms: bool = False) -> list[Any]:
        return original(page, forms) if forms else [_without_notes(sheet) for sheet in original(page)]

    return styles


def _without_notes(sheet: Any) -> Any:
    """A copy; each selector is (test, specificity, order, pseudo-element, declarations)."""
    ours, matcher = copy.copy(sheet), copy.copy(sheet.matcher)
    markers = [one for one in matcher.other_selectors if one[3] == "marker"]
    matcher.other_selectors = [one for one in matcher.other_selectors if one[3] not in _PSEUDO]
    names = matcher.lower_local_name_selectors
    matcher.lower_local_name_selectors = {**names, "li": [*names.get("li", ()), *markers]}
    ours.matcher = matcher
    return ours


def _declarations(original: Any) -> Any:
    """Equal elements share their style, but not where they name a language: it was read anew for each. 3 %."""
    read = types.SimpleNamespace(**vars(original))
    read.parse_one_declaration = functools.cache(original.parse_one_declaration)
    return read


def _font_key(original: Function) -> Function:
    """The same long text for every line box. Kept with the style: 3 %."""

    def key(style: Any, include_size: bool = False) -> str:
        kept = style.__dict__.setdefault("_font_keys", {})
        if include_size not in kept:
            kept[include_size] = original(style, include_size)
        return str(kept[include_size])

    return key


def _percentages(original: Function) -> Function:
    """Eighteen sizes of each box, looked up and computed one by one. Kept with the style for a containing block: 7 %."""

    def resolve(box: Any, containing_block: Any) -> None:
        if isinstance(box, boxes.PageBox):
            original(box, containing_block)
            return
        if isinstance(containing_block, boxes.Box):
            key: tuple[Any, ...] = (containing_block.width, containing_block.height)
        else:
            key = tuple(containing_block)
        style, used = box.style, box.__dict__
        if style["border_collapse"] == "collapse":  # the table has decided on the borders
            key += tuple(used.get(name) for name in _SIZES[-4:])
        kept = style.__dict__.setdefault("_sizes", {})
        if key in kept:
            used.update(kept[key])
        else:
            original(box, containing_block)
            kept[key] = {name: used[name] for name in _SIZES}

    return resolve


def _setup(original: Function) -> Function:
    """A context and a description of the font for each line of text. Kept with the style: 4 %."""

    def setup(layout: Any, style: Any) -> None:
        kept = style.__dict__.get("_pango")
        if kept is None:
            kept = style._pango = _pango_of(layout, style, original) if _is_plain(style) else ()
        if not kept:
            original(layout, style)
            return
        context, layout.language, description = kept
        layout.style, layout.first_line_direction = style, 0
        layout.layout = ffi.ffi.gc(ffi.pango.pango_layout_new(context), ffi.gobject.g_object_unref)
        ffi.pango.pango_layout_set_auto_dir(layout.layout, False)
        ffi.pango.pango_layout_set_font_description(layout.layout, description)
        layout.ascent = layout.underline_position = layout.strikethrough_position = None

    return setup


def _is_plain(style: Any) -> bool:
    """No line through or under the text, no feature of a font asked for."""
    return (
        style["text_decoration_line"] == "none"
        and style["font_language_override"] == "normal"
        and not line_break.font_features(*(style[f"font_{name}"] for name in _FEATURES))
    )


def _pango_of(layout: Any, style: Any, original: Function) -> tuple[Any, Any, Any]:
    contexts = style.font_config.__dict__.setdefault("_contexts", {})
    key = (style["direction"], style["lang"])
    if key not in contexts:
        original(layout, style)  # finds the language
        create = ffi.pango.pango_font_map_create_context
        context = ffi.ffi.gc(create(style.font_config.font_map), ffi.gobject.g_object_unref)
        ffi.pango.pango_context_set_round_glyph_positions(context, False)
        ffi.pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
        if style["lang"]:
            ffi.pango.pango_context_set_language(context, layout.language)
        contexts[key] = (context, layout.language)
    return (*contexts[key], line_break.get_font_description(style))


def _metrics(original: Function) -> Function:
    """A line was laid out, thrown away and laid out again when it is drawn. Now the layout is kept, in the mode in
    which it is drawn (`_keep`, `_take`): 12 %, for 0.2 MiB a page.
    """

    def metrics(
        line: Any, text: str, layout: Any, resume_at: Any, space_collapse: bool, style: Any, *hyphen: Any
    ) -> Any:
        cut = text.encode()[: line.length].decode() if resume_at and not any(hyphen[:1]) else "\n"
        if "\n" in cut:
            return original(line, text, layout, resume_at, space_collapse, style, *hyphen)
        ffi.pango.pango_layout_set_width(layout.layout, -1)
        ffi.pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
        layout.set_text(cut.rstrip(" ") if space_collapse else cut)
        line, _second = layout.get_first_line()
        width, height = line_break.line_size(line, style)
        baseline = ffi.pango.pango_layout_get_baseline(layout.layout) * ffi.FROM_UNITS
        layout.deactivate()
        return layout, line.length, resume_at, width, height, baseline

    return metrics


def _keep(original: Function) -> Function:
    """See `_metrics`. A text with a line feed is shaped in another way when it is drawn."""
    return lambda layout: original(layout) if "\n" in layout.text else None


def _take(original: Function) -> Function:
    """See `_metrics`. A justified line has other spaces when it is drawn."""

    def take(layout: Any, style: Any) -> None:
        if "layout" not in vars(layout) or layout.style is not style or layout.justification_spacing:
            original(layout, style)

    return take


def _lines(original: Function) -> Function:
    """Marks, numbers and heads of columns are the same on each page. Their lines are kept with the style: 3 %."""

    def split(
        text: str, style: Any, context: Any, width: Any, justification: float, *rest: Any, **named: Any
    ) -> Any:
        if len(text) > _SHORT or justification:
            return original(text, style, context, width, justification, *rest, **named)
        kept = style.__dict__.setdefault("_lines", {})
        key = (text, width, rest, tuple(named.items()))
        if key not in kept:
            kept[key] = original(text, style, context, width, justification, *rest, **named)
        return kept[key]

    return split


def _page_styles(original: Function) -> Function:
    """Eighteen margin boxes were styled anew for each page. Pages to which the same rules apply share them: 4 %."""

    def set_styles(page_type: Any, html: Any, style_for: Any) -> None:
        selectors = (
            selector[2]
            for sheet, _origin, _specificity in style_for._sheets
            for _rule, selectors, _declarations in sheet.page_rules
            for selector in selectors
        )
        key = tuple(style_for._page_type_match(selector, page_type) for selector in selectors)
        kept, computed = style_for.__dict__.setdefault("_kept_pages", {}), style_for.get_computed_styles()
        if key not in kept:
            original(page_type, html, style_for)
            kept[key] = {pseudo: style for (one, pseudo), style in computed.items() if one == page_type}
        computed.update({(page_type, pseudo): style for pseudo, style in kept[key].items()})

    return set_styles


def _in_flow(original: Function) -> Function:
    """Five questions to the style, asked ten times for each box. The answer is kept with the style: 4 %."""

    def is_in_flow(box: Any) -> bool:
        style = box.style
        key, kept = (style["float"], style["position"]), style.__dict__.get("_flow")
        if kept is None or kept[0] != key:
            kept = style._flow = (key, original(box))
        return bool(kept[1])

    return is_in_flow


def _is_formula(original: Function) -> Function:
    """Is this value a formula? Asked of every value of every style; nearly all are words, numbers or sizes. 2 %."""

    def is_formula(token: Any) -> Any:
        kind = type(token)
        if kind in _NO_FORMULA:
            return None
        return any(is_formula(item) for item in token) if kind is tuple else original(token)

    return is_formula


def _page_references(original: Any) -> Any:
    """A list of all pages was made for each tag: time that grows with the square of the pages. 1 % at 71, 5 % at 400."""

    def references(pdf: Any) -> Any:
        number, kept = len(pdf.pages["Kids"]), pdf.__dict__.get("_references")
        if kept is None or kept[0] != number:
            kept = pdf._references = (number, original.fget(pdf))
        return kept[1]

    return property(references)


def _write(original: Function) -> Function:
    """For its identifier the file was written, and pressed together, a second time. Streams are kept meanwhile: 2 %."""

    def write(pdf: Any, *args: Any, **named: Any) -> Any:
        stream, kept = vars(pydyf.Stream)["data"], {}

        def data(one: Any) -> bytes:
            if id(one) not in kept:
                kept[id(one)] = (one, stream.fget(one))
            return bytes(kept[id(one)][1])

        pydyf.Stream.data = property(data)
        try:
            return original(pdf, *args, **named)
        finally:
            pydyf.Stream.data = stream

    return write


PLACES = (
    Place(weasyprint.HTML, "_ua_stylesheets", _styles),
    Place(weasyprint.css, "tinycss2", _declarations),
    Place(line_break, "_font_style_cache_key", _font_key),
    Place(weasyprint.layout.percent, "resolve_percentages", _percentages, everywhere=True),
    Place(line_break.Layout, "setup", _setup),
    Place(line_break, "first_line_metrics", _metrics),
    Place(line_break.Layout, "deactivate", _keep),
    Place(line_break.Layout, "reactivate", _take),
    Place(line_break, "split_first_line", _lines, everywhere=True),
    Place(weasyprint.layout.page, "set_page_type_computed_styles", _page_styles),
    Place(boxes.Box, "is_in_normal_flow", _in_flow),
    Place(weasyprint.css.functions, "check_math", _is_formula, everywhere=True),
    Place(pydyf.PDF, "page_references", _page_references),
    Place(pydyf.PDF, "write", _write),
)
