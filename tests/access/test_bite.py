"""Negative control: with `visible_to` switched off, the tests of the matrix have to fail nearly everywhere."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model

from reports.models import ReportVersion
from standards.models import Edition
from standards.queries import intakes
from tests.access.browser import Browser, body, outcome, undone
from tests.access.matrix import TABLE, Rule
from tests.access.people import SIGNED_IN
from tests.access.scene import Scene
from tests.access.test_matrix import ask

pytestmark = [pytest.mark.django_db, pytest.mark.once]


#: Routes whose object is the country's own by a query of its own, which no `visible_to` decides; the lines of the
#: table guard them as all others.
SCOPED_OTHERWISE = (
    "from-mail",  # a signed link for one person
    "questionnaires:draft",
    "questionnaires:preview",
    "questionnaires:publish",
    "questionnaires:discard",
    "questionnaires:question-new",
    "questionnaires:question-edit",
    "questionnaires:question-move",
    "questionnaires:question-remove",
    "reports:logo",
    "reports:logo-remove",
    "reports:logo-move",
    "reports:comment-answer",
    "reports:comment-settle",
)


def scoped() -> list[type[Model]]:
    """Every model whose rows exist for some people only, by introspection."""
    return [model for model in apps.get_models() if hasattr(model._default_manager, "visible_to")]


@pytest.fixture
def _everything_is_visible(monkeypatch: pytest.MonkeyPatch) -> None:
    """What forgotten or broken scopes would do, all of them at once."""
    for model in scoped():
        queryset: Any = type(model._default_manager.all())
        monkeypatch.setattr(queryset, "visible_to", lambda self, _user: self.all())
    versions: Any = type(ReportVersion.objects.all())
    monkeypatch.setattr(versions, "visible_to", lambda self, _user, report: self.filter(report=report))
    monkeypatch.setattr(intakes, "_own", lambda _user: Edition.objects.all())  # the same rule for readings


def _tenant_lines(app: str) -> list[Rule]:
    """Lines of an app in which what somebody sees is hidden from somebody else."""
    return [
        rule
        for rule in TABLE
        if rule.route.partition(":")[0] == app
        and rule.at
        and rule.yes - {"adm"}  # what is the administrator's alone is no country's
        and not rule.own
        and rule.route not in SCOPED_OTHERWISE
        and any(rule.expected(who) == "404" for who in SIGNED_IN)
    ]


APPS = sorted({rule.route.partition(":")[0] for rule in TABLE if _tenant_lines(rule.route.partition(":")[0])})


@pytest.mark.parametrize("app", APPS)
@pytest.mark.usefixtures("_everything_is_visible")
def test_nineteen_of_twenty_lines_fail_when_everything_is_visible(
    app: str, scene: Scene, visitor: Browser
) -> None:
    lines = _tenant_lines(app)
    unnoticed = [str(rule) for rule in lines if not _noticed(scene, visitor, rule)]

    assert len(unnoticed) <= len(lines) / 20, f"{len(unnoticed)} of {len(lines)}\n" + "\n".join(unnoticed)


def _noticed(scene: Scene, visitor: Browser, rule: Rule) -> bool:
    """Whether at least one persona who has to get a 404 now gets something else."""
    hidden = [who for who in SIGNED_IN if rule.expected(who) == "404"]
    return any(_answer(scene, visitor, who, rule) != "404" for who in hidden)


def _answer(scene: Scene, visitor: Browser, who: str, rule: Rule) -> Any:
    with undone():
        response = ask(scene, visitor, who, rule)
        body(response)  # read to its end, so that a file is closed
        return outcome(response)
