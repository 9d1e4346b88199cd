"""Verbs on gaps: moved by rules, closed by a second person, with words, replies and activities."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from accounts.models import User
from benchmarking import actions, gap_acts
from benchmarking.gap_acts import RULES, GapAct
from benchmarking.models import Benchmark, GapFinding
from benchmarking.states import GAP_TRANSITIONS, GapState
from core.conflicts import Conflict
from core.models import StoredFile
from core.queries import history_of
from core.states import IllegalMove
from corridors.models import Activity
from corridors.states import ActivityState
from tests.benchmarking import gap_world
from tests.conftest import World

PDF = b"%PDF-1.7\n%%EOF"


@pytest.fixture
def compared(small_world: World) -> Benchmark:
    """A released benchmark of the Thai and the Cambodian edition."""
    return gap_world.compared_in(small_world)


@pytest.fixture
def make(small_world: World, compared: Benchmark) -> Callable[..., GapFinding]:
    """`make(state)` is a gap of the released benchmark."""
    return gap_world.maker(small_world, compared)


# --- Every move from every state -----------------------------------------------------------------

MOVES: dict[GapAct, Callable[[GapFinding, User], object]] = {
    GapAct.AGREE: lambda gap, by: actions.agree(gap=gap, by=by),
    GapAct.START: lambda gap, by: actions.start(gap=gap, by=by),
    GapAct.REPORT: lambda gap, by: actions.report_done(
        gap=gap, what_was_done="Done", proof_note="Page 3", by=by
    ),
    GapAct.SEND_BACK: lambda gap, by: actions.send_back(gap=gap, reason="Page 3 is missing", by=by),
    GapAct.CLOSE: lambda gap, by: actions.close(gap=gap, note="Read page 3", by=by),
    GapAct.KEEP: lambda gap, by: actions.keep(gap=gap, reason="Law differs", by=by),
    GapAct.DISMISS: lambda gap, by: actions.dismiss(gap=gap, reason="Misread", by=by),
    GapAct.REOPEN: lambda gap, by: actions.reopen(gap=gap, reason="Read again", by=by),
}


@pytest.mark.parametrize("state", GapState)
def test_a_move_leads_where_its_rule_says_or_is_refused_with_a_sentence(
    make: Callable[..., GapFinding], small_world: World, state: GapState
) -> None:
    pk, by = make(state).pk, small_world.cast.coordinator
    for act, do in MOVES.items():
        gap = GapFinding.objects.get(pk=pk)
        if state not in RULES[act].starts:
            with pytest.raises(IllegalMove) as refused:
                do(gap, by)
            assert refused.value.message.endswith("."), act
            assert GapFinding.objects.get(pk=pk).state == state, act
            assert not history_of(gap).exists(), act
            continue
        with gap_world.undone():
            do(gap, by)
            assert gap.state == GapFinding.objects.get(pk=pk).state == RULES[act].leads_to, act
            line = history_of(gap).get()
            assert (line.before["state"], line.by) == (state.label, by), act


def test_rules_and_transitions_say_the_same() -> None:
    by_rules: dict[str, set[str]] = {state: set() for state in GapState}
    for rule in RULES.values():
        for state in rule.starts:
            if rule.leads_to:
                by_rules[state].add(rule.leads_to)
    assert by_rules == {state: set(targets) for state, targets in GAP_TRANSITIONS.items()}


def test_the_person_who_reported_a_gap_does_not_close_it(
    make: Callable[..., GapFinding], small_world: World
) -> None:
    gap = make(GapState.IN_PROGRESS)
    actions.report_done(gap=gap, what_was_done="Done", proof_note="Page 3", by=small_world.cast.expert_one)
    with pytest.raises(IllegalMove) as refused:
        actions.close(gap=gap, note="Fine", by=small_world.cast.expert_one)
    assert refused.value.message == gap_acts.own_report()
    actions.close(gap=gap, note="Page 3 read", by=small_world.cast.coordinator)
    gap.refresh_from_db()
    assert (gap.state, gap.closed_by, gap.closing_note) == (
        "closed",
        small_world.cast.coordinator,
        "Page 3 read",
    )


def test_the_database_itself_refuses_one_person_for_both(
    make: Callable[..., GapFinding], small_world: World
) -> None:
    gap = make(GapState.WAITING_CHECK)
    with pytest.raises(IntegrityError), transaction.atomic():
        GapFinding.objects.filter(pk=gap.pk).update(
            state="closed", closed_by=gap.reported_by, closing_note="Fine"
        )


def test_a_second_press_closes_once(make: Callable[..., GapFinding], small_world: World) -> None:
    gap = make(GapState.WAITING_CHECK)
    again = GapFinding.objects.get(pk=gap.pk)
    actions.close(gap=gap, note="Page 3 read", by=small_world.cast.coordinator)
    with pytest.raises(IllegalMove):
        actions.close(gap=again, note="Other words", by=small_world.cast.expert_one)
    gap.refresh_from_db()
    assert (gap.closing_note, gap.closed_by) == ("Page 3 read", small_world.cast.coordinator)
    assert history_of(gap).filter(event="gap.closed").count() == 1


def test_a_report_after_sending_back_replaces_the_words_and_keeps_the_file(
    make: Callable[..., GapFinding], small_world: World
) -> None:
    gap, focal = make(GapState.IN_PROGRESS), small_world.cast.focal_kh
    actions.report_done(
        gap=gap,
        what_was_done="First",
        proof_note="Page 3",
        proof=ContentFile(PDF, name="proof.pdf"),
        by=focal,
    )
    actions.send_back(gap=gap, reason="Page 4 too", by=small_world.cast.coordinator)
    gap.refresh_from_db()
    assert gap.reason == "Page 4 too"
    actions.report_done(gap=gap, what_was_done="Second", proof_note="Pages 3, 4", by=focal)
    gap.refresh_from_db()
    assert (gap.what_was_done, gap.reason, gap.proof and gap.proof.name) == ("Second", "", "proof.pdf")
    assert gap.proof is not None
    with gap.proof.open() as kept:
        assert kept.read() == PDF


@pytest.mark.parametrize(
    "act", [GapAct.SEND_BACK, GapAct.CLOSE, GapAct.KEEP, GapAct.DISMISS, GapAct.REOPEN, GapAct.REPORT]
)
def test_words_are_needed(make: Callable[..., GapFinding], small_world: World, act: GapAct) -> None:
    gap = make(next(iter(RULES[act].starts)))
    by = small_world.cast.coordinator
    silent: dict[GapAct, Callable[[], object]] = {
        GapAct.SEND_BACK: lambda: actions.send_back(gap=gap, reason=" ", by=by),
        GapAct.CLOSE: lambda: actions.close(gap=gap, note="\u200e ", by=by),
        GapAct.KEEP: lambda: actions.keep(gap=gap, reason="", by=by),
        GapAct.DISMISS: lambda: actions.dismiss(gap=gap, reason="", by=by),
        GapAct.REOPEN: lambda: actions.reopen(gap=gap, reason="", by=by),
        GapAct.REPORT: lambda: actions.report_done(gap=gap, what_was_done="Done", proof_note="", by=by),
    }
    with pytest.raises(ValidationError):
        silent[act]()
    assert not history_of(gap).exists()


def test_a_refused_proof_file_changes_nothing(make: Callable[..., GapFinding], small_world: World) -> None:
    gap = make(GapState.IN_PROGRESS)
    with pytest.raises(ValidationError):
        actions.report_done(
            gap=gap,
            what_was_done="Done",
            proof_note="x",
            proof=ContentFile(b"MZ", name="a.pdf"),
            by=small_world.cast.focal_kh,
        )
    assert GapFinding.objects.get(pk=gap.pk).state == "in_progress"
    assert not StoredFile.objects.exists()


# --- Words, replies, activities ------------------------------------------------------------------


def test_editing_writes_only_what_changed_into_the_history(
    make: Callable[..., GapFinding], small_world: World
) -> None:
    gap = gap_world.edit(
        make(),
        small_world.cast.expert_one,
        title="Tolerance of walls",
        due_on=date(2019, 9, 1),
        severity="minor",
    )
    assert (gap.title, gap.due_on, gap.severity, gap.revision) == (
        "Tolerance of walls",
        date(2019, 9, 1),
        "minor",
        2,
    )
    assert history_of(gap).get().after == {
        "title": "Tolerance of walls",
        "due_on": "2019-09-01",
        "severity": "Minor",
    }


def test_the_second_editor_gets_a_conflict(make: Callable[..., GapFinding], small_world: World) -> None:
    gap = make()
    gap_world.edit(GapFinding.objects.get(pk=gap.pk), small_world.cast.coordinator, title="Theirs")
    with pytest.raises(Conflict):
        gap_world.edit(gap, small_world.cast.expert_one, title="Mine", revision=1)
    assert GapFinding.objects.get(pk=gap.pk).title == "Theirs"


def test_a_country_outside_the_corridor_cannot_own_a_gap(
    make: Callable[..., GapFinding], small_world: World
) -> None:
    with pytest.raises(ValidationError):
        gap_world.edit(make(), small_world.cast.expert_one, owner_country="MM")


@pytest.mark.parametrize("state", [GapState.CLOSED, GapState.DISMISSED])
def test_a_settled_gap_is_not_edited(
    make: Callable[..., GapFinding], small_world: World, state: GapState
) -> None:
    with pytest.raises(IllegalMove):
        gap_world.edit(make(state), small_world.cast.expert_one, title="Late words")


def test_a_reply_sent_twice_stands_once(make: Callable[..., GapFinding], small_world: World) -> None:
    gap, focal, coordinator = make(), small_world.cast.focal_kh, small_world.cast.coordinator
    first = actions.reply(gap=gap, text="We agree", by=focal)
    assert actions.reply(gap=gap, text=" We agree\n", by=focal) == first
    actions.reply(gap=gap, text="Thank you", by=coordinator)
    actions.reply(gap=gap, text="We agree", by=focal)
    assert list(gap.replies.values_list("text", flat=True)) == ["We agree", "Thank you", "We agree"]
    assert history_of(gap).count() == 3


def test_activities_are_linked_planned_and_unlinked(
    make: Callable[..., GapFinding], small_world: World
) -> None:
    gap, by = make(GapState.AGREED), small_world.cast.coordinator
    plan = {
        "title": "Training of assessors",
        "planned_start": date(2019, 7, 1),
        "planned_end": date(2019, 7, 5),
    }
    activity = actions.plan_activity_for(gap=gap, by=by, **plan)
    assert actions.plan_activity_for(gap=gap, by=by, **plan) == activity
    assert (activity.kind, activity.country, activity.corridor) == ("assistance", "KH", gap.corridor)
    actions.link_activity(gap=gap, activity=activity, by=by)
    assert [one.event for one in history_of(gap)] == ["gap.activity_linked"]
    actions.unlink_activity(gap=gap, activity=activity, by=by)
    assert not gap.activities.exists()
    assert Activity.objects.filter(pk=activity.pk).exists()


def test_activities_of_another_corridor_and_cancelled_ones_are_not_linked(
    make: Callable[..., GapFinding], small_world: World
) -> None:
    gap, by = make(), small_world.cast.coordinator
    rows = [
        {"corridor": small_world.th_la, "country": "LA"},
        {"country": "MM"},
        {"state": ActivityState.CANCELLED},
    ]
    for number, fields in enumerate(rows):
        activity = Activity.objects.create(
            ref=f"a-{number}", pilot=small_world.pilot, title="Workshop", **fields
        )
        with pytest.raises(IllegalMove):
            actions.link_activity(gap=gap, activity=activity, by=by)
    assert not gap.activities.exists()


def test_a_finished_activity_never_moves_its_gap(make: Callable[..., GapFinding], small_world: World) -> None:
    gap = make(GapState.IN_PROGRESS)
    activity = actions.plan_activity_for(gap=gap, title="Workshop", by=small_world.cast.coordinator)
    Activity.objects.filter(pk=activity.pk).update(state=ActivityState.DONE)
    gap.refresh_from_db()
    assert gap.state == "in_progress"


def test_a_settled_gap_takes_no_activity(make: Callable[..., GapFinding], small_world: World) -> None:
    with pytest.raises(IllegalMove):
        actions.plan_activity_for(gap=make(GapState.KEPT), title="Workshop", by=small_world.cast.coordinator)
    assert not Activity.objects.exists()
