"""The tables of a gap analysis as sheets: one row for each thing, in the order of the paper. Dates are ISO text."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from .arrangements import AnswerText
from .filters import severity
from .gap_analysis import GapAnalysis, SendingRef
from .sheets import Cell, Sheet
from .view import gaps_by_activity

Rows = tuple[tuple[Cell, ...], ...]


def sheets_of(document: GapAnalysis) -> list[Sheet]:
    """All tables; those of which nothing is known stay without rows."""
    return [
        _sections(document),
        _lines(document),
        _additional(document),
        _map(document),
        _levels(document),
        _arrangements(document),
        _gaps(document),
        _missions(document),
        _observations(document),
        _plan(document),
        _recommendations(document),
        _editions(document),
        _signatures(document),
    ]


def _sections(document: GapAnalysis) -> Sheet:
    columns = (
        _("Section"),
        _("Title"),
        _("Level"),
        _("Covered, %"),
        _("Fully covered"),
        _("Partly covered"),
        _("Not covered"),
        _("Not compared"),
        _("Critical, not covered"),
        _("Proposed finding"),
        _("Finding"),
        _("Reason"),
    )
    rows: Rows = tuple(
        (
            one.number,
            one.title,
            one.level,
            one.coverage,
            one.counts.full,
            one.counts.partly,
            one.counts.not_covered,
            one.counts.not_compared,
            one.critical_not_covered,
            one.proposed,
            one.verdict,
            one.verdict_reason,
        )
        for one in document.sections
    )
    return Sheet(_("Sections"), columns, rows, part="lines")


def _lines(document: GapAnalysis) -> Sheet:
    columns = (
        _("Section"),
        _("Title of the section"),
        _("Line"),
        _("Kind"),
        _("Receiving standard"),
        _("Receiving standard, original language"),
        _("Critical"),
        _("Rating"),
        _("Lines of the sending standard"),
        _("Sending standard"),
        _("Sending standard, original language"),
        _("Difference"),
        _("Substantial"),
        _("Code"),
        _("Gap"),
        _("Reason"),
        _("Recommendation"),
        _("Dissent"),
    )
    rows: Rows = tuple(
        (
            section.number,
            section.title,
            row.number,
            row.kind,
            row.text,
            row.original,
            _yes(row.is_critical),
            row.rating,
            *_references(row.sending),
            row.difference,
            _yes(row.is_substantial),
            row.gap_code,
            row.gap_ref,
            row.reason,
            row.recommendation,
            row.dissent,
        )
        for section in document.sections
        for row in section.rows
    )
    return Sheet(_("Comparison"), columns, rows, part="lines")


def _additional(document: GapAnalysis) -> Sheet:
    columns = (_("Line"), _("Section"), _("Sending standard"), _("Original language"), _("Note"))
    rows: Rows = tuple(
        (one.number, one.section, one.text, one.original, one.note) for one in document.additional
    )
    return Sheet(_("Additional lines"), columns, rows, part="lines")


def _map(document: GapAnalysis) -> Sheet:
    columns = (_("Section"), _("Title"), _("Sections of the sending standard"), _("Links"), _("Finding"))
    rows: Rows = tuple(
        (
            row.receiving.number,
            row.receiving.title,
            _several(f"{one.number} {one.title}".strip() for one in row.sending),
            row.links,
            row.verdict,
        )
        for row in document.map_rows
    )
    return Sheet(_("Map of sections"), columns, rows, part="map")


def _levels(document: GapAnalysis) -> Sheet:
    columns = (
        _("Sending country: framework"),
        _("Sending country: level"),
        _("Sending country: descriptor"),
        _("AQRF: level"),
        _("AQRF: descriptor"),
        _("Receiving country: framework"),
        _("Receiving country: level"),
        _("Receiving country: descriptor"),
        _("Rating"),
        _("Justification"),
    )
    rows: Rows = tuple(
        (
            row.sending.framework,
            row.sending.label,
            row.sending.descriptor,
            row.regional.label,
            row.regional.descriptor,
            row.receiving.framework,
            row.receiving.label,
            row.receiving.descriptor,
            row.rating,
            row.justification,
        )
        for row in document.levels
    )
    return Sheet(_("Levels"), columns, rows, part="arrangements")


def _arrangements(document: GapAnalysis) -> Sheet:
    columns = (
        _("Step"),
        _("Title of the step"),
        _("Heading"),
        _("Question no."),
        _("Question"),
        _("Receiving country"),
        _("Receiving country: note"),
        _("Receiving country: evidence"),
        _("Sending country"),
        _("Sending country: note"),
        _("Sending country: evidence"),
        _("Rating"),
        _("Difference"),
        _("Substantial"),
        _("Gap"),
        _("Reason"),
        _("Recommendation"),
    )
    rows: Rows = tuple(
        (
            step.step,
            step.title,
            row.section,
            row.number,
            row.question,
            *_answer(row.receiving),
            *_answer(row.sending),
            row.rating,
            row.difference,
            _yes(row.is_substantial),
            row.gap_ref,
            row.reason,
            row.recommendation,
        )
        for step in document.arrangements
        for row in step.rows
    )
    return Sheet(_("Systems side by side"), columns, rows, part="arrangements")


def _gaps(document: GapAnalysis) -> Sheet:
    columns = (
        _("Gap"),
        _("Code"),
        _("Meaning of the code"),
        _("Title"),
        _("Description"),
        _("Severity"),
        _("State"),
        _("Country that acts"),
        _("Office"),
        _("Due"),
        _("Lines of the receiving standard"),
        _("Receiving standard"),
        _("Lines of the sending standard"),
        _("Sending standard"),
        _("Question"),
        _("Action"),
        _("Kind of action"),
        _("Activities"),
        _("Position of the sending country"),
        _("Reply"),
        _("What was done"),
        _("Proof"),
        _("Closed by"),
    )
    rows: Rows = tuple(
        (
            gap.ref,
            gap.code,
            gap.code_label,
            gap.title,
            gap.description,
            severity(gap.severity),
            gap.state,
            gap.owner_country,
            gap.office,
            gap.due,
            *_references(gap.receiving)[:2],
            *_references(gap.sending)[:2],
            gap.question,
            gap.action,
            gap.action_type,
            _several(f"{one.number} {one.title}".strip() for one in gap.activities),
            gap.position,
            gap.reply,
            gap.what_was_done,
            gap.proof,
            gap.closed_by,
        )
        for gap in document.gaps
    )
    return Sheet(_("Gap register"), columns, rows, part="gaps")


def _missions(document: GapAnalysis) -> Sheet:
    columns = (
        _("Mission"),
        _("Place"),
        _("Planned from"),
        _("Planned to"),
        _("Held from"),
        _("Held to"),
        _("Team"),
        _("Observations"),
    )
    rows: Rows = tuple(
        (
            one.title,
            one.place,
            one.planned_from,
            one.planned_to,
            one.actual_from,
            one.actual_to,
            one.team,
            one.observations,
        )
        for one in document.missions
    )
    return Sheet(_("Missions"), columns, rows, part="missions")


def _observations(document: GapAnalysis) -> Sheet:
    columns = (_("Mission"), _("On"), _("Observation"), _("Gap"), _("What it means for the gap"))
    of_missions: Rows = tuple(
        (seen.mission or one.title, seen.on, seen.text, "", seen.effect)
        for one in document.missions
        for seen in one.findings
    )
    of_gaps: Rows = tuple(
        (seen.mission, seen.on, seen.text, gap.ref, seen.effect)
        for gap in document.gaps
        for seen in gap.observations
    )
    return Sheet(_("Observations"), columns, (*of_missions, *of_gaps), part="missions")


def _plan(document: GapAnalysis) -> Sheet:
    columns = (_("No."), _("Activity"), _("From"), _("To"), _("Who"), _("State"), _("Note"), _("Gaps"))
    gaps = gaps_by_activity(document)
    rows: Rows = tuple(
        (
            one.number,
            one.title,
            one.starts,
            one.ends,
            one.owner,
            one.state,
            one.note,
            _several(gaps.get(one.number, ())),
        )
        for one in document.activities
    )
    return Sheet(_("Action plan"), columns, rows, part="plan")


def _recommendations(document: GapAnalysis) -> Sheet:
    columns = (_("No."), _("Recommendation"), _("Addressed to"), _("Kind"), _("Gaps"))
    rows: Rows = tuple(
        (number, one.text, one.addressed_to, one.kind, _several(one.gap_refs))
        for number, one in enumerate(document.recommendations, start=1)
    )
    return Sheet(_("Recommendations"), columns, rows, part="recommendations")


def _editions(document: GapAnalysis) -> Sheet:
    columns = (
        _("Country"),
        _("Body"),
        _("Title"),
        _("Original title"),
        _("Edition"),
        _("Language"),
        _("Date"),
        _("State"),
        _("Lines"),
        _("File"),
        _("SHA-256 of the file"),
    )
    rows: Rows = tuple(
        (
            one.country,
            one.body,
            one.title,
            one.original_title,
            one.label,
            one.language,
            one.dated,
            one.state,
            one.lines,
            one.file_name,
            one.sha256,
        )
        for one in document.editions
    )
    return Sheet(_("Editions"), columns, rows, part="editions")


def _signatures(document: GapAnalysis) -> Sheet:
    columns = (_("Office"), _("Country"), _("On"), _("Still valid"), _("Check number"))
    rows: Rows = tuple(
        (one.office, one.country, one.on, _("no") if one.is_void else _("yes"), one.digits)
        for one in document.signatures
    )
    return Sheet(_("Signatures"), columns, rows)


def _yes(value: bool) -> str:
    return _("yes") if value else ""


def _several(texts: Iterable[str]) -> str:
    return "; ".join(texts)


def _references(lines: Iterable[SendingRef]) -> tuple[str, str, str]:
    """Numbers in one line; texts and originals one below the other."""
    found = list(lines)
    return (
        _several(one.number for one in found),
        "\n".join(one.text for one in found),
        "\n".join(one.original for one in found if one.original),
    )


def _answer(answer: AnswerText) -> tuple[str, str, str]:
    return answer.text, answer.note, "\n".join(answer.evidence)
