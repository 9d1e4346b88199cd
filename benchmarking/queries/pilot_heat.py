"""The heat map of a pilot: corridors by steps 1 to 5, a word and a figure in each cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from benchmarking.comparison import Counts
from benchmarking.models import ArrangementReview, Benchmark, GapFinding
from benchmarking.queries.heat import (
    Cell,
    HeatMap,
    HeatRow,
    Shade,
    Tally,
    legend,
    rated_words,
    reviews_of,
    shade_of,
)
from benchmarking.queries.progress import progress_for
from benchmarking.queries.sight import sights_of
from benchmarking.queries.wording import percent
from benchmarking.states import Conclusion
from corridors.models import Corridor, CorridorStep, Pilot
from corridors.states import ROADMAP, StepState

#: Steps of the map, with the families of gaps that belong to each.
STEPS = {"1": "", "2": "C", "3": "L", "4": "AR", "5": "Q"}
_CONCLUSION_SHADE: dict[str, Shade] = {
    Conclusion.COMPARABLE: Shade.LITTLE,
    Conclusion.CONDITIONS: Shade.SOME,
    Conclusion.NOT_YET: Shade.MUCH,
}


def pilot_heat(pilot: Pilot, user: User) -> HeatMap:
    """Corridors x steps 1 to 5, as far as this person sees them; the same number of queries for any number of them."""
    corridors = list(
        Corridor.objects.visible_to(user)
        .filter(pilot=pilot)
        .select_related("skill_area")
        .prefetch_related("steps")
        .order_by("priority", "skill_area__title", "sending_country")
    )
    latest = _latest(corridors, user)
    sights = sights_of(user, latest.values())
    progress = progress_for(user, list(latest.values()))
    counts = {one.corridor_id: progress[one.pk] for one in latest.values()}
    reads = {one.corridor_id: sights[one.pk].sees_receiving for one in latest.values()}
    reviews, gaps = reviews_of(corridors, user), _gaps(corridors, user)
    rows = tuple(
        HeatRow(
            head=corridor.countries_text,
            note=f"{corridor.skill_area}, {corridor.get_priority_display()}",
            url=reverse("benchmarking:heat", args=[corridor.ref]),
            cells=_cells(
                corridor,
                latest.get(corridor.pk),
                counts.get(corridor.pk, Counts()),
                reads.get(corridor.pk, False),
                reviews.get(corridor.pk, {}),
                gaps[corridor.pk],
            ),
        )
        for corridor in corridors
    )
    return HeatMap(
        caption=_("%(pilot)s: corridors and steps") % {"pilot": pilot},
        first=_("Corridor"),
        columns=tuple((_("Step %(code)s") % {"code": code}, str(ROADMAP[code])) for code in STEPS),
        rows=rows,
        legend=legend(),
    )


def _latest(corridors: Sequence[Corridor], user: User) -> dict[int, Benchmark]:
    """The newest benchmark of each corridor that this person sees, by corridor."""
    found = Benchmark.objects.visible_to(user).filter(corridor__in=corridors).select_related("corridor")
    return {one.corridor_id: one for one in found.order_by("number")}


def _gaps(corridors: Sequence[Corridor], user: User) -> dict[int, list[GapFinding]]:
    found: dict[int, list[GapFinding]] = defaultdict(list)
    rows = GapFinding.objects.visible_to(user).unsettled().filter(corridor__in=corridors)
    for gap in rows.only("corridor_id", "code", "severity").order_by():
        found[gap.corridor_id].append(gap)
    return found


def _cells(
    corridor: Corridor,
    benchmark: Benchmark | None,
    counts: Counts,
    reads: bool,
    reviews: dict[str, ArrangementReview],
    gaps: list[GapFinding],
) -> tuple[Cell, ...]:
    steps = {step.code: step for step in corridor.steps.all()}
    cells = []
    for code, families in STEPS.items():
        step = steps.get(code)
        tally = Tally.of(gap for gap in gaps if gap.code[0] in families) if families else Tally()
        if step is None or not step.in_scope:
            cells.append(Cell(_("Later"), _("not in this pilot")))
        elif code == "1":
            cells.append(Cell(_state(step), str(corridor.get_priority_display())))
        elif code == "2":
            cells.append(_content(step, benchmark, counts, reads, tally))
        else:
            review = reviews.get(code)
            word = rated_words(review) if review else _state(step)
            cells.append(Cell(word, tally.words, max(shade_of(review), tally.shade)))
    return tuple(cells)


def _state(step: CorridorStep) -> str:
    return str(StepState(step.state).label)


def _content(
    step: CorridorStep, benchmark: Benchmark | None, counts: Counts, reads: bool, tally: Tally
) -> Cell:
    """The conclusion where there is one, else how far the comparison is."""
    if benchmark is None:
        return Cell(_state(step), _("no benchmark to read yet"))
    url = reverse("benchmarking:detail", args=[benchmark.ref])
    if benchmark.is_open or not reads:
        figure = _("%(rated)d of %(total)d lines compared") % {"rated": counts.rated, "total": counts.total}
        if tally.number:
            figure = f"{figure}; {tally.words}"
        return Cell(_("In work"), figure, tally.shade, url)
    figure = _("coverage %(share)s, %(gaps)s") % {
        "share": percent(counts.coverage),
        "gaps": tally.words[:1].lower() + tally.words[1:],
    }
    shade = _CONCLUSION_SHADE.get(benchmark.conclusion, Shade.UNKNOWN)
    return Cell(str(Conclusion(benchmark.conclusion).label), figure, shade, url)
