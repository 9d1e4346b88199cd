"""What confirming an intake would write into its draft: the dry run, and what two people changed at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from standards.changes import Change, Row, compare, counts
from standards.editing.merging import Clash, Merged, merge
from standards.lines import NewLine
from standards.models import Edition, Intake, IntakeLine, Line
from standards.queries.changes import Placed, in_sections
from standards.queries.editions import lines_of
from standards.states import IntakeOrigin, TranslationStatus
from standards.tree import flat, tree_of


@dataclass(frozen=True)
class Plan:
    """The rows that the draft would get, and what changes by that.

    `draft` and `lines` are the revisions of the draft's and of the candidate lines that it was made from.
    """

    rows: list[NewLine]
    counts: dict[Change, int]
    present: int
    draft: int
    lines: int
    follows: (
        bool  # the intake began with the draft's lines, so it is put in their place and nothing else is asked
    )
    merged: Merged | None = None
    differing: list[Placed] = field(default_factory=list)

    @property
    def clashes(self) -> list[Clash]:
        """Lines that both sides changed."""
        return self.merged.clashes if self.merged else []


def plan_of(
    intake: Intake, edition: Edition, *, append: bool = False, take: Mapping[UUID, str] | None = None
) -> Plan:
    """What confirming would write now.

    Args:
        edition: the draft, freshly read.
        append: keep the draft's lines and put the new ones after them.
        take: the choices for lines that both sides changed (`standards.editing.merging.merge`).
    """
    present = present_rows(edition)
    mine = [_row_of(line) for line in intake.lines.filter(kept=True).order_by("position")]
    follows = follows_draft(intake)
    merged = None
    if follows and not _stands_on(intake, edition, present):
        merged = merge(base_rows(intake), mine, present, take)
        rows = merged.rows
    else:
        rows = [*present, *(replace(row, key=None) for row in mine)] if append and not follows else mine
    rows = _with_checks(rows, present)
    old, new = list(map(shown, present)), list(map(shown, rows))
    changes = compare(old, new)
    differing = [one for one in changes if one.change != Change.SAME]
    return Plan(
        rows,
        counts(changes),
        len(present),
        edition.lines_revision,
        intake.revision,
        follows,
        merged,
        in_sections(differing, old, new),
    )


def follows_draft(intake: Intake) -> bool:
    """Whether the intake began with the draft's lines: typed in the portal, or a file that was exported from it."""
    return intake.origin == IntakeOrigin.TYPED or bool(intake.base)


def _stands_on(intake: Intake, edition: Edition, present: Sequence[NewLine]) -> bool:
    """Whether the draft's lines are still those that the intake began with.

    A copied draft begins at revision 0, and so counts a file that went out from another edition of the standard: there
    the lines themselves decide.
    """
    if intake.base_revision != edition.lines_revision:
        return False
    return edition.lines_revision > 0 or [*intake.base] == base_of(present)


def base_rows(intake: Intake) -> list[NewLine]:
    """The draft's lines as they were when the work began."""
    return [_from_base(one) for one in intake.base]


def _from_base(values: Mapping[str, Any]) -> NewLine:
    key = values.get("key")
    return NewLine(**{**values, "key": UUID(key) if key else None})


def base_of(rows: Sequence[NewLine]) -> list[dict[str, Any]]:
    """Rows as `Intake.base` keeps them."""
    names = (
        "kind",
        "number",
        "text",
        "text_original",
        "critical",
        "marks",
        "unit_type",
        "translation",
        "depth",
    )
    return [
        {"key": str(row.key) if row.key else None, **{name: getattr(row, name) for name in names}}
        for row in rows
    ]


def present_rows(edition: Edition) -> list[NewLine]:
    """The draft's present lines, as they would be written again."""
    return [_kept_row(node.line, node.depth) for node in flat(tree_of(lines_of(edition)))]


def _kept_row(line: Line, depth: int) -> NewLine:
    return NewLine(
        kind=line.kind,
        number=line.number,
        text=line.text,
        text_original=line.text_original,
        depth=depth,
        critical=line.critical,
        marks=line.marks,
        unit_type=line.unit_type,
        translation=line.translation,
        checked_by=line.translation_checked_by_id,
        key=line.key,
        page=line.page,
        box=line.box,
    )


def _row_of(line: IntakeLine) -> NewLine:
    return NewLine(
        kind=line.kind,
        number=line.number,
        text=line.text,
        text_original=line.text_original,
        depth=line.depth,
        critical=line.critical,
        marks=line.marks,
        unit_type=line.unit_type,
        translation=line.translation,
        checked_by=line.translation_checked_by_id,
        key=line.key,
        page=line.page,
        box=line.box,
    )


def _with_checks(rows: Sequence[NewLine], present: Sequence[NewLine]) -> list[NewLine]:
    """A translation counts as checked only where a person checked these very words."""
    known = {row.key: row for row in present}
    return [_checked(row, known.get(row.key) if row.key else None) for row in rows]


def _checked(row: NewLine, known: NewLine | None) -> NewLine:
    if row.translation != TranslationStatus.CHECKED:
        return replace(row, checked_by=None) if row.checked_by else row
    if row.checked_by:
        return row
    words = (row.text, row.text_original)
    if (
        known
        and known.translation == TranslationStatus.CHECKED
        and words == (known.text, known.text_original)
    ):
        return replace(row, checked_by=known.checked_by)
    return replace(row, translation=TranslationStatus.DRAFT)


def shown(row: NewLine) -> Row:
    """A row as the comparison takes it."""
    return Row(
        key=row.key,
        kind=row.kind,
        number=row.number,
        text=row.text,
        text_original=row.text_original,
        critical=row.critical,
        marks=row.marks,
        unit_type=row.unit_type,
        translation=row.translation,
        depth=row.depth,
    )
