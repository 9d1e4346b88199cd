"""What the template of the gap analysis prints beside the snapshot, and its parts by name."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from . import summary, view
from .gap_analysis import GapAnalysis
from .outline import INTRODUCTION, Part, Zone, chapters_of, numbers_of
from .weeks import Timed, calendars

_FOLDER = "reports/pdf/gap_analysis"
#: The parts in their usual order.
OUTLINE = (
    Part("summary", lazy("Summary"), f"{_FOLDER}/summary.html", Zone.FRONT, is_numbered=False),
    INTRODUCTION,
    Part("method", lazy("Scope and method"), f"{_FOLDER}/method.html"),
    Part("documents", lazy("Documents compared"), f"{_FOLDER}/documents.html"),
    Part("map", lazy("Map of sections"), f"{_FOLDER}/map.html"),
    Part("lines", lazy("Comparison line by line"), f"{_FOLDER}/lines.html"),
    Part(
        "arrangements",
        lazy("Level, assessment, certification, quality assurance"),
        f"{_FOLDER}/arrangements.html",
    ),
    Part("gaps", lazy("Gap register"), f"{_FOLDER}/gaps.html"),
    Part("missions", lazy("Missions and observations"), f"{_FOLDER}/missions.html"),
    Part("plan", lazy("Action plan"), f"{_FOLDER}/plan.html"),
    Part("recommendations", lazy("Recommendations"), f"{_FOLDER}/recommendations.html"),
    Part("editions", lazy("Editions used"), f"{_FOLDER}/annex_editions.html", Zone.ANNEX),
    Part("codes", lazy("Ratings and codes"), f"{_FOLDER}/annex_codes.html", Zone.ANNEX),
)


def context_of(document: GapAnalysis) -> dict[str, object]:
    """Numbers and order for the template."""
    chapters = chapters_of(OUTLINE, document.wording)
    numbers = numbers_of(OUTLINE, chapters)
    found = summary.summary_of(document, numbers["lines"])
    return {
        "summary": found,
        "conclusion_apart": _stands_apart(document, found, {one.key for one in chapters}),
        "bar_width": view.BAR_WIDTH,
        "total": view.total_of(document.counts),
        "rated": view.rated_of(document.counts),
        "unsettled": sum(not gap.is_settled for gap in document.gaps),
        "domain_counts": view.domain_counts(document.gaps),
        "domain_labels": domain_labels(),
        "state_counts": view.state_counts(document.gaps),
        "gaps_by_activity": view.gaps_by_activity(document),
        "team_tasks": any(team.task for team in document.teams),
        "plan_note": view.common_note(document.activities),
        "calendars": calendars(_timed(document)),
        "observed": view.observed(document.gaps),
        "recommendation_groups": view.recommendation_groups(document),
        "addressee": view.common_addressee(document.recommendations),
        "additional_number": len(document.sections) + 1,
    }


def _timed(document: GapAnalysis) -> tuple[Timed, ...]:
    """Missions and rows of the plan, as they stand in the table of months and weeks."""
    missions = (
        Timed(one.title, "", one.planned_from, one.planned_to, one.actual_from, one.actual_to)
        for one in document.missions
    )
    plan = (Timed(one.title, one.number, one.starts, one.ends) for one in document.activities)
    return (*missions, *plan)


def _stands_apart(document: GapAnalysis, found: summary.Summary, printed: set[str]) -> bool:
    """Whether the conclusion needs a place of its own, because the part that holds it in full is left out."""
    if document.conclusion is None:
        return False
    return "map" not in printed if found.is_cut else "summary" not in printed


def parts_of(document: GapAnalysis) -> list[str]:
    """The parts of a report that a comment can name, as they stand on paper, at most 120 characters each."""
    found: list[str] = []
    for chapter in chapters_of(OUTLINE, document.wording):
        found.append(chapter.heading)
        if chapter.key == "lines":
            sections = enumerate(document.sections, start=1)
            found += [f"{chapter.number}.{place} {section.title}"[:120] for place, section in sections]
    return found


def domain_labels() -> dict[str, str]:
    """The six domains of gaps in words, by the first letter of the code."""
    return {
        "C": _("Content of the standard"),
        "L": _("Level and qualification"),
        "A": _("Assessment"),
        "R": _("Certification"),
        "Q": _("Quality assurance"),
        "S": _("System"),
    }
