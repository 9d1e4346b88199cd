"""What the page of a benchmark shows, as far as one person may read it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q

from accounts.models import User
from benchmarking.comparison import Counts
from benchmarking.models import Benchmark, GapFinding
from benchmarking.queries.benchmarks import load_editions
from benchmarking.queries.people import Assigned, assigned_in
from benchmarking.queries.progress import progress_by_view
from benchmarking.queries.sight import Sight, judgements_for, sight_of
from benchmarking.queries.steps import Step, steps_of
from benchmarking.queries.to_check import AboutNext, about_next
from benchmarking.queries.verdicts import VerdictRow, verdict_rows
from benchmarking.states import GapState, View
from core.models import AuditLine
from core.queries import history_of
from standards.models import Line
from standards.states import LineKind

#: Events that tell what stands in the receiving view, by their words or their figures.
OF_RECEIVING_VIEW = ("additional.marked", "additional.unmarked", "benchmark.carried_on")
_UNSETTLED = Q(state__in=[GapState.OPEN, GapState.AGREED, GapState.IN_PROGRESS, GapState.WAITING_CHECK])


@dataclass(frozen=True)
class ViewRow:
    """How far one side's view is. `counts` is None where this person may not read the view."""

    view: View
    country: str
    is_own: bool
    counts: Counts | None
    asked: bool  # whether the side is asked for its view at all
    done_at: datetime | None
    shown_at: datetime | None


@dataclass(frozen=True)
class Overview:
    """What the page of a benchmark shows. Counts are of the benchmark, or before the receiving view is released to
    this person of their own side's view."""

    benchmark: Benchmark
    sight: Sight
    counts: Counts
    sections: list[VerdictRow]
    views: list[ViewRow]
    agreed: int
    dissents: int
    substantial: int
    gaps: int
    gaps_unsettled: int
    step: Step
    about: AboutNext
    scope: list[Line] = field(default_factory=list)
    assigned: list[Assigned] = field(default_factory=list)
    history: list[AuditLine] = field(default_factory=list)

    @property
    def kinds(self) -> list[str]:
        """Kinds of line that are compared, in words, in the order of a standard."""
        return [str(label) for kind, label in LineKind.choices if kind in self.benchmark.kinds]

    @property
    def is_own_view_only(self) -> bool:
        """Whether the figures are those of the person's own side."""
        return not self.sight.sees_receiving


def overview_of(benchmark: Benchmark, user: User) -> Overview:
    """The benchmark with sections, counts, gaps, next step and history as this person may read them."""
    load_editions(benchmark)
    sight = sight_of(user, benchmark)
    substantial = agreed = dissents = 0
    rows = judgements_for(benchmark, sight)
    for is_substantial, view, rating, dissent in rows.values_list("substantial", "view", "rating", "dissent"):
        substantial += is_substantial
        agreed += view == View.AGREED and bool(rating)
        dissents += view == View.AGREED and bool(dissent)
    sections = verdict_rows(benchmark, sight)
    counts = sum((row.counts for row in sections), Counts())
    totals = {benchmark.pk: counts.total}
    seen = GapFinding.objects.visible_to(user).filter(benchmark=benchmark)
    gaps = seen.aggregate(all=Count("pk"), unsettled=Count("pk", filter=_UNSETTLED))
    return Overview(
        benchmark=benchmark,
        sight=sight,
        counts=counts,
        sections=sections,
        views=_views(benchmark, sight, counts.total),
        agreed=agreed,
        dissents=dissents,
        substantial=substantial,
        gaps=gaps["all"],
        gaps_unsettled=gaps["unsettled"],
        step=steps_of(user, [benchmark], totals)[benchmark.pk],
        about=about_next(benchmark, user),
        scope=list(benchmark.scope.order_by("edition", "position")),
        assigned=assigned_in(benchmark),
        history=history_for(benchmark, sight),
    )


def history_for(benchmark: Benchmark, sight: Sight) -> list[AuditLine]:
    """What happened to the benchmark, newest first.

    What a side did inside its own view, as X marks, spreadsheets and what was carried over, is told to the others from
    the release of that view on; what was before it stays with that side.
    """
    lines = history_of(benchmark)
    if sight.own != View.RECEIVING:
        lines = lines.exclude(_before(benchmark.released_at), event__in=OF_RECEIVING_VIEW)
    shown = {View.RECEIVING: benchmark.released_at, View.SENDING: benchmark.sending_released_at}
    for view, since in shown.items():
        if sight.own != view:
            sheet = Q(event="benchmark.sheet_taken", after__view=str(view.label))
            lines = lines.exclude(sheet & _before(since))
    return list(lines[:20])


def _before(moment: datetime | None) -> Q:
    """Before a release, which is always where there was none."""
    return Q(at__lt=moment) if moment else Q(pk__isnull=False)


def _views(benchmark: Benchmark, sight: Sight, total: int) -> list[ViewRow]:
    """Both sides' views, with figures where they may be read."""
    corridor, figures = benchmark.corridor, progress_by_view(benchmark, total)
    sides = (
        (
            View.RECEIVING,
            corridor.get_receiving_country_display(),
            True,
            benchmark.receiving_done_at,
            benchmark.released_at,
        ),
        (
            View.SENDING,
            corridor.get_sending_country_display(),
            benchmark.invited_at is not None,
            benchmark.sending_done_at,
            benchmark.sending_released_at,
        ),
    )
    return [
        ViewRow(
            view,
            country,
            sight.own == view,
            figures[view] if view in sight.views and asked else None,
            asked,
            done,
            shown,
        )
        for view, country, asked, done, shown in sides
    ]
