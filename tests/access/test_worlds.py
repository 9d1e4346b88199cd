"""PM-1: in any world, what `visible_to` finds is what the oracle says, for everybody and every model that knows it."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Team, User
from reports.models import Report, ReportVersion
from tests.access import oracle, worlds
from tests.access.browser import undone

pytestmark = pytest.mark.django_db

#: What is asked for a report, not for a person alone.
_OF_A_REPORT = ReportVersion
MODELS = [
    model
    for model in apps.get_models()
    if hasattr(model._default_manager, "visible_to") and model is not _OF_A_REPORT
]


@pytest.fixture
def everybody(db: None) -> Iterator[tuple[list[User], list[Team]]]:
    """The same people for all worlds; what a world adds is taken back."""
    return worlds.cast()


def test_at_least_fifteen_models_are_compared_and_the_oracle_knows_each() -> None:
    assert len(MODELS) >= 15
    assert {model.__name__ for model in MODELS} <= {model.__name__ for model in oracle.known()}


def _differences(one: worlds.World, looking: list[User]) -> list[str]:
    found = []
    for model in MODELS:
        manager: Any = model._default_manager
        rows = one.of(model)
        for person in looking:
            seen = set(manager.visible_to(person).values_list("pk", flat=True))
            said = {row.pk for row in rows if oracle.sees(person, row)}
            here = {row.pk for row in rows}
            if seen & here != said:
                found.append(f"{person}: {model.__name__} {sorted((seen & here) ^ said)}")
    return found + _differences_of_versions(one, looking)


def _differences_of_versions(one: worlds.World, looking: list[User]) -> list[str]:
    found = []
    for report in one.of(Report):
        rows = list(report.versions.order_by("number"))
        for person in looking:
            if oracle.sees(person, report):
                seen = set(ReportVersion.objects.visible_to(person, report).values_list("number", flat=True))
                said = {row.number for row in rows if oracle.version_of_report(person, row, rows)}
                if seen != said:
                    found.append(f"{person}: versions of {report}, {report.state}: {sorted(seen ^ said)}")
    return found


def _try(seed: int, everybody: tuple[list[User], list[Team]]) -> None:
    chance = Random(seed)
    with undone():
        one = worlds.build(chance, *everybody)
        looking: list[User] = chance.sample(everybody[0], 4)
        assert _differences(one, looking) == []


_ANY = st.integers(min_value=0, max_value=2**32)
_SLOW = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow)


@given(seed=_ANY)
@settings(max_examples=40, deadline=None, suppress_health_check=_SLOW)
def test_forty_random_worlds_show_what_the_oracle_says(
    seed: int, everybody: tuple[list[User], list[Team]]
) -> None:
    _try(seed, everybody)


@pytest.mark.long
@given(seed=_ANY)
@settings(max_examples=1000, deadline=None, suppress_health_check=_SLOW)
def test_a_thousand_random_worlds_show_what_the_oracle_says(
    seed: int, everybody: tuple[list[User], list[Team]]
) -> None:
    _try(seed, everybody)


def test_a_scope_that_forgets_the_state_is_found(
    everybody: tuple[list[User], list[Team]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control: with editions of all states released, a few worlds are enough to see it."""
    model: Any = next(one for one in MODELS if one.__name__ == "Edition")
    queryset: Any = type(model.objects.all())
    monkeypatch.setattr(queryset, "visible_to", lambda self, user: self.filter(binned_at=None))

    def differs(seed: int) -> bool:
        with undone():
            one = worlds.build(Random(seed), *everybody)
            return bool(_differences_in(one, model, everybody[0]))

    assert any(differs(seed) for seed in range(3))


def _differences_in(one: worlds.World, model: type[Model], looking: list[User]) -> list[User]:
    manager: Any = model._default_manager
    return [
        person
        for person in looking
        if {row.pk for row in one.of(model) if oracle.sees(person, row)}
        != set(manager.visible_to(person).values_list("pk", flat=True))
    ]
