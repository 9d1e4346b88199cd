"""What is carried over to newer editions: nothing unchanged is opened again, nothing changed is carried."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarking.rebenchmark import (
    Fate,
    Held,
    Pairing,
    Plan,
    Text,
    Why,
    decide,
    kept,
    pair,
    whole_sections,
)
from standards.changes import Row

_OLD, _NEW, _OTHER_OLD, _OTHER_NEW = 0, 1_000, 2_000, 3_000  # primary keys of the four editions begin here


def text(pk: int, key: int, words: str, *, number: str = "", critical: bool = False) -> Text:
    return Text(pk, Row(UUID(int=key + 1), "criterion", number, words, critical=critical))


@st.composite
def editions(draw: st.DrawFn, first: int, then: int) -> tuple[list[Text], list[Text]]:
    """An edition with every text once, and a newer one: lines kept, worded anew, renumbered, gone, added, moved."""
    size = draw(st.integers(0, 8))
    before = [text(first + at, first + at, f"text {first + at}", number=str(at)) for at in range(size)]
    after = []
    for at, one in enumerate(before):
        fate = draw(st.sampled_from(["same", "same", "worded", "critical", "renumbered", "gone"]))
        row = {
            "same": one.row,
            "worded": replace(one.row, text=f"{one.row.text} within 3 mm"),
            "critical": replace(one.row, critical=True),
            "renumbered": replace(one.row, number=f"9.{at}"),
        }.get(fate)
        if row is not None:
            after.append(Text(then + at, replace(row)))
    for more in range(draw(st.integers(0, 3))):
        after.append(text(then + 500 + more, then + 500 + more, f"brand-new {then + more}"))
    return before, draw(st.permutations(after))


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Text], list[Text], list[Text], list[Text], list[Held]]:
    before, after = draw(editions(_OLD, _NEW))
    theirs_before, theirs_after = draw(editions(_OTHER_OLD, _OTHER_NEW))
    links = [one.pk for one in theirs_before]
    held = []
    for one in before:
        for view in ("receiving", "sending", "agreed"):
            if draw(st.booleans()):
                counterparts = tuple(draw(st.sets(st.sampled_from(links)))) if links else ()
                rating = draw(st.sampled_from(["F", "P", "N", ""]))
                held.append(Held(len(held) + 1, view, one.pk, rating, counterparts))
    return before, after, theirs_before, theirs_after, held


def planned(case) -> tuple[Pairing, Pairing, Plan]:
    before, after, theirs_before, theirs_after, held = case
    reference, sending = pair(before, after), pair(theirs_before, theirs_after)
    plan = decide(
        reference,
        sending,
        rated_before=[one.pk for one in before],
        rated_after=[one.pk for one in after],
        held=held,
    )
    return reference, sending, plan


def _said(rows: list[Text]) -> dict[UUID | None, tuple[str, bool]]:
    return {one.row.key: (one.row.text, one.row.critical) for one in rows}


def _rests_on_the_same(one: Held, case) -> bool:
    """By the texts alone: the line and all counterparts are there and say what they said."""
    before, after, theirs_before, theirs_after, _held = case
    key_of = {row.pk: row.row.key for row in (*before, *theirs_before)}
    old, new = _said([*before, *theirs_before]), _said([*after, *theirs_after])
    keys = [key_of[one.line], *(key_of[link] for link in one.counterparts)]
    return all(old[key] == new.get(key) for key in keys)


@given(cases())
@settings(max_examples=200, deadline=None)
def test_nothing_changed_is_carried(case) -> None:
    _reference, _sending, plan = planned(case)
    assert all(_rests_on_the_same(one.held, case) for one in plan.decisions if one.is_carried)


@given(cases())
@settings(max_examples=200, deadline=None)
def test_nothing_unchanged_is_opened_again(case) -> None:
    _reference, _sending, plan = planned(case)
    opened = [one for one in plan.decisions if not one.is_carried and one.why != (Why.AGREED,)]
    assert not any(_rests_on_the_same(one.held, case) for one in opened)
    assert not any(_rests_on_the_same(one, case) for one in plan.left)
    agreed = {one.line for one in opened if one.held.view == "agreed"}
    followed = [one for one in plan.decisions if one.why == (Why.AGREED,)]
    assert all(one.line in agreed and one.held.view == "receiving" for one in followed)


@given(cases())
@settings(max_examples=200, deadline=None)
def test_the_counts_add_up(case) -> None:
    before, after, _theirs, _theirs_after, held = case
    _reference, _sending, plan = planned(case)
    assert len(plan.decisions) + len(plan.left) == len(held)
    assert {one.held.pk for one in plan.decisions} | {one.pk for one in plan.left} == {one.pk for one in held}
    assert list(plan.fates) == [one.pk for one in after]
    assert sum(plan.count(fate) for fate in Fate) == len(after)
    assert len(before) - len(plan.removed) == len(after) - plan.count(Fate.NEW)


@given(cases())
@settings(max_examples=100, deadline=None)
def test_counterparts_are_lines_of_the_newer_edition_and_all_of_them_where_carried(case) -> None:
    theirs = {one.pk for one in case[3]}
    for one in planned(case)[2].decisions:
        assert set(one.counterparts) <= theirs
        if one.is_carried:
            assert len(one.counterparts) == len(one.held.counterparts)


def test_the_same_editions_again_carry_everything() -> None:
    plan = decide(
        kept([1, 2, 3]),
        kept([7, 8]),
        rated_before=[1, 2, 3],
        rated_after=[1, 2, 3],
        held=[Held(1, "receiving", 1, "F", (7,)), Held(2, "receiving", 2, "", ())],
    )
    assert plan.fates == {1: Fate.CARRIED, 2: Fate.WAITING, 3: Fate.WAITING}
    assert plan.open == 2


def test_a_line_that_only_got_another_number_is_carried() -> None:
    found = pair([text(1, 1, "Lay bricks", number="1.1")], [text(9, 1, "Lay bricks", number="1.2")])
    assert found.same == found.renumbered == {1}


def test_a_line_that_became_critical_is_open_again() -> None:
    reference = pair([text(1, 1, "Lay bricks")], [text(9, 1, "Lay bricks", critical=True)])
    plan = decide(reference, kept([]), rated_before=[1], rated_after=[9], held=[Held(1, "receiving", 1, "F")])
    assert plan.decisions[0].why == (Why.TEXT,)
    assert plan.fates == {9: Fate.REOPENED}


def test_an_agreed_view_that_is_open_again_opens_the_receiving_view() -> None:
    sending = pair([text(5, 5, "Mix mortar")], [text(6, 5, "Mix mortar by volume")])
    held = [Held(1, "receiving", 1, "P"), Held(2, "agreed", 1, "F", (5,)), Held(3, "sending", 1, "F")]
    plan = decide(kept([1]), sending, rated_before=[1], rated_after=[1], held=held)
    assert [one.why for one in plan.decisions] == [(Why.AGREED,), (Why.CHANGED,), ()]
    assert plan.fates == {1: Fate.REOPENED}


def test_a_verdict_goes_on_only_with_every_line_of_its_section() -> None:
    held = [Held(1, "receiving", 11, "F"), Held(2, "receiving", 12, "P")]

    def sections(reference: Pairing, after: dict[int, list[int]]) -> dict[int, int]:
        lines = [line for some in after.values() for line in some]
        plan = decide(reference, kept([]), rated_before=[11, 12], rated_after=lines, held=held)
        return whole_sections({10: [11, 12]}, after, reference, plan)

    assert sections(kept([10, 11, 12]), {10: [11, 12]}) == {10: 10}
    assert sections(kept([10, 11, 12]), {10: [11, 12, 13]}) == {}  # a line came
    assert sections(kept([10, 11]) + Pairing(removed=(12,)), {10: [11]}) == {}  # a line went
    assert (
        sections(kept([11, 12]) + Pairing({10: 20}), {20: [11, 12]}) == {}
    )  # the heading says something else
