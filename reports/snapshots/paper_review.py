"""The frozen content of a paper review check-list, drawn from the database in a constant number of queries."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from accounts.models import User
from benchmarking.models import PaperReview
from benchmarking.queries import paper_review as reads
from benchmarking.queries.benchmarks import usable_editions
from core import countries
from corridors.models import Corridor
from missions.models import Mission
from questionnaires.models import Evidence
from reports.documents import paper_review as paper
from reports.models import Scope
from reports.snapshots import parts
from reports.snapshots.making import Maker, Refused


def build(scope: Scope, *, number: str, version: int, now: datetime, by: User) -> paper.PaperReview:
    """The corridor's paper review as it stands now.

    Raises:
        Refused: nobody has begun it, or no item of its check-list is answered.
    """
    corridor = scope.one_corridor
    review = reads.review_of(corridor, by)
    if review is None:
        raise Refused(_("Begin the paper review first; there is nothing to print yet."))
    headings = reads.headings_of(review.answers)
    if not any(heading.answered for heading in headings):
        raise Refused(_("No item of the check-list is answered yet. Answer some, then ask for the document."))
    shared = parts.corridor(corridor, parts.occupations_of(corridor))
    return paper.PaperReview(
        number=number,
        version=version,
        title=_("%(area)s: what %(receiving)s read on paper about %(sending)s")
        % {"area": shared.skill_area, "receiving": shared.receiving.name, "sending": shared.sending.name},
        status=_status(review, headings),
        corridor=shared,
        pilot=corridor.pilot.title,
        generated_at=now.isoformat(timespec="seconds"),
        dated=now.date().isoformat(),
        is_draft=review.released_at is None,
        marking=_("For the two countries and the ILO until it is published."),
        published_by=by.organisation.name,
        content_language=str(scope.language),
        questionnaire=str(review.answers.version),
        reviewed_by=review.created_by.organisation.name,
        released_on=timezone.localdate(review.released_at).isoformat() if review.released_at else "",
        mission=_mission(corridor),
        teams=parts.teams(parts.teams_of(corridor)),
        editions=_editions(corridor, by),
        summary=review.summary,
        headings=tuple(_heading(one) for one in headings),
    )


def warnings(document: paper.PaperReview) -> list[str]:
    """What a reader of the document would miss."""
    found = []
    left = sum(one.grade == paper.OPEN for one in paper.findings_of(document))
    if left:
        found.append(
            ngettext(
                "%(number)d item of the check-list is not answered.",
                "%(number)d items of the check-list are not answered.",
                left,
            )
            % {"number": left}
        )
    if not document.released_on:
        found.append(_("The paper review is not released, so the document stays on the receiving side."))
    if not document.summary:
        found.append(_("The paper review has no summary in words."))
    return found


def figures(document: paper.PaperReview) -> dict[str, object]:
    """Figures for the pages that show what a version says."""
    return {"counts": paper.counts_of(document), "open_points": len(paper.open_points(document))}


def _status(review: PaperReview, headings: list[reads.Heading]) -> str:
    total = sum(heading.total for heading in headings)
    answered = sum(heading.answered for heading in headings)
    if review.released_at is not None:
        return _("Paper review released")
    return _("In work: %(answered)d of %(total)d items answered") % {"answered": answered, "total": total}


def _heading(heading: reads.Heading) -> paper.Heading:
    return paper.Heading(
        number=str(heading.number),
        title=heading.title,
        findings=tuple(
            paper.Finding(
                number=one.number,
                question=one.row.question.text,
                answer=one.row.text,
                grade=one.grade,
                remark=one.row.note,
                evidence=tuple(_evidence(item) for item in one.row.evidence),
            )
            for one in heading.findings
        ),
    )


def _evidence(item: Evidence) -> str:
    return f"{item.title}: {item.link}" if item.link else item.title


def _mission(corridor: Corridor) -> str:
    """The corridor's first mission, which the review was made for."""
    first = Mission.objects.filter(corridors=corridor).order_by("planned_start", "pk").first()
    return f"{first.title}, {first.place}" if first else ""


def _editions(corridor: Corridor, by: User) -> tuple[paper.Edition, ...]:
    """Editions of the sending country that the receiving side could read."""
    rows = usable_editions(by, corridor.sending_country, corridor.skill_area).select_related("standard")
    return tuple(
        paper.Edition(
            countries.name_of(corridor.sending_country),
            one.standard.title,
            one.label,
            one.get_state_display(),
        )
        for one in rows.order_by("standard__title", "pk")
    )


def _hold(scope: Scope) -> None:
    """Nobody releases the review while its content is read."""
    list(PaperReview.objects.select_for_update().filter(corridor=scope.corridor).values_list("pk", flat=True))


def _released_at(scope: Scope, _frozen_at: datetime) -> datetime | None:
    return PaperReview.objects.filter(corridor=scope.corridor).values_list("released_at", flat=True).first()


MAKER = Maker(
    build=build,
    warnings=warnings,
    figures=figures,
    hold=_hold,
    released_at=_released_at,
    not_released=lazy(
        "The paper review is not released, so it may not leave the receiving side. Release it, make a new version, "
        "and send that one."
    ),
    frozen_before_release=lazy(
        "Version %(number)d was made before the paper review was released, so it may not leave the receiving side. "
        "Take the report back to draft if it is not one, make a new version, and send that one."
    ),
)
