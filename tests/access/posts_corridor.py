"""What complete and possible POSTs of the level table and the paper review send."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarking.forms.levels import initial_of
from benchmarking.models import PaperReview
from corridors.models import Corridor
from standards.models import FrameworkLevel

if TYPE_CHECKING:
    from tests.access.scene import Scene


def _new_row(_scene: Scene, _corridor: Corridor, _args: dict[str, Any]) -> dict[str, Any]:
    return {"sending_level": FrameworkLevel.objects.get(framework__country="KH", label="2").pk}


def _row(_scene: Scene, corridor: Corridor, args: dict[str, Any]) -> dict[str, Any]:
    values = initial_of(corridor.level_rows.get(pk=args["row"]))
    return values | {"justification": "Read again"}


def _support(_scene: Scene, corridor: Corridor, _args: dict[str, Any]) -> dict[str, Any]:
    benchmark = corridor.benchmarks.first()
    assert benchmark is not None
    edition = benchmark.sending_editions.first()
    assert edition is not None
    return {"line": [edition.lines.order_by("position")[0].pk]}


def _summary(_scene: Scene, corridor: Corridor, _args: dict[str, Any]) -> dict[str, Any]:
    return {"summary": "Most was found", "revision": PaperReview.objects.get(corridor=corridor).revision}


FORMS: dict[str, Any] = {
    "benchmarking:level-add": _new_row,
    "benchmarking:level-edit": _row,
    "benchmarking:level-move": {"way": "down"},
    "benchmarking:level-support": _support,
    "benchmarking:level-unsupport": {"line": "1"},
    "benchmarking:paper-review-summary": _summary,
}
