"""Downloads of an edition: who gets them, what they are called, what the page says about them."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from standards import actions, queries
from standards.models import Edition, Line, LineComment, SourceFile
from standards.states import EditionState, TranslationStatus
from standards.views.exports import file_name
from tests.conftest import Cast
from tests.factories import world
from tests.standards.case_rules import faults
from tests.standards.files import read_here, workbook

SignIn = Callable[[User], Client]
ROUTES = ("exports", "export", "export-csv", "export-case")


def url(name: str, edition: Edition) -> str:
    return reverse(f"standards:{name}", args=[edition.ref])


@pytest.fixture
def draft(cast: Cast) -> Edition:
    """A Cambodian draft with lines."""
    return world.edition("KH", by=cast.focal_kh, state=EditionState.DRAFT)


@pytest.mark.parametrize("route", ROUTES)
def test_a_draft_goes_out_to_its_own_country_only(
    cast: Cast, draft: Edition, as_user: SignIn, route: str
) -> None:
    assert as_user(cast.focal_kh).get(url(route, draft)).status_code == 200
    for other in (cast.coordinator, cast.focal_la, cast.reviewer, cast.observer, cast.administrator):
        assert as_user(other).get(url(route, draft)).status_code == 404


@pytest.mark.parametrize(
    ("route", "suffix", "kind"),
    [
        ("export", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("export-csv", "csv", "text/csv; charset=utf-8"),
        ("export-case", "case.json", "application/json"),
    ],
)
def test_files_have_names_for_people_and_their_type(
    cast: Cast, draft: Edition, as_user: SignIn, route: str, suffix: str, kind: str
) -> None:
    answer = as_user(cast.focal_kh).get(url(route, draft))

    assert answer["Content-Type"] == kind
    assert answer["X-Content-Type-Options"] == "nosniff"
    name = f"KH_bricklaying_and_plastering_kh_2018_lines.{suffix}"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'


def test_names_are_plain_whatever_the_title_is() -> None:
    assert file_name(["LA", "ຊ່າງກໍ່", '2.0"; x'], "csv") == "LA_20_x_lines.csv"
    assert file_name(["KH", "Brick/laying\r\nX", ""], "xlsx") == "KH_bricklaying_x_lines.xlsx"


def test_the_package_that_goes_out_keeps_the_rules(cast: Cast, draft: Edition, as_user: SignIn) -> None:
    client = as_user(cast.focal_kh)
    package = json.loads(client.get(url("export-case", draft), secure=True).content)

    assert faults(package) == []
    assert [
        item["identifier"] for item in package["CFItems"] if "mrs:kind" in item.get("extensions", {})
    ] == [str(line.key) for line in queries.lines_of(draft)]


def test_the_page_says_with_figures_what_is_in_none_of_the_files(
    cast: Cast, draft: Edition, as_user: SignIn
) -> None:
    line = queries.lines_of(draft)[0]
    Line.objects.filter(pk=line.pk).update(
        page=3, translation=TranslationStatus.CHECKED, translation_checked_by=cast.focal_kh, marks="ten"
    )
    LineComment.objects.create(
        edition=draft, line_key=line.key, line_text="x", country="KH", text="Why?", by=cast.focal_kh
    )
    read_here(actions.upload_source(edition=draft, content=workbook(), name="a.xlsx", by=cast.focal_kh))
    page = as_user(cast.focal_kh).get(url("exports", draft)).content.decode()

    assert SourceFile.objects.filter(edition=draft).count() == 1
    for sentence in (
        "The place in the source file of 1 line",
        "1 comment",
        "Who checked the translation of 1 line",
        "The marks of 1 line, which are no number",
        "1 source file",
    ):
        assert sentence in page


def test_a_download_takes_few_queries(
    cast: Cast, draft: Edition, as_user: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = as_user(cast.focal_kh)
    client.get(url("export-case", draft))
    with django_assert_max_num_queries(12):
        client.get(url("export-case", draft))


def test_two_thousand_lines_go_out_in_every_format(cast: Cast, draft: Edition, as_user: SignIn) -> None:
    draft.lines.all().delete()
    world.add_lines(draft, [("criterion", f"1.{n}", f"Lay bricks {n}", 0, False) for n in range(2_000)])
    client = as_user(cast.focal_kh)
    started = time.process_time()
    contents = {route: client.get(url(route, draft)).content for route in ROUTES[1:]}

    assert time.process_time() - started < 30
    assert load_workbook(BytesIO(contents["export"]))["Lines"].max_row == 2_001
    assert contents["export-csv"].count(b"\r\n") == 2_001
    assert len(json.loads(contents["export-case"])["CFItems"]) == 2_000
