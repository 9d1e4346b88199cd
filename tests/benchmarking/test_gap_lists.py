"""The register, what waits for whom, and the corridor's figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.states import Role
from benchmarking import actions
from benchmarking.models import Benchmark, GapFinding, Judgement
from benchmarking.queries import gap_waiting as queries
from benchmarking.states import GapState
from core.refs import make_ref
from corridors.models import Activity, Corridor
from standards.models import Line
from tests.benchmarking import gap_world
from tests.conftest import World
from tests.factories import people

SignIn = Callable[[User], Client]
TODAY = date(2019, 7, 15)
EARLIER = date(2019, 7, 1)


def compare(world: World, corridor: Corridor, *, released: bool = True) -> Benchmark:
    """A benchmark in a corridor with the Thai edition."""
    return gap_world.benchmark(corridor, by=world.cast.expert_one, reference=world.thai, released=released)


def many(in_benchmark: Benchmark, count: int, *, by: User, **fields: Any) -> list[GapFinding]:
    """So many gaps, each on a line of its own, written in bulk."""
    edition = in_benchmark.reference_editions.get()
    start = edition.lines.count()
    first = in_benchmark.gaps.count() + 1
    lines = Line.objects.bulk_create(
        Line(
            edition=edition,
            position=start + n,
            kind="criterion",
            number=f"9.{start + n}",
            text="Line",
            content_hash="0",
        )
        for n in range(count)
    )
    judgements = Judgement.objects.bulk_create(
        Judgement(benchmark=in_benchmark, line=line, rating="P", substantial=True, gap_code="C4", by=by)
        for line in lines
    )
    values = {
        "code": "C4",
        "generated": "Mortar\nPartly",
        "owner_country": in_benchmark.corridor.sending_country,
    }
    return GapFinding.objects.bulk_create(
        GapFinding(
            ref=make_ref("gap", first + n),
            corridor=in_benchmark.corridor,
            benchmark=in_benchmark,
            number=first + n,
            judgement=judgement,
            **(values | fields),
        )
        for n, judgement in enumerate(judgements)
    )


def listed(client: Client, **wanted: str) -> list[str]:
    """Labels of the gaps that the register shows, with the sending country."""
    answer = client.get(reverse("benchmarking:gap-list"), wanted)
    assert answer.status_code == 200
    return [f"{row.gap.corridor.sending_country} {row.gap.label}" for row in answer.context["rows"]]


@pytest.fixture
def three(small_world: World) -> dict[str, GapFinding]:
    """Gaps of Cambodia (two) and Lao PDR (one)."""
    by = small_world.cast.expert_one
    kh, la = compare(small_world, small_world.th_kh), compare(small_world, small_world.th_la)
    line = gap_world.line
    return {
        "one": gap_world.gap(
            kh,
            line(small_world.thai, "1.1.2"),
            by=by,
            title="Mixing mortar",
            code="C5",
            severity="critical",
            due_on=EARLIER,
        ),
        "two": gap_world.gap(
            kh,
            line(small_world.thai, "1.2.1"),
            by=by,
            state=GapState.AGREED,
            owner_country="TH",
            description="ទឹក",
        ),
        "lao": gap_world.gap(
            la, line(small_world.thai, "1.2.2"), by=by, state=GapState.DISMISSED, due_on=EARLIER
        ),
    }


#: Person -> the gaps that exist for them.
REGISTERS: list[tuple[str, list[str]]] = [
    ("coordinator", ["KH G01", "KH G02", "LA G01"]),
    ("expert_one", ["KH G01", "KH G02"]),
    ("expert_two", []),
    ("focal_kh", ["KH G01", "KH G02"]),
    ("focal_la", ["LA G01"]),
    ("focal_mm", []),
    ("reviewer", ["KH G01", "KH G02", "LA G01"]),
    ("observer", []),
    ("administrator", []),
]


def test_the_register_shows_each_person_their_own_corridors(
    small_world: World, three: dict[str, GapFinding], as_user: SignIn
) -> None:
    small_world.th_la.teams.clear()
    for person, expected in REGISTERS:
        assert listed(as_user(getattr(small_world.cast, person))) == expected, person


def test_an_unreleased_benchmark_shows_its_gaps_to_the_receiving_side_only(
    small_world: World, three: dict[str, GapFinding], as_user: SignIn
) -> None:
    Benchmark.objects.filter(corridor=small_world.th_kh).update(released_at=None)
    assert listed(as_user(small_world.cast.focal_kh)) == []
    assert listed(as_user(small_world.cast.focal_kh), q="G01") == []
    assert listed(as_user(small_world.cast.reviewer)) == ["LA G01"]
    assert len(listed(as_user(small_world.cast.coordinator))) == 3


#: What the address says -> the gaps that the register shows.
FILTERS: list[tuple[dict[str, str], list[str]]] = [
    ({"q": "mixing"}, ["KH G01"]),
    ({"q": "ទឹក"}, ["KH G02"]),
    ({"q": "g02"}, ["KH G02"]),
    ({"q": "G1.02"}, ["KH G02"]),
    ({"q": "nothing like it"}, []),
    ({"owner": "TH"}, ["KH G02"]),
    ({"code": "C"}, ["KH G01", "KH G02", "LA G01"]),
    ({"code": "C5"}, ["KH G01"]),
    ({"code": "Q"}, []),
    ({"severity": "critical"}, ["KH G01"]),
    ({"state": "agreed"}, ["KH G02"]),
    ({"state": "dismissed"}, ["LA G01"]),
    ({"state": "unsettled"}, ["KH G01", "KH G02"]),
    ({"due": "overdue"}, ["KH G01"]),
    ({"benchmark": "not-there"}, []),
    ({"activity": "not-there"}, []),
    # A value that makes no sense filters nothing.
    ({"state": "wild"}, ["KH G01", "KH G02", "LA G01"]),
    ({"corridor": "not-mine", "q": "x" * 500}, ["KH G01", "KH G02", "LA G01"]),
    ({"page": "wild"}, ["KH G01", "KH G02", "LA G01"]),
]


def test_filters_stand_in_the_address(
    small_world: World, three: dict[str, GapFinding], as_user: SignIn
) -> None:
    client = as_user(small_world.cast.coordinator)
    for wanted, expected in FILTERS:
        assert listed(client, **wanted) == expected, wanted


def test_the_register_narrows_to_a_corridor_a_benchmark_or_an_activity(
    small_world: World, three: dict[str, GapFinding], as_user: SignIn
) -> None:
    client = as_user(small_world.cast.coordinator)
    assert listed(client, corridor=small_world.th_la.ref) == ["LA G01"]
    assert listed(client, benchmark=three["one"].benchmark.ref) == ["KH G01", "KH G02"]
    hidden = Activity.objects.create(
        ref="hidden", pilot=small_world.pilot, title="Inside Thailand", country="TH"
    )
    common = Activity.objects.create(ref="common", pilot=small_world.pilot, title="Workshop")
    three["two"].activities.add(hidden, common)
    assert listed(client, activity="hidden") == ["KH G02"]
    assert listed(as_user(small_world.cast.focal_kh), activity="common") == ["KH G02"]
    assert listed(as_user(small_world.cast.focal_kh), activity="hidden") == []


def test_empty_registers_say_what_will_stand_there(small_world: World, as_user: SignIn) -> None:
    client = as_user(small_world.cast.coordinator)
    assert "No gaps yet" in client.get(reverse("benchmarking:gap-list")).content.decode()
    assert "No gap fits" in client.get(reverse("benchmarking:gap-list"), {"q": "x"}).content.decode()


def test_rows_say_overdue_and_lead_to_gap_and_chain(
    small_world: World, three: dict[str, GapFinding], as_user: SignIn
) -> None:
    page = (
        as_user(small_world.cast.coordinator)
        .get(reverse("benchmarking:gap-list"), {"q": "mixing"})
        .content.decode()
    )
    assert reverse("benchmarking:gap", kwargs={"ref": three["one"].ref}) in page
    assert reverse("chain", args=[three["one"].ref]) in page
    assert "Overdue" in page
    assert "next step: Cambodia" in page


@pytest.mark.parametrize("count", [1, 10, 1000])
def test_the_register_takes_the_same_queries_at_any_length(
    small_world: World, as_user: SignIn, django_assert_num_queries: Any, count: int
) -> None:
    many(compare(small_world, small_world.th_kh), count, by=small_world.cast.expert_one)
    client = as_user(small_world.cast.expert_one)
    with django_assert_num_queries(10):
        answer = client.get(reverse("benchmarking:gap-list"), {"state": "unsettled", "q": "mortar"})
    assert len(answer.context["rows"]) == min(count, 50)


@pytest.mark.parametrize("count", [1, 10, 1000])
def test_what_waits_and_the_figures_take_the_same_queries_at_any_length(
    small_world: World, django_assert_num_queries: Any, count: int
) -> None:
    many(compare(small_world, small_world.th_kh), count, by=small_world.cast.expert_one)
    user = User.objects.select_related("organisation").get(pk=small_world.cast.focal_kh.pk)
    with django_assert_num_queries(2):
        waiting = queries.waiting_for(user, today=TODAY)
        queries.summary(small_world.th_kh, user, today=TODAY)
    assert [one.title for one in waiting] == [
        f"{count} gaps to answer or agree to" if count > 1 else "1 gap to answer or agree to"
    ]


# --- What waits ----------------------------------------------------------------------------------


def titles(user: User) -> list[str]:
    """What waits for a person, in words."""
    return [one.title for one in queries.waiting_for(user, today=TODAY)]


def test_the_ball_goes_from_side_to_side(small_world: World) -> None:
    cast = small_world.cast
    kh = compare(small_world, small_world.th_kh, released=False)
    gap = gap_world.gap(kh, gap_world.line(small_world.thai, "1.2.1"), by=cast.expert_one)
    everybody = [
        cast.coordinator,
        cast.expert_one,
        cast.expert_two,
        cast.focal_kh,
        cast.expert_kh,
        cast.focal_la,
        cast.reviewer,
    ]
    assert not any(titles(person) for person in everybody)  # the benchmark waits, not the gap
    Benchmark.objects.filter(pk=kh.pk).update(released_at=timezone.now())
    assert_waiting(everybody, "1 gap to answer or agree to", {cast.focal_kh, cast.expert_kh})
    actions.reply(gap=gap, text="Why?", by=cast.focal_kh)
    assert_waiting(everybody, "1 reply to a gap to read", {cast.coordinator, cast.expert_one})
    actions.agree(gap=gap, by=cast.coordinator)
    assert_waiting(everybody, "1 gap to work on", {cast.focal_kh, cast.expert_kh})
    actions.report_done(gap=gap, what_was_done="Done", proof_note="Page 3", by=cast.expert_one)
    assert_waiting(everybody, "1 gap to check and close", {cast.coordinator})  # not the one who reported
    actions.close(gap=gap, note="Read", by=cast.coordinator)
    assert not any(titles(person) for person in everybody)


def assert_waiting(everybody: list[User], title: str, people: set[User]) -> None:
    for person in everybody:
        assert titles(person) == ([title] if person in people else []), person


def test_a_thai_focal_point_without_a_right_in_the_corridor_waits_for_nothing(small_world: World) -> None:
    kh = compare(small_world, small_world.th_kh)
    gap_world.gap(
        kh,
        gap_world.line(small_world.thai, "1.2.1"),
        by=small_world.cast.focal_kh,
        state=GapState.WAITING_CHECK,
    )
    person = people.person("focal.th", "Focal point, Thailand", "dsd", Role.FOCAL_POINT)
    assert titles(person) == []


def test_one_gap_is_linked_itself_and_several_through_the_register(small_world: World) -> None:
    kh = compare(small_world, small_world.th_kh)
    by, focal = small_world.cast.expert_one, small_world.cast.focal_kh
    (first,) = many(kh, 1, by=by, due_on=EARLIER)
    (one,) = queries.waiting_for(focal, today=TODAY)
    assert one.url == reverse("benchmarking:gap", kwargs={"ref": first.ref})
    assert "1 is overdue" in one.detail
    assert one.tone == "attention"
    many(kh, 2, by=by)
    (two,) = queries.waiting_for(focal, today=TODAY)
    register = reverse("benchmarking:gap-list")
    assert two.url == f"{register}?corridor={small_world.th_kh.ref}&state=open&waiting=mine"


def test_the_corridor_is_summed_up_by_severity_for_those_who_see_it(small_world: World) -> None:
    kh = compare(small_world, small_world.th_kh)
    by, cast = small_world.cast.expert_one, small_world.cast
    many(kh, 2, by=by, severity="critical", due_on=EARLIER)
    many(kh, 1, by=by, severity="minor")
    done = {"what_was_done": "Done", "reported_by": cast.focal_kh, "closed_by": cast.coordinator}
    many(kh, 1, by=by, state="closed", due_on=EARLIER, **done)
    many(kh, 1, by=by, state="kept", reason="Law differs")
    facts = queries.summary(small_world.th_kh, cast.focal_kh, today=TODAY)
    assert [(fact.value, fact.hint) for fact in facts] == [
        ("3", "2 critical, 1 minor"),
        ("2", "2 critical"),
        ("1", "1 major"),
        ("1", "1 major"),
    ]
    assert [fact.value for fact in queries.summary(small_world.th_kh, cast.focal_la, today=TODAY)] == [
        "0"
    ] * 4


def test_gaps_of_one_corridor_do_not_count_in_another(small_world: World) -> None:
    many(compare(small_world, small_world.th_la), 3, by=small_world.cast.expert_one)
    assert queries.summary(small_world.th_kh, small_world.cast.coordinator, today=TODAY)[0].value == "0"
