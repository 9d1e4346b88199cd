"""One function moves every state."""

from __future__ import annotations

import pytest

from core.states import IllegalMove, move
from standards.states import EDITION_TRANSITIONS, EditionState
from tests.conftest import World


@pytest.mark.django_db
def test_a_move_that_the_table_allows_changes_the_row_and_the_object(small_world: World) -> None:
    edition = small_world.cambodian

    move(edition, EditionState.SUPERSEDED, transitions=EDITION_TRANSITIONS)

    assert edition.state == EditionState.SUPERSEDED
    edition.refresh_from_db()
    assert edition.state == EditionState.SUPERSEDED


@pytest.mark.django_db
def test_a_move_that_the_table_does_not_allow_says_so_and_changes_nothing(small_world: World) -> None:
    edition = small_world.cambodian

    with pytest.raises(IllegalMove, match="Accepted"):
        move(edition, EditionState.DRAFT, transitions=EDITION_TRANSITIONS)

    edition.refresh_from_db()
    assert edition.state == EditionState.ACCEPTED


@pytest.mark.django_db
def test_of_two_people_who_press_at_once_exactly_one_wins(small_world: World) -> None:
    edition = small_world.cambodian
    same_row_elsewhere = type(edition).objects.get(pk=edition.pk)
    move(edition, EditionState.SUPERSEDED, transitions=EDITION_TRANSITIONS)

    with pytest.raises(IllegalMove):
        move(same_row_elsewhere, EditionState.SUPERSEDED, transitions=EDITION_TRANSITIONS)
