"""PM-6 and PM-7: rights follow every change of state, and what was withdrawn is gone at the next request."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from accounts.models import TeamMembership, User
from tests.access import oracle
from tests.access.browser import Browser, outcome, undone
from tests.access.matrix import TABLE
from tests.access.people import SIGNED_IN
from tests.access.rules import Rule
from tests.access.scene import Scene
from tests.access.test_matrix import ask

pytestmark = pytest.mark.django_db

ACTS = [rule for rule in TABLE if rule.method == "POST" and rule.at and rule.yes and rule.answer == "moved"]
#: Acts that move a state or a release; the others are looked at in the long run.
_MOVES = re.compile(
    r"submit|accept|return|publish|release|complete|reopen|invite|held|cancel|decide|withdraw|:move|share|throw|restore"
)
APPS = sorted({rule.route.partition(":")[0] for rule in ACTS})


def _scoped(thing: Any) -> bool:
    return isinstance(thing, Model) and hasattr(type(thing)._default_manager, "visible_to")


@pytest.mark.parametrize("app", APPS)
def test_after_every_move_its_object_exists_for_exactly_those_whom_the_oracle_names(
    app: str, scene: Scene, visitor: Browser
) -> None:
    _look_after([rule for rule in ACTS if _MOVES.search(rule.route)], app, scene, visitor)


@pytest.mark.long
@pytest.mark.parametrize("app", APPS)
def test_after_every_other_act_its_object_exists_for_exactly_those_whom_the_oracle_names(
    app: str, scene: Scene, visitor: Browser
) -> None:
    _look_after([rule for rule in ACTS if not _MOVES.search(rule.route)], app, scene, visitor)


def _look_after(rules: list[Rule], app: str, scene: Scene, visitor: Browser) -> None:
    wrong = []
    for rule in rules:
        if rule.route.partition(":")[0] != app or not _scoped(scene[rule.at]):
            continue
        with undone():
            ask(scene, visitor, sorted(rule.yes)[0], rule)
            wrong += _differences(scene, rule)
    assert not wrong, "\n".join(wrong)


def _differences(scene: Scene, rule: Rule) -> list[str]:
    thing = scene[rule.at]
    manager: Any = type(thing)._default_manager
    now = manager.filter(pk=thing.pk).first()
    if now is None:
        return []
    found = []
    for who in SIGNED_IN:
        person = scene.by(who)
        seen = manager.visible_to(person).filter(pk=thing.pk).exists()
        if seen != oracle.sees(person, now):
            found.append(f"after {rule}: visible_to says {seen} to {who}")
    return found


def _gets(scene: Scene, visitor: Browser, who: str, route: str, at: str) -> str:
    return outcome(visitor.ask(who, "GET", reverse(route, kwargs={"ref": scene[at].ref})))


def test_whoever_leaves_the_team_loses_its_corridors_at_the_next_request(
    scene: Scene, visitor: Browser
) -> None:
    pages = [
        ("corridor", "th_kh"),
        ("standards:detail", "th_draft"),
        ("benchmarking:detail", "bm_open"),
        ("missions:detail", "visit_kh"),
        ("questionnaires:answer", "th_answers"),
        ("reports:detail", "r_la_draft"),
    ]
    with undone():
        assert {_gets(scene, visitor, "g1", *page) for page in pages} == {"page"}
        TeamMembership.objects.filter(user=scene.by("g1")).delete()

        assert {page: _gets(scene, visitor, "g1", *page) for page in pages} == dict.fromkeys(pages, "404")


def test_a_deputy_is_one_until_the_last_day_and_no_longer(scene: Scene, visitor: Browser) -> None:
    with undone():
        submit = reverse("corridors:submit-edition", kwargs={"ref": scene["kh_draft"].ref})
        assert outcome(visitor.ask("dep", "GET", submit)) == "page"
        assert _gets(scene, visitor, "dep", "corridor", "kh_la") == "page"
        yesterday = timezone.localdate() - timedelta(1)
        User.objects.filter(pk=scene.by("dep").pk).update(acting_until=yesterday)

        assert outcome(visitor.ask("dep", "GET", submit)) == "403"
        assert _gets(scene, visitor, "dep", "corridor", "kh_la") == "404"


def test_whoever_is_deactivated_is_led_to_the_sign_in_with_the_next_piece_of_an_upload(
    scene: Scene, visitor: Browser
) -> None:
    with undone():
        User.objects.filter(pk=scene.by("kh").pk).update(is_active=False)
        piece = reverse("standards:upload-chunk", kwargs={"ref": scene["kh_upload"].ref})

        assert outcome(visitor.ask("kh", "POST", piece)) == "sign-in"


def test_whoever_changes_to_another_country_keeps_nothing_of_the_old_one(
    scene: Scene, visitor: Browser
) -> None:
    with undone():
        User.objects.filter(pk=scene.by("kh").pk).update(organisation=scene.by("la").organisation)

        assert _gets(scene, visitor, "kh", "standards:detail", "kh_draft") == "404"
        assert _gets(scene, visitor, "kh", "corridor", "th_kh") == "404"
        assert _gets(scene, visitor, "kh", "corridor", "th_la") == "page"
