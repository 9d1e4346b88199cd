"""Files that arrive in pieces, so that a cut line costs one piece and not the whole file.

A row says how many bytes are there; the bytes lie in a file of their own beside the file store. Each piece is written
under the row's lock at the place where the last one ended, and counts only once it is on the disk: whatever breaks,
the row never claims a byte that is not there. Limits: trust.md U-36 to U-39 of the research (24 hours, 10 at once).
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.files import safe_name
from core.models import PartialState, PartialUpload
from core.refs import make_ref

if TYPE_CHECKING:
    from accounts.models import User

CHUNK_BYTES = 64 * 1024  # to begin with: 2 s at 256 kbit/s; longer ones follow where the line is fast
MAX_CHUNK_BYTES = 1024 * 1024
KEPT = timedelta(hours=24)
REMEMBERED = timedelta(days=7)  # rows of what ran out, so that the answer is "ran out" and not "never was"
OPEN_AT_ONCE = 10
_BLOCK = 64 * 1024


class ChunkRefused(Exception):
    """The piece or the act is not taken; what arrived before is kept. `received` tells where to go on."""

    def __init__(self, message: str, received: int) -> None:
        self.message = message
        self.received = received
        super().__init__(message)


class WrongPlace(ChunkRefused):
    """The piece does not begin where the last one ended."""


class Damaged(ChunkRefused):
    """The piece or the whole is not what the browser sent, or the announcement makes no sense."""


class Ended(ChunkRefused):
    """Nothing more is taken: it ran out, was given up, or is complete."""


class TooMany(ChunkRefused):
    """The person has too many files under way."""


@transaction.atomic
def begin(
    *, by: User, subject: str, name: str, size: int, sha256: str = "", mark: str = "", note: dict[str, Any]
) -> PartialUpload:
    """Announce a file of `size` bytes. The same file announced again goes on where it stopped.

    Raises:
        Damaged: the size is no size of a file that is taken.
        TooMany: ten files of this person are under way.
    """
    if not 0 < size <= settings.MAX_UPLOAD_BYTES:
        limit = settings.MAX_UPLOAD_BYTES // (1024 * 1024)
        raise Damaged(_("The file must have content and be smaller than %(limit)d MB.") % {"limit": limit}, 0)
    now = timezone.now()
    mine = PartialUpload.objects.filter(by=by, state=PartialState.OPEN, expires_at__gt=now)
    mark = sha256 or mark
    under_way = mine.filter(subject=subject, size=size, mark=mark).order_by("-pk").first() if mark else None
    if under_way:
        return _again(under_way, note, now)
    if mine.count() >= OPEN_AT_ONCE:
        raise TooMany(
            ngettext(
                "%(count)d file of yours is still arriving. Finish it or give it up first.",
                "%(count)d files of yours are still arriving. Finish some or give them up first.",
                OPEN_AT_ONCE,
            )
            % {"count": OPEN_AT_ONCE},
            0,
        )
    return PartialUpload.objects.create(
        ref=make_ref("upload"),
        by=by,
        subject=subject,
        name=safe_name(name),
        size=size,
        sha256=sha256,
        mark=mark,
        note=note,
        expires_at=now + KEPT,
    )


def _again(row: PartialUpload, note: dict[str, Any], now: Any) -> PartialUpload:
    row.note = note
    row.expires_at = now + KEPT
    row.save(update_fields=["note", "expires_at"])
    return row


@transaction.atomic
def add_chunk(*, upload: PartialUpload, offset: int, content: bytes, sha256: str = "") -> PartialUpload:
    """Write the next piece. The same piece a second time (its answer was lost) changes nothing.

    Args:
        offset: where the piece begins.
        sha256: of the piece; "" where the browser cannot compute it.

    Raises:
        Ended: the upload is over.
        Damaged: the piece is not what was sent, is empty, or is longer than what is missing.
        WrongPlace: it does not begin at `received`.
    """
    row = _locked(upload)
    if not content or len(content) > MAX_CHUNK_BYTES:
        raise Damaged(_("This piece of the file has a wrong length. Send it again."), row.received)
    if sha256 and hashlib.sha256(content).hexdigest() != sha256.lower():
        raise Damaged(_("This piece of the file arrived damaged. Send it again."), row.received)
    if 0 <= offset < row.received and _stored(row, offset, len(content)) == content:
        return row
    if offset != row.received:
        raise WrongPlace(_("This piece of the file is not the next one."), row.received)
    if offset + len(content) > row.size:
        raise Damaged(_("More arrived than was announced. Choose the file again."), row.received)
    _write(_path(row), offset, content)
    row.received = offset + len(content)
    row.expires_at = timezone.now() + KEPT
    row.save(update_fields=["received", "expires_at"])
    return row


def _locked(upload: PartialUpload) -> PartialUpload:
    row = PartialUpload.objects.select_for_update().get(pk=upload.pk)
    if row.state != PartialState.OPEN or row.expires_at <= timezone.now():
        raise Ended(_("This upload is over. Choose the file again to start a new one."), row.received)
    if row.received and (not _path(row).exists() or _path(row).stat().st_size < row.received):
        row.received = 0  # the disk lost it: begin anew rather than join what does not belong together
        row.save(update_fields=["received"])
    return row


def _stored(row: PartialUpload, offset: int, length: int) -> bytes:
    if offset + length > row.received:
        return b""
    with _path(row).open("rb") as source:
        source.seek(offset)
        return source.read(length)


def _write(path: Path, offset: int, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+b") as target:
        target.truncate(offset)  # a piece that was written and never counted
        target.seek(offset)
        target.write(content)
        target.flush()
        os.fsync(target.fileno())


@contextmanager
def finishing(upload: PartialUpload) -> Iterator[tuple[PartialUpload, File[bytes]]]:
    """The whole file, to be stored inside the block; afterwards the upload is done and its bytes are let go.

    The block sets `answer` on the row. When it raises, the upload stays open with all its bytes.

    Raises:
        Ended: the upload is over (when it is done, the row's `answer` says what came of it).
        WrongPlace: not everything is there yet.
        Damaged: the whole is not what was announced; it has to be sent once more.
    """
    damaged = False
    with transaction.atomic():
        row = _locked(upload)
        if not row.is_complete:
            raise WrongPlace(_("The file has not arrived whole yet."), row.received)
        if row.sha256 and _sha256(_path(row)) != row.sha256:
            PartialUpload.objects.filter(pk=row.pk).update(received=0)
            damaged = True
        else:
            with _path(row).open("rb") as source:
                yield row, File(source, name=row.name)
            row.state = PartialState.DONE
            row.save(update_fields=["state", "answer"])
            transaction.on_commit(partial(_drop, _path(row)))
    if damaged:
        raise Damaged(_("The file arrived damaged. It has to be sent once more."), 0)


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as source:
        while block := source.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


@transaction.atomic
def give_up(*, upload: PartialUpload) -> None:
    """The person does not want it any more; nothing happens when it is over already."""
    if PartialUpload.objects.filter(pk=upload.pk, state=PartialState.OPEN).update(state=PartialState.GONE):
        transaction.on_commit(partial(_drop, _path(upload)))


def sweep() -> int:
    """Let go of what ran out; returns the number of uploads. Two sweepers at once do no harm."""
    now = timezone.now()
    ended = 0
    late = PartialUpload.objects.filter(state=PartialState.OPEN, expires_at__lte=now)
    for pk in list(late.values_list("pk", flat=True)[:100]):
        with transaction.atomic():
            row = PartialUpload.objects.select_for_update().get(pk=pk)
            if late.filter(pk=pk).update(state=PartialState.GONE):
                transaction.on_commit(partial(_drop, _path(row)))
                ended += 1
    forgotten = PartialUpload.objects.exclude(state=PartialState.OPEN).filter(expires_at__lt=now - REMEMBERED)
    if forgotten.exists():  # a write every five seconds would disturb a small database
        forgotten.delete()
    _sweep_strays(now.timestamp() - 2 * KEPT.total_seconds())
    return ended


def _sweep_strays(before: float) -> None:
    """Files that no row speaks of, left by an account that was deleted or a crash: nobody wrote to them for two days."""
    if not _folder().is_dir():
        return
    for path in _folder().iterdir():
        with contextlib.suppress(FileNotFoundError):  # another sweep was here first
            if path.stat().st_mtime < before:
                _drop(path)


def _drop(path: Path) -> None:
    path.unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.PRIVATE_FILES).parent / "partial"


def _path(row: PartialUpload) -> Path:
    return _folder() / row.ref
