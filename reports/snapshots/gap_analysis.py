"""The frozen content of a gap analysis, drawn from the database in a constant number of queries (source.QUERIES)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from accounts.models import User
from benchmarking.gap_acts import UNSETTLED
from benchmarking.models import ArrangementReview, Benchmark
from benchmarking.queries.heat import heat_of
from benchmarking.queries.sight import Sight
from benchmarking.queries.wording import percent
from benchmarking.states import Rating, View
from core import countries
from reports.documents import gap_analysis as paper
from reports.documents import view
from reports.documents.heat import HeatCell, HeatKey, HeatMap, HeatRow
from reports.models import Scope
from reports.snapshots import arrangements, comparison, followup, parts
from reports.snapshots.comparison import Compared
from reports.snapshots.making import Maker, Refused
from reports.snapshots.source import Source, latest_benchmark, read

#: Queries of the heat map, which reads the verdicts as the page does.
HEAT = 5


def build(scope: Scope, *, number: str, version: int, now: datetime, by: User) -> paper.GapAnalysis:
    """The gap analysis of the corridor's latest benchmark as it stands now.

    Queries: one for the benchmark, QUERIES, HEAT and those of steps 3 to 5, for any number of lines, gaps and missions.

    Args:
        now: the moment of freezing, in the zone in which it is printed.
        by: who asks; their organisation is printed as the issuer.

    Raises:
        Refused: there is no benchmark, or no line of it has a rating.
    """
    corridor = scope.one_corridor
    benchmark = latest_benchmark(corridor)
    if benchmark is None:
        raise Refused(_("Open a benchmark and judge its lines first; there is nothing to report yet."))
    source = read(corridor, benchmark)
    compared = Compared(source)
    if not compared.tally.rated:
        raise Refused(
            _("No line of the benchmark has been judged yet. Judge its lines first, then ask for the report.")
        )
    return _document(compared, scope.language, number=number, version=version, now=now, by=by)


def _document(
    compared: Compared, language: str, *, number: str, version: int, now: datetime, by: User
) -> paper.GapAnalysis:
    source = compared.source
    corridor = source.corridor
    shared = parts.corridor(corridor, source.occupations)
    activities = followup.activity_refs(source)
    gaps = followup.gaps(compared, activities)
    conclusion = _conclusion(source.benchmark)
    reviews = arrangements.released_reviews(corridor)
    return paper.GapAnalysis(
        number=number,
        version=version,
        title=_("%(area)s: %(receiving)s and %(sending)s")
        % {
            "area": corridor.skill_area.title,
            "receiving": shared.receiving.name,
            "sending": shared.sending.name,
        },
        status=_status(compared, interim=conclusion is None),
        corridor=shared,
        pilot=corridor.pilot.title,
        generated_at=now.isoformat(timespec="seconds"),
        dated=now.date().isoformat(),
        content_language=str(language),
        is_draft=conclusion is None,
        marking=_("For the two countries and the ILO until it is published."),
        note=_interim_note() if conclusion is None else "",
        published_by=by.organisation.name,
        benchmark_state=_benchmark_text(source.benchmark),
        teams=parts.teams(source.teams),
        method=_method(compared),
        editions=comparison.editions(source),
        conclusion=conclusion,
        coverage=comparison.percent(compared.tally.coverage),
        counts=comparison.counts(compared.tally),
        critical_not_covered=compared.critical_short,
        map_rows=comparison.unit_map(compared),
        sections=comparison.sections(compared),
        additional=comparison.additional(compared),
        gaps=gaps,
        missions=followup.missions(source),
        activities=tuple(activities.values()),
        recommendations=followup.recommendations(compared),
        signatures=_signatures(source),
        levels=arrangements.levels(corridor),
        arrangements=arrangements.arrangements(reviews, source.gaps),
        heat=_heat(source, reviews),
        gap_codes=tuple(
            paper.CodeLabel(code, followup.code_label(code)) for code in sorted({gap.code for gap in gaps})
        ),
    )


def _status(compared: Compared, *, interim: bool) -> str:
    if not interim:
        return _("Comparison completed")
    if not compared.tally.open:
        return _("Interim report: the comparison is not concluded")
    return _("Interim report: %(open)s") % {"open": _open_text(compared.tally.open)}


def _open_text(number: int) -> str:
    return ngettext(
        "%(number)d line is not compared yet", "%(number)d lines are not compared yet", number
    ) % {"number": number}


def _interim_note() -> str:
    return _(
        "This is an interim report. The comparison went on when its content was frozen: ratings, figures and gaps "
        "may change, and no conclusion has been drawn."
    )


def _benchmark_text(benchmark: Benchmark) -> str:
    if benchmark.completed_at is None:
        return _("Benchmark %(number)d, not completed") % {"number": benchmark.number}
    day = formats.date_format(timezone.localtime(benchmark.completed_at), "j F Y")
    return _("Benchmark %(number)d, completed on %(day)s") % {"number": benchmark.number, "day": day}


def _conclusion(benchmark: Benchmark) -> paper.Conclusion | None:
    if not benchmark.conclusion or benchmark.is_open:
        return None
    return paper.Conclusion(
        label=benchmark.get_conclusion_display(),
        reason=benchmark.conclusion_reason,
        by=benchmark.completed_by.title if benchmark.completed_by else "",
        on=timezone.localdate(benchmark.completed_at).isoformat() if benchmark.completed_at else "",
    )


def _method(compared: Compared) -> paper.Method:
    corridor = compared.source.corridor
    return paper.Method(
        paragraphs=(
            _(
                "Experts of the receiving country read both standards line by line. For each line that is rated "
                "they looked for its counterpart in the sending standard, rated how far it is covered, and wrote "
                "down the difference and the reason."
            ),
        ),
        steps=tuple(
            _("Step %(code)s: %(title)s") % {"code": step.code, "title": step.title}
            for step in compared.source.steps
        ),
        scale=_scale(),
        comparable_from=int(corridor.comparable_from),
        not_comparable_below=int(corridor.not_comparable_below),
        view_label=_view_label(compared.source),
        limits=tuple(_limits(compared)),
        exact=_exact(corridor.comparable_from, corridor.not_comparable_below),
    )


def _exact(*thresholds: Decimal) -> tuple[str, ...]:
    """Both as printed where one has decimals."""
    if all(value == int(value) for value in thresholds):
        return ()
    return tuple(f"{value.normalize():f}" for value in thresholds)


def _view_label(source: Source) -> str:
    agreed = sum(one.view == View.AGREED for one in source.judgements.values())
    if not agreed:
        return _("receiving view")
    if agreed == len(source.judgements):
        return _("agreed view of both countries")
    return _("agreed view of both countries where there is one, and else of the receiving view")


def _heat(source: Source, reviews: Mapping[str, ArrangementReview]) -> HeatMap:
    """The heat map of the corridor's page, of what the report may tell."""
    everything = Sight(frozenset({View.RECEIVING, View.AGREED}), View.RECEIVING)
    unsettled = [gap for gap in source.gaps if gap.state in UNSETTLED]
    found = heat_of(source.corridor, source.benchmark, everything, unsettled, reviews)
    return HeatMap(
        first=found.first,
        columns=tuple(str(short) for short, _meaning in found.columns),
        rows=tuple(
            HeatRow(
                row.head,
                tuple(HeatCell(str(cell.word), str(cell.figure), int(cell.shade)) for cell in row.cells),
                row.is_whole,
                row.group,
            )
            for row in found.rows
        ),
        legend=tuple(HeatKey(int(shade), str(label)) for shade, label in found.legend),
        note=str(found.note),
    )


def _signatures(source: Source) -> tuple[paper.Signature, ...]:
    """Those in force, and void ones of a side that has not signed again."""
    sides = {"receiving": source.corridor.receiving_country, "sending": source.corridor.sending_country}
    last = {one.side: one for one in source.signatures}
    return tuple(
        paper.Signature(
            office=one.office,
            country=countries.name_of(sides[one.side]),
            on=timezone.localdate(one.at).isoformat(),
            is_void=one.voided_at is not None,
            digits=one.state_hash,
        )
        for one in last.values()
    )


def _scale() -> tuple[paper.RatingStep, ...]:
    full, partly, uncovered = (str(Rating(code).label).lower() for code in "FPN")
    return (
        paper.RatingStep("F", full, _("Same work outcome; the differences are insignificant."), "1"),
        paper.RatingStep("P", partly, _("Same focus; something significant is missing or weaker."), "0.5"),
        paper.RatingStep("N", uncovered, _("Looked for, and no counterpart found."), "0"),
        paper.RatingStep(
            "-", _("not compared yet"), _("Nobody has looked yet; left out of every figure."), ""
        ),
    )


def _limits(compared: Compared) -> list[str]:
    source = compared.source
    found = []
    if compared.tally.open:
        found.append(f"{_open_text(compared.tally.open)}.")
    if source.benchmark.is_open:
        found.append(_("The benchmark is not completed, so there is no conclusion."))
    provisional = sum(edition.is_provisional for edition in [*source.receiving, *source.sending])
    if provisional:
        found.append(
            ngettext(
                "%(number)d edition is submitted but not yet accepted, and therefore provisional.",
                "%(number)d editions are submitted but not yet accepted, and therefore provisional.",
                provisional,
            )
            % {"number": provisional}
        )
    left_out = len(source.observations) - len(followup.held_observations(source))
    if left_out:
        found.append(
            ngettext(
                "%(number)d observation is left out because its mission is not recorded as held.",
                "%(number)d observations are left out because their missions are not recorded as held.",
                left_out,
            )
            % {"number": left_out}
        )
    return found


def warnings(document: paper.GapAnalysis) -> list[str]:
    """What a reader of the report would miss, in sentences for the person who is about to ask for it."""
    found = list(document.method.limits)
    bare = sum(not gap.is_settled and not gap.activities for gap in document.gaps)
    if bare:
        found.append(
            ngettext(
                "%(number)d gap has no activity in the action plan.",
                "%(number)d gaps have no activity in the action plan.",
                bare,
            )
            % {"number": bare}
        )
    if not any(mission.actual_from for mission in document.missions):
        found.append(_("No mission is recorded as held, so the report rests on paper alone."))
    if not document.teams:
        found.append(_("No working group is assigned to this corridor."))
    return found


def figures(document: paper.GapAnalysis) -> dict[str, object]:
    """Figures of the report for the pages that show what a version says."""
    return {
        "coverage": percent(document.coverage),
        "total": view.total_of(document.counts),
        "rated": view.rated_of(document.counts),
        "unsettled": sum(not gap.is_settled for gap in document.gaps),
        "held": sum(bool(mission.actual_from) for mission in document.missions),
    }


def _hold(scope: Scope) -> None:
    """Nobody saves a judgement while the content is read, so all of it is of one moment."""
    list(Benchmark.objects.select_for_update().filter(corridor=scope.corridor).values_list("pk", flat=True))


def _released_at(scope: Scope, frozen_at: datetime) -> datetime | None:
    """When the benchmark that was the corridor's latest at that moment was first released."""
    known = scope.one_corridor.benchmarks.filter(created_at__lte=frozen_at).order_by("-number").first()
    return known.released_at if known else None


MAKER = Maker(
    build=build,
    warnings=warnings,
    figures=figures,
    hold=_hold,
    released_at=_released_at,
    not_released=lazy(
        "The benchmark behind this report is not completed, so its judgements may not leave the receiving "
        "side. Complete the benchmark, make a new version, and send that one."
    ),
    frozen_before_release=lazy(
        "Version %(number)d was made before the benchmark was completed, so it may not leave the receiving "
        "side. Take the report back to draft if it is not one, make a new version, and send that one."
    ),
)
