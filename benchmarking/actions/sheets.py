"""Verbs on the spreadsheet of a benchmark: keep what came back, say what it would change, take it in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.files.base import File
from django.db import transaction

from accounts.models import User
from benchmarking.actions.judgements import faults_of, hold_open, judge
from benchmarking.exchange.form import InSheet
from benchmarking.models import Benchmark
from benchmarking.queries.sheet_rows import DryRun, Fault, RowChange, dry_run
from benchmarking.queries.sheets import COLUMN_OF, Material, material_of
from benchmarking.states import View
from core import files
from core.audit import record
from core.models import StoredFile
from standards.intake import FileKind
from standards.models import Line
from standards.reading import CONTENT_TYPES


def keep_sheet(*, content: File[bytes], name: str, by: User) -> StoredFile:
    """Store an uploaded file, so that what is applied is what was shown."""
    return files.store(content, name=name, content_type=CONTENT_TYPES[FileKind.XLSX], by=by)


def look_at(material: Material, sheet: InSheet) -> DryRun:
    """The dry run with the rules of comparison: a row that breaks one is a fault with its cell."""
    found = dry_run(material, sheet)
    cells = {row.row: row.cells for row in sheet.rows}
    for name in ("changes", "conflicts"):
        sound: list[RowChange] = []
        for one in getattr(found, name):
            faults = faults_of(
                {**one.values, "dissent": ""},
                linked=bool(one.values["counterparts"]),
                is_new=not one.revision,
            )
            for field, sentence in faults.items():
                at = cells[one.row][COLUMN_OF[field]].at
                found.faults.append(Fault(one.row, at, str(sentence), one.line))
            if not faults:
                sound.append(one)
        setattr(found, name, sound)
    found.faults.sort(key=lambda one: one.row)
    return found


@dataclass(frozen=True)
class Taken:
    """What was applied, and what is left: conflicts that were not chosen, and faults."""

    applied: int
    left: DryRun


@transaction.atomic
def take_sheet(
    *,
    benchmark: Benchmark,
    view: View,
    sheet: InSheet,
    mine: Mapping[int, int],
    stored: StoredFile,
    by: User,
) -> Taken:
    """Save every row that changes its line and conflicts with nobody, and the chosen conflicts, in one go.

    The same file again changes nothing. Rows in conflict and rows with faults change nothing and are given back.

    Args:
        mine: line -> revision of what the person saw and chose to replace by their own words.

    Raises:
        IllegalMove: the benchmark is completed, or the agreed view has not begun.
    """
    hold_open(benchmark)
    material = material_of(benchmark, view)
    found = look_at(material, sheet)
    chosen = [one for one in found.conflicts if mine.get(one.line.pk) == one.revision]
    theirs = {line.pk: line for line in material.theirs}
    for one in (*found.changes, *chosen):
        _judge(material, one, theirs, by)
    applied = len(found.changes) + len(chosen)
    if applied:
        after = {"view": str(view.label), "file": stored.name, "sha256": stored.sha256, "lines": applied}
        record("benchmark.sheet_taken", on=benchmark, by=by, after=after)
    found.conflicts = [one for one in found.conflicts if one not in chosen]
    found.changes = []
    return Taken(applied, found)


def _judge(material: Material, change: RowChange, theirs: Mapping[int, Line], by: User) -> None:
    stored = material.judgements.get(change.line.pk)
    values = {**change.values, "counterparts": [theirs[key] for key in change.values["counterparts"]]}
    judge(
        benchmark=material.benchmark,
        line=change.line,
        view=material.view,
        revision=change.revision,
        dissent=stored.dissent if stored else "",
        by=by,
        **values,
    )
