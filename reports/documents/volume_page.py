"""What the template of a merged volume prints beside the snapshot, and its parts by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from . import chapter_tag as chapter_tag  # its tag prints a corridor's chapters
from . import gap_page, summary, view
from .gap_analysis import Gap
from .heat import HeatCell, HeatMap, HeatRow
from .outline import INTRODUCTION, Chapter, Part, Zone, chapters_of, left_out, numbers_of
from .volume import Merged, Volume

_FOLDER = "reports/pdf/volume"
#: The parts in their usual order. Chapters with numbers are the corridors alone.
OUTLINE = (
    Part("overview", lazy("Overview"), f"{_FOLDER}/overview.html", Zone.FRONT, is_numbered=False),
    replace(INTRODUCTION, is_numbered=False),
    Part("dimensions", lazy("Corridors and dimensions"), f"{_FOLDER}/dimensions.html", is_numbered=False),
    Part("gaps", lazy("Gaps over all corridors"), f"{_FOLDER}/gaps.html", is_numbered=False),
    Part("corridors", lazy("Corridor by corridor"), f"{_FOLDER}/corridors.html", is_numbered=False),
)
#: So many of the gravest gaps are named in front; all stand in the registers of the corridors.
NAMED = 20
_GRAVE = ("critical", "major")


@dataclass(frozen=True, slots=True)
class CodeCount:
    """Gaps of one code: label, by severity in the order of view.SEVERITIES, without one, all, not settled, corridors."""

    code: str
    label: str
    by_severity: tuple[int, ...]
    unrated: int
    total: int
    unsettled: int
    corridors: int

    @property
    def domain(self) -> str:
        """The letter of its domain."""
        return self.code[:1]


@dataclass(frozen=True, slots=True)
class Line:
    """One corridor as a row of the overview, with what its chapter prints."""

    place: int
    merged: Merged
    rated: int
    total: int
    unsettled: int
    context: dict[str, object]

    @property
    def anchor(self) -> str:
        """Its name for links inside the volume."""
        return f"corridor-{self.place}"

    @property
    def prefix(self) -> str:
        """What the anchors of its chapters begin with."""
        return f"c{self.place}-"


@dataclass(frozen=True, slots=True)
class GraveGap:
    """A gap that is named in front, with the corridor that it belongs to."""

    line: Line
    gap: Gap


def context_of(document: Volume) -> dict[str, object]:
    """Numbers and order for the template."""
    lines = lines_of(document)
    grave = grave_gaps(lines)
    gaps = [gap for one in document.merged for gap in one.document.gaps]
    return {
        "lines": lines,
        "heat": heat_of(document),
        "code_counts": code_counts(document),
        "domain_labels": gap_page.domain_labels(),
        "gap_total": len(gaps),
        "unsettled": sum(not gap.is_settled for gap in gaps),
        "grave": grave[:NAMED],
        "more_grave": max(0, len(grave) - NAMED),
        "published": sum(one.is_published for one in document.merged),
        "has_languages": any(
            one.document.content_language != document.content_language for one in document.merged
        ),
    }


def lines_of(document: Volume) -> tuple[Line, ...]:
    """The corridors in the order of the paper, numbered from 1."""
    return tuple(_line(place, one) for place, one in enumerate(document.merged, start=1))


def _line(place: int, merged: Merged) -> Line:
    document = merged.document
    return Line(
        place=place,
        merged=merged,
        rated=view.rated_of(document.counts),
        total=view.total_of(document.counts),
        unsettled=sum(not gap.is_settled for gap in document.gaps),
        context=chapter_context(place, merged),
    )


def chapter_context(place: int, merged: Merged) -> dict[str, object]:
    """What the templates of the gap analysis read, with chapters numbered inside the chapter of the corridor."""
    document = merged.document
    chapters = chapters_inside(place, merged)
    numbers = numbers_of(gap_page.OUTLINE, chapters)
    return {
        "d": document,
        "corridor": document.corridor,
        "hash": merged.digits,
        "prefix": f"c{place}-",
        "front": [one for one in chapters if one.zone == Zone.FRONT],
        "body": [one for one in chapters if one.zone != Zone.FRONT],
        "numbers": numbers,
        "left_out": left_out(gap_page.OUTLINE, document.wording),
        **gap_page.context_of(document),
        "summary": summary.summary_of(document, numbers["lines"]),
    }


def chapters_inside(place: int, merged: Merged) -> tuple[Chapter, ...]:
    """The chapters of one corridor: "2.4", an annex "2.A"."""
    inside = chapters_of(gap_page.OUTLINE, merged.document.wording)
    return tuple(replace(one, number=f"{place}.{one.number}" if one.number else "") for one in inside)


def heat_of(document: Volume) -> HeatMap | None:
    """Corridors by dimensions: from each report the row that stands for its whole corridor, as it was printed there."""
    maps = [one.document.heat for one in document.merged]
    known = next((heat for heat in maps if heat is not None), None)
    if known is None:
        return None
    of_pilot = not document.corridor.sending.name
    rows = []
    for place, one in enumerate(document.merged, start=1):
        corridor = one.document.corridor
        head = corridor.sending.name if of_pilot else corridor.skill_area
        group = corridor.skill_area if of_pilot else ""
        rows.append(HeatRow(f"{place} {head}", _cells(one, known), group=group))
    return replace(known, first=_("Corridor"), rows=tuple(rows), note="")


def _cells(one: Merged, known: HeatMap) -> tuple[HeatCell, ...]:
    """The cells under the heads of the first map; a head that this report did not print has none."""
    heat = one.document.heat
    whole = next((row for row in heat.rows if row.is_whole), None) if heat else None
    found = dict(zip(heat.columns, whole.cells, strict=False)) if heat and whole else {}
    return tuple(found.get(column, HeatCell("")) for column in known.columns)


def code_counts(document: Volume) -> tuple[CodeCount, ...]:
    """Gaps of all corridors by code, in the order of the domains; codes without a gap are left out."""
    pairs = [(place, gap) for place, one in enumerate(document.merged) for gap in one.document.gaps]
    codes = sorted({gap.code for _place, gap in pairs}, key=_code_rank)
    return tuple(_count(code, [(place, gap) for place, gap in pairs if gap.code == code]) for code in codes)


def _code_rank(code: str) -> tuple[int, str]:
    domain = code[:1]
    return (view.DOMAINS.index(domain) if domain in view.DOMAINS else len(view.DOMAINS), code)


def _count(code: str, pairs: list[tuple[int, Gap]]) -> CodeCount:
    severities = Counter(gap.severity for _place, gap in pairs)
    by_severity = tuple(severities[severity] for severity in view.SEVERITIES)
    return CodeCount(
        code=code,
        label=pairs[0][1].code_label,
        by_severity=by_severity,
        unrated=len(pairs) - sum(by_severity),
        total=len(pairs),
        unsettled=sum(not gap.is_settled for _place, gap in pairs),
        corridors=len({place for place, _gap in pairs}),
    )


def grave_gaps(lines: Iterable[Line]) -> list[GraveGap]:
    """Critical and major gaps that are not settled, the gravest first, then in the order of the corridors."""
    found = [GraveGap(line, gap) for line in lines for gap in line.merged.document.gaps]
    wanted = [one for one in found if not one.gap.is_settled and one.gap.severity in _GRAVE]
    return sorted(wanted, key=lambda one: (_GRAVE.index(one.gap.severity), one.line.place, one.gap.ref))


def parts_of(document: Volume) -> list[str]:
    """The parts that a comment can name, as they stand on paper, at most 120 characters each."""
    found: list[str] = []
    for chapter in chapters_of(OUTLINE, document.wording):
        if chapter.key != "corridors":
            found.append(chapter.heading)
            continue
        for place, one in enumerate(document.merged, start=1):
            found.append(f"{place} {one.document.title}"[:120])
            found += [inside.heading[:120] for inside in chapters_inside(place, one)]
    return found
