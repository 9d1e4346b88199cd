"""Standards, drafts and their lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import PurePath
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from core.audit import record
from core.conflicts import Conflict
from core.refs import make_ref
from core.states import IllegalMove
from standards.actions.vocabulary import keep_vocabulary
from standards.lines import NewLine, carried_keys, parents_of
from standards.models import (
    Edition,
    LevelFramework,
    Line,
    Occupation,
    SkillArea,
    SourceFile,
    Standard,
    StandardBody,
    line_hash,
)
from standards.queries import lines_of
from standards.queries.editions import went_in
from standards.states import RELEASED, EditionState
from standards.tree import flat, tree_of

_COPIED_FROM = (EditionState.RETURNED, EditionState.ACCEPTED, EditionState.SUPERSEDED)


@transaction.atomic
def create_standard(
    *,
    body: StandardBody | str,
    skill_area: SkillArea,
    occupation: Occupation,
    title: str,
    title_original: str,
    label: str,
    issued_on: date | None,
    legal_basis: str,
    language: str,
    note: str,
    by: User,
    licence: str = "",
    level_framework: LevelFramework | None = None,
    owner: Organisation | None = None,
) -> Edition:
    """A standard with its first edition as a draft.

    Args:
        body: the issuing body, or the name of one of the person's own country (made when it is new).
        owner: the responsible office; the person's own when none is given.
    """
    if isinstance(body, str):
        body, _made = StandardBody.objects.get_or_create(
            country=by.country, name=body, defaults={"short_name": body[:40]}
        )
    standard = Standard.objects.create(
        ref=make_ref(body.country, title),
        body=body,
        country=body.country,
        owner=owner or by.organisation,
        skill_area=skill_area,
        occupation=occupation,
        title=title,
        title_original=title_original,
    )
    edition = Edition.objects.create(
        ref=make_ref(body.country, title, label),
        standard=standard,
        label=label,
        issued_on=issued_on,
        legal_basis=legal_basis,
        language=language,
        licence=licence,
        level_framework=level_framework,
        note=note,
        created_by=by,
    )
    record("edition.created", on=edition, by=by, after={"title": title, "edition": label, "body": body.name})
    return edition


def locked_draft(edition: Edition) -> Edition:
    """The row, held until the transaction ends.

    Raises:
        IllegalMove: it is no draft any more, or it lies in the bin.
    """
    found = Edition.objects.select_for_update(of=("self",)).select_related("standard").filter(pk=edition.pk)
    row = found.first()
    if row is None or row.binned_at:
        raise IllegalMove(
            _("This draft was thrown away meanwhile. Restore it from the bin to go on with it.")
        )
    if not row.is_draft:
        raise IllegalMove(
            _("This edition is “%(state)s” and can no longer be changed. Start a new edition from it.")
            % {"state": row.get_state_display()}
        )
    return row


_EDITION_FIELDS = (
    "label",
    "issued_on",
    "legal_basis",
    "language",
    "licence",
    "level_framework",
    "note",
)
_NAMING_FIELDS = ("title", "title_original", "skill_area", "occupation", "body")
_STANDARD_FIELDS = (*_NAMING_FIELDS, "owner")


@transaction.atomic
def edit_edition(*, edition: Edition, revision: str, by: User, **details: object) -> Edition:
    """Change the details of a draft.

    Args:
        revision: `Edition.revision` as it was when the form was opened.
        details: label, issued_on, legal_basis, language, licence, level_framework, note, owner; and title,
            title_original, skill_area, occupation, body while no edition of the standard has been released (a frozen
            edition would change its name).

    Raises:
        IllegalMove: no draft any more.
        Conflict: somebody saved in between.
    """
    row = locked_draft(edition)
    if row.revision != revision:
        raise Conflict(row)
    standard = row.standard
    if Edition.objects.filter(standard=standard, state__in=RELEASED).exists():
        details = {name: value for name, value in details.items() if name not in _NAMING_FIELDS}
    before, after = {}, {}
    for name, value in details.items():
        target = standard if name in _STANDARD_FIELDS else row
        old = getattr(target, name)
        if old != value:
            before[name], after[name] = str(old or ""), str(value or "")
            setattr(target, name, value)
    if after:
        standard.save(update_fields=list(_STANDARD_FIELDS))
        row.save(update_fields=list(_EDITION_FIELDS))
        record("edition.changed", on=row, by=by, before=before, after=after)
    return row


@transaction.atomic
def write_lines(*, edition: Edition, rows: Sequence[NewLine], by: User) -> list[Line]:
    """Replace the lines of a draft by `rows` (in reading order); a line that stays the same keeps its key.

    Raises:
        IllegalMove: the edition is no draft any more.
    """
    row = locked_draft(edition)
    old = lines_of(row)
    lines = _built(row, rows, old)
    row.lines.all().delete()
    _insert(lines, [line.depth for line in rows])
    keep_vocabulary(row, lines)
    row.lines_revision += 1
    row.save(update_fields=["lines_revision"])
    record("edition.lines_written", on=row, by=by, before={"lines": len(old)}, after={"lines": len(lines)})
    return lines


def _built(edition: Edition, rows: Sequence[NewLine], old: Sequence[Line]) -> list[Line]:
    hashes = [line_hash(r.kind, r.number, r.text, r.text_original, r.critical) for r in rows]
    marks = [(r.kind, r.number, content) for r, content in zip(rows, hashes, strict=True)]
    keys = carried_keys(old, marks, parents_of([r.depth for r in rows]), _brought(rows))
    return [
        Line(
            edition=edition,
            position=position,
            key=keys[position],
            kind=row.kind,
            unit_type=row.unit_type,
            number=row.number,
            text=row.text,
            text_original=row.text_original,
            critical=row.critical,
            marks=row.marks,
            translation=row.translation,
            translation_checked_by_id=row.checked_by,
            page=row.page,
            box=row.box,
            content_hash=hashes[position],
        )
        for position, row in enumerate(rows)
    ]


def _brought(rows: Sequence[NewLine]) -> dict[int, UUID]:
    """The keys that rows bring, each for the first row that has it."""
    found: dict[UUID, int] = {}
    for index, row in enumerate(rows):
        if row.key is not None:
            found.setdefault(row.key, index)
    return {index: key for key, index in found.items()}


def _insert(lines: Sequence[Line], depths: Sequence[int]) -> None:
    """Write level by level, so that every line knows its parent's row; a handful of statements for any number of lines."""
    parents = parents_of(depths)
    levels: dict[int, list[int]] = defaultdict(list)
    level_of: list[int] = []
    for index, parent in enumerate(parents):
        level_of.append(0 if parent is None else level_of[parent] + 1)
        levels[level_of[index]].append(index)
    for level in sorted(levels):
        for index in levels[level]:
            parent = parents[index]
            lines[index].parent = lines[parent] if parent is not None else None
        Line.objects.bulk_create([lines[index] for index in levels[level]])


@transaction.atomic
def new_edition(*, edition: Edition, by: User) -> Edition:
    """A draft copied from a returned, accepted or superseded edition: details, lines with their keys, source files.

    Raises:
        IllegalMove: the edition is still a draft or in review, or the standard has a draft already.
    """
    Standard.objects.select_for_update().get(pk=edition.standard_id)
    source = Edition.objects.select_related("standard").get(pk=edition.pk)
    if source.state not in _COPIED_FROM:
        raise IllegalMove(_("Only a returned or accepted edition can be copied into a new one."))
    open_ones = source.standard.editions.out_of_bin().filter(
        state__in=[EditionState.DRAFT, EditionState.SUBMITTED]
    )
    if open_ones.exists():
        raise IllegalMove(
            _("There is already a draft or a submitted edition of this standard. Finish that one first.")
        )
    copy = Edition.objects.create(
        ref=make_ref(source.country, source.standard.title, source.label),
        standard=source.standard,
        label=source.label,
        issued_on=source.issued_on
        if source.state == EditionState.RETURNED
        else None,  # a correction keeps its date
        legal_basis=source.legal_basis,
        language=source.language,
        licence=source.licence,
        level_framework=source.level_framework,
        note=source.note,
        previous=source,
        created_by=by,
    )
    _copy_lines(source, copy)
    for file in source.source_files.filter(went_in()).order_by("id"):  # not what was tried and left aside
        SourceFile.objects.create(
            ref=make_ref(PurePath(file.stored.name).stem),
            edition=copy,
            stored=file.stored,
            language=file.language,
            role=file.role,
        )
    record("edition.copied", on=copy, by=by, after={"from": str(source), "state": source.get_state_display()})
    return copy


def _copy_lines(source: Edition, copy: Edition) -> None:
    nodes = flat(tree_of(lines_of(source)))
    depths = [node.depth for node in nodes]
    lines = []
    for position, node in enumerate(nodes):
        line = node.line
        line.pk, line.edition, line.position = None, copy, position
        line._state.adding = True
        lines.append(line)
    _insert(lines, depths)
    keep_vocabulary(copy, lines)
