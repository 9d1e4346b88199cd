"""What complete and possible POSTs of the next benchmark and of spreadsheets send."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile

from benchmarking.exchange.writing import workbook
from benchmarking.models import Benchmark
from benchmarking.queries import sheets
from benchmarking.states import View

if TYPE_CHECKING:
    from tests.access.scene import Scene


def _next(scene: Scene, benchmark: Benchmark, _args: dict[str, Any]) -> dict[str, Any]:
    old = benchmark.sending_editions.get()
    return {f"edition-{old.pk}": str(scene["la_newer"].pk)}


def _sheet(_scene: Scene, benchmark: Benchmark, _args: dict[str, Any]) -> dict[str, Any]:
    material = sheets.material_of(benchmark, View.RECEIVING)
    about = sheets.about(material, can_write=True)
    content = workbook(about, sheets.out_rows(material), sheets.their_rows(material), sheets.gap_codes())
    return {"file": SimpleUploadedFile("work.xlsx", content)}


FORMS: dict[str, Any] = {"benchmarking:next": _next, "benchmarking:sheet-in": _sheet}
