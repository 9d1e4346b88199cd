"""From a stored version to its PDF: page from the snapshot, print in a limited child process, keep the file."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable

from django.utils.translation import gettext as _

from core.children import ChildFailed, Limits, run_limited
from core.jobs import JobFailed
from reports.documents import kinds
from reports.documents.codec import SnapshotError
from reports.documents.html import html_of
from reports.models import ReportVersion
from reports.rendering.pictures import with_pictures

logger = logging.getLogger(__name__)

#: The wall clock ends before the worker's own limit of 240 s, which would count as a crash and be tried again.
LIMITS = Limits(cpu_seconds=200, wall_seconds=235, memory_bytes=3 * 512 * 1024**2)
_PAGES = re.compile(r"(\d+) pages")
_PAGE = re.compile(r" (\d+)$")
#: How the libraries below WeasyPrint say that there is no memory left.
_NO_MEMORY = re.compile("MemoryError|Cannot allocate memory|bad_alloc|Error creating thread")
_REFUSED = re.compile(r"^REFUSED (.+)$", re.MULTILINE)
_QUIET = 0.5  # seconds between two writes of the progress

Tell = Callable[[int, int, str], None]


def pdf_of(version: ReportVersion, *, tell: Tell, check: Callable[[], None]) -> tuple[bytes, int]:
    """The PDF of a version and its number of pages, from the stored snapshot and nothing else.

    Args:
        tell: called with (step, steps, words) at most twice a second.
        check: called about twice a second; an exception from it stops the work and is passed on.

    Raises:
        JobFailed: it cannot be made; the text is a sentence for the person who asked.
        ChildFailed: the printing process was killed from outside; another try may succeed.
    """
    try:
        page = with_pictures(html_of(kinds.document_from(version.report.kind, version.snapshot)))
    except SnapshotError as broken:
        logger.exception("Snapshot of %s cannot be read", version)
        raise JobFailed(
            _("The stored content of this version cannot be read. Make a new version of the report.")
        ) from broken
    listener = _Listener(tell)
    try:
        content = run_limited(
            "reports.pdf",
            args=(version.snapshot_hash,),
            stdin=page.encode(),
            limits=LIMITS,
            on_progress=listener,
            check=check,
        )
    except ChildFailed as failure:
        if failure.reason == "killed" or "No space left on device" in failure.detail:
            raise  # not the fault of this report
        logger.warning("Rendering of %s ended: %s", version, failure)
        raise JobFailed(sentence_of(failure)) from failure
    return content, listener.pages


def sentence_of(failure: ChildFailed) -> str:
    """Why there is no PDF and what to do, in words for the person who asked."""
    if failure.reason == "time":
        return _(
            "Making the PDF took longer than four minutes and was stopped. Try again when the portal is less busy; "
            "if it stops again, tell the administrator how many lines the benchmark has."
        )
    if failure.reason == "memory" or _NO_MEMORY.search(failure.detail):
        return _(
            "Making the PDF needed more memory than the portal allows and was stopped. Tell the administrator; "
            "the content of the version is safe."
        )
    if refused := _REFUSED.search(failure.detail):
        return refused[1]
    return _(
        "Making the PDF broke off. This is a fault of the portal, not of your data. Try again; if it happens again, "
        "tell the administrator."
    )


class _Listener:
    """Turns the child's progress into words for the page, at most twice a second."""

    def __init__(self, tell: Tell) -> None:
        self.tell = tell
        self.pages = 0
        self._next = 0.0

    def __call__(self, step: int, steps: int, text: str) -> None:
        if found := _PAGES.fullmatch(text):
            self.pages = int(found[1])
        now = time.monotonic()
        if now >= self._next:
            self._next = now + _QUIET
            self.tell(step, steps, words_of(step, text))


def words_of(step: int, text: str) -> str:
    """A step of the printing in words, with the page where there is one."""
    if step >= 6:
        return _("Writing the PDF")
    if page := _PAGE.search(text):
        return _("Laying out page %(page)s") % {"page": page[1]}
    return _("Arranging the text") if step > 1 else _("Reading the text")
