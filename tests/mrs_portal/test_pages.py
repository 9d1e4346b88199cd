"""Pages that look at everything: home, corridor, pilot board, chain, jobs, help, health."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from benchmarking.states import GapState
from core import jobs
from core.refs import make_ref
from corridors import actions as corridors
from missions import actions as missions
from missions.states import Effect, MissionKind
from tests.benchmarking import gap_world
from tests.conftest import Cast, World

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def page(client: Client, name: str, **arguments: Any) -> str:
    response = client.get(reverse(name, kwargs=arguments))
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def observed_gap(w: World) -> Any:
    """A gap in work that an observation confirms and an activity addresses."""
    cast = w.cast
    gap = gap_world.maker(w, gap_world.compared_in(w))(
        GapState.IN_PROGRESS, title="Mixing ratio is not named"
    )
    mission = missions.plan_mission(
        pilot=w.pilot,
        title="First mission to Cambodia",
        kind=MissionKind.VISIT,
        place="Phnom Penh",
        country="KH",
        planned_start=date(2019, 6, 3),
        planned_end=date(2019, 6, 5),
        planned_month_only=False,
        corridors=[w.th_kh],
        teams=[cast.group_one],
        by=cast.coordinator,
    )
    missions.mark_held(
        mission=mission, actual_start=date(2019, 6, 3), actual_end=date(2019, 6, 5), by=cast.coordinator
    )
    missions.observe(
        mission=mission,
        corridor=w.th_kh,
        step="4",
        site="Testing centre",
        observed_on=date(2019, 6, 4),
        text="Mortar is mixed by feel; no box is used.",
        gaps={gap: Effect.CONFIRMS},
        by=cast.expert_one,
    )
    activity = corridors.plan_activity(
        pilot=w.pilot,
        title="Workshop on mixing by volume",
        corridor=w.th_kh,
        country="KH",
        by=cast.coordinator,
    )
    gap.activities.add(activity)
    return gap


@pytest.mark.parametrize(
    ("who", "sees", "misses"),
    [
        ("coordinator", "Your corridors", "Published reports"),
        ("expert_two", "Building electrical wiring", "Bricklaying and plastering"),
        ("focal_la", "Thailand – Lao PDR", "Cambodia"),
        ("reviewer", "Thailand – Myanmar", "Published reports"),
        ("observer", "Published reports", "Your corridors"),
        ("administrator", "Running the portal", "Your corridors"),
    ],
)
def test_home_shows_everybody_their_own(
    small_world: World, as_user: SignIn, who: str, sees: str, misses: str
) -> None:
    shown = page(as_user(getattr(small_world.cast, who)), "home")

    assert sees in shown
    assert misses not in shown


def test_a_gap_that_waits_stands_on_the_home_page_of_the_side_that_has_the_ball(
    small_world: World, as_user: SignIn
) -> None:
    gap_world.maker(small_world, gap_world.compared_in(small_world))(GapState.WAITING_CHECK)

    assert "1 gap to check and close" in page(as_user(small_world.cast.expert_one), "home")
    assert "to check and close" not in page(as_user(small_world.cast.focal_la), "home")


def test_the_chain_page_shows_every_link_from_the_line_to_the_activity(
    small_world: World, as_user: SignIn
) -> None:
    gap = observed_gap(small_world)

    shown = page(as_user(small_world.cast.expert_one), "chain", ref=gap.ref)

    for part in (
        gap.judgement.line.text,
        gap.judgement.difference,
        "Mortar is mixed by feel",
        "Confirms the gap",
        "Mixing ratio is not named",
        "Workshop on mixing by volume",
        "Not yet reported as done.",
        "Observation noted",
    ):
        assert part in shown, part


def test_the_chain_of_another_country_does_not_exist(small_world: World, as_user: SignIn) -> None:
    gap = observed_gap(small_world)

    for outsider in (small_world.cast.focal_la, small_world.cast.expert_two, small_world.cast.administrator):
        assert as_user(outsider).get(reverse("chain", kwargs={"ref": gap.ref})).status_code == 404


def test_the_corridor_page_offers_a_step_only_to_who_may_take_it(small_world: World, as_user: SignIn) -> None:
    offered = "Make a gap analysis report"

    assert offered in page(as_user(small_world.cast.coordinator), "corridor", ref=small_world.th_kh.ref)
    assert offered not in page(as_user(small_world.cast.expert_one), "corridor", ref=small_world.th_kh.ref)
    assert offered not in page(as_user(small_world.cast.focal_kh), "corridor", ref=small_world.th_kh.ref)


def test_the_pilot_board_shows_a_sending_country_its_own_corridors_only(
    small_world: World, as_user: SignIn
) -> None:
    shown = page(as_user(small_world.cast.focal_kh), "pilot", ref=small_world.pilot.ref)

    assert "Thailand – Cambodia" in shown
    assert "Lao PDR" not in shown
    assert "Myanmar" not in shown


@pytest.mark.parametrize("gaps", [1, 10, 40])
def test_corridor_and_home_cost_the_same_queries_however_much_there_is(
    small_world: World, as_user: SignIn, gaps: int, django_assert_max_num_queries: Any
) -> None:
    lines = small_world.thai.lines
    template = lines.get(number="1.2.2")
    for number in range(gaps):
        template.pk = None
        template.position = 1000 + number
        template.number = f"9.{number}"
        template.save()
    make = gap_world.maker(small_world, gap_world.compared_in(small_world))
    for _ in range(gaps):
        make(GapState.OPEN)
    client = as_user(small_world.cast.coordinator)

    with django_assert_max_num_queries(32):
        page(client, "home")
    with django_assert_max_num_queries(36):
        page(client, "corridor", ref=small_world.th_kh.ref)


@pytest.mark.parametrize("rows", [1, 10, 1000])
def test_the_list_of_jobs_costs_the_same_queries_at_any_length(
    cast: Cast, as_user: SignIn, rows: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(min(rows, 3)):
        jobs.enqueue("reports.render", subject=cast.coordinator, by=cast.coordinator)
    jobs.Job.objects.bulk_create(jobs.Job(name="standards.read", subject_id="1") for _ in range(rows))
    client = as_user(cast.administrator)

    with django_assert_max_num_queries(6):
        shown = page(client, "jobs")

    assert "Reading an uploaded standard" in shown


def test_jobs_are_for_the_administrator(cast: Cast, as_user: SignIn) -> None:
    assert as_user(cast.coordinator).get(reverse("jobs")).status_code == 403


def test_help_and_health_need_no_sign_in(db: None, client: Client) -> None:
    assert "Who sees what" in page(client, "help")
    assert client.get(reverse("healthz")).content == b"ok"


def test_pages_of_signed_in_people_are_not_kept_and_allow_nothing_inline(
    small_world: World, as_user: SignIn
) -> None:
    response = as_user(small_world.cast.coordinator).get("/")

    assert "no-store" in response["Cache-Control"]
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response["X-Frame-Options"] == "DENY"


def test_an_unknown_address_is_answered_by_our_own_page(cast: Cast, as_user: SignIn) -> None:
    response = as_user(cast.coordinator).get(f"/c/{make_ref('nowhere')}/")

    assert response.status_code == 404
    assert "MRS Portal" in response.content.decode()
