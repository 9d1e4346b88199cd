"""Filters, order, counts and saved views of the register, and the spreadsheet of exactly what it shows."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

from accounts.models import User
from benchmarking import actions
from benchmarking.gap_sheet import Column, write
from benchmarking.models import Benchmark, GapFinding, SavedView
from benchmarking.queries.gap_register import SORTS, GapFilter, matching, register
from benchmarking.states import GapState
from corridors.models import Activity
from tests.access import oracle
from tests.benchmarking import gap_world
from tests.benchmarking.test_gap_lists import compare, listed, many
from tests.conftest import World

SignIn = Callable[[User], Client]
LIST = reverse("benchmarking:gap-list")
EXPORT = reverse("benchmarking:gap-export")
VIEWS = reverse("benchmarking:gap-views")


@pytest.fixture
def four(small_world: World) -> dict[str, GapFinding]:
    """Two gaps of Cambodian lines, one of Cambodian certification, one of Lao PDR that is not released."""
    by, today = small_world.cast.expert_one, timezone.localdate()
    kh = compare(small_world, small_world.th_kh)
    la = compare(small_world, small_world.th_la, released=False)
    line = gap_world.line
    return {
        "one": gap_world.gap(
            kh,
            line(small_world.thai, "1.1.2"),
            by=by,
            due_on=today - timedelta(days=1),
            action_type="revise",
            owner_office=small_world.cast.focal_kh.organisation,
            recommended_action="Name the tolerance",
        ),
        "two": gap_world.gap(
            kh,
            line(small_world.thai, "1.2.1"),
            by=by,
            state=GapState.AGREED,
            owner_country="TH",
            severity="minor",
            due_on=today + timedelta(days=9),
        ),
        "step": gap_world.step_gap(small_world.th_kh, by=by),
        "lao": gap_world.gap(la, line(small_world.thai, "1.2.2"), by=by, severity="critical"),
    }


# --- Filters -------------------------------------------------------------------------------------

#: What the address says -> the gaps for the coordinator, and those for the focal point of Cambodia.
FILTERS: list[tuple[dict[str, str], str, str]] = [
    ({}, "one two step lao", "one two step"),
    ({"country": "LA"}, "lao", "one two step"),  # not on the focal point's list: filters nothing
    ({"country": "KH"}, "one two step", "one two step"),
    ({"step": "2"}, "one two lao", "one two"),
    ({"step": "4"}, "step", "step"),
    ({"step": "5"}, "", ""),
    ({"code": "A"}, "step", "step"),
    ({"action": "revise"}, "one", "one"),
    ({"due": "overdue"}, "one", "one"),
    ({"due": "soon"}, "two", "two"),
    ({"due": "none"}, "step lao", "step"),
    ({"plan": "with"}, "one two", "one"),
    ({"plan": "without"}, "step lao", "two step"),
    ({"waiting": "mine"}, "two", "one step"),
    ({"reply": "contests"}, "", ""),
    ({"reply": "none"}, "one two step lao", "one two step"),
    ({"q": "s4-01"}, "step", "step"),
    ({"q": "name the tolerance"}, "one", "one"),
    ({"owner": "KH", "step": "2"}, "one", "one"),
    ({"step": "2", "sort": "severity"}, "lao one two", "one two"),
    ({"sort": "due"}, "one two step lao", "one two step"),
    ({"due": "wild", "plan": "wild", "waiting": "wild", "sort": "wild"}, "one two step lao", "one two step"),
]


@pytest.mark.parametrize(("wanted", "coordinator", "focal"), FILTERS)
def test_filters_narrow_what_the_person_sees(
    small_world: World,
    four: dict[str, GapFinding],
    as_user: SignIn,
    wanted: dict[str, str],
    coordinator: str,
    focal: str,
) -> None:
    common = Activity.objects.create(ref="common", pilot=small_world.pilot, title="Workshop")
    inside = Activity.objects.create(ref="inside", pilot=small_world.pilot, title="Inside", country="TH")
    four["one"].activities.add(common)
    four["two"].activities.add(inside)
    for person, expected in ((small_world.cast.coordinator, coordinator), (small_world.cast.focal_kh, focal)):
        answer = as_user(person).get(LIST, wanted)
        found = [name for row in answer.context["rows"] for name, gap in four.items() if gap == row.gap]
        key = set if "sort" not in wanted or wanted["sort"] == "due" else list
        assert key(found) == key(expected.split()), person


def test_an_office_can_be_filtered_by(
    small_world: World, four: dict[str, GapFinding], as_user: SignIn
) -> None:
    office = str(small_world.cast.focal_kh.organisation_id)
    assert listed(as_user(small_world.cast.coordinator), office=office) == ["KH G01"]


def test_a_formal_reply_can_be_filtered_by_and_moves_the_ball(
    small_world: World, four: dict[str, GapFinding], as_user: SignIn
) -> None:
    actions.give_position(gap=four["one"], position="contests", text="No", by=small_world.cast.focal_kh)
    client = as_user(small_world.cast.coordinator)
    assert listed(client, reply="contests") == ["KH G01"]
    assert listed(client, waiting="mine") == ["KH G01", "KH G02"]
    assert listed(as_user(small_world.cast.focal_kh), waiting="mine") == ["KH S4-01"]


def test_dismissed_gaps_stay_in_the_register_and_in_the_counts(
    small_world: World, four: dict[str, GapFinding], as_user: SignIn
) -> None:
    actions.dismiss(gap=four["one"], reason="Misread", by=small_world.cast.coordinator)
    client = as_user(small_world.cast.focal_kh)
    assert "KH G01" in listed(client)
    assert listed(client, state="dismissed") == ["KH G01"]
    counts = client.get(LIST).context["counts"]
    assert [(state.value, number) for state, number in counts] == [
        ("open", 1),
        ("agreed", 1),
        ("dismissed", 1),
    ]
    page = client.get(LIST, {"state": "agreed"}).content.decode()
    assert "Dismissed: <strong>1</strong>" in page


@pytest.mark.parametrize("sort", sorted(SORTS))
def test_every_order_shows_every_gap_once(small_world: World, four: dict[str, GapFinding], sort: str) -> None:
    found = list(register(small_world.cast.coordinator, GapFilter(sort=sort)))
    assert sorted(one.pk for one in found) == sorted(one.pk for one in four.values())


@pytest.mark.parametrize("count", [1, 10, 1000])
def test_register_and_spreadsheet_take_the_same_queries_at_any_length(
    small_world: World, as_user: SignIn, django_assert_num_queries: Any, count: int
) -> None:
    many(compare(small_world, small_world.th_kh), count, by=small_world.cast.expert_one)
    client = as_user(small_world.cast.focal_kh)
    with django_assert_num_queries(10):
        client.get(LIST, {"waiting": "mine", "plan": "without", "reply": "none", "sort": "due"})
    with CaptureQueriesContext(connection) as taken:
        assert client.get(EXPORT).status_code == 200
    statements = [one["sql"] for one in taken]
    assert sum(sql.startswith("SELECT") for sql in statements) == 9
    # The file leaves the portal: the history says so, and nothing else is written.
    written = [sql for sql in statements if not sql.startswith(("SELECT", "SAVEPOINT", "RELEASE"))]
    assert [sql.split('"')[1] for sql in written] == ["core_auditline"]


# --- The spreadsheet -----------------------------------------------------------------------------


def sheet_of(answer: Any) -> Worksheet:
    """The sheet of a downloaded workbook."""
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert isinstance(sheet, Worksheet)
    return sheet


def cells(sheet: Worksheet) -> list[dict[str, Any]]:
    """Rows by heading."""
    rows = list(sheet.iter_rows(values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def test_the_spreadsheet_holds_exactly_what_the_register_shows_each_person(
    small_world: World, four: dict[str, GapFinding], as_user: SignIn
) -> None:
    everybody = ["coordinator", "expert_one", "expert_two", "focal_kh", "focal_la", "reviewer", "observer"]
    for person in everybody:
        user = getattr(small_world.cast, person)
        client = as_user(user)
        for wanted in ({}, {"severity": "major"}, {"step": "4"}, {"q": "nothing like it"}):
            shown = [row.gap.label for row in client.get(LIST, wanted).context["rows"]]
            answer = client.get(EXPORT, wanted)
            assert [row["Gap"] for row in cells(sheet_of(answer))] == shown, (person, wanted)
        every = [gap for gap in four.values() if oracle.gap(user, gap)]
        assert len(cells(sheet_of(client.get(EXPORT)))) == len(every), person
        assert matching(user, GapFilter()).count() == len(every), person


def test_the_spreadsheet_says_what_the_page_of_each_gap_says(
    small_world: World, four: dict[str, GapFinding], as_user: SignIn
) -> None:
    actions.give_position(gap=four["one"], position="remarks", text="From 2020", by=small_world.cast.focal_kh)
    answer = as_user(small_world.cast.coordinator).get(EXPORT, {"q": "G01", "country": "KH"})
    assert answer.headers["Content-Disposition"].endswith('.xlsx"')
    sheet = sheet_of(answer)
    (row,) = cells(sheet)
    assert (row["Gap"], row["Severity"], row["State"]) == ("G01", "Major", "Open")
    assert (row["Formal reply"], row["Formal reply in words"]) == ("Accepts it with remarks", "From 2020")
    assert row["Owner office"] == small_world.cast.focal_kh.organisation.name
    assert row["Due on"].date() == four["one"].due_on
    assert row["Overdue"] == "yes"
    assert row["Recommended action"] == "Name the tolerance"
    assert row["Address"].endswith(reverse("benchmarking:gap", kwargs={"ref": four["one"].ref}))
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == f"A1:{sheet.cell(1, sheet.max_column).column_letter}2"


@pytest.mark.parametrize(
    "evil",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        '=HYPERLINK("http://x","y")',
        "_x000D_",
        "a\x00b\x1f",
        "🤔",
    ],
)
def test_words_that_look_like_a_formula_stay_words(evil: str) -> None:
    content = write("Gaps", [Column("Title", 10)], [[evil]])
    sheet = load_workbook(io.BytesIO(content)).active
    assert isinstance(sheet, Worksheet)
    cell = sheet["A2"]
    assert cell.data_type == "s"
    assert unescape(cell.value) == evil.replace("\x00", "\ufffd").replace("\x1f", "\ufffd")
    if evil[0] in "=+-@":
        assert cell.quotePrefix


def test_a_title_that_looks_like_a_formula_is_no_formula_in_the_download(
    small_world: World, four: dict[str, GapFinding], as_user: SignIn
) -> None:
    gap_world.edit(four["one"], small_world.cast.expert_one, title="=cmd|' /C calc'!A0")
    sheet = sheet_of(as_user(small_world.cast.reviewer).get(EXPORT, {"q": "cmd"}))
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "d", "n"}
    assert cells(sheet)[0]["Title"] == "=cmd|' /C calc'!A0"


def test_a_text_longer_than_a_cell_is_cut_with_a_sign(tmp_path: object) -> None:
    sheet = load_workbook(io.BytesIO(write("Gaps", [Column("Title", 10)], [["x" * 40_000]]))).active
    assert isinstance(sheet, Worksheet)
    value = sheet["A2"].value
    assert isinstance(value, str)
    assert value.endswith("x…")
    assert len(value) < 32_767


# --- Saved views ---------------------------------------------------------------------------------


def test_a_filter_is_kept_under_a_name_opened_renamed_and_deleted(
    small_world: World, four: dict[str, GapFinding], as_user: SignIn
) -> None:
    client = as_user(small_world.cast.coordinator)
    saved = client.post(
        VIEWS, {"name": " Overdue ", "query": "due=overdue&page=3&wild=1&state="}, follow=True
    )
    assert saved.redirect_chain[-1][0] == f"{LIST}?due=overdue"
    assert 'aria-current="page">Overdue</a>' in saved.content.decode()
    view = SavedView.objects.get()
    assert (view.person, view.name, view.query) == (small_world.cast.coordinator, "Overdue", "due=overdue")
    one = reverse("benchmarking:gap-view", kwargs={"pk": view.pk})
    assert client.post(one, {"name": "Late"}).status_code == 302
    assert "Late" in client.get(VIEWS).content.decode()
    assert client.post(reverse("benchmarking:gap-view-delete", kwargs={"pk": view.pk})).status_code == 302
    assert not SavedView.objects.exists()
    assert GapFinding.objects.count() == 4


def test_saved_views_are_their_persons_own(small_world: World, as_user: SignIn) -> None:
    as_user(small_world.cast.coordinator).post(VIEWS, {"name": "Mine", "query": "state=open"})
    view = SavedView.objects.get()
    other = as_user(small_world.cast.expert_one)
    assert "Mine" not in other.get(VIEWS).content.decode()
    assert "Mine" not in other.get(LIST).content.decode()
    for name in ("gap-view", "gap-view-delete"):
        address = reverse(f"benchmarking:{name}", kwargs={"pk": view.pk})
        assert other.post(address, {"name": "Taken"}).status_code == 404
    assert SavedView.objects.get().name == "Mine"
    assert other.post(VIEWS, {"name": "Mine", "query": "state=open"}).status_code == 302
    assert SavedView.objects.count() == 2


def test_the_same_name_again_keeps_the_new_filter(small_world: World, as_user: SignIn) -> None:
    client = as_user(small_world.cast.coordinator)
    for state in ("open", "agreed"):
        client.post(VIEWS, {"name": "Mine", "query": f"state={state}"})
    assert SavedView.objects.get().query == "state=agreed"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"name": " ", "query": "state=open"}, "Give the view a name"),
        ({"name": "x" * 81, "query": "state=open"}, "at most 80 characters"),
        ({"name": "Everything", "query": ""}, "Nothing is filtered"),
        ({"name": "Nonsense", "query": "state=wild&a=b"}, "Nothing is filtered"),
        ({"name": "Long", "query": "q=" + "%E0%B8%81" * 90}, "too long"),
    ],
)
def test_a_view_that_makes_no_sense_is_refused_with_a_sentence(
    small_world: World, as_user: SignIn, data: dict[str, str], sentence: str
) -> None:
    answer = as_user(small_world.cast.coordinator).post(VIEWS, data)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not SavedView.objects.exists()


def test_two_views_of_a_person_have_two_names(small_world: World, as_user: SignIn) -> None:
    client = as_user(small_world.cast.coordinator)
    for name in ("One", "Two"):
        client.post(VIEWS, {"name": name, "query": "state=open"})
    two = SavedView.objects.get(name="Two")
    answer = client.post(reverse("benchmarking:gap-view", kwargs={"pk": two.pk}), {"name": "One"})
    assert answer.status_code == 422
    assert "Another of your views has this name" in answer.content.decode()


# --- What waits agrees with the register -----------------------------------------------------------


@pytest.mark.parametrize("released", [True, False])
def test_the_ball_in_the_register_is_the_ball_on_the_home_page(
    small_world: World, as_user: SignIn, released: bool
) -> None:
    made: Benchmark = compare(small_world, small_world.th_kh, released=released)
    make = gap_world.maker(small_world, made)
    for state in (GapState.OPEN, GapState.AGREED, GapState.WAITING_CHECK):
        make(state)
    client = as_user(small_world.cast.coordinator)
    assert listed(client, waiting="mine") == ["KH G03"]
    assert "1 gap to check and close" in client.get(reverse("home")).content.decode()
    focal = as_user(small_world.cast.focal_kh)
    assert listed(focal, waiting="mine") == (["KH G01", "KH G02"] if released else [])
