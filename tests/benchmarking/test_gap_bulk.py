"""One change to many gaps: looked at first, asked again with the rows held, one line of history each."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from benchmarking import actions
from benchmarking.actions.gap_bulk import change_gaps
from benchmarking.models import Benchmark, GapFinding
from benchmarking.queries.gap_bulk import BulkAct, Change
from benchmarking.states import GapState
from core.queries import history_of
from tests.benchmarking import gap_world
from tests.benchmarking.test_gap_lists import compare, many
from tests.benchmarking.test_gap_views import SignIn
from tests.conftest import World

BULK = reverse("benchmarking:gap-bulk")


@pytest.fixture
def compared(small_world: World) -> Benchmark:
    """A released benchmark of the Thai and the Cambodian edition."""
    return gap_world.compared_in(small_world)


def check(client: Client, gaps: list[GapFinding], **data: Any) -> Any:
    """The check page for these ticks."""
    return client.post(BULK, {"gap": [one.ref for one in gaps], **data})


def do(client: Client, page: Any, **data: Any) -> Any:
    """Press the button of the check page."""
    context = page.context
    sent = {
        "do": "1",
        "what": context["what"],
        "due_on": context["due_on"] or "",
        "checked": context["plan"].checked,
    }
    return client.post(f"{BULK}?{context['query']}", sent | data, follow=True)


def checked(*gaps: GapFinding) -> dict[int, int]:
    """As the check page showed them."""
    return {one.pk: one.revision for one in gaps}


@pytest.mark.parametrize(
    ("data", "field", "value"),
    [
        ({"what": "severity:minor"}, "severity", "minor"),
        ({"what": "action:bridging"}, "action_type", "bridging"),
        ({"what": "due", "due_on": "2020-02-29"}, "due_on", date(2020, 2, 29)),
        ({"what": "due:"}, "due_on", None),
        ({"what": "action:"}, "action_type", ""),
    ],
)
def test_a_change_is_shown_first_and_then_made_with_a_line_for_each(
    small_world: World, compared: Benchmark, as_user: SignIn, data: dict[str, str], field: str, value: Any
) -> None:
    gaps = many(compared, 3, by=small_world.cast.expert_one, due_on=date(2019, 1, 1), action_type="revise")
    client = as_user(small_world.cast.expert_one)

    page = check(client, gaps[:2], **data)

    assert page.status_code == 200
    assert "2 gaps would change" in page.content.decode()
    assert not history_of(*gaps).exists()
    answer = do(client, page)
    assert "2 gaps are changed" in answer.content.decode()
    for gap in gaps:
        gap.refresh_from_db()
    assert [getattr(gap, field) for gap in gaps[:2]] == [value] * 2
    assert getattr(gaps[2], field) != value
    assert [gap.revision for gap in gaps] == [2, 2, 1]
    assert [one.event for one in history_of(*gaps)] == ["gap.bulk_changed"] * 2


def test_an_office_goes_only_to_gaps_of_its_own_country(
    small_world: World, compared: Benchmark, as_user: SignIn
) -> None:
    cast = small_world.cast
    mine, theirs = many(compared, 2, by=cast.expert_one)
    GapFinding.objects.filter(pk=theirs.pk).update(owner_country="TH")
    client = as_user(cast.expert_one)
    office = cast.focal_kh.organisation
    page = check(client, [mine, theirs], what=f"office:{office.pk}")
    assert "1 gap would change" in page.content.decode()
    assert "an office of another country cannot own it" in page.content.decode()
    do(client, page)
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.owner_office, theirs.owner_office) == (office, None)


def test_all_that_match_are_those_under_the_filter_of_the_address(
    small_world: World, compared: Benchmark, as_user: SignIn
) -> None:
    by = small_world.cast.expert_one
    many(compared, 60, by=by)
    other = many(compared, 5, by=by, severity="critical")
    client = as_user(by)
    page = client.post(f"{BULK}?severity=major", {"what": "severity:minor", "all": "yes"})
    assert "60 gaps would change" in page.content.decode()
    answer = do(client, page)
    assert answer.redirect_chain[-1][0].endswith("?severity=major")
    assert GapFinding.objects.filter(severity="minor").count() == 60
    assert GapFinding.objects.filter(pk__in=[one.pk for one in other], severity="critical").count() == 5


def test_agree_and_start_move_what_can_move_and_name_what_cannot(
    small_world: World, compared: Benchmark, as_user: SignIn
) -> None:
    make = gap_world.maker(small_world, compared)
    open_one, agreed, closed = make(), make(GapState.AGREED), make(GapState.CLOSED)
    client = as_user(small_world.cast.focal_kh)
    page = check(client, [open_one, agreed, closed], what="agree")
    shown = page.content.decode()
    assert "1 gap would change" in shown
    assert "2 gaps stay as they are" in shown
    assert "It is “Closed”." in shown
    do(client, page)
    open_one.refresh_from_db()
    assert open_one.state == GapState.AGREED
    do(client, check(client, [open_one, agreed, closed], what="start"))
    states = GapFinding.objects.order_by("number").values_list("state", flat=True)
    assert list(states) == ["in_progress", "in_progress", "closed"]
    assert [one.event for one in history_of(open_one)] == ["gap.started", "gap.agreed"]


def test_nobody_changes_what_their_role_does_not_include(
    small_world: World, compared: Benchmark, as_user: SignIn
) -> None:
    gaps = many(compared, 2, by=small_world.cast.expert_one)
    for person in ("focal_kh", "reviewer"):
        user = getattr(small_world.cast, person)
        page = check(as_user(user), gaps, what="severity:minor")
        assert "0 gaps would change" in page.content.decode(), person
        assert "Your role does not include this step" in page.content.decode(), person
        plan = change_gaps(checked=checked(*gaps), change=Change(BulkAct.SEVERITY, "minor"), by=user)
        assert (len(plan.planned), len(plan.refused)) == (0, 2), person
    assert not GapFinding.objects.filter(severity="minor").exists()


def test_a_gap_that_one_does_not_see_is_not_there_for_a_change_either(
    small_world: World, as_user: SignIn
) -> None:
    hidden = many(compare(small_world, small_world.th_kh, released=False), 2, by=small_world.cast.expert_one)
    focal = small_world.cast.focal_kh
    page = check(as_user(focal), hidden, what="agree")
    assert page.status_code == 422
    assert "No gap is ticked" in page.content.decode()
    assert not change_gaps(checked=checked(*hidden), change=Change(BulkAct.AGREE), by=focal).refused
    every = as_user(focal).post(BULK, {"what": "agree", "all": "yes"})
    assert every.status_code == 422
    assert not history_of(*hidden).exists()


def test_what_somebody_edited_after_the_check_is_left_and_named(
    small_world: World, compared: Benchmark, as_user: SignIn
) -> None:
    first, second = many(compared, 2, by=small_world.cast.expert_one)
    client = as_user(small_world.cast.expert_one)
    page = check(client, [first, second], what="severity:minor")
    gap_world.edit(first, small_world.cast.coordinator, severity="critical")
    answer = do(client, page)
    assert "Somebody edited it meanwhile" in answer.content.decode()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.severity, second.severity) == ("critical", "minor")


def test_of_two_people_who_change_the_same_gaps_the_second_is_told(
    small_world: World, compared: Benchmark
) -> None:
    gaps = many(compared, 3, by=small_world.cast.expert_one)
    seen = checked(*gaps)
    change_gaps(checked=seen, change=Change(BulkAct.SEVERITY, "minor"), by=small_world.cast.expert_one)
    late = change_gaps(
        checked=seen, change=Change(BulkAct.SEVERITY, "critical"), by=small_world.cast.coordinator
    )
    assert (len(late.planned), len(late.refused)) == (0, 3)
    assert set(GapFinding.objects.values_list("severity", flat=True)) == {"minor"}
    assert history_of(*gaps).count() == 3


def test_a_gap_that_moved_on_after_the_check_is_not_moved_again(
    small_world: World, compared: Benchmark
) -> None:
    first, second = many(compared, 2, by=small_world.cast.expert_one)
    seen = checked(first, second)
    actions.dismiss(gap=first, reason="Misread", by=small_world.cast.coordinator)
    done = change_gaps(checked=seen, change=Change(BulkAct.AGREE), by=small_world.cast.expert_one)
    assert [one.gap.pk for one in done.planned] == [second.pk]
    assert [one.why for one in done.refused] == ["It is “Dismissed”."]


def test_the_edit_form_that_was_open_meanwhile_is_told_of_the_change(
    small_world: World, compared: Benchmark, as_user: SignIn
) -> None:
    (gap,) = many(compared, 1, by=small_world.cast.expert_one)
    change_gaps(
        checked=checked(gap), change=Change(BulkAct.SEVERITY, "minor"), by=small_world.cast.coordinator
    )
    data = {"revision": "1", "code": "C4", "severity": "critical", "owner_country": "KH"}
    answer = as_user(small_world.cast.expert_one).post(
        reverse("benchmarking:gap-edit", kwargs={"ref": gap.ref}), data
    )
    assert answer.status_code == 409


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Choose what to change."),
        ({"what": "severity:huge"}, "Choose what to change from the list."),
        ({"what": "office:999999"}, "Choose what to change from the list."),
        ({"what": "due"}, "Write the new due date"),
        ({"what": "due", "due_on": "31.02.2020"}, "This is not a date"),
        ({"what": "due", "due_on": "2020-01-01", "gap": []}, "No gap is ticked"),
    ],
)
def test_what_makes_no_sense_is_refused_with_ticks_and_choices_kept(
    small_world: World, compared: Benchmark, as_user: SignIn, data: dict[str, Any], sentence: str
) -> None:
    (gap,) = many(compared, 1, by=small_world.cast.expert_one)
    client = as_user(small_world.cast.expert_one)
    answer = client.post(f"{BULK}?severity=major", {"gap": [gap.ref]} | data)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    if "gap" not in data:
        assert f'value="{gap.ref}" checked' in " ".join(page.split())
    if data.get("due_on") == "2020-01-01":
        assert 'value="2020-01-01"' in page
    assert not history_of(gap).exists()
    for nonsense in ("", "x", "1.1.1", f"{gap.pk}.99", "9" * 40):
        sent = {"do": "1", "what": "severity:minor", "checked": nonsense}
        assert client.post(BULK, sent).status_code == 302
    gap.refresh_from_db()
    assert gap.severity == "major"


def test_the_address_of_a_change_leads_back_to_the_register(small_world: World, as_user: SignIn) -> None:
    answer = as_user(small_world.cast.coordinator).get(f"{BULK}?state=open&page=2")
    assert answer.url == reverse("benchmarking:gap-list") + "?state=open&page=2"


@pytest.mark.parametrize("count", [1, 200])
def test_the_check_page_takes_the_same_queries_for_few_and_for_many(
    small_world: World, compared: Benchmark, as_user: SignIn, django_assert_max_num_queries: Any, count: int
) -> None:
    many(compared, count, by=small_world.cast.expert_one)
    client = as_user(small_world.cast.expert_one)
    with django_assert_max_num_queries(10):
        client.post(BULK, {"what": "severity:minor", "all": "yes"})
