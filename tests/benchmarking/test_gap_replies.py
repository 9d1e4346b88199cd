"""The sending country's formal reply, and the button that is the reader's own next step."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from benchmarking import actions
from benchmarking.models import Benchmark, GapFinding
from benchmarking.states import GapState
from core.queries import history_of
from core.states import IllegalMove
from tests.benchmarking import gap_world
from tests.benchmarking.test_gap_views import SignIn, gap_in, url
from tests.conftest import World

MAIN = re.compile(r'class="btn btn-primary"[^>]*>\s*([^<]+?)\s*<')


@pytest.fixture
def compared(small_world: World) -> Benchmark:
    """A released benchmark of the Thai and the Cambodian edition."""
    return gap_world.compared_in(small_world)


def main_buttons(small_world: World, as_user: SignIn, gap: GapFinding, person: str) -> list[str]:
    """Words of the main buttons on the gap's page."""
    page = as_user(getattr(small_world.cast, person)).get(url("gap", gap)).content.decode()
    return MAIN.findall(page.partition("<main")[2].partition("</main>")[0])


# --- The formal reply ----------------------------------------------------------------------------


@pytest.mark.parametrize("position", ["contests", "remarks"])
def test_a_reply_that_is_no_plain_yes_needs_words(
    small_world: World, compared: Benchmark, position: str, as_user: SignIn
) -> None:
    gap = gap_in(compared, small_world, GapState.OPEN)
    with pytest.raises(ValidationError) as refused:
        actions.give_position(gap=gap, position=position, text=" ", by=small_world.cast.focal_kh)
    assert list(refused.value.message_dict) == ["text"]
    page = as_user(small_world.cast.focal_kh).post(
        url("gap-position", gap), {"position": position, "text": ""}
    )
    assert page.status_code == 422
    assert f'value="{position}"' in page.content.decode()
    assert not gap.replies.exists()


def test_a_position_that_nobody_knows_is_refused(small_world: World, compared: Benchmark) -> None:
    gap = gap_in(compared, small_world, GapState.OPEN)
    for wrong in ("", "perhaps"):
        with pytest.raises(ValidationError):
            actions.give_position(gap=gap, position=wrong, text="Yes", by=small_world.cast.focal_kh)


def test_the_latest_position_counts_and_stands_in_register_page_and_chain(
    small_world: World, compared: Benchmark, as_user: SignIn
) -> None:
    gap, cast = gap_in(compared, small_world, GapState.OPEN), small_world.cast
    actions.give_position(gap=gap, position="contests", text="Our test measures plumb", by=cast.expert_kh)
    actions.give_position(gap=gap, position="accepts", text="", by=cast.focal_kh)
    actions.give_position(gap=gap, position="accepts", text="", by=cast.focal_kh)  # pressed twice
    actions.reply(gap=gap, text="Thank you", by=cast.coordinator)

    assert gap.replies.exclude(position="").count() == 2
    assert [one.event for one in history_of(gap)] == ["gap.replied", "gap.position", "gap.position"]
    client = as_user(cast.reviewer)
    for address in (reverse("benchmarking:gap-list"), url("gap", gap), reverse("chain", args=[gap.ref])):
        assert "Accepts the finding" in client.get(address).content.decode(), address
    assert (
        "Does not accept it" not in client.get(reverse("benchmarking:gap-list")).context["rows"][0].position
    )
    assert "Our test measures plumb" in client.get(url("gap", gap)).content.decode()


def test_a_closed_gap_takes_no_formal_reply(small_world: World, compared: Benchmark) -> None:
    gap = gap_in(compared, small_world, GapState.CLOSED)
    with pytest.raises(IllegalMove):
        actions.give_position(gap=gap, position="contests", text="No", by=small_world.cast.focal_kh)


def test_only_the_sending_side_replies_formally_and_others_are_not_asked(
    small_world: World, compared: Benchmark, as_user: SignIn
) -> None:
    gap = gap_in(compared, small_world, GapState.OPEN)
    data = {"position": "accepts", "text": ""}
    for person, status in {"coordinator": 403, "expert_one": 403, "reviewer": 403, "focal_la": 404}.items():
        answer = as_user(getattr(small_world.cast, person)).post(url("gap-position", gap), data)
        assert answer.status_code == status, person
    assert (
        url("gap-position", gap)
        not in as_user(small_world.cast.coordinator).get(url("gap", gap)).content.decode()
    )
    assert as_user(small_world.cast.expert_kh).post(url("gap-position", gap), data).status_code == 302


# --- Whose next step -----------------------------------------------------------------------------

#: State, what was said before -> the main button of the sending and of the receiving side.
NEXT: list[tuple[GapState, list[tuple[str, str]], str, str]] = [
    (GapState.OPEN, [], "Give the formal reply", ""),
    (GapState.OPEN, [("focal_kh", "accepts")], "", "Agree"),
    (GapState.OPEN, [("focal_kh", "remarks")], "", "Agree"),
    (GapState.OPEN, [("focal_kh", "contests")], "", "Reply"),
    (GapState.OPEN, [("focal_kh", "")], "", "Reply"),
    (GapState.OPEN, [("focal_kh", "contests"), ("coordinator", "")], "Give the formal reply", ""),
    (GapState.OPEN, [("focal_kh", "accepts"), ("coordinator", "")], "Agree", ""),
    (GapState.AGREED, [], "Start work", ""),
    (GapState.IN_PROGRESS, [], "Report done", ""),
    (GapState.WAITING_CHECK, [], "", "Check and close"),
    (GapState.CLOSED, [], "", ""),
    (GapState.KEPT, [], "", ""),
    (GapState.DISMISSED, [], "", ""),
]


@pytest.mark.parametrize(("state", "said", "sending", "receiving"), NEXT)
def test_the_main_button_is_the_next_step_of_the_readers_own_side(
    small_world: World,
    compared: Benchmark,
    as_user: SignIn,
    state: GapState,
    said: list[tuple[str, str]],
    sending: str,
    receiving: str,
) -> None:
    gap = gap_in(compared, small_world, state)
    for person, position in said:
        by = getattr(small_world.cast, person)
        if position:
            actions.give_position(gap=gap, position=position, text="Words", by=by)
        else:
            actions.reply(gap=gap, text="Words", by=by)
    expected = {"focal_kh": sending, "coordinator": receiving, "reviewer": ""}
    for person, words in expected.items():
        assert main_buttons(small_world, as_user, gap, person) == ([words] if words else []), person


def test_the_owners_side_works_whichever_it_is(
    small_world: World, compared: Benchmark, as_user: SignIn
) -> None:
    gap = gap_in(compared, small_world, GapState.AGREED, owner_country="TH")
    assert main_buttons(small_world, as_user, gap, "coordinator") == ["Start work"]
    assert main_buttons(small_world, as_user, gap, "focal_kh") == []


def test_who_reported_a_gap_done_has_no_main_button(
    small_world: World, compared: Benchmark, as_user: SignIn
) -> None:
    gap = gap_in(compared, small_world, GapState.IN_PROGRESS)
    actions.report_done(gap=gap, what_was_done="Done", proof_note="Page 3", by=small_world.cast.expert_one)
    assert main_buttons(small_world, as_user, gap, "expert_one") == []
    assert main_buttons(small_world, as_user, gap, "coordinator") == ["Check and close"]


# --- Data of the gap -----------------------------------------------------------------------------


def test_a_gap_gets_an_office_of_its_owner_country_and_an_action(
    small_world: World, compared: Benchmark, as_user: SignIn
) -> None:
    gap, cast = gap_in(compared, small_world, GapState.OPEN), small_world.cast
    kh, th = cast.focal_kh.organisation, cast.coordinator.organisation
    data = {
        "revision": "1",
        "title": "",
        "description": "",
        "code": "C4",
        "severity": "major",
        "owner_country": "KH",
        "owner_office": str(kh.pk),
        "recommended_action": "Name 3 mm over 1 m",
        "action_type": "revise",
        "due_on": "2020-01-31",
    }
    client = as_user(cast.expert_one)
    refused = client.post(url("gap-edit", gap), data | {"owner_office": str(th.pk)})
    assert refused.status_code == 422
    assert "This office is not one of Cambodia" in refused.content.decode()
    assert "Name 3 mm over 1 m" in refused.content.decode()
    assert client.post(url("gap-edit", gap), data).status_code == 302
    gap.refresh_from_db()
    assert (gap.owner_office, gap.action_type, gap.recommended_action) == (kh, "revise", "Name 3 mm over 1 m")
    line = history_of(gap).get()
    assert (line.after["owner_office"], line.after["action_type"]) == (kh.name, "Revise the standard")
    conflict = client.post(url("gap-edit", gap), data | {"owner_office": ""})
    assert conflict.status_code == 409
    assert kh.name in conflict.content.decode()
