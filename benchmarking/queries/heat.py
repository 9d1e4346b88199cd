"""Heat maps: a corridor by sections and dimensions, a pilot by corridors and steps. The same data on page and paper.

Every cell says its finding in words and figures; the shade of one neutral hue only repeats it. Content, level,
assessment, certification and quality assurance stand side by side and are never put together into one figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from benchmarking.comparison import Counts
from benchmarking.models import ArrangementReview, Benchmark, GapFinding
from benchmarking.queries.benchmarks import visible_benchmark
from benchmarking.queries.sight import Sight, sight_of
from benchmarking.queries.verdicts import VerdictRow, verdict_rows
from benchmarking.queries.wording import percent
from benchmarking.states import Comparability, Severity, Verdict
from corridors.models import Corridor


class Shade(IntEnum):
    """How much there is to align; 0 where nothing is known or nothing is asked."""

    UNKNOWN = 0
    LITTLE = 1
    SOME = 2
    MUCH = 3


@dataclass(frozen=True)
class Cell:
    """One finding in words: `word` first, `figure` below it. An empty word is shown as a dash."""

    word: str
    figure: str = ""
    shade: Shade = Shade.UNKNOWN
    url: str = ""
    is_quiet: bool = False  # nothing to report; narrow screens leave it out and say so


@dataclass(frozen=True)
class HeatRow:
    """One section or corridor. `is_whole` marks the row that stands for everything."""

    head: str
    note: str
    cells: tuple[Cell, ...]
    url: str = ""
    is_whole: bool = False
    group: str = ""  # heading that stands above the row where it changes, such as the edition


@dataclass(frozen=True)
class HeatMap:
    """A table of findings. `columns` are (heading, what it means, if that needs to be said)."""

    caption: str
    first: str  # heading of the first column
    columns: tuple[tuple[str, str], ...]
    rows: tuple[HeatRow, ...]
    legend: tuple[tuple[Shade, str], ...]
    note: str = ""


#: Families of gap codes with the step whose rating stands beside them in the row of the whole corridor.
FAMILIES: dict[str, tuple[Promise, str]] = {
    "C": (gettext_lazy("Content gaps"), ""),
    "L": (gettext_lazy("Level and qualification"), "3"),
    "A": (gettext_lazy("Assessment"), "4"),
    "R": (gettext_lazy("Certification"), "4"),
    "Q": (gettext_lazy("Quality assurance"), "5"),
    "S": (gettext_lazy("System"), ""),
}
_SEVERITY_SHADE = {
    Severity.MINOR: Shade.LITTLE,
    Severity.MAJOR: Shade.SOME,
    Severity.CRITICAL: Shade.MUCH,
}
_RATING_SHADE: dict[str, Shade] = {
    Verdict.COMPARABLE: Shade.LITTLE,
    Verdict.PARTLY: Shade.SOME,
    Verdict.NOT: Shade.MUCH,
}


@dataclass(frozen=True)
class Tally:
    """Gaps that still ask for work: how many, and the worst of them."""

    number: int = 0
    worst: str = ""

    @classmethod
    def of(cls, gaps: Iterable[GapFinding]) -> Tally:
        """Count and worst severity."""
        severities = [gap.severity for gap in gaps]
        order = list(Severity.values)  # critical first
        return cls(len(severities), min(severities, key=order.index) if severities else "")

    @property
    def words(self) -> str:
        """Such as "2 gaps, worst critical"."""
        if not self.number:
            return _("No gap")
        return ngettext("%(n)d gap, %(worst)s", "%(n)d gaps, worst %(worst)s", self.number) % {
            "n": self.number,
            "worst": Severity(self.worst).label.lower(),
        }

    @property
    def shade(self) -> Shade:
        """By the worst severity."""
        return _SEVERITY_SHADE[Severity(self.worst)] if self.number else Shade.UNKNOWN


def legend() -> tuple[tuple[Shade, str], ...]:
    """What the shades mean, lightest first."""
    return (
        (Shade.UNKNOWN, _("No gap, or not rated yet")),
        (Shade.LITTLE, _("Comparable; worst gap minor")),
        (Shade.SOME, _("Partly comparable; worst gap major")),
        (Shade.MUCH, _("Not comparable; worst gap critical")),
    )


# --- A corridor ----------------------------------------------------------------------------------


def corridor_heat(corridor: Corridor, user: User) -> HeatMap:
    """Sections x dimensions of the latest benchmark that this person sees, and the whole corridor, in a constant
    number of queries. Figures and gaps are those that this person may read.
    """
    latest = latest_benchmark(corridor, user)
    gaps = list(
        GapFinding.objects.visible_to(user)
        .unsettled()
        .filter(corridor=corridor)
        .select_related("judgement")
        .order_by()
    )
    sight = sight_of(user, latest) if latest else None
    return heat_of(corridor, latest, sight, gaps, reviews_of([corridor], user).get(corridor.pk, {}))


def heat_of(
    corridor: Corridor,
    latest: Benchmark | None,
    sight: Sight | None,
    gaps: list[GapFinding],
    reviews: Mapping[str, ArrangementReview],
) -> HeatMap:
    """The map of a corridor from its gaps that ask for work (with their judgements) and its reviews by step."""
    rows = verdict_rows(latest, sight) if latest and sight else []
    return HeatMap(
        caption=_("%(corridor)s: sections and dimensions") % {"corridor": corridor},
        first=_("Section"),
        columns=(
            (_("Content coverage"), _("Share of the receiving lines that are covered, and the verdict")),
            *((f"{code} {label}", "") for code, (label, _step) in FAMILIES.items()),
        ),
        rows=(*_section_rows(latest, rows, gaps), _whole(corridor, rows, gaps, reviews)),
        legend=legend(),
        note=_note(latest, sight),
    )


def latest_benchmark(corridor: Corridor, user: User) -> Benchmark | None:
    """The newest benchmark of the corridor that this person sees."""
    found = Benchmark.objects.visible_to(user).filter(corridor=corridor).order_by("-number")
    ref = found.values_list("ref", flat=True).first()
    return visible_benchmark(user, ref) if ref else None


def _note(benchmark: Benchmark | None, sight: Sight | None) -> str:
    if benchmark is None or sight is None:
        return _("No benchmark of this corridor can be read yet, so there are no sections.")
    if not sight.sees_receiving:
        return _(
            "Benchmark %(number)d. The figures are those of the sending side's own view; the receiving view is not released yet."
        ) % {"number": benchmark.number}
    if benchmark.is_open:
        return _("Benchmark %(number)d, still in work: the figures can change.") % {
            "number": benchmark.number
        }
    return _("Benchmark %(number)d.") % {"number": benchmark.number}


def _section_rows(
    benchmark: Benchmark | None, rows: list[VerdictRow], gaps: list[GapFinding]
) -> list[HeatRow]:
    if benchmark is None:
        return []
    several = len({row.edition.pk for row in rows}) > 1
    work = reverse("benchmarking:workspace", args=[benchmark.ref])
    return [
        HeatRow(
            head=f"{row.section.number} {row.section.text}".strip(),
            note="",
            url=f"{work}?line={row.first}",
            group=str(row.edition) if several else "",
            cells=(_content(row), *_family_cells(row, gaps)),
        )
        for row in rows
    ]


def _content(row: VerdictRow) -> Cell:
    counts = row.counts
    figure = (
        _("%(coverage)s of %(lines)d lines") % {"coverage": row.coverage, "lines": counts.rated}
        if counts.rated
        else ""
    )
    if counts.open:
        figure = _("%(rated)d of %(total)d lines compared") % {"rated": counts.rated, "total": counts.total}
    return Cell(str(row.verdict.label), figure, _RATING_SHADE.get(row.verdict, Shade.UNKNOWN))


def _family_cells(row: VerdictRow, gaps: list[GapFinding]) -> list[Cell]:
    here = [
        gap
        for gap in gaps
        # A gap of an earlier benchmark still asks for work on this line; the next benchmark does not repeat it.
        if gap.judgement and gap.judgement.line_id in row.lines
    ]
    return [_gap_cell(Tally.of(gap for gap in here if gap.code[0] == family)) for family in FAMILIES]


def _gap_cell(tally: Tally, url: str = "") -> Cell:
    return Cell(tally.words, "", tally.shade, url, is_quiet=not tally.number)


def _whole(
    corridor: Corridor,
    rows: list[VerdictRow],
    gaps: list[GapFinding],
    reviews: Mapping[str, ArrangementReview],
) -> HeatRow:
    """All sections together, and beside the gaps of each family the rating of its step."""
    counts = sum((row.counts for row in rows), Counts())
    figure = _("%(rated)d of %(total)d lines compared") % {"rated": counts.rated, "total": counts.total}
    content = Cell(percent(counts.coverage), figure) if counts.total else Cell("")
    cells = [content]
    for family, (_label, step) in FAMILIES.items():
        tally = Tally.of(gap for gap in gaps if gap.code[0] == family)
        url = _gaps_url(corridor, family) if tally.number else ""
        review = reviews.get(step)
        if not step:
            cells.append(_gap_cell(tally, url))
        else:
            cells.append(Cell(rated_words(review), tally.words, max(shade_of(review), tally.shade), url))
    return HeatRow(head=_("Whole corridor"), note="", cells=tuple(cells), is_whole=True)


def _gaps_url(corridor: Corridor, family: str = "") -> str:
    query = {"corridor": corridor.ref, "state": "unsettled"} | ({"code": family} if family else {})
    return f"{reverse('benchmarking:gap-list')}?{urlencode(query)}"


# --- Steps 3 to 5 --------------------------------------------------------------------------------


def reviews_of(corridors: Iterable[Corridor], user: User) -> dict[int, dict[str, ArrangementReview]]:
    """The newest review of each step that this person may read, by corridor and step; one query."""
    found: dict[int, dict[str, ArrangementReview]] = {}
    rows = ArrangementReview.objects.visible_to(user).filter(corridor__in=list(corridors))
    for review in rows.order_by("number"):
        found.setdefault(review.corridor_id, {})[review.step] = review
    return found


def rated_words(review: ArrangementReview | None) -> str:
    """The rating of a step in words; a review that is not rated is "no rating yet"."""
    if review is None or not review.rating:
        return _("Not rated yet")
    return str(Comparability(review.rating).label)


def shade_of(review: ArrangementReview | None) -> Shade:
    """The shade of a step's rating."""
    return _RATING_SHADE.get(review.rating, Shade.UNKNOWN) if review else Shade.UNKNOWN


@dataclass(frozen=True)
class Dimension:
    """One dimension of the comparison with its own finding, such as "Quality assurance: partly comparable"."""

    label: str
    word: str
    figure: str
    url: str = ""


def dimensions_of(corridor: Corridor, user: User, counts: Counts) -> list[Dimension]:
    """What stands beside the conclusion: content, level, assessment and certification, quality assurance."""
    reviews = reviews_of([corridor], user).get(corridor.pk, {})
    gaps = list(
        GapFinding.objects.visible_to(user)
        .unsettled()
        .filter(corridor=corridor)
        .only("code", "severity", "benchmark_id", "review_id")
        .order_by()
    )
    steps: Mapping[str, tuple[str, str]] = {
        "3": (_("Level and qualification (step 3)"), "L"),
        "4": (_("Assessment and certification (step 4)"), "AR"),
        "5": (_("Quality assurance (step 5)"), "Q"),
    }
    content = Tally.of(gap for gap in gaps if gap.code[0] == "C")
    return [
        Dimension(
            _("Content (step 2)"),
            _("Coverage %(share)s") % {"share": percent(counts.coverage)},
            content.words,
        ),
        *(
            Dimension(
                label,
                rated_words(reviews.get(step)),
                Tally.of(gap for gap in gaps if gap.code[0] in families).words,
            )
            for step, (label, families) in steps.items()
        ),
    ]
