"""Printing faster than WeasyPrint alone: the same bytes, and each place is still there and still needed."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import Any

import pytest
import weasyprint
import weasyprint.css
from weasyprint.text import line_break

from reports import pdf, pdf_speed
from reports.documents.html import font_sheets, html_of
from reports.documents.passages import passage_html
from reports.pdf import html_to_pdf
from reports.pdf_speed import PLACES, Place, faster
from tests.reports.paper_sample import ORIGINALS, THAI, sample

pytestmark = pytest.mark.skipif(bool(pdf.missing_fonts()), reason="fonts are fetched by scripts/assets.py")


def one_page() -> str:
    """Four scripts, a list, a table that goes over two pages, a link and text with line feeds."""
    texts = [passage_html(text) for text in (*THAI, *(one for each in ORIGINALS.values() for one in each))]
    rows = "".join(
        f'<tr><th scope="row">{n}</th><td>{text}</td><td>P</td></tr>' for n, text in enumerate(texts * 3)
    )
    body = f'<ul><li>One<li>Two</ul><p><a href="#x">Keep</a><br>it plumb</p><table id="x">{rows}</table>'
    names = (*font_sheets(body), "paper")
    sheets = "".join(f'<link rel="stylesheet" href="asset:paper/{name}.css">' for name in names)
    return f'<!doctype html><html lang="en"><head><title>x</title>{sheets}</head><body>{body}</body></html>'


def test_the_pages_are_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    document = sample("LA")
    html = html_of(replace(document, sections=document.sections[:1], gaps=document.gaps[:1]))
    quick = html_to_pdf(html, identifier="x").bytes
    four = html_to_pdf(one_page(), identifier="x").bytes
    monkeypatch.setattr(pdf, "faster", contextlib.nullcontext)

    assert html_to_pdf(html, identifier="x").bytes == quick
    assert html_to_pdf(one_page(), identifier="x").bytes == four


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_each_place_is_there_and_is_given_back(place: Place) -> None:
    before = vars(place.owner)[place.name]

    with faster():
        during = vars(place.owner)[place.name]

    assert during is not before
    assert vars(place.owner)[place.name] is before


def test_a_release_without_a_place_is_printed_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = Place(line_break, "no_longer_there", lambda original: original)
    monkeypatch.setattr(pdf_speed, "PLACES", (gone, *PLACES))

    with faster():
        assert not hasattr(line_break, "no_longer_there")


#: What is counted while a page is printed, and how many of them the places leave at most, as a share.
COUNTED = {
    "styles computed": (weasyprint.css.ComputedStyle, "__init__", 0.4),
    "texts shaped": (line_break.Layout, "set_text", 0.75),
    "texts set up": (line_break, "get_font_description", 0.2),
    "keys of fonts": (line_break, "_font_style_cache_key", 0.3),
    "sizes resolved": (weasyprint.layout.percent, "resolve_one_percentage", 0.5),
    "margin boxes styled": (weasyprint.css.StyleFor, "set_computed_styles", 0.4),
    "positions asked": (weasyprint.formatting_structure.boxes.Box, "is_running", 0.4),
}


@pytest.fixture(scope="module")
def calls() -> dict[str, tuple[int, int]]:
    """Of everything counted: how often it happens with the places, and without."""
    with pytest.MonkeyPatch.context() as patch:
        found: dict[str, list[int]] = {name: [0] for name in COUNTED}
        for name, (owner, attribute, _share) in COUNTED.items():
            patch.setattr(owner, attribute, _counting(vars(owner)[attribute], found[name]))
        html_to_pdf(one_page(), identifier="x")
        quick = {name: number[0] for name, number in found.items()}
        patch.setattr(pdf, "faster", contextlib.nullcontext)
        html_to_pdf(one_page(), identifier="x")
    return {name: (quick[name], found[name][0] - quick[name]) for name in COUNTED}


def _counting(original: Any, number: list[int]) -> Any:
    def count(*args: Any, **named: Any) -> Any:
        number[0] += 1
        return original(*args, **named)

    return count


@pytest.mark.parametrize("counted", COUNTED)
def test_weasyprint_alone_still_does_the_work_that_is_saved(
    counted: str, calls: dict[str, tuple[int, int]]
) -> None:
    quick, alone = calls[counted]

    assert 0 < quick <= COUNTED[counted][2] * alone
