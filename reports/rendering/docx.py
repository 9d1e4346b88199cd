"""From a stored version to its DOCX: the print page from the snapshot, turned into the file in a limited child."""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Callable

from django.utils import translation
from django.utils.translation import gettext as _

from core.children import ChildFailed, Limits, run_limited
from core.jobs import JobFailed
from reports.documents import kinds
from reports.documents.codec import SnapshotError
from reports.documents.common import Document
from reports.documents.dates import day_text
from reports.documents.html import html_of
from reports.models import ReportVersion
from reports.rendering.pictures import with_pictures

logger = logging.getLogger(__name__)

#: Ends before the worker's own limit of 240 s. 2,000 rows need 5.3 s of CPU and 172 MB.
LIMITS = Limits(cpu_seconds=200, wall_seconds=235, memory_bytes=1024**3)
#: How Python and the system say that there is no memory left.
_NO_MEMORY = re.compile("MemoryError|Cannot allocate memory|failed to map segment|bad_alloc")
_QUIET = 0.5  # seconds between two writes of the progress

Tell = Callable[[int, int, str], None]


def docx_of(version: ReportVersion, *, tell: Tell, check: Callable[[], None]) -> tuple[bytes, int]:
    """The DOCX of a version and 0 for its pages: a file that flows has as many as the program that shows it makes.

    Args:
        tell: called with (chapters done, chapters, words) at most twice a second.
        check: called about twice a second; an exception from it stops the work and is passed on.

    Raises:
        JobFailed: it cannot be made; the text is a sentence for the person who asked.
        ChildFailed: the child was killed from outside or the disk is full; another try may succeed.
    """
    try:
        document = kinds.document_from(version.report.kind, version.snapshot)
        asked = asked_of(document, version.snapshot_hash)
    except SnapshotError as broken:
        logger.exception("Snapshot of %s cannot be read", version)
        raise JobFailed(
            _("The stored content of this version cannot be read. Make a new version of the report.")
        ) from broken
    try:
        content = run_limited(
            "reports.docx",
            stdin=json.dumps(asked, ensure_ascii=False).encode(),
            limits=LIMITS,
            on_progress=_Listener(tell),
            check=check,
        )
    except ChildFailed as failure:
        if failure.reason == "killed" or "No space left on device" in failure.detail:
            raise  # not the fault of this report
        logger.warning("DOCX of %s ended: %s", version, failure)
        raise JobFailed(sentence_of(failure)) from failure
    return content, 0


def asked_of(document: Document, snapshot_hash: str) -> dict[str, str]:
    """What the child is given: the page as it was written, without break points, and the words around it."""
    html = with_pictures(html_of(document, screen=True, calendars=True))
    with translation.override(document.content_language):
        edition = _("Version %(number)s") % {"number": document.version}
        dated = day_text(document.dated)
        return {
            "html": html,
            "edition": f"{edition}, {dated}" if dated else edition,
            "check": _("Check number"),
            "sha256": snapshot_hash,
            "contents": _("Contents"),
        }


def sentence_of(failure: ChildFailed) -> str:
    """Why there is no DOCX and what to do, in words for the person who asked."""
    if failure.reason == "time":
        return _(
            "Making the DOCX took longer than four minutes and was stopped. Try again when the portal is less busy; "
            "if it stops again, tell the administrator how many lines the benchmark has."
        )
    if failure.reason == "memory" or _NO_MEMORY.search(failure.detail):
        return _(
            "Making the DOCX needed more memory than the portal allows and was stopped. Tell the administrator; "
            "the content of the version is safe."
        )
    return _(
        "Making the DOCX broke off. This is a fault of the portal, not of your data. Try again; if it happens again, "
        "tell the administrator."
    )


class _Listener:
    """Turns the child's progress into words for the page, at most twice a second."""

    def __init__(self, tell: Tell) -> None:
        self.tell = tell
        self._next = 0.0

    def __call__(self, done: int, total: int, title: str) -> None:
        now = time.monotonic()
        if now >= self._next:
            self._next = now + _QUIET
            self.tell(done, total, _("Writing “%(chapter)s”") % {"chapter": title[:80]})
