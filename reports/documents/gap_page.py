"""What the template of the gap analysis prints beside the snapshot, and its parts by name."""

from __future__ import annotations

from django.utils.translation import gettext as _

from . import summary, view
from .gap_analysis import GapAnalysis


def context_of(document: GapAnalysis) -> dict[str, object]:
    """Numbers and order for the template."""
    return {
        "summary": summary.summary_of(document),
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
        "recommendation_groups": view.recommendation_groups(document),
        "addressee": view.common_addressee(document.recommendations),
        "additional_number": len(document.sections) + 1,
    }


def parts_of(document: GapAnalysis) -> list[str]:
    """The parts of a report that a comment can name, as they stand on paper, at most 120 characters each."""
    sections = [
        f"4.{place} {section.title}"[:120] for place, section in enumerate(document.sections, start=1)
    ]
    before = (
        _("Summary"),
        _("1 Scope and method"),
        _("2 Documents compared"),
        _("3 Map of sections"),
        _("4 Comparison line by line"),
    )
    after = (
        _("5 Level, assessment, certification, quality assurance"),
        _("6 Gap register"),
        _("7 Missions and observations"),
        _("8 Action plan"),
        _("9 Recommendations"),
        _("Annexes"),
    )
    return [*map(str, before), *sections, *map(str, after)]


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
