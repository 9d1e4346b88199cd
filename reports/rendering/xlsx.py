"""From a stored version to its workbook: all tables of the document, and a first sheet that says what it is."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.utils import translation
from django.utils.translation import gettext as _

from core.jobs import JobFailed
from reports.documents import kinds
from reports.documents.codec import SnapshotError
from reports.documents.common import Document
from reports.documents.dates import day_text, moment_text
from reports.documents.sheets import Sheet
from reports.documents.wording import wording_of
from reports.models import ReportVersion
from reports.xlsx import Fact, workbook

logger = logging.getLogger(__name__)
Tell = Callable[[int, int, str], None]


def xlsx_of(version: ReportVersion, *, tell: Tell, check: Callable[[], None]) -> tuple[bytes, int]:
    """The workbook of a version, from the stored snapshot and nothing else; it has no pages.

    Args:
        tell: called with (step, steps, words) for every sheet.
        check: called now and then; an exception from it stops the work and is passed on.

    Raises:
        JobFailed: the stored content cannot be read; the text is a sentence for the person who asked.
    """
    try:
        document = kinds.document_from(version.report.kind, version.snapshot)
    except SnapshotError as broken:
        logger.exception("Snapshot of %s cannot be read", version)
        raise JobFailed(
            _("The stored content of this version cannot be read. Make a new version of the report.")
        ) from broken

    def say(step: int, steps: int, name: str) -> None:
        tell(step, steps, _("Writing the sheet “%(name)s”") % {"name": name})

    with translation.override(document.content_language):
        sheets, facts = sheets_of(document), facts_of(document, version.snapshot_hash)
        first, heads = _("About"), (_("Sheet"), _("Rows"), _("none"))
    content = workbook(
        first=first,
        facts=facts,
        sheets=sheets,
        title=f"{document.number} {document.title}",
        made=document.generated_at,
        heads=heads,
        tell=say,
        check=check,
    )
    return content, 0


def sheets_of(document: Document) -> list[Sheet]:
    """The tables that the document prints: what the office left out of the paper is left out here."""
    hidden = wording_of(document).hidden
    return [one for one in kinds.kind_of(document).sheets(document) if not one.part or one.part not in hidden]


def facts_of(document: Document, snapshot_hash: str) -> list[Fact]:
    """What the file is a copy of, so that it can be checked."""
    about = [
        Fact(_("Report"), document.title),
        Fact(_("Number"), document.number),
        Fact(_("Version"), document.version),
        Fact(_("Check number of the content"), snapshot_hash),
        Fact(_("State"), document.status),
        Fact(_("Content frozen"), moment_text(document.generated_at)),
        Fact(_("Date"), day_text(document.dated)),
        Fact(_("Receiving country"), document.corridor.receiving.name),
        Fact(_("Sending country"), document.corridor.sending.name),
        Fact(_("Skill area"), document.corridor.skill_area),
        Fact(_("Pilot"), str(getattr(document, "pilot", "") or "")),
        Fact(_("Confidentiality"), str(getattr(document, "marking", "") or "")),
    ]
    about.append(
        Fact(
            _("About this file"),
            _(
                "The tables of the report, for filtering and counting. What counts is the report with this number."
            ),
        )
    )
    return [fact for fact in about if fact.value not in ("", None)]
