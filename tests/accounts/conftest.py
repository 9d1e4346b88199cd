"""One person, and a clock that can be moved."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from accounts.models import User
from accounts.states import Role
from tests.factories import people


@pytest.fixture
def person(db: None) -> User:
    return people.person("focal.kh", "Focal point, Cambodia", "mlvt", Role.FOCAL_POINT)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """`clock(seconds)` moves the time on."""
    ahead = [0.0]
    real = time.time

    monkeypatch.setattr(time, "time", lambda: real() + ahead[0])

    def move(seconds: float) -> None:
        ahead[0] += seconds

    return move
