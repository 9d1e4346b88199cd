"""Which lines a file speaks of: what its identifiers and its base are worth for one edition.

A file is written by people, so its identifiers are claims. They count only for the standard at hand; what belongs to
another standard is never touched, and nothing is said about where it is.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from standards.intake import Base, Problem, ReadLine, ReadResult
from standards.models import Edition, Intake, Line
from standards.reading import candidate
from standards.states import IntakeState, TranslationStatus

_AT_ONCE = 5_000  # identifiers in one statement; a database takes a limited number of values
CASE_LAYOUT = "case"


@dataclass(frozen=True)
class Recognised:
    """What a reading brings: a key or None for each line, the base (None where the file has none), what is not kept.

    `checkers` gives for the place of a line who checked its translation, where that is on record.
    """

    keys: list[UUID | None]
    base: list[dict[str, Any]] | None = None
    base_revision: int = 0
    not_kept: list[Problem] = field(default_factory=list)
    checkers: dict[int, int] = field(default_factory=dict)


def recognise(edition: Edition, result: ReadResult) -> Recognised:
    """The keys and the base of a reading, as far as they are about this edition's standard."""
    claimed = [_uuid(line.key) for line in result.lines]
    asked = {key for key in claimed if key}
    of_base = {key for line in (result.base.lines if result.base else ()) if (key := _uuid(line.key))}
    own = _own(edition, asked | of_base)
    if result.layout.startswith(CASE_LAYOUT):
        keys, strange = _free_or_new(edition, claimed, own)
        note = "keys_new"
    else:
        keys = [key if key in own else None for key in claimed]
        strange, note = len(asked - own), "keys_unknown"
    keys = _once(keys)
    found = Recognised(keys, not_kept=list(result.not_kept), checkers=_checkers(edition, result.lines, keys))
    if strange:
        found.not_kept.append(Problem(note, {"count": strange}))
    claims = sum(line.translation == TranslationStatus.CHECKED for line in result.lines) - len(found.checkers)
    if claims:
        found.not_kept.append(Problem("checks_unknown", {"count": claims}))
    return _with_base(edition, result.base, own, found) if result.base else found


def is_older(edition: Edition, result: ReadResult) -> bool:
    """Whether a package is older than what was taken into this standard before, or than the draft's present lines.

    A file that brings the lines that it was made from is never too old: confirming puts both sides together.
    """
    base = result.base
    if base and not base.lines and base.edition == edition.ref and base.revision < edition.lines_revision:
        return True
    if not result.changed_at:
        return False
    taken = Intake.objects.filter(edition__standard=edition.standard_id, state=IntakeState.CONFIRMED)
    return taken.filter(content_changed_at__gt=datetime.fromisoformat(result.changed_at)).exists()


def _with_base(edition: Edition, base: Base, own: Collection[UUID], found: Recognised) -> Recognised:
    same = base.edition == edition.ref
    if not same and not Edition.objects.filter(standard=edition.standard_id, ref=base.edition).exists():
        return replace(found, not_kept=[*found.not_kept, Problem("file_elsewhere")])
    if not base.lines:
        return found
    rows = base_rows(base.lines, own)
    revision = min(base.revision, edition.lines_revision) if same else 0
    return replace(found, base=rows, base_revision=revision)


def base_rows(lines: Sequence[ReadLine], own: Collection[UUID]) -> list[dict[str, Any]]:
    """The lines of a base as `Intake.base` keeps them: the fields of `standards.changes.Row`."""
    rows = []
    for line in lines:
        key, row = _uuid(line.key), candidate(line)
        rows.append(
            {
                "key": str(key) if key in own else None,
                "kind": row.kind,
                "number": row.number,
                "text": row.text,
                "text_original": row.text_original,
                "critical": row.critical,
                "marks": row.marks,
                "unit_type": row.unit_type,
                "translation": row.translation,
                "depth": row.depth,
            }
        )
    return rows


def _own(edition: Edition, keys: Collection[UUID]) -> set[UUID]:
    """Those of the keys that lines of this standard have, in any of its editions."""
    return _there(keys, own=True, standard=edition.standard_id)


def _free_or_new(
    edition: Edition, claimed: Sequence[UUID | None], own: Collection[UUID]
) -> tuple[list[UUID | None], int]:
    """Identifiers of a package become keys where nobody else has them; else a new one, the same at every import."""
    taken = _there({key for key in claimed if key} - set(own), own=False, standard=edition.standard_id)
    keys = [_derived(edition, key) if key in taken else key for key in claimed]
    return keys, len(taken)


def _derived(edition: Edition, key: UUID | None) -> UUID:
    return uuid5(NAMESPACE_URL, f"{edition.standard.ref}/{key}")


def _there(keys: Collection[UUID], *, own: bool, standard: int) -> set[UUID]:
    lines = Line.objects.all()
    lines = lines.filter(edition__standard=standard) if own else lines.exclude(edition__standard=standard)
    found: set[UUID] = set()
    asked = sorted(keys)
    for start in range(0, len(asked), _AT_ONCE):
        found.update(lines.filter(key__in=asked[start : start + _AT_ONCE]).values_list("key", flat=True))
    return found


def _once(keys: Sequence[UUID | None]) -> list[UUID | None]:
    seen: set[UUID] = set()
    once: list[UUID | None] = []
    for key in keys:
        once.append(key if key and key not in seen else None)
        if key:
            seen.add(key)
    return once


def _checkers(edition: Edition, lines: Sequence[ReadLine], keys: Sequence[UUID | None]) -> dict[int, int]:
    """Who checked the translation of a line that comes in as checked: known for lines that say the same as before."""
    checked = edition.lines.filter(
        translation=TranslationStatus.CHECKED, translation_checked_by__isnull=False
    )
    known = {line.key: line for line in checked}
    found: dict[int, int] = {}
    for index, (line, key) in enumerate(zip(lines, keys, strict=True)):
        stored = known.get(key) if key and line.translation == TranslationStatus.CHECKED else None
        row = candidate(line) if stored else None
        if stored and row and (row.text, row.text_original) == (stored.text, stored.text_original):
            found[index] = stored.translation_checked_by_id or 0
    return found


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
