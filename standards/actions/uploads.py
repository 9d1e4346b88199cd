"""Files for a draft: taken with their role and language, or removed again; limits for a person and a country.

Limits: trust.md 3.0 of the research. A file that is there already costs nothing and is always taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.files.base import File
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import chunks, countries
from core.audit import record
from core.files import sha256_of
from core.models import PartialUpload, StoredFile
from core.states import IllegalMove
from standards import queries
from standards.actions.editions import locked_draft
from standards.actions.intakes import attach_source, upload_source
from standards.intake import Refused
from standards.intake.gates import gate
from standards.models import Edition, Intake, SourceFile, StandardBody
from standards.states import IntakeState, SourceRole

FILES_A_DAY = 60
COUNTRY_BYTES = 5 * 1024**3


class LimitReached(Exception):
    """The file is not taken now; `again` tells whether it is a matter of waiting ("day") or of space ("space")."""

    def __init__(self, message: str, why: str) -> None:
        self.message = message
        self.why = why
        super().__init__(message)


@dataclass(frozen=True)
class Taken:
    """A file that was taken: where it is, its reading (none for an annex), and what a person should know."""

    source: SourceFile
    intake: Intake | None
    was_there: bool
    also_in: Sequence[Edition]


@transaction.atomic
def take_file(
    *, edition: Edition, content: File[bytes], name: str, role: str, language: str, by: User
) -> Taken:
    """Keep a file of a draft and, unless it is an annex, ask for its reading.

    Raises:
        IllegalMove: the edition is no draft any more.
        Refused: the file cannot be what we read (standards.reading.glance).
        LimitReached: sixty files of this person in 24 hours, or the country's space is used up.
    """
    digest = sha256_of(content)
    _hold_country(edition.country)  # before the draft, in every case: nobody waits for each other
    known = queries.known_file(edition, digest)
    if known is None:
        check_limits(edition=edition, size=content.size, by=by)
    intake: Intake | None = None
    if role == SourceRole.ANNEX:
        source = attach_source(edition=edition, content=content, name=name, by=by)
    else:
        intake = upload_source(edition=edition, content=content, name=name, by=by)
        source = edition.source_files.get(intakes=intake)
    if known is None:
        source.role, source.language = role, language
        source.save(update_fields=["role", "language"])
    return Taken(source, intake, known is not None, queries.also_in(edition, digest))


@transaction.atomic
def take_files(
    *, edition: Edition, files: Sequence[File[bytes]], role: str, language: str, by: User
) -> list[Taken]:
    """Take several files, all or none; raises as `take_file`."""
    return [
        take_file(edition=edition, content=file, name=file.name or "", role=role, language=language, by=by)
        for file in files
    ]


def _hold_country(country: str) -> None:
    """Until the transaction ends no other file of this country is counted: of two for the last space one is taken."""
    bodies = StandardBody.objects.select_for_update(no_key=True).filter(country=country)
    list(bodies.order_by("pk").values_list("pk", flat=True))


def check_limits(*, edition: Edition, size: int, by: User) -> None:
    """Whether this person and the edition's country may still send a file of this size.

    Raises:
        LimitReached: with the sentence that says when or how it will be possible.
    """
    today = queries.uploads_of_the_day(by)
    if len(today) >= FILES_A_DAY:
        free = timezone.localtime(today[-FILES_A_DAY] + queries.DAY)
        raise LimitReached(
            _("You uploaded %(count)d files in 24 hours. The next one is possible from %(time)s.")
            % {"count": FILES_A_DAY, "time": formats.date_format(free, "j F Y, H:i")},
            "day",
        )
    if queries.space_used(edition.country) + size > COUNTRY_BYTES:
        raise LimitReached(
            _(
                "The space for files of %(country)s is used up. Remove files that are not needed from drafts, or ask "
                "the administrator for more; what has arrived is kept for 24 hours."
            )
            % {"country": countries.name_of(edition.country)},
            "space",
        )


def begin_upload(
    *, edition: Edition, name: str, size: int, sha256: str, mark: str, role: str, language: str, by: User
) -> PartialUpload:
    """Announce a file that arrives in pieces.

    Raises:
        IllegalMove: the edition is no draft any more.
        LimitReached: as `take_file`.
        core.chunks.ChunkRefused: the size is wrong, or too many files are under way.
    """
    if not edition.is_draft:
        raise IllegalMove(_("Files can be added to a draft only. Start a new edition from this one."))
    check_limits(edition=edition, size=size, by=by)
    return chunks.begin(
        by=by,
        subject=queries.subject_of(edition),
        name=name,
        size=size,
        sha256=sha256,
        mark=mark,
        note={"role": role, "language": language},
    )


def add_piece(*, upload: PartialUpload, offset: int, content: bytes, sha256: str) -> PartialUpload:
    """The next piece of an arriving file; the first one tells already whether the rest is worth sending.

    Raises:
        Refused: the file cannot be what we read; it is given up.
        core.chunks.ChunkRefused: see core.chunks.add_chunk.
    """
    row = chunks.add_chunk(upload=upload, offset=offset, content=content, sha256=sha256)
    if offset == 0 and len(content) >= min(upload.size, gate.HEAD_BYTES):
        try:
            if not gate.kinds_by_head(content[: gate.HEAD_BYTES], upload.size, upload.name):
                raise Refused("old_office")
        except Refused:
            chunks.give_up(upload=upload)
            raise
    return row


@transaction.atomic
def remove_source(*, source: SourceFile, by: User) -> None:
    """Take a file out of a draft that none of its lines came from. Its bytes stay while anything refers to them.

    Raises:
        IllegalMove: the edition is no draft any more, lines came from the file, or its reading is still open.
    """
    edition = locked_draft(source.edition)
    readings = source.intakes.all()
    if readings.filter(state=IntakeState.CONFIRMED).exists():
        raise IllegalMove(_("Lines of the draft were read from this file, so it stays with them."))
    if readings.filter(state__in=[IntakeState.READING, IntakeState.READ]).exists():
        raise IllegalMove(_("The reading of this file is still open. Confirm or discard it first."))
    stored: StoredFile = source.stored
    before = {"file": stored.name, "sha256": stored.sha256}
    source.delete()
    record("edition.file_removed", on=edition, by=by, before=before)
    try:
        with transaction.atomic():
            stored.delete()
    except ProtectedError:
        return  # another edition or a proof has the same row
