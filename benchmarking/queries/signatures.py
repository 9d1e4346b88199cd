"""Reads of signatures: the exact state that is signed, and who signed it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from benchmarking import signing
from benchmarking.models import Benchmark, Judgement, SectionVerdict, Signature
from benchmarking.queries.signed_words import in_words
from standards.models import Line

_NAME = (
    100  # characters of a line's text that a state repeats for people; the edition's hash covers all of it
)


def state_of(benchmark: Benchmark) -> dict[str, Any]:
    """Everything that a signature stands under, freshly read, in eight queries for any number of lines.

    Editions with the hash of their lines, the rules, one judgement a line (agreed, else receiving view) with dissent,
    verdicts, additional lines, conclusion. Who wrote it and when is not part of it: the same content is the same state.
    """
    held = Benchmark.objects.select_related("corridor").get(pk=benchmark.pk)
    return {
        "benchmark": _head(held),
        "rules": _rules(held),
        "editions": _editions(held),
        "lines": _lines(held),
        "verdicts": _verdicts(held),
        "additional": {
            str(one.line_id): _place_of(one.line) | {"note": one.note}
            for one in held.additional.select_related("line")
        },
    }


def signatures_of(benchmark: Benchmark) -> list[Signature]:
    """All signatures under a benchmark, oldest first, void ones too."""
    return list(benchmark.signatures.select_related("by"))


@dataclass(frozen=True)
class Signed:
    """One signature with what people want to know about it."""

    signature: Signature
    digits: list[str]  # the hash in groups
    causes: list[str]  # what voided it, in words
    since: list[
        str
    ]  # what differs today from what was signed, in words; empty where it is in force or replaced

    @property
    def in_force(self) -> bool:
        """Whether it stands."""
        return self.signature.voided_at is None


def signed_states(benchmark: Benchmark, state: dict[str, Any]) -> list[Signed]:
    """Every signature, newest first; the last one of each side says what differs today."""
    rows = signatures_of(benchmark)
    last = {row.side: row.pk for row in rows}
    return [_signed(row, state if last[row.side] == row.pk else None, benchmark) for row in reversed(rows)]


def _signed(row: Signature, state: dict[str, Any] | None, benchmark: Benchmark) -> Signed:
    since: list[str] = []
    if state is not None and row.voided_at:
        changes = changes_between(row.state, state, benchmark)
        since = [in_words(one) for one in sorted(changes, key=_first_the_benchmark)]
    return Signed(
        signature=row,
        digits=signing.groups(row.state_hash),
        causes=[in_words(one) for one in sorted(row.voided_by_change, key=_first_the_benchmark)],
        since=since,
    )


def _first_the_benchmark(change: dict[str, Any]) -> bool:
    """That it was taken up again stands before what went with that."""
    return (change["part"], change["field"]) != ("benchmark", "state")


def changes_between(
    before: dict[str, Any], after: dict[str, Any], benchmark: Benchmark
) -> list[dict[str, Any]]:
    """What differs, with who wrote the present version and when where a line or a verdict knows it."""
    found = [asdict(one) for one in signing.differences(before, after)]
    authors = _authors(benchmark, {one["part"] for one in found})
    return [one | authors.get((one["part"], one["key"]), {}) for one in found]


def _authors(benchmark: Benchmark, parts: set[str]) -> dict[tuple[str, str], dict[str, str]]:
    known: dict[tuple[str, str], dict[str, str]] = {}
    if "lines" in parts:
        for judgement in Judgement.objects.filter(benchmark=benchmark).effective().select_related("by"):
            known["lines", str(judgement.line_id)] = _author(judgement)
    if "verdicts" in parts:
        for verdict in benchmark.verdicts.select_related("by"):
            known["verdicts", str(verdict.section_id)] = _author(verdict)
    return known


def _author(row: Judgement | SectionVerdict) -> dict[str, str]:
    return {"by": str(row.by), "at": row.at.isoformat()}


def name_of_line(line: Line) -> str:
    """Number and text of a line, such as "1.2.3 Lay a half-brick wall"."""
    return f"{line.number} {line.text}".strip()[:_NAME]


def _head(benchmark: Benchmark) -> dict[str, Any]:
    return {
        "format": 1,
        "ref": benchmark.ref,
        "corridor": benchmark.corridor.ref,
        "state": benchmark.state,
        "conclusion": benchmark.conclusion,
        "conclusion_reason": benchmark.conclusion_reason,
    }


def _rules(benchmark: Benchmark) -> dict[str, Any]:
    corridor = benchmark.corridor
    return {
        "comparable_from": f"{corridor.comparable_from:.2f}",
        "not_comparable_below": f"{corridor.not_comparable_below:.2f}",
        "kinds": sorted(benchmark.kinds),
        "scope": _named(benchmark.scope.all()),
    }


def _editions(benchmark: Benchmark) -> dict[str, Any]:
    """Under its reference and the hash of its lines: a standard may be renamed, its released lines never change."""
    sides = {
        "reference": benchmark.reference_editions.order_by("pk"),
        "sending": benchmark.sending_editions.order_by("pk"),
    }
    return {
        f"{side} {edition.ref}": {"name": edition.ref, "lines_hash": edition.content_hash}
        for side, editions in sides.items()
        for edition in editions
    }


def edition_names(benchmark: Benchmark) -> dict[str, str]:
    """Titles of the editions by reference, as they are called today."""
    found: dict[str, str] = {}
    for editions in (benchmark.reference_editions, benchmark.sending_editions):
        found |= {edition.ref: str(edition) for edition in editions.select_related("standard")}
    return found


def _lines(benchmark: Benchmark) -> dict[str, Any]:
    found = Judgement.objects.filter(benchmark=benchmark).effective()
    return {
        str(one.line_id): _place_of(one.line)
        | {
            "view": one.view,
            "rating": one.rating,
            "counterparts": _named(one.counterparts.all()),
            "difference": one.difference,
            "reason": one.reason,
            "substantial": one.substantial,
            "gap_code": one.gap_code,
            "recommendation": one.recommendation,
            "dissent": one.dissent,
        }
        for one in found.select_related("line").prefetch_related("counterparts")
    }


def _named(lines: Iterable[Line]) -> list[str]:
    """Lines by name, each with its key, so that two lines of the same words are two."""
    return [f"{name_of_line(line)} [{line.key}]" for line in sorted(lines, key=_place)]


def _place_of(line: Line) -> dict[str, Any]:
    """Name and place of a line; places are in reading order over the editions of a benchmark."""
    return {"name": name_of_line(line), "place": [line.edition_id, line.position]}


def _place(line: Line) -> tuple[int, int]:
    return line.edition_id, line.position


def _verdicts(benchmark: Benchmark) -> dict[str, Any]:
    return {
        str(one.section_id): _place_of(one.section)
        | {
            "verdict": one.verdict,
            "proposed": one.proposed,
            "reason": one.reason,
        }
        for one in benchmark.verdicts.select_related("section")
    }
