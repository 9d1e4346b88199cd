"""Reads of the level-to-level table (roadmap step 7b): its rows, what is known of the AQRF, the lines behind a cell."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.http import Http404

from accounts.models import User
from accounts.permissions import Side
from benchmarking.models import Benchmark, LevelRow, LevelSupport
from benchmarking.states import LevelCell
from core import countries
from core.models import AuditLine
from corridors.models import Corridor
from corridors.queries import visible_corridor
from standards.models import Edition, FrameworkLevel, Line
from standards.searching import words_of
from standards.states import RATEABLE_KINDS, LineKind

#: Kinds of line that are offered before somebody searches: where standards say what a level is, and what is compared.
OFFERED = (LineKind.LEVEL, LineKind.DESCRIPTOR, LineKind.UNIT, *sorted(RATEABLE_KINDS))
_HISTORY = 30


@dataclass(frozen=True)
class Referencing:
    """What reference data say about the AQRF level of one national level; `regional` is None where nothing is known."""

    level: FrameworkLevel

    @property
    def regional(self) -> FrameworkLevel | None:
        """The level of the AQRF."""
        return self.level.regional


@dataclass(frozen=True)
class Proposal:
    """What follows from the reference data for the AQRF cell of a row."""

    known: tuple[Referencing, ...]

    @property
    def level(self) -> FrameworkLevel | None:
        """The AQRF level that every referenced level of the row has; None where none is known or they differ."""
        found = {one.regional for one in self.known if one.regional is not None}
        return found.pop() if len(found) == 1 else None

    @property
    def differs(self) -> bool:
        """Whether the two sides are referenced to different levels of the AQRF."""
        return len({one.regional for one in self.known if one.regional is not None}) > 1


@dataclass(frozen=True)
class Cell:
    """One cell of the table: its level, and how many lines support it for this reader."""

    name: str
    level: FrameworkLevel | None
    lines: int = 0


@dataclass(frozen=True)
class RowView:
    """One row as the page shows it."""

    row: LevelRow
    sending: Cell
    regional: Cell
    receiving: Cell
    proposal: Proposal
    missing: tuple[str, ...] = field(default=())

    @property
    def cells(self) -> tuple[Cell, ...]:
        """From left to right."""
        return (self.sending, self.regional, self.receiving)


def visible_row(user: User, ref: str, row: int) -> LevelRow:
    """A row of the corridor's table; 404 for what this person may not see."""
    found = _rows(user, visible_corridor(user, ref)).filter(pk=row).first() if row < 2**31 else None
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class OpenedCell:
    """A cell that has a level, as it was opened."""

    row: LevelRow
    cell: str
    level: FrameworkLevel

    @property
    def label(self) -> str:
        """The column in words."""
        return str(LevelCell(self.cell).label)

    @property
    def proposal(self) -> Proposal:
        """What reference data say about the AQRF level of this row."""
        return proposal_of(self.row)

    def sides_of(self, user: User) -> frozenset[Side]:
        """As towards the row."""
        return self.row.sides_of(user)


def visible_cell(user: User, ref: str, row: int, cell: str) -> OpenedCell:
    """A cell with a level, of a row that this person sees; else 404."""
    found = visible_row(user, ref, row)
    level = level_of(found, cell) if cell in LevelCell.values else None
    if level is None:
        raise Http404
    return OpenedCell(found, cell, level)


def level_of(row: LevelRow, cell: str) -> FrameworkLevel | None:
    """The level that stands in a cell."""
    found: FrameworkLevel | None = getattr(row, f"{cell}_level")
    return found


def _rows(user: User, corridor: Corridor) -> QuerySet[LevelRow]:
    levels = [
        f"{side}_level__{path}"
        for side in ("sending", "receiving")
        for path in ("framework", "regional__framework")
    ]
    rows = LevelRow.objects.visible_to(user).filter(corridor=corridor)
    return rows.select_related(
        "corridor__skill_area", "corridor__pilot", "regional_level__framework", *levels, "by__organisation"
    ).order_by("position", "pk")


def table_of(user: User, corridor: Corridor) -> list[RowView]:
    """The rows that this person sees, with how many lines they can open behind each cell: three queries."""
    rows = list(_rows(user, corridor))
    counts: dict[tuple[int, str], int] = defaultdict(int)
    for one in _supports(user, rows):
        counts[one.row_id, one.cell] += 1
    return [_view(row, counts) for row in rows]


def _supports(user: User, rows: Iterable[LevelRow]) -> QuerySet[LevelSupport]:
    """Lines behind the rows, of the editions that this person sees."""
    seen = Edition.objects.visible_to(user)
    return LevelSupport.objects.filter(row__in=list(rows), line__edition__in=seen)


def _view(row: LevelRow, counts: dict[tuple[int, str], int]) -> RowView:
    cells = {
        name: Cell(name, level_of(row, name), counts.get((row.pk, name), 0)) for name in LevelCell.values
    }
    return RowView(
        row, cells["sending"], cells["regional"], cells["receiving"], proposal_of(row), missing_of(row)
    )


def proposal_of(row: LevelRow) -> Proposal:
    """What reference data say about the AQRF level of this row."""
    levels = (row.sending_level, row.receiving_level)
    return Proposal(tuple(Referencing(level) for level in levels if level is not None))


def missing_of(row: LevelRow) -> tuple[str, ...]:
    """Names of the fields without which a row is not released."""
    return tuple(
        name
        for name in ("sending_level", "receiving_level", "rating", "justification")
        if not getattr(row, name)
    )


def levels_for(country: str) -> list[tuple[str, list[FrameworkLevel]]]:
    """Levels of a country, the region's for "", by the name of their framework, lowest first: one query."""
    rows = FrameworkLevel.objects.filter(framework__country=country).select_related("framework")
    groups: dict[str, list[FrameworkLevel]] = defaultdict(list)
    for level in rows.order_by("framework__name", "position"):
        groups[level.framework.name].append(level)
    return list(groups.items())


# --- The lines behind a cell -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Offer:
    """A line that may be chosen for a cell. `proposed` says that its number or name is that of the level."""

    line: Line
    chosen: bool
    proposed: bool


@dataclass(frozen=True)
class Shelf:
    """Lines of one edition."""

    edition: Edition
    offers: list[Offer]


def supports_of(user: User, row: LevelRow, cell: str) -> list[LevelSupport]:
    """The lines that support a cell, by edition and place: one query."""
    found = _supports(user, [row]).filter(cell=cell)
    return list(
        found.select_related("line__edition__standard", "line__parent").order_by(
            "line__edition__standard__country", "line__edition", "line__position"
        )
    )


def editions_for(user: User, row: LevelRow, cell: str) -> list[Edition]:
    """Editions of the corridor's benchmarks that this person sees: the reference ones for the receiving cell, the
    sending ones for the sending cell, all for the AQRF; newest benchmark first.
    """
    benchmarks = Benchmark.objects.visible_to(user).filter(corridor=row.corridor_id)
    wanted = Q()
    if cell != LevelCell.SENDING:
        wanted |= Q(pk__in=benchmarks.values("reference_editions"))
    if cell != LevelCell.RECEIVING:
        wanted |= Q(pk__in=benchmarks.values("sending_editions"))
    seen = Edition.objects.visible_to(user).filter(wanted)
    return list(seen.select_related("standard").order_by("standard__country", "standard__title", "-pk"))


def lines_to_choose(editions: Iterable[Edition], query: str) -> QuerySet[Line]:
    """Lines of these editions of the kinds OFFERED, or with words all lines in which the words stand."""
    rows = Line.objects.filter(edition__in=list(editions)).select_related("edition__standard", "parent")
    words = words_of(query)
    if not words:
        rows = rows.filter(kind__in=OFFERED)
    for word in words:
        rows = rows.filter(search__contains=word)
    return rows.order_by("edition__standard__country", "edition__standard__title", "edition", "position")


def lines_among(editions: Iterable[Edition], keys: Iterable[int]) -> QuerySet[Line]:
    """The lines with these keys, as far as they stand in one of the editions."""
    return Line.objects.filter(edition__in=list(editions), pk__in=list(keys)).order_by("edition", "position")


def offers_of(lines: Iterable[Line], row: LevelRow, cell: str, chosen: set[int]) -> list[Shelf]:
    """The lines of a page by edition, those that the level's number or name points to marked as proposed."""
    level = level_of(row, cell)
    shelves: dict[int, Shelf] = {}
    for line in lines:
        shelf = shelves.setdefault(line.edition_id, Shelf(line.edition, []))
        shelf.offers.append(Offer(line, line.pk in chosen, level is not None and names_level(line, level)))
    return list(shelves.values())


def names_level(line: Line, level: FrameworkLevel) -> bool:
    """Whether a line of kind "level" carries the number or the name of a level.

    Nothing in a standard says to which framework its levels belong, so this is a proposal and no more.
    """
    if line.kind != LineKind.LEVEL:
        return False
    label = level.label.casefold()
    text = f"{line.text} ".casefold()
    if line.number.casefold() == label or (level.title and level.title.casefold() in text):
        return True
    return re.search(rf"\blevel\s+{re.escape(label)}\b", text) is not None


def history_for(corridor: Corridor) -> list[AuditLine]:
    """What was done to the table, newest first; rows that were deleted since are in it."""
    lines = AuditLine.objects.filter(subject_type=LevelRow._meta.label_lower)
    alive = [str(pk) for pk in corridor.level_rows.values_list("pk", flat=True)]
    return list(
        lines.filter(Q(subject_id__in=alive) | Q(after__corridor=str(corridor))).order_by("-id")[:_HISTORY]
    )


def country_names(corridor: Corridor) -> dict[str, str]:
    """Names of the two countries by column."""
    return {
        "sending": countries.name_of(corridor.sending_country),
        "receiving": countries.name_of(corridor.receiving_country),
    }
