"""A reading with Burmese in Zawgyi: every such line is doubted, converted after a look, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.text import nfc
from standards import actions
from standards.intake import ReadLine
from standards.models import Intake
from standards.states import EditionState
from tests.conftest import Cast
from tests.factories import world
from tests.standards.files import read_here, workbook

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]
LINES = (
    ReadLine("unit", "BRK-01", "Build walls", "အုတ္ခဲမ်ား စီသည္"),
    ReadLine("criterion", "1.1", "Mortar is mixed", "ဘိလပ္ေျမႏွင့္သဲကို ေရာေမႊသည္"),
    ReadLine("criterion", "1.2", "Industry", "ကုန္ထုတ္သမဝါယမ"),
    ReadLine("criterion", "1.3", "Plain English only"),
)
UNICODE = ["အုတ်ခဲများ စီသည်", "ဘိလပ်မြေနှင့်သဲကို ရောမွှေသည်", "ကုန်ထုတ်သမဝါယမ", ""]


@pytest.fixture
def reading(cast: Cast) -> Intake:
    """A Myanmar template filled in with the Zawgyi keyboard."""
    draft = world.edition("MM", by=cast.focal_mm, state=EditionState.DRAFT)
    return read_here(
        actions.upload_source(edition=draft, content=workbook(LINES), name="a.xlsx", by=cast.focal_mm)
    )


def originals(reading: Intake) -> list[str]:
    return list(reading.lines.order_by("position").values_list("text_original", flat=True))


def doubts(reading: Intake) -> list[int]:
    open_ones = reading.warnings.filter(code="zawgyi", settled_at=None)
    return sorted(one.line.position for one in open_ones if one.line)


def test_lines_in_zawgyi_are_doubted_and_converted_after_a_look(
    cast: Cast, reading: Intake, as_user: SignIn
) -> None:
    client = as_user(cast.focal_mm)
    address = reverse("standards:intake-zawgyi", args=[reading.ref])
    assert doubts(reading) == [0, 1, 2]
    page = client.get(reverse("standards:intake", args=[reading.ref])).content.decode()
    assert "Convert 3 lines from Zawgyi" in page

    preview = client.get(address).content.decode()
    assert nfc(LINES[1].text_original) in preview
    assert nfc(UNICODE[1]) in preview
    assert originals(reading)[1] == nfc(LINES[1].text_original)  # looking changes nothing

    done = client.post(address, follow=True)

    assert "3 lines are converted to Unicode" in done.content.decode()
    assert originals(reading) == [nfc(text) for text in UNICODE]
    assert doubts(reading) == []


def test_the_conversion_is_one_step_that_can_be_taken_back_and_done_again(
    cast: Cast, reading: Intake
) -> None:
    before = originals(reading)
    actions.convert_zawgyi(intake=reading, by=cast.focal_mm)

    actions.undo(intake=reading, by=cast.focal_mm)
    assert (originals(reading), doubts(reading)) == (before, [0, 1, 2])

    actions.redo(intake=reading, by=cast.focal_mm)
    assert (originals(reading), doubts(reading)) == ([nfc(text) for text in UNICODE], [])


def test_a_reading_without_zawgyi_says_so(cast: Cast, as_user: SignIn) -> None:
    draft = world.edition("MM", by=cast.focal_mm, state=EditionState.DRAFT)
    lines = [ReadLine("unit", "1", "Walls", UNICODE[1])]
    intake = read_here(
        actions.upload_source(edition=draft, content=workbook(lines), name="a.xlsx", by=cast.focal_mm)
    )
    client = as_user(cast.focal_mm)
    address = reverse("standards:intake-zawgyi", args=[intake.ref])

    for answer in (client.get(address, follow=True), client.post(address, follow=True)):
        assert "No line of this reading looks like Zawgyi." in answer.content.decode()
    assert originals(intake) == [nfc(UNICODE[1])]
