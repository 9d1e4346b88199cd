"""The frozen content of a progress report, of one corridor or of a whole pilot."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from accounts.models import User
from benchmarking.models import Benchmark
from core import countries
from reports.documents import progress as paper
from reports.documents import progress_page as page
from reports.documents.common import Corridor as About
from reports.documents.common import Country
from reports.documents.dates import day_text
from reports.documents.kinds import document_from
from reports.documents.weeks import undated
from reports.models import Report, ReportVersion, Scope
from reports.snapshots import parts
from reports.snapshots import progress_rows as rows
from reports.snapshots.making import Maker, Refused
from reports.states import ReportKind, ReportState

#: Queries of a progress report, whatever the number of corridors, gaps, missions and rows of the plan.
MOST_QUERIES = 22


def build(scope: Scope, *, number: str, version: int, now: datetime, by: User) -> paper.Progress:
    """Where the corridor or the pilot stands now, beside the progress report before.

    Raises:
        Refused: the pilot has no corridor.
    """
    corridors = rows.corridors_of(scope)
    if not corridors:
        raise Refused(_("This pilot has no corridor yet. Add one first; there is nothing to report on."))
    whole = scope.corridor is None
    released = rows.released_of(corridors)
    shared = _about(scope)
    return paper.Progress(
        number=number,
        version=version,
        title=_title(scope, shared),
        status=_("As of %(day)s") % {"day": day_text(now.date().isoformat())},
        corridor=shared,
        pilot=scope.pilot.title,
        generated_at=now.isoformat(timespec="seconds"),
        dated=now.date().isoformat(),
        marking=_("For the lead country and the ILO.")
        if whole
        else _("For the two countries and the ILO until it is published."),
        published_by=by.organisation.name,
        content_language=str(scope.language),
        pilot_period=(scope.pilot.starts_on.isoformat(), scope.pilot.ends_on.isoformat()),
        is_whole_pilot=whole,
        due_within=rows.DUE_WITHIN,
        teams=() if whole else parts.teams(parts.teams_of(corridors[0])),
        earlier=_earlier(scope, number),
        corridors=tuple(rows.corridor_progress(one, released, whole_pilot=whole) for one in corridors),
        missions=rows.missions_of(corridors, whole_pilot=whole),
        plan=rows.plan_of(scope, now.date()),
    )


def _about(scope: Scope) -> About:
    if scope.corridor is not None:
        return parts.corridor(scope.corridor, parts.occupations_of(scope.corridor))
    name = countries.name_of(scope.receiving_country)
    return About(Country(scope.receiving_country, name), Country("", ""), "")


def _title(scope: Scope, about: About) -> str:
    if scope.corridor is None:
        return _("%(pilot)s: where all corridors stand") % {"pilot": scope.pilot.title}
    return _("%(area)s: where %(receiving)s and %(sending)s stand") % {
        "area": about.skill_area,
        "receiving": about.receiving.name,
        "sending": about.sending.name,
    }


def _earlier(scope: Scope, number: str) -> paper.Earlier | None:
    """The last progress report on the same things that left the receiving side, in whatever language."""
    reports = Report.objects.filter(
        kind=ReportKind.PROGRESS,
        pilot=scope.pilot,
        receiving_country=scope.receiving_country,
        sending_country=scope.sending_country,
        corridor=scope.corridor,
    ).exclude(state=ReportState.WITHDRAWN)
    sent = ReportVersion.objects.filter(report__in=reports, released_at__isnull=False)
    last = (
        sent.exclude(report__number=number).select_related("report").order_by("-released_at", "-pk").first()
    )
    if last is None:
        return None
    before = document_from(ReportKind.PROGRESS, last.snapshot)
    assert isinstance(before, paper.Progress)  # noqa: S101 - the kind says so
    return paper.Earlier(
        number=last.report.number,
        version=last.number,
        dated=before.dated,
        digits=last.snapshot_hash,
        corridors=before.corridors,
    )


def warnings(document: paper.Progress) -> list[str]:
    """What a reader of the report would miss, or learn without context."""
    found = _missing(document)
    late = len(page.by_timing(document, paper.LATE))
    if late:
        found.append(
            ngettext("%(number)d row of the plan is late.", "%(number)d rows of the plan are late.", late)
            % {"number": late}
        )
    if not any(mission.is_held for mission in document.missions):
        found.append(_("No mission is recorded as held."))
    if undated(page.timed_rows(document)):
        found.append(_("Some rows of the plan have no dates; they cannot be early or late."))
    return found


def _missing(document: paper.Progress) -> list[str]:
    without = [one.name for one in document.corridors if one.standing is None]
    return [
        _("%(corridor)s: no comparison is released yet, so the report has no coverage and no gaps of it.")
        % {"corridor": name}
        for name in without
    ]


def figures(document: paper.Progress) -> dict[str, object]:
    """Figures for the pages that show what a version says."""
    found = page.rows_of(document)
    return {
        "rows": found,
        "tiles": page.tiles_of(document, found),
        "late": page.by_timing(document, paper.LATE),
    }


def _hold(scope: Scope) -> None:
    """Nobody saves a judgement while the content is read, so all of it is of one moment."""
    held = Benchmark.objects.select_for_update().filter(corridor__in=scope.corridors())
    list(held.order_by("pk").values_list("pk", flat=True))


def _released_at(_scope: Scope, frozen_at: datetime) -> datetime | None:
    """All that it says was released when it was frozen."""
    return frozen_at


def _refusal(scope: Scope, _snapshot: Mapping[str, object], to: str) -> str:
    """A sending country sees its own rows of the plan alone, so a report on the whole pilot goes to the ILO only."""
    if scope.corridor is None and to == ReportState.PUBLISHED:
        return _(
            "A progress report on the whole pilot shows the plan of every country, so it goes to the ILO and is not "
            "published. Publish progress reports of single corridors."
        )
    return ""


MAKER = Maker(
    build=build,
    warnings=warnings,
    figures=figures,
    hold=_hold,
    released_at=_released_at,
    not_released=lazy("This progress report may not be sent out yet."),
    frozen_before_release=lazy("Version %(number)d of this progress report may not be sent out."),
    refusal=_refusal,
)
