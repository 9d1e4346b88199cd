"""Numbers and order drawn from a gap analysis snapshot; nothing here adds a fact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from .gap_analysis import ActivityRef, Counts, Gap, GapAnalysis, Recommendation, Section, Seen

SEVERITIES = ("critical", "major", "minor")
DOMAINS = ("C", "L", "A", "R", "Q", "S")
#: Width of a chart bar in its own units; the style sheet gives it its size on paper.
BAR_WIDTH = 300
#: Below these widths a number, or the rating with it, would not fit into its part of the bar.
_ROOM_FOR_NUMBER = 14
_ROOM_FOR_RATING = 26


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar: rating, number of lines, left edge and width in bar units."""

    rating: str
    count: int
    x: float
    width: float

    @property
    def middle(self) -> float:
        """Where the number is centred."""
        return round(self.x + self.width / 2, 2)

    @property
    def label(self) -> str:
        """What is printed inside: rating and number, the number alone, or nothing where there is no room."""
        if self.width < _ROOM_FOR_NUMBER:
            return ""
        return (
            str(self.count)
            if self.width < _ROOM_FOR_RATING
            else f"{self.rating} {self.count}".replace("-", "–")
        )


@dataclass(frozen=True, slots=True)
class Bar:
    """One section in the chart."""

    label: str
    section: Section
    segments: tuple[Segment, ...]
    total: int


@dataclass(frozen=True, slots=True)
class DomainCount:
    """Gaps of one domain by severity, in the order of SEVERITIES, then without severity, then all."""

    domain: str
    by_severity: tuple[int, ...]
    unrated: int
    total: int


def total_of(counts: Counts) -> int:
    """All rateable lines, compared or not."""
    return counts.full + counts.partly + counts.not_covered + counts.not_compared


def rated_of(counts: Counts) -> int:
    """Lines that have a rating."""
    return total_of(counts) - counts.not_compared


def segments_of(counts: Counts) -> tuple[Segment, ...]:
    """The bar of a section: shares of its lines, always the full width, empty parts left out."""
    total = total_of(counts)
    parts = (("F", counts.full), ("P", counts.partly), ("N", counts.not_covered), ("-", counts.not_compared))
    segments: list[Segment] = []
    x = 0.0
    for rating, count in parts:
        if count:
            width = round(BAR_WIDTH * count / total, 2)
            segments.append(Segment(rating, count, round(x, 2), width))
            x += width
    return tuple(segments)


def bars_of(document: GapAnalysis, chapter: str = "") -> tuple[Bar, ...]:
    """The chart, one bar a section in the order of the standard; sections without rateable lines are left out.

    `chapter` is the printed number of the chapter of the sections, "" where it is left out.
    """
    return tuple(
        Bar(
            f"{chapter}.{place}" if chapter else str(place),
            section,
            segments_of(section.counts),
            total_of(section.counts),
        )
        for place, section in enumerate(document.sections, start=1)
        if total_of(section.counts)
    )


def severity_rank(gap: Gap) -> tuple[bool, int, str]:
    """Sort key: open before settled, critical before minor, then by reference."""
    rank = SEVERITIES.index(gap.severity) if gap.severity in SEVERITIES else len(SEVERITIES)
    return gap.is_settled, rank, gap.ref


def main_gaps(document: GapAnalysis, limit: int = 5) -> tuple[Gap, ...]:
    """The gaps of the summary page: unsettled ones, most severe first."""
    return tuple(sorted((gap for gap in document.gaps if not gap.is_settled), key=severity_rank)[:limit])


def domain_counts(gaps: Iterable[Gap]) -> tuple[DomainCount, ...]:
    """Gaps by domain (first letter of the code) and severity; domains without a gap are left out."""
    pairs = Counter((gap.code[:1], gap.severity) for gap in gaps)
    counts = []
    for domain in DOMAINS:
        total = sum(number for (letter, _), number in pairs.items() if letter == domain)
        if total:
            by_severity = tuple(pairs[domain, severity] for severity in SEVERITIES)
            counts.append(DomainCount(domain, by_severity, total - sum(by_severity), total))
    return tuple(counts)


def state_counts(gaps: Iterable[Gap]) -> tuple[tuple[str, int], ...]:
    """(state, number of gaps), the most frequent first, ties by name."""
    return tuple(sorted(Counter(gap.state for gap in gaps).items(), key=lambda pair: (-pair[1], pair[0])))


@dataclass(frozen=True, slots=True)
class Observed:
    """An observation below a gap; `before` is the reference of the gap below which the same text is printed already."""

    seen: Seen
    before: str = ""


def observed(gaps: Iterable[Gap]) -> dict[str, tuple[Observed, ...]]:
    """Reference of a gap -> its observations. A text that bears on several gaps stands below the first alone."""
    first: dict[tuple[str, str, str], str] = {}
    found = {}
    for gap in gaps:
        rows = []
        for seen in gap.observations:
            ref = first.setdefault((seen.mission, seen.on, seen.text), gap.ref)
            rows.append(Observed(seen, "" if ref == gap.ref else ref))
        found[gap.ref] = tuple(rows)
    return found


def gaps_by_activity(document: GapAnalysis) -> dict[str, tuple[str, ...]]:
    """Number of an activity -> references of the gaps that it addresses."""
    found: dict[str, list[str]] = {}
    for gap in document.gaps:
        for activity in gap.activities:
            found.setdefault(activity.number, []).append(gap.ref)
    return {number: tuple(refs) for number, refs in found.items()}


def common_note(activities: Iterable[ActivityRef]) -> str:
    """The note that every activity has, which is then printed once; "" where they differ."""
    notes = {activity.note for activity in activities}
    return notes.pop() if len(notes) == 1 else ""


def common_addressee(recommendations: Iterable[Recommendation]) -> str:
    """To whom all recommendations are addressed; "" where they differ."""
    found = {one.addressed_to for one in recommendations if not one.kind}
    return found.pop() if len(found) == 1 else ""


#: Groups of recommendations, in the order of the paper.
_OF_CORRIDOR, _OF_GAPS, _OF_LINES = "corridor", "gaps", "lines"


def recommendation_groups(
    document: GapAnalysis,
) -> tuple[tuple[str, tuple[tuple[int, Recommendation], ...]], ...]:
    """("corridor", "gaps" or "lines", (number, recommendation)...): those that people recorded for the corridor, those
    that answer a gap, the others; empty groups are left out.

    The number is the place in the snapshot, so it stays the same however the list is grouped.
    """
    numbered = tuple(enumerate(document.recommendations, start=1))
    groups = (
        (name, tuple(pair for pair in numbered if _group_of(pair[1]) == name))
        for name in (_OF_CORRIDOR, _OF_GAPS, _OF_LINES)
    )
    return tuple((name, pairs) for name, pairs in groups if pairs)


def _group_of(recommendation: Recommendation) -> str:
    if recommendation.kind:
        return _OF_CORRIDOR
    return _OF_GAPS if recommendation.gap_refs else _OF_LINES
