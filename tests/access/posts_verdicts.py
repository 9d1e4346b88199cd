"""What complete and possible POSTs of verdicts, thresholds, recommendations and signing send."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarking import signing
from benchmarking.models import Benchmark
from benchmarking.queries.signatures import state_of

if TYPE_CHECKING:
    from tests.access.scene import Scene


def _sign(_scene: Scene, benchmark: Benchmark, _args: dict[str, Any]) -> dict[str, Any]:
    return {"read": "on", "state_hash": signing.fingerprint(state_of(benchmark))}


FORMS: dict[str, Any] = {
    "benchmarking:verdict": {"verdict": "not", "reason": "The tools differ", "revision": "0"},
    "benchmarking:thresholds": {
        "comparable_from": "85",
        "not_comparable_below": "45",
        "seen_upper": "80",
        "seen_lower": "50",
    },
    "benchmarking:recommendation-add": {"kind": "next", "text": "Meet again"},
    "benchmarking:recommendation-edit": {"kind": "condition", "text": "With a tolerance", "revision": "1"},
    "benchmarking:recommendation-move": {"to": "down"},
    "benchmarking:sign-check": _sign,
}
