"""Every race is won with its guard and, as the negative control, lost without it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.live.portal import Portal
from tests.live.races.cases import CASES
from tests.live.races.ground import Case, Ground, ground_of, lost_without, played


@pytest.fixture(scope="module")
def ground(live_portal: Portal) -> Iterator[Ground]:
    """The racing server beside the portal of the run; the portal's worker rests meanwhile."""
    with ground_of(live_portal) as found:
        yield found


@pytest.fixture(scope="module")
def database(live_portal: Portal) -> str:
    """The kind of database of the run."""
    return live_portal.env["DATABASE_URL"].split(":")[0].replace("postgresql", "postgres")


@pytest.mark.live
@pytest.mark.parametrize("case", [case for case in CASES if not case.is_long], ids=lambda case: case.name)
def test_a_race_is_won_with_its_guard_and_lost_without(case: Case, ground: Ground, database: str) -> None:
    assert played(case, ground, case.rounds) == []
    if case.guard_on(database):
        assert lost_without(case, ground, database), "the race was not seen to happen without its guard"


@pytest.mark.long
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_race_is_won_in_every_round(case: Case, ground: Ground, database: str) -> None:
    assert played(case, ground, case.many) == []
    if case.guard_on(database):
        assert lost_without(case, ground, database), "the race was not seen to happen without its guard"
