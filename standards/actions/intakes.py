"""From an uploaded file to confirmed lines. Nothing reaches the edition before a person confirms."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import jobs
from core.audit import record
from core.files import safe_name, store
from core.refs import make_ref
from core.states import IllegalMove, label_of, move
from standards.actions.editions import locked_draft
from standards.actions.identity import is_older, recognise
from standards.actions.zawgyi import doubts_of_zawgyi
from standards.intake import FileKind, ReadResult
from standards.lines import NewLine, depths_of
from standards.models import Edition, Intake, IntakeLine, IntakeWarning, SourceFile
from standards.reading import CONTENT_TYPES, Refusal, candidate, glance, tidy
from standards.states import INTAKE_TRANSITIONS, IntakeState, TranslationStatus

_TREES = ("template", "case")  # layouts whose files tell the depth of a line
_OPEN = (IntakeState.READING, IntakeState.READ)


@transaction.atomic
def upload_source(*, edition: Edition, content: File[bytes], name: str, by: User) -> Intake:
    """Keep the file byte for byte and ask for its reading.

    The same bytes a second time for this edition are recognised: a reading that is under way or waits to be
    confirmed is given back, else the kept file is read again.

    Raises:
        IllegalMove: the edition is no draft any more.
        Refused: the file cannot be what we read (standards.reading.glance).
    """
    row = locked_draft(edition)
    kind = glance(content, name)
    known = row.source_files.filter(stored__sha256=_digest(content)).order_by("-id").first()
    if known:
        under_way = known.intakes.filter(state__in=_OPEN).order_by("-id").first()
        return under_way or _start(known, by)
    return _start(_keep(row, content, name, kind, by), by)


@transaction.atomic
def attach_source(*, edition: Edition, content: File[bytes], name: str, by: User) -> SourceFile:
    """Keep a file beside the lines of a draft without reading it: the lines come from elsewhere.

    The same bytes a second time for this edition give the file that is there.

    Raises:
        IllegalMove: the edition is no draft any more.
        Refused: the file cannot be what we read (standards.reading.glance).
    """
    row = locked_draft(edition)
    kind = glance(content, name)
    known = row.source_files.filter(stored__sha256=_digest(content)).order_by("-id").first()
    return known or _keep(row, content, name, kind, by)


def _keep(row: Edition, content: File[bytes], name: str, kind: FileKind, by: User) -> SourceFile:
    stored = store(content, name=name, content_type=CONTENT_TYPES[kind], by=by)
    source = SourceFile.objects.create(
        ref=make_ref(PurePath(stored.name).stem), edition=row, stored=stored, language=row.language or "en"
    )
    after = {"file": safe_name(name), "bytes": stored.size, "sha256": stored.sha256}
    record("edition.file_uploaded", on=row, by=by, after=after)
    return source


def _digest(content: File[bytes]) -> str:
    digest = hashlib.sha256()
    content.seek(0)
    for chunk in content.chunks():
        digest.update(chunk)
    content.seek(0)
    return digest.hexdigest()


def _start(source: SourceFile, by: User) -> Intake:
    intake = Intake.objects.create(
        ref=make_ref(PurePath(source.stored.name).stem), edition=source.edition, source=source, created_by=by
    )
    intake.job = jobs.enqueue("standards.read", subject=intake, by=by, key=f"intake-{intake.pk}")
    intake.save(update_fields=["job"])
    record("intake.started", on=intake, by=by)
    return intake


@transaction.atomic
def store_reading(*, intake: Intake, result: ReadResult, by: User | None) -> Intake:
    """Write what was read as candidate lines; a package older than what is stored is refused.

    Raises:
        IllegalMove: the reading was discarded meanwhile.
    """
    if is_older(intake.edition, result):
        return refuse_reading(intake=intake, refusal=Refusal("case_older"), by=by)
    known = recognise(intake.edition, result)
    based: dict[str, Any] = (
        {} if known.base is None else {"base": known.base, "base_revision": known.base_revision}
    )
    move(
        intake,
        IntakeState.READ,
        transitions=INTAKE_TRANSITIONS,
        layout=result.layout[:60],
        pages=result.pages,
        not_kept=[{"code": one.code, "params": tidy(one.params)} for one in known.not_kept],
        content_changed_at=datetime.fromisoformat(result.changed_at) if result.changed_at else None,
        **based,
    )
    store_lines(intake, result, known.keys, known.checkers)
    strange = {one.code: one.params for one in known.not_kept if one.code in ("keys_new", "keys_unknown")}
    after = {"lines": len(result.lines), "warnings": len(result.warnings), **strange}
    record("intake.read", on=intake, by=by, after=after)
    return intake


def store_lines(
    intake: Intake,
    result: ReadResult,
    keys: Sequence[UUID | None] = (),
    checkers: Mapping[int, int] | None = None,
) -> None:
    """Write the lines of a reading and its doubts.

    Args:
        keys: those of the draft's lines that they continue.
        checkers: who checked the translation, by the place of the line; a file alone makes no translation checked.
    """
    rows = [candidate(line) for line in result.lines]
    checked = checkers or {}
    depths = _depths(result, rows)
    lines = IntakeLine.objects.bulk_create(
        [
            IntakeLine(
                intake=intake,
                key=keys[position] if keys else None,
                position=position,
                depth=depths[position],
                kind=row.kind,
                number=row.number,
                text=row.text,
                text_original=row.text_original,
                critical=row.critical,
                marks=row.marks,
                unit_type=row.unit_type,
                translation=_proven(row.translation, position in checked),
                translation_checked_by_id=checked.get(position),
                page=row.page,
                box=row.box,
            )
            for position, row in enumerate(rows)
        ]
    )
    IntakeWarning.objects.bulk_create(
        [
            IntakeWarning(
                intake=intake,
                line=lines[one.line] if one.line is not None else None,
                code=one.code,
                params=tidy(one.params),
                page=one.page,
            )
            for one in (*result.warnings, *result.remarks)
        ]
        + doubts_of_zawgyi(intake, lines)
    )


def _proven(translation: str, checked: bool) -> str:
    return (
        TranslationStatus.DRAFT if translation == TranslationStatus.CHECKED and not checked else translation
    )


def _depths(result: ReadResult, rows: list[NewLine]) -> list[int]:
    """Depth of every line: as the file says where its format is a tree, else by the kinds of the lines."""
    if result.layout.startswith(_TREES):
        return [row.depth for row in rows]
    return depths_of((row.kind, row.number) for row in rows)


@transaction.atomic
def refuse_reading(*, intake: Intake, refusal: Refusal, by: User | None) -> Intake:
    """The file cannot be read; the person gets the sentence of the refusal.

    Raises:
        IllegalMove: the reading was discarded meanwhile.
    """
    move(
        intake,
        IntakeState.REFUSED,
        transitions=INTAKE_TRANSITIONS,
        refusal=refusal.code,
        refusal_params=refusal.params,
    )
    record("intake.refused", on=intake, by=by, after={"why": refusal.code})
    return intake


@transaction.atomic
def discard_intake(*, intake: Intake, by: User) -> Intake:
    """Leave a reading aside; the edition and the kept file stay as they are.

    Raises:
        IllegalMove: it was confirmed or discarded already.
    """
    state = label_of(intake)
    move(intake, IntakeState.DISCARDED, transitions=INTAKE_TRANSITIONS)
    if intake.job:
        jobs.cancel(intake.job)
    record("intake.discarded", on=intake, by=by, before={"state": state})
    return intake


@transaction.atomic
def retry_intake(*, intake: Intake, by: User) -> Intake:
    """Read again after the work failed.

    Raises:
        IllegalMove: the reading did not fail.
    """
    locked_draft(intake.edition)
    if intake.state != IntakeState.READING or intake.job is None or not jobs.retry(intake.job):
        raise IllegalMove(_("This reading did not fail, so there is nothing to try again."))
    record("intake.retried", on=intake, by=by)
    return intake
