"""The history as a spreadsheet or CSV: what the page shows under the same filters, up to a bound."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from benchmarking.gap_sheet import XLSX_TYPE, Column, write
from core.events import label_of
from core.templatetags.portal_history import told_changes
from mrs_portal.history.queries import Row
from standards.exchange.tables import CSV_TYPE, guarded

#: Lines in one file at most.
MOST = 10_000
TYPES = {"xlsx": XLSX_TYPE, "csv": CSV_TYPE}


def file_of(rows: Iterable[Row], kind: str) -> bytes:
    """The rows as XLSX or CSV. Every cell is text: nothing that a person wrote becomes a formula."""
    columns = _columns()
    cells = [_cells(row) for row in rows]
    if kind == "xlsx":
        return write(_("History"), columns, cells)
    return _csv([column.heading for column in columns], cells)


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Place in the chain"), 10),
        Column(_("When"), 26),
        Column(_("Who"), 34),
        Column(_("On behalf of"), 34),
        Column(_("What"), 34),
        Column(_("Kind"), 20),
        Column(_("About"), 44),
        Column(_("Old and new"), 80),
        Column(_("Event"), 24),
    )


def _cells(row: Row) -> list[str]:
    line = row.line
    changes = "\n".join(f"{field}: {old} → {new}" for field, old, new in told_changes(line))
    return [
        str(line.place or ""),
        timezone.localtime(line.at).isoformat(sep=" ", timespec="seconds"),
        line.by_text,
        line.behalf_text,
        label_of(line.event),
        row.kind,
        line.subject_text if row.has_content else "",
        changes if row.has_content else "",
        line.event,
    ]


def _csv(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow(headings)
    for row in rows:
        writer.writerow([guarded(text) for text in row])
    return b"\xef\xbb\xbf" + stream.getvalue().encode()
