"""Pictures of a document's pages for the confirming screen: drawn on demand in a limited child process, then kept.

They are kept by the content of the file, below the data folder in `cache/pages`; that folder may be deleted at any time.
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
import time
from pathlib import Path
from threading import BoundedSemaphore

from django.conf import settings

from core.children import ChildFailed, Limits, run_limited
from core.models import StoredFile

logger = logging.getLogger(__name__)

DPI = 100  # of a picture that is as wide as its column: letters of 9 points can be read
LARGE_DPI = 160  # of one that is looked at closely
LIMITS = Limits(cpu_seconds=5, wall_seconds=10, memory_bytes=512 * 1024**2)
WAIT = 3.0  # seconds for a free place before the browser is asked to come again
KEPT_DAYS = 30  # a document that nobody has opened a new page of for so long is drawn anew
TRY_AGAIN_SECONDS = 3600  # after a page that could not be drawn: a slow machine may have been the reason

_places = BoundedSemaphore(2)  # children of one web server at once: drawing must not starve the pages


class Busy(Exception):
    """All places are taken; the browser may ask again in a moment."""


def has_pictures(stored: StoredFile | None) -> bool:
    """Whether pages of this file can be shown: of PDF only; the others have no pages until they are printed."""
    return stored is not None and stored.content_type == "application/pdf"


def picture(stored: StoredFile, number: int, dpi: int = DPI) -> bytes | None:
    """Page `number` (from 1) as PNG or WebP; None when there is no such page, or it cannot be drawn.

    Raises:
        FileNotFoundError: the content is missing from storage.
        Busy: too many pages are being drawn just now.
    """
    kept = folder() / stored.sha256 / f"{number}-{dpi}"
    found = _kept(kept)
    if found is not None:
        return found or None
    if not _places.acquire(timeout=WAIT):
        raise Busy
    try:
        drawn = _draw(stored, number, dpi)
    finally:
        _places.release()
    if drawn is None:  # from outside, not the page's fault: nothing to remember
        return None
    _keep(kept, drawn)
    return drawn or None


def folder() -> Path:
    """Where pictures are kept."""
    return Path(settings.PRIVATE_FILES).parent / "cache" / "pages"


def content_type(picture: bytes) -> str:
    """What the picture is, by its first bytes."""
    return "image/png" if picture.startswith(b"\x89PNG") else "image/webp"


def _kept(path: Path) -> bytes | None:
    """The kept picture; empty when it is known that there is none; None when nothing is known."""
    try:
        found = path.read_bytes()
        if not found and time.time() - path.stat().st_mtime > TRY_AGAIN_SECONDS:
            return None
    except FileNotFoundError:
        return None
    return found


def _draw(stored: StoredFile, number: int, dpi: int) -> bytes | None:
    """What the child drew; empty when it found nothing to draw or broke off; None when it was killed from outside."""
    with tempfile.NamedTemporaryFile(prefix="page-") as copy, stored.open() as source:
        shutil.copyfileobj(source, copy)
        copy.flush()
        try:
            return run_limited("standards.picture", args=(copy.name, str(number), str(dpi)), limits=LIMITS)
        except ChildFailed as failed:
            logger.warning("Drawing page %s of stored file %s ended by %s", number, stored.pk, failed)
            return None if failed.reason == "killed" else b""


def _keep(path: Path, content: bytes) -> None:
    """Write whole or not at all; a full disk costs the picture's keeping, not the answer."""
    try:
        if not path.parent.exists():
            path.parent.mkdir(parents=True, mode=0o700)
            _tidy(path.parent.parent)
        descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=".draft-")
        with os.fdopen(descriptor, "wb") as out:
            out.write(content)
        Path(draft).rename(path)
    except OSError:
        logger.warning("The picture %s could not be kept", path, exc_info=True)


def _tidy(kept: Path) -> None:
    """Forget documents whose last page was drawn long ago."""
    oldest = time.time() - KEPT_DAYS * 24 * 3600
    for document in kept.iterdir():
        if document.stat().st_mtime < oldest:
            shutil.rmtree(document, ignore_errors=True)
