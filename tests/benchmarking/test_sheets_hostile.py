"""Files that come back as a benchmark's spreadsheet and mean harm, are somebody else's, or are odd."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from benchmarking.exchange import form
from benchmarking.exchange.form import About, NotOurs, OutRow
from benchmarking.exchange.reading import from_json, read, to_json
from benchmarking.exchange.writing import workbook
from core.text import clean
from standards.intake import Refused
from standards.intake.ours.template import storable
from tests.benchmarking.desks import opened
from tests.benchmarking.test_sheets import upload
from tests.standards.hostile import sheets as hostile

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], Client]


def world_book() -> bytes:
    """A sound spreadsheet of somebody else's."""
    book = Workbook()
    book.active.title = form.SHEET
    book.active["A1"] = "Shopping"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


# --- Files that mean harm ------------------------------------------------------------------------


@pytest.mark.parametrize("case", [one for one in hostile.CASES if not one.slow], ids=lambda case: case.id)
def test_no_file_from_outside_is_taken_for_ours(tmp_path: Path, case) -> None:
    path = tmp_path / "source"
    path.write_bytes(case.make())
    with pytest.raises((Refused, NotOurs)):
        read(path, case.name)


@pytest.mark.parametrize("id", ["X-03a", "X-02b"])
def test_a_hostile_upload_gets_a_sentence(small_world, as_user: SignIn, id: str) -> None:
    benchmark = opened(small_world)
    case = next(one for one in hostile.CASES if one.id == id)
    answer = upload(as_user(small_world.cast.expert_one), benchmark, case.make(), case.name)
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "a.xlsx"), (b"%PDF-1.4 and so on", "a.pdf"), (b"a,b\n1,2\n", "a.csv"), (world_book(), "a.xlsx")],
)
def test_other_files_get_a_sentence(small_world, as_user: SignIn, content: bytes, name: str) -> None:
    answer = upload(as_user(small_world.cast.expert_one), opened(small_world), content, name)
    assert answer.status_code == 422


@given(
    words=st.text(st.characters(codec="utf-8"), max_size=60)
    | st.sampled_from(["=1+1", "_x0041_", "@a", "-1"])
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_words_come_back_as_they_went(tmp_path: Path, words: str) -> None:
    about = About("ref", "receiving", "Benchmark 1", "Receiving view", "today", can_write=True)
    row = OutRow(5, 2, "", "1.1", "Lay bricks", "", "criterion", critical=False, difference=words)
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook(about, [row], [], [("C4", "C4")]))
    found = read(path, "a.xlsx")
    assert from_json(json.loads(to_json(found))) == found
    assert clean(found.rows[0].cells["Difference"].text) == clean(storable(words))
