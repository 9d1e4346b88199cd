"""Negative control: with `visible_to` switched off, the tests of the matrix have to fail nearly everywhere."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarking.models import BenchmarkQuerySet, GapQuerySet
from corridors.models import ActivityQuerySet, CorridorQuerySet, PilotQuerySet
from missions.models import MissionQuerySet, ObservationQuerySet
from reports.models import ReportQuerySet, ReportVersionQuerySet
from standards.models import Edition, EditionQuerySet
from standards.queries import intakes
from tests.access.browser import Browser, body, outcome, undone
from tests.access.matrix import BENCHMARKS, CORRIDORS, GAPS, MISSIONS, REPORTS, ROOT, STANDARDS, Rule
from tests.access.people import SIGNED_IN
from tests.access.scene import Scene
from tests.access.test_matrix import ask

pytestmark = pytest.mark.django_db

PARTS = {
    "root": ROOT,
    "standards": STANDARDS,
    "corridors": CORRIDORS,
    "benchmarks": BENCHMARKS,
    "gaps": GAPS,
    "missions": MISSIONS,
    "reports": REPORTS,
}


@pytest.fixture
def _everything_is_visible(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a forgotten or broken `visible_to` would do."""
    for queryset in (
        PilotQuerySet,
        CorridorQuerySet,
        ActivityQuerySet,
        EditionQuerySet,
        BenchmarkQuerySet,
        GapQuerySet,
        MissionQuerySet,
        ObservationQuerySet,
        ReportQuerySet,
    ):
        monkeypatch.setattr(queryset, "visible_to", lambda self, _user: self.all())
    monkeypatch.setattr(
        ReportVersionQuerySet, "visible_to", lambda self, _user, report: self.filter(report=report)
    )
    monkeypatch.setattr(intakes, "_own", lambda _user: Edition.objects.all())  # the same rule for readings


def _tenant_lines(part: str) -> list[Rule]:
    """Lines in which what somebody sees is hidden from somebody else."""
    return [
        rule
        for rule in PARTS[part]
        if rule.at and rule.yes and any(rule.expected(who) == "404" for who in SIGNED_IN)
    ]


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.usefixtures("_everything_is_visible")
def test_nine_of_ten_lines_fail_when_everything_is_visible(part: str, scene: Scene, visitor: Browser) -> None:
    lines = _tenant_lines(part)
    unnoticed = [str(rule) for rule in lines if not _noticed(scene, visitor, rule)]

    assert len(unnoticed) <= len(lines) / 10, "\n".join(unnoticed)


def _noticed(scene: Scene, visitor: Browser, rule: Rule) -> bool:
    """Whether at least one persona who has to get a 404 now gets something else."""
    hidden = [who for who in SIGNED_IN if rule.expected(who) == "404"]
    return any(_answer(scene, visitor, who, rule) != "404" for who in hidden)


def _answer(scene: Scene, visitor: Browser, who: str, rule: Rule) -> Any:
    with undone():
        response = ask(scene, visitor, who, rule)
        body(response)  # read to its end, so that a file is closed
        return outcome(response)
