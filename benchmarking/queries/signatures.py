"""Reads of signatures: the exact state that is signed, and who signed it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from benchmarking.models import Benchmark, Judgement, Signature
from core.countries import name_of
from standards.models import Edition, Line

_NAME = (
    100  # characters of a line's text that a state repeats for people; the edition's hash covers all of it
)


def state_of(benchmark: Benchmark) -> dict[str, Any]:
    """Everything that a signature stands under, freshly read, in eight queries for any number of lines.

    Editions with the hash of their lines, the rules, one judgement a line (agreed, else receiving view) with dissent,
    verdicts, additional lines, conclusion. Who wrote it and when is not part of it: the same content is the same state.
    """
    held = Benchmark.objects.select_related("corridor__skill_area", "corridor__pilot").get(pk=benchmark.pk)
    return {
        "benchmark": _head(held),
        "rules": _rules(held),
        "editions": _editions(held),
        "lines": _lines(held),
        "verdicts": _verdicts(held),
        "additional": {
            str(one.line_id): {"name": name_of_line(one.line), "note": one.note}
            for one in held.additional.select_related("line")
        },
    }


def signatures_of(benchmark: Benchmark) -> list[Signature]:
    """All signatures under a benchmark, oldest first, void ones too."""
    return list(benchmark.signatures.select_related("by"))


def name_of_line(line: Line) -> str:
    """Number and text of a line, such as "1.2.3 Lay a half-brick wall"."""
    return f"{line.number} {line.text}".strip()[:_NAME]


def _head(benchmark: Benchmark) -> dict[str, Any]:
    corridor = benchmark.corridor
    return {
        "format": 1,
        "ref": benchmark.ref,
        "receiving": str(name_of(corridor.receiving_country)),
        "sending": str(name_of(corridor.sending_country)),
        "area": corridor.skill_area.title,
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
        "scope": _named(benchmark.scope.order_by("edition", "position")),
    }


def _editions(benchmark: Benchmark) -> dict[str, Any]:
    sides = {"reference": benchmark.reference_editions, "sending": benchmark.sending_editions}
    return {
        f"{side} {edition.ref}": {"name": str(edition), "lines_hash": edition.content_hash}
        for side, editions in sides.items()
        for edition in _with_names(editions.all())
    }


def _with_names(editions: Any) -> Iterable[Edition]:
    found: Iterable[Edition] = editions.select_related("standard")
    return found


def _lines(benchmark: Benchmark) -> dict[str, Any]:
    found = Judgement.objects.filter(benchmark=benchmark).effective()
    return {
        str(one.line_id): {
            "name": name_of_line(one.line),
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


def _place(line: Line) -> tuple[int, int]:
    return line.edition_id, line.position


def _verdicts(benchmark: Benchmark) -> dict[str, Any]:
    return {
        str(one.section_id): {
            "name": name_of_line(one.section),
            "verdict": one.verdict,
            "proposed": one.proposed,
            "reason": one.reason,
        }
        for one in benchmark.verdicts.select_related("section")
    }
