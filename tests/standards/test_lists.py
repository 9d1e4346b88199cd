"""Lists of any length cost the same number of queries."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from core.refs import make_ref
from standards import actions
from standards.models import Edition, IntakeLine, Standard, StandardBody
from standards.states import EditionState
from tests.conftest import Cast
from tests.factories import world
from tests.standards.files import read_here, workbook

SignIn = Callable[[User], Client]
SIZES = (1, 10, 1_000)
LIBRARY = 8  # session, person with organisation, choices, count, rows
EDITION = 12  # plus lines, shares, files, readings, history, newer edition
CONFIRMING = 10


def queries_of(client: Client, address: str) -> int:
    """How many queries one page takes; the first visit warms what is kept per process."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("query", ["", "?q=brick", "?country=KH&state=accepted"])
def test_the_library_takes_the_same_queries_for_any_number_of_editions(
    cast: Cast, as_user: SignIn, size: int, query: str
) -> None:
    area = world.skill_area()
    body = StandardBody.objects.create(country="KH", name="Board", short_name="B")
    common = {"body": body, "country": "KH", "skill_area": area, "occupation": area.occupations.get()}
    standards = Standard.objects.bulk_create(
        Standard(ref=make_ref("kh", str(n)), title=f"Bricklaying {n}", **common) for n in range(size)
    )
    Edition.objects.bulk_create(
        Edition(ref=make_ref("kh", "e", str(n)), standard=one, label="1", state=EditionState.ACCEPTED)
        for n, one in enumerate(standards)
    )
    client = as_user(cast.focal_kh)

    assert queries_of(client, reverse("standards:list") + query) <= LIBRARY
    shown = client.get(reverse("standards:list") + query).content.decode()
    rows = len(re.findall(r'<th scope="row"|<h2>\s*<a ', shown))
    assert rows == min(size, 10 if "q=" in query else 50)


@pytest.mark.parametrize("size", SIZES)
def test_an_edition_takes_the_same_queries_for_any_number_of_lines(
    cast: Cast, as_user: SignIn, size: int
) -> None:
    lines = [("criterion", str(n), f"Line {n}", 0, False) for n in range(min(size, 10))]
    edition = world.edition("KH", by=cast.focal_kh, lines=lines, state=EditionState.DRAFT)
    if size > 10:
        from standards.lines import NewLine

        rows = [NewLine("criterion", str(n), f"Line {n}") for n in range(size)]
        actions.write_lines(edition=edition, rows=rows, by=cast.focal_kh)

    assert queries_of(as_user(cast.focal_kh), reverse("standards:detail", args=[edition.ref])) <= EDITION


@pytest.mark.parametrize("size", SIZES)
def test_the_confirming_screen_takes_the_same_queries_for_any_number_of_lines(
    cast: Cast, as_user: SignIn, size: int
) -> None:
    edition = world.edition("KH", by=cast.focal_kh, state=EditionState.DRAFT)
    intake = actions.upload_source(edition=edition, content=workbook(), name="a.xlsx", by=cast.focal_kh)
    read_here(intake)
    intake.lines.all().delete()
    IntakeLine.objects.bulk_create(
        IntakeLine(intake=intake, position=n, kind="criterion", number=str(n), text=f"Line {n}")
        for n in range(size)
    )
    client = as_user(cast.focal_kh)
    address = reverse("standards:intake", args=[intake.ref])

    assert queries_of(client, address) <= CONFIRMING
    assert client.get(address).content.decode().count('<li class="candidate k-criterion') == min(size, 100)


@pytest.mark.parametrize("name", ["list"])
def test_an_empty_list_says_what_to_do(cast: Cast, as_user: SignIn, name: str) -> None:
    page = as_user(cast.focal_kh).get(reverse(f"standards:{name}")).content.decode()
    searched = as_user(cast.focal_kh).get(reverse(f"standards:{name}") + "?q=nothing").content.decode()

    assert "No standard yet" in page
    assert "No standard fits" in searched
