"""Pages and acts of gaps: who sees them, who may do what, what is refused and how."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.states import Role
from benchmarking import actions, gap_acts
from benchmarking.gap_acts import RULES, GapAct
from benchmarking.models import Benchmark, GapFinding
from benchmarking.states import GapState
from core.queries import history_of
from corridors.models import Activity
from tests.benchmarking import gap_world
from tests.conftest import World
from tests.factories import people

SignIn = Callable[[User], Client]
PDF = b"%PDF-1.7\n%%EOF"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20

#: Act -> (URL name, what the form sends, state in which it is possible).
ACTS: dict[str, tuple[str, dict[str, str], GapState]] = {
    "edit": (
        "gap-edit",
        {
            "revision": "1",
            "title": "T",
            "description": "",
            "code": "C4",
            "severity": "minor",
            "owner_country": "KH",
        },
        GapState.OPEN,
    ),
    "agree": ("gap-agree", {}, GapState.OPEN),
    "start": ("gap-start", {}, GapState.AGREED),
    "report": ("gap-report", {"what_was_done": "Done", "proof_note": "Page 3"}, GapState.IN_PROGRESS),
    "send_back": ("gap-send-back", {"reason": "Page 3 is missing"}, GapState.WAITING_CHECK),
    "close": ("gap-close", {"note": "Page 3 read"}, GapState.WAITING_CHECK),
    "keep": ("gap-keep", {"reason": "The law differs"}, GapState.AGREED),
    "dismiss": ("gap-dismiss", {"reason": "Misread"}, GapState.OPEN),
    "reopen": ("gap-reopen", {"reason": "Read again"}, GapState.KEPT),
    "reply": ("gap-reply", {"text": "We agree"}, GapState.OPEN),
    "position": ("gap-position", {"position": "contests", "text": "Our assessors measure it"}, GapState.OPEN),
    "activity": ("gap-activity", {"how": "new", "title": "Workshop"}, GapState.AGREED),
    "unlink": ("gap-unlink", {}, GapState.AGREED),
}
RECEIVING = {"coordinator", "expert_one"}
SENDING = {"focal_kh", "expert_kh"}
#: Act -> who may do it; everybody else who sees the gap gets 403, the others 404.
MAY = {
    "edit": RECEIVING,
    "agree": RECEIVING | {"focal_kh"},
    "start": RECEIVING | SENDING,
    "report": RECEIVING | SENDING,
    "send_back": RECEIVING,
    "close": RECEIVING,
    "keep": RECEIVING,
    "dismiss": RECEIVING,
    "reopen": RECEIVING,
    "reply": RECEIVING | SENDING,
    "position": SENDING,
    "activity": RECEIVING,
    "unlink": RECEIVING,
}
SEES = RECEIVING | SENDING | {"reviewer"}
EVERYBODY = [
    "coordinator",
    "expert_one",
    "expert_two",
    "focal_kh",
    "expert_kh",
    "focal_la",
    "focal_mm",
    "reviewer",
    "observer",
    "administrator",
]


@pytest.fixture
def compared(small_world: World) -> Benchmark:
    """A released benchmark of the Thai and the Cambodian edition."""
    return gap_world.compared_in(small_world)


def gap_in(compared: Benchmark, world: World, state: GapState, **fields: Any) -> GapFinding:
    """A gap on a Thai line; reported by a second Cambodian focal point, who takes no other part."""
    reporter = User.objects.filter(email="second.kh@mrs.example.org").first() or people.person(
        "second.kh", "Second focal point, Cambodia", "mlvt", Role.FOCAL_POINT
    )
    if state == GapState.CLOSED:
        fields = {"closed_by": world.cast.coordinator} | fields
    return gap_world.gap(compared, gap_world.line(world.thai, "1.2.1"), by=reporter, state=state, **fields)


def url(name: str, gap: GapFinding) -> str:
    return reverse(f"benchmarking:{name}", kwargs={"ref": gap.ref})


@pytest.mark.parametrize("act", ACTS)
def test_every_act_is_done_refused_or_hidden_by_role(
    small_world: World, compared: Benchmark, as_user: SignIn, act: str
) -> None:
    name, data, state = ACTS[act]
    gap = gap_in(compared, small_world, state)
    if act == "unlink":
        activity = Activity.objects.create(ref="a-1", pilot=small_world.pilot, title="Workshop")
        gap.activities.add(activity)
        data = {"activity": activity.ref}
    for person in EVERYBODY:
        expected = 302 if person in MAY[act] else 403 if person in SEES else 404
        with gap_world.undone():
            client = as_user(getattr(small_world.cast, person))
            assert client.post(url(name, gap), data).status_code == expected, person
            assert history_of(gap).exists() is (expected == 302), person


def test_before_the_release_only_the_receiving_side_sees_a_gap(
    small_world: World, compared: Benchmark, as_user: SignIn
) -> None:
    gap = gap_in(compared, small_world, GapState.OPEN)
    clients = {person: as_user(getattr(small_world.cast, person)) for person in EVERYBODY}
    for person, client in clients.items():
        assert client.get(url("gap", gap)).status_code == (200 if person in SEES else 404), person
    Benchmark.objects.update(released_at=None)
    for person, client in clients.items():
        hidden = person not in RECEIVING
        assert client.get(url("gap", gap)).status_code == (404 if hidden else 200), person
        assert client.post(url("gap-reply", gap), {"text": "Hello"}).status_code == (
            404 if hidden else 302
        ), person


@pytest.mark.parametrize("act", [act for act in ACTS if act not in ("reply", "unlink", "position")])
def test_the_wrong_state_is_answered_with_a_sentence_and_changes_nothing(
    small_world: World, compared: Benchmark, as_user: SignIn, act: str
) -> None:
    name, data, _state = ACTS[act]
    gap = gap_in(compared, small_world, GapState.CLOSED)
    client = as_user(small_world.cast.expert_one)
    before = GapFinding.objects.values().get(pk=gap.pk)
    answer = client.post(url(name, gap), data, follow=True)
    assert "This gap is " in answer.content.decode()
    assert answer.status_code in (200, 409)
    for typed in (value for key, value in data.items() if key in ("reason", "note", "what_was_done")):
        assert typed in answer.content.decode()
    assert GapFinding.objects.values().get(pk=gap.pk) == before
    assert not history_of(gap).exists()


@pytest.mark.parametrize(
    "act", ["edit", "report", "send_back", "close", "keep", "dismiss", "reopen", "activity"]
)
def test_a_form_opens_in_its_state_and_leads_back_in_another(
    small_world: World, compared: Benchmark, as_user: SignIn, act: str
) -> None:
    name, _data, state = ACTS[act]
    gap = gap_in(compared, small_world, state)
    client = as_user(small_world.cast.expert_one)
    page = client.get(url(name, gap))
    assert page.status_code == 200
    assert gap.label in page.content.decode()
    GapFinding.objects.filter(pk=gap.pk).update(
        state="closed",
        what_was_done="Done",
        reported_by=small_world.cast.focal_kh,
        closed_by=small_world.cast.coordinator,
    )
    assert client.get(url(name, gap)).url == url("gap", gap)


@pytest.mark.parametrize(
    "act, typed",
    [
        ("edit", {"revision": "1", "title": "x" * 201, "description": "Kept words", "code": "C4"}),
        (
            "edit",
            {
                "revision": "1",
                "description": "Kept words",
                "code": "C4",
                "severity": "minor",
                "owner_country": "MM",
            },
        ),
        (
            "edit",
            {
                "revision": "",
                "description": "Kept words",
                "code": "Z9",
                "severity": "minor",
                "owner_country": "KH",
            },
        ),
        (
            "edit",
            {
                "revision": "1",
                "description": "Kept words",
                "code": "C4",
                "severity": "minor",
                "owner_country": "KH",
                "due_on": "31.02.2019",
            },
        ),
        ("report", {"what_was_done": "Kept words", "proof_note": ""}),
        ("report", {"what_was_done": "", "proof_note": "Kept words"}),
        ("keep", {"reason": "Kept words" + "x" * 10_001}),
        ("activity", {"how": "new", "title": "", "note": "Kept words"}),
        (
            "activity",
            {"how": "new", "title": "Kept words", "planned_start": "2019-07-02", "planned_end": "2019-07-01"},
        ),
        ("activity", {"how": "link", "activity": "not-there"}),
        ("send_back", {"reason": "  "}),
        ("close", {}),
        ("dismiss", {"reason": "\u200e"}),
        ("reopen", {"reason": ""}),
        ("reply", {"text": "\x00"}),
    ],
)
def test_bad_input_keeps_what_was_typed_and_changes_nothing(
    small_world: World, compared: Benchmark, as_user: SignIn, act: str, typed: dict[str, str]
) -> None:
    name, _data, state = ACTS[act]
    gap = gap_in(compared, small_world, state)
    Activity.objects.create(ref="a-1", pilot=small_world.pilot, title="Workshop")
    answer = as_user(small_world.cast.expert_one).post(url(name, gap), typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'class="fault"' in page
    if "Kept words" in "".join(typed.values()):
        assert "Kept words" in page
    assert not history_of(gap).exists()


def test_the_reporter_is_told_why_somebody_else_closes(
    small_world: World, compared: Benchmark, as_user: SignIn
) -> None:
    gap = gap_in(compared, small_world, GapState.IN_PROGRESS)
    expert = small_world.cast.expert_one
    actions.report_done(gap=gap, what_was_done="Done", proof_note="Page 3", by=expert)
    client = as_user(expert)
    page = client.get(url("gap", gap)).content.decode()
    assert gap_acts.own_report() in page
    assert url("gap-close", gap) not in page
    assert gap_acts.own_report() in client.get(url("gap-close", gap), follow=True).content.decode()
    refused = client.post(url("gap-close", gap), {"note": "Looks fine to me"})
    assert refused.status_code == 409
    assert gap_acts.own_report() in refused.content.decode()
    assert "Looks fine to me" in refused.content.decode()
    assert (
        url("gap-close", gap) in as_user(small_world.cast.coordinator).get(url("gap", gap)).content.decode()
    )


@pytest.mark.parametrize("state", GapState)
def test_the_page_shows_exactly_the_acts_that_work(
    small_world: World, compared: Benchmark, as_user: SignIn, state: GapState
) -> None:
    gap = gap_in(compared, small_world, state)
    for person in sorted(SEES):
        page = as_user(getattr(small_world.cast, person)).get(url("gap", gap)).content.decode()
        for act, (name, _data, _state) in ACTS.items():
            if act == "unlink":
                continue
            possible = person in MAY[act] and state in RULES[GapAct(act)].starts
            assert (f'"{url(name, gap)}"' in page) is possible, (person, act)


def test_two_editors_get_both_texts(small_world: World, compared: Benchmark, as_user: SignIn) -> None:
    gap = gap_in(compared, small_world, GapState.OPEN)
    name, data, _state = ACTS["edit"]
    as_user(small_world.cast.coordinator).post(url(name, gap), data | {"title": "Theirs first"})
    client = as_user(small_world.cast.expert_one)
    conflict = client.post(url(name, gap), data | {"title": "Mine second"})
    assert conflict.status_code == 409
    page = conflict.content.decode()
    assert "Theirs first" in page
    assert "Mine second" in page
    assert 'name="revision" value="2"' in page
    assert client.post(url(name, gap), data | {"title": "Mine second", "revision": "2"}).status_code == 302
    assert GapFinding.objects.get(pk=gap.pk).title == "Mine second"


def test_a_reply_pressed_twice_stands_once(small_world: World, compared: Benchmark, as_user: SignIn) -> None:
    gap = gap_in(compared, small_world, GapState.OPEN)
    client = as_user(small_world.cast.focal_kh)
    for _press in range(2):
        assert client.post(url("gap-reply", gap), {"text": "យើងយល់ព្រម"}).status_code == 302
    assert gap.replies.count() == 1
    assert "យើងយល់ព្រម" in as_user(small_world.cast.reviewer).get(url("gap", gap)).content.decode()


def test_a_closing_pressed_twice_stands_once(
    small_world: World, compared: Benchmark, as_user: SignIn
) -> None:
    gap = gap_in(compared, small_world, GapState.WAITING_CHECK)
    client = as_user(small_world.cast.coordinator)
    assert client.post(url("gap-close", gap), {"note": "Page 3 read"}).status_code == 302
    assert client.post(url("gap-close", gap), {"note": "Page 3 read"}).status_code == 409
    assert history_of(gap).count() == 1
