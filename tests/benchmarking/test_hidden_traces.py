"""Traces beside the judgements themselves tell nothing of a hidden view: history lines, gap marks, X marks."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.permissions import Side
from benchmarking.actions.additional import mark_additional
from benchmarking.actions.next_benchmark import start_next
from benchmarking.actions.releases import release_view
from benchmarking.actions.verdicts import decide_verdict
from benchmarking.states import View
from core.audit import record
from tests.benchmarking.desks import line
from tests.benchmarking.newer import newer
from tests.benchmarking.two_views import opened_blind, say, say_all

pytestmark = pytest.mark.django_db


def page(as_user, user, benchmark, name="detail", query=""):
    """The page of a benchmark as somebody reads it."""
    return as_user(user).get(reverse(f"benchmarking:{name}", args=[benchmark.ref]) + query).content.decode()


def test_the_history_tells_the_sending_side_no_mark_of_the_hidden_view(small_world, cast, as_user):
    made = opened_blind(small_world, blind=False)
    mark_additional(
        benchmark=made, line=line(small_world.cambodian, "1.2"), note="hidden note", by=cast.expert_one
    )

    assert "hidden note" in page(as_user, cast.coordinator, made)
    assert "hidden note" not in page(as_user, cast.focal_kh, made)

    say_all(small_world, made, View.RECEIVING)
    release_view(benchmark=made, side=Side.RECEIVING, by=cast.coordinator)
    mark_additional(
        benchmark=made, line=line(small_world.cambodian, "1.2"), note="open note", by=cast.expert_one
    )
    read = page(as_user, cast.focal_kh, made)
    assert "Line of the sending country marked additional (X)" in read
    assert read.count("Line of the sending country marked additional (X)") == 1


@pytest.mark.parametrize(("view", "reader"), [(View.RECEIVING, "focal_kh"), (View.SENDING, "coordinator")])
def test_the_history_tells_the_other_side_no_spreadsheet_of_a_hidden_view(
    small_world, cast, as_user, view, reader
):
    made = opened_blind(small_world)
    after = {"view": str(view.label), "file": "hidden.xlsx", "lines": 7}
    record("benchmark.sheet_taken", on=made, by=cast.expert_one, after=after)
    own = cast.coordinator if view == View.RECEIVING else cast.focal_kh

    assert "hidden.xlsx" in page(as_user, own, made)
    assert "hidden.xlsx" not in page(as_user, getattr(cast, reader), made)


def test_the_history_tells_the_sending_side_not_how_much_was_carried_on(small_world, cast, as_user):
    """The figures are those of the receiving view, which was never released."""
    before = opened_blind(small_world)
    say_all(small_world, before, View.RECEIVING)
    edition = newer(small_world.cambodian, changed={"1.1": "Mix mortar by the new rule"})
    made = start_next(benchmark=before, choices={small_world.cambodian.pk: edition}, by=cast.coordinator)
    words = "Benchmark started from the one before"

    assert words in page(as_user, cast.coordinator, made)
    assert words not in page(as_user, cast.focal_kh, made)


def test_a_gap_stands_beside_the_agreed_view_only_for_who_reads_the_receiving_one(small_world, cast, as_user):
    made = opened_blind(small_world)
    say(small_world, made, View.AGREED, "1.1.2", "P", "No ratio.", substantial=True, gap_code="C4")
    query = f"?view=agreed&line={line(small_world.thai, '1.1.2').pk}"

    assert "Gap G01" in page(as_user, cast.coordinator, made, "workspace", query)
    read = page(as_user, cast.focal_kh, made, "workspace", query)
    assert "No ratio." in read
    assert "G01" not in read


def test_earlier_words_of_a_view_stay_with_its_side_when_it_is_released(small_world, cast, as_user):
    made = opened_blind(small_world, blind=False)
    say_all(small_world, made, View.RECEIVING)
    say(small_world, made, View.RECEIVING, "1.1.2", "N", "rash words")
    say(small_world, made, View.RECEIVING, "1.1.2", "P", "words of the release")
    release_view(benchmark=made, side=Side.RECEIVING, by=cast.coordinator)
    say(small_world, made, View.RECEIVING, "1.1.2", "P", "words of today")
    address = reverse("benchmarking:line-history", args=[made.ref, line(small_world.thai, "1.1.2").pk])

    own = as_user(cast.coordinator).get(address).content.decode()
    assert all(words in own for words in ("rash words", "words of the release", "words of today"))
    for reader in (cast.focal_kh, cast.reviewer):
        read = as_user(reader).get(address + "?view=receiving").content.decode()
        assert "words of the release" in read
        assert "words of today" in read
        assert "rash words" not in read


def test_earlier_reasons_of_a_verdict_stay_with_the_receiving_side(small_world, cast, as_user):
    made = opened_blind(small_world, blind=False)
    say_all(small_world, made, View.RECEIVING)
    section = line(small_world.thai, "1.1")
    for revision, reason in enumerate(("rash reason", "sound reason")):
        decide_verdict(
            benchmark=made,
            section=section,
            verdict="not",
            reason=reason,
            revision=revision,
            by=cast.expert_one,
        )
    release_view(benchmark=made, side=Side.RECEIVING, by=cast.coordinator)

    assert "rash reason" in page(as_user, cast.coordinator, made, "verdicts")
    read = page(as_user, cast.focal_kh, made, "verdicts")
    assert "sound reason" in read
    assert "rash reason" not in read
