"""A benchmark made ready for its spreadsheet; what comes back is looked at in `sheet_rows`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import formats, timezone

from benchmarking.exchange import form
from benchmarking.exchange.form import About, OutRow, TheirRow
from benchmarking.models import Benchmark, Judgement
from benchmarking.queries.benchmarks import load_editions, trees_of
from benchmarking.queries.scope import nodes_in_scope
from benchmarking.states import GapCode, View
from standards.models import Line
from standards.tree import Node, flat

#: Column of each field of a judgement that the file holds.
COLUMN_OF = {
    "rating": form.RATING,
    "counterparts": form.COUNTERPARTS,
    "difference": form.DIFFERENCE,
    "substantial": form.SUBSTANTIAL,
    "gap_code": form.GAP_CODE,
    "reason": form.REASON,
    "recommendation": form.RECOMMENDATION,
}
TEXTS = ("difference", "reason", "recommendation")


def codes_of(lines: Sequence[Line]) -> dict[int, str]:
    """What a sending line is called in the file: its number where only one line has it, else number and place.

    The second of two lines "1.1" is "1.1#2"; lines without a number are "#" and their place. Reading order decides, and
    the editions of a benchmark are frozen, so the same line has the same code in every file.
    """
    times = Counter(_plain(line.number) for line in lines)
    seen: Counter[str] = Counter()
    found = {}
    for line in lines:
        number = _plain(line.number)
        seen[number] += 1
        found[line.pk] = number if number and times[number] == 1 else f"{number}#{seen[number]}"
    return found


def _plain(number: str) -> str:
    """The number without the signs by which codes are told apart."""
    return " ".join(number.replace(";", " ").replace("#", " ").split())


@dataclass(frozen=True)
class Material:
    """The lines of a benchmark and the judgements of one view."""

    benchmark: Benchmark
    view: View
    nodes: list[Node[Line]]
    theirs: list[Line]
    codes: dict[int, str]
    judgements: dict[int, Judgement]

    def links_of(self, keys: Iterable[int]) -> tuple[str, ...]:
        """Codes of sending lines in reading order."""
        wanted = set(keys)
        return tuple(self.codes[line.pk] for line in self.theirs if line.pk in wanted)


def material_of(benchmark: Benchmark, view: View) -> Material:
    """What the file is made of and checked against; the caller has checked that the person reads this view."""
    load_editions(benchmark)
    reference, sending = list(benchmark.reference_editions.all()), list(benchmark.sending_editions.all())
    trees = trees_of([*reference, *sending])
    theirs = [node.line for edition in sending for node in flat(trees[edition])]
    rows = Judgement.objects.filter(benchmark=benchmark, view=view).prefetch_related("counterparts")
    judgements = {one.line_id: one for one in rows}
    return Material(benchmark, view, nodes_in_scope(benchmark, trees), theirs, codes_of(theirs), judgements)


def about(material: Material, *, can_write: bool) -> About:
    """What the file says about itself."""
    benchmark = material.benchmark
    made = formats.date_format(timezone.localtime(), "j F Y, H:i")
    words = str(material.view.label)
    return About(benchmark.ref, material.view.value, str(benchmark), words, made, can_write)


def out_rows(material: Material) -> list[OutRow]:
    """The receiving lines with their judgements, in reading order."""
    rows = []
    for node in material.nodes:
        line, judged = node.line, material.judgements.get(node.line.pk)
        values = stored_values(judged)
        section = str(node.section) if node.section is not None else ""
        rows.append(
            OutRow(
                key=line.pk,
                revision=judged.revision if judged else 0,
                section=section,
                number=line.number,
                text=line.text,
                original=line.text_original,
                kind=line.get_kind_display(),
                critical=line.critical,
                **{**values, "counterparts": material.links_of(values["counterparts"])},
            )
        )
    return rows


def their_rows(material: Material) -> list[TheirRow]:
    """The sending lines to look up, in reading order."""
    names = {one.pk: str(one) for one in material.benchmark.sending_editions.all()}
    return [
        TheirRow(
            material.codes[line.pk],
            names[line.edition_id],
            line.number,
            line.text,
            line.text_original,
            line.get_kind_display(),
            line.critical,
        )
        for line in material.theirs
    ]


def gap_codes() -> list[tuple[str, str]]:
    """Codes with their meaning."""
    return [(code, str(label)) for code, label in GapCode.choices]


def stored_values(judgement: Judgement | None) -> dict[str, Any]:
    """The fields of the file as they are stored; of a line without a judgement, empty ones."""
    if judgement is None:
        return empty_values()
    values = {name: getattr(judgement, name) for name in COLUMN_OF if name != "counterparts"}
    return values | {"counterparts": tuple(sorted(one.pk for one in judgement.counterparts.all()))}


def empty_values() -> dict[str, Any]:
    texts = dict.fromkeys(("rating", "gap_code", *TEXTS), "")
    return {**texts, "substantial": False, "counterparts": ()}
