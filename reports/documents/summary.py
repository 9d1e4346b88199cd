"""What stands on the summary page, so that it is always exactly one page.

A table of sections, a conclusion and a list of gaps may be of any length; the page is not. The first measure
under which the page holds everything is taken; what is left out or shortened is said and stands in full in its
chapter.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil

from core.linebreaks import break_points

from . import view
from .gap_analysis import Conclusion, Gap, GapAnalysis

_BREAK = "\u200b"
#: Height for the text of a page (251 mm) without heads and the row of figures, less a reserve.
_ROOM = 166
#: Letters that fit into a line: title of a section, title of a gap, reason, condition.
_SECTION, _GAP, _REASON, _CONDITION = 46, 58, 98, 92


@dataclass(frozen=True, slots=True)
class Measure:
    """Upper limits: letters of a section's title, gaps, letters of a gap's title and of the reason, conditions."""

    section: int
    gaps: int
    gap: int
    reason: int
    conditions: int
    condition: int
    sections: int = 20


_MEASURES = (
    Measure(section=130, gaps=5, gap=170, reason=900, conditions=5, condition=270),
    Measure(section=86, gaps=5, gap=114, reason=580, conditions=3, condition=180),
    Measure(section=45, gaps=5, gap=56, reason=480, conditions=3, condition=90),
    Measure(section=45, gaps=3, gap=56, reason=250, conditions=2, condition=90),
)


@dataclass(frozen=True, slots=True)
class SummaryBar:
    """One section in the chart with the title as it is printed there."""

    bar: view.Bar
    title: str


@dataclass(frozen=True, slots=True)
class SummaryGap:
    """One of the main gaps with the title as it is printed there."""

    gap: Gap
    title: str


@dataclass(frozen=True, slots=True)
class Summary:
    """The page. `more_...` count what is left out; `is_cut` says that the conclusion stands in full elsewhere."""

    bars: tuple[SummaryBar, ...]
    gaps: tuple[SummaryGap, ...]
    conclusion: Conclusion | None
    more_sections: int
    more_gaps: int
    is_cut: bool
    is_dense: bool


def summary_of(document: GapAnalysis, chapter: str = "") -> Summary:
    """The summary under the first measure that fits, or under the tightest.

    `chapter` is the printed number of the comparison line by line, "" where it is left out.
    """
    found = _under(document, _MEASURES[0], chapter)
    for measure in _MEASURES[1:]:
        if _height(found) <= _ROOM:
            break
        found = replace(_under(document, measure, chapter), is_dense=True)
    return found


def shortened(text: str, limit: int) -> str:
    """The text, or its beginning up to the end of a word and "…". Words of all five scripts are known."""
    if len(text) <= limit:
        return text
    marked, end, count = break_points(text), 0, 0
    for place, letter in enumerate(marked):
        count += letter != _BREAK
        if count >= limit:
            break
        if letter in (" ", _BREAK):
            end = place
    kept = marked[:end] if end else text[: limit - 1]
    return kept.replace(_BREAK, "").rstrip(" ,;:.") + "…"


def _under(document: GapAnalysis, measure: Measure, chapter: str) -> Summary:
    bars, unsettled = view.bars_of(document, chapter), view.main_gaps(document, limit=len(document.gaps))
    conclusion = _conclusion(document.conclusion, measure)
    kept = sorted(bars, key=_coverage)[: measure.sections]
    return Summary(
        bars=tuple(
            SummaryBar(bar, shortened(bar.section.title, measure.section)) for bar in bars if bar in kept
        ),
        gaps=tuple(SummaryGap(gap, shortened(gap.title, measure.gap)) for gap in unsettled[: measure.gaps]),
        conclusion=conclusion,
        more_sections=len(bars) - len(kept),
        more_gaps=max(0, len(unsettled) - measure.gaps),
        is_cut=conclusion != document.conclusion,
        is_dense=False,
    )


def _coverage(bar: view.Bar) -> float:
    return -1 if bar.section.coverage is None else bar.section.coverage


def _conclusion(whole: Conclusion | None, measure: Measure) -> Conclusion | None:
    if whole is None:
        return None
    return replace(
        whole,
        reason=shortened(whole.reason, measure.reason),
        by=shortened(whole.by, 90),
        conditions=tuple(
            shortened(text, measure.condition) for text in whole.conditions[: measure.conditions]
        ),
    )


def _height(page: Summary) -> float:
    """Millimetres that the parts of changing length take at their normal size."""
    rows = sum(1.4 + 3.8 * _lines(one.title, _SECTION) for one in page.bars) + (
        5 if page.more_sections else 0
    )
    gaps = sum(2.2 + 4.4 * _lines(one.title, _GAP) for one in page.gaps) + (5 if page.more_gaps else 0)
    if page.conclusion is None:
        return rows + gaps + 15
    box = 6 + 5.1 * _lines(page.conclusion.reason, _REASON)
    return (
        rows + gaps + box + sum(1.2 + 5.1 * _lines(text, _CONDITION) for text in page.conclusion.conditions)
    )


def _lines(text: str, letters: int) -> int:
    return sum(max(1, ceil(len(part) / letters)) for part in text.splitlines() or [""])
