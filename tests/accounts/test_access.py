"""Side and role decide; the matrix is complete."""

from __future__ import annotations

import pytest

from accounts.access import Home, can
from accounts.permissions import MATRIX, Permission, Side
from accounts.states import Role
from tests.conftest import World


def test_every_permission_is_held_by_somebody_and_none_by_an_observer() -> None:
    assert MATRIX.keys() == set(Permission)
    assert all(MATRIX.values())
    assert not any(role == Role.OBSERVER for grants in MATRIX.values() for _side, role in grants)


def test_the_administrator_holds_no_right_on_content() -> None:
    held = {
        permission
        for permission, grants in MATRIX.items()
        if any(r == Role.ADMINISTRATOR for _s, r in grants)
    }

    accounts = {one for one in Permission if one.value.startswith(("people_", "office_", "team_"))}
    running = {Permission.PORTAL_RUN, Permission.HISTORY_READ}  # the history without content
    assert held == accounts | running | {Permission.REFERENCE_EDIT}
    assert {side for side, role in MATRIX[Permission.REFERENCE_EDIT] if role == Role.ADMINISTRATOR} == {
        Side.PORTAL
    }


@pytest.mark.django_db
def test_an_expert_stands_on_the_receiving_side_only_through_the_team(small_world: World) -> None:
    cast = small_world.cast

    assert Side.RECEIVING in small_world.th_kh.sides_of(cast.expert_one)
    assert Side.RECEIVING not in small_world.th_kh.sides_of(cast.expert_two)
    assert can(cast.expert_one, Permission.JUDGE, small_world.th_kh)
    assert not can(cast.expert_two, Permission.JUDGE, small_world.th_kh)


@pytest.mark.django_db
def test_a_country_is_not_fixed_to_a_side(small_world: World) -> None:
    cast = small_world.cast

    assert small_world.th_kh.sides_of(cast.focal_kh) == {Side.SENDING}
    assert small_world.th_la.sides_of(cast.focal_kh) == frozenset()
    assert small_world.th_kh.sides_of(cast.reviewer) == {Side.REVIEWING}
    assert small_world.th_kh.sides_of(cast.observer) == frozenset()


@pytest.mark.django_db
def test_a_deactivated_person_may_nothing(small_world: World) -> None:
    assert not can(small_world.cast.deactivated, Permission.STANDARD_CREATE, Home())
    assert can(small_world.cast.focal_kh, Permission.STANDARD_CREATE, Home())
