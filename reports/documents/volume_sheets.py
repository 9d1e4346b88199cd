"""The tables of a merged volume as sheets: its own, and those of the gap analyses with the corridor in front."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from . import gap_sheets, volume_page
from .sheets import Cell, Sheet
from .volume import Volume

Rows = tuple[tuple[Cell, ...], ...]


def sheets_of(document: Volume) -> list[Sheet]:
    """The corridors, their dimensions and the gaps by code, then each table of the reports once for all corridors."""
    own = [_corridors(document), _dimensions(document), _codes(document)]
    return own + _merged(document)


def _corridors(document: Volume) -> Sheet:
    columns = (
        _("No."),
        _("Corridor"),
        _("Report"),
        _("Version"),
        _("State"),
        _("Date"),
        _("Check number"),
        _("Conclusion"),
        _("Coverage, %"),
        _("Lines compared"),
        _("Lines"),
        _("Critical lines not fully covered"),
        _("Gaps"),
        _("Gaps not yet settled"),
    )
    rows: Rows = tuple(
        (
            line.place,
            line.merged.document.corridor.label,
            line.merged.number,
            line.merged.version,
            line.merged.state,
            line.merged.document.dated,
            line.merged.digits,
            line.merged.document.conclusion.label if line.merged.document.conclusion else "",
            line.merged.document.coverage,
            line.rated,
            line.total,
            line.merged.document.critical_not_covered,
            len(line.merged.document.gaps),
            line.unsettled,
        )
        for line in volume_page.lines_of(document)
    )
    return Sheet(_("Corridors"), columns, rows, part="overview")


def _dimensions(document: Volume) -> Sheet:
    heat = volume_page.heat_of(document)
    if heat is None:
        return Sheet(_("Dimensions"), (_("Corridor"),), empty=_("The reports hold no table of dimensions."))
    rows: Rows = tuple(
        (
            ", ".join(part for part in (row.head, row.group) if part),
            *("\n".join(part for part in (cell.word, cell.figure) if part) for cell in row.cells),
        )
        for row in heat.rows
    )
    return Sheet(_("Dimensions"), (heat.first, *heat.columns), rows, part="dimensions")


def _codes(document: Volume) -> Sheet:
    columns = (
        _("Code"),
        _("Gap"),
        _("critical"),
        _("major"),
        _("minor"),
        _("not graded"),
        _("All"),
        _("Not settled"),
        _("Corridors"),
    )
    rows: Rows = tuple(
        (row.code, row.label, *row.by_severity, row.unrated, row.total, row.unsettled, row.corridors)
        for row in volume_page.code_counts(document)
    )
    return Sheet(_("Gaps by code"), columns, rows, part="gaps")


def _merged(document: Volume) -> list[Sheet]:
    """Tables of the same name under each other, without the parts that the office left out of a report."""
    found: dict[tuple[str, tuple[str, ...]], list[Sheet]] = {}
    for one in document.merged:
        for sheet in gap_sheets.sheets_of(one.document):
            kept = () if sheet.part in one.document.wording.hidden else sheet.rows
            named = tuple((one.document.corridor.label, *row) for row in kept)
            found.setdefault((sheet.title, sheet.columns), []).append(_with_corridor(sheet, named))
    return [_joined(sheets) for sheets in found.values()]


def _with_corridor(sheet: Sheet, rows: Rows) -> Sheet:
    return replace(sheet, columns=(_("Corridor"), *sheet.columns), rows=rows, part="corridors")


def _joined(sheets: list[Sheet]) -> Sheet:
    return replace(sheets[0], rows=tuple(row for sheet in sheets for row in sheet.rows))
