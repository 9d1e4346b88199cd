"""The cast and the world that tests share. The cast is named by office, never by a person's name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import hypothesis
import pytest
from django.db.backends.base.operations import BaseDatabaseOperations
from django.test import Client

from accounts.models import Team, User
from accounts.states import Role
from core import chain_guard
from corridors.models import Corridor, Pilot
from standards.models import Edition
from tests.factories import people, world
from tests.live.fixtures import live_portal  # noqa: F401 - one portal for tests/live and tests/browser

# The same examples in every plain run, so that a failure is a change of ours; the long run looks for new ones.
hypothesis.settings.register_profile("same", derandomize=True)
hypothesis.settings.register_profile("search", print_blob=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


def _empty_with_the_guard_lifted(operations: BaseDatabaseOperations, statements: list[str]) -> None:
    """A test's database is emptied by DELETE, which the guard of the history refuses for sealed lines."""
    chain_guard.take_down()
    _empty(operations, statements)
    chain_guard.put_up()


_empty = BaseDatabaseOperations.execute_sql_flush
BaseDatabaseOperations.execute_sql_flush = _empty_with_the_guard_lifted  # type: ignore[method-assign]

#: Fixtures behind every way in which a test reaches the database.
_DATABASE = {"db", "transactional_db", "django_db_setup"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On the second database run what touches a database: the rest has nothing new to say there."""
    if os.environ.get("TESTS_DATABASE_ONLY") != "1":
        return
    kept = [item for item in items if _touches_database(item) and not item.get_closest_marker("once")]
    left_out = set(items) - set(kept)
    config.hook.pytest_deselected(items=list(left_out))
    items[:] = kept


def _touches_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & _DATABASE)


@pytest.fixture(autouse=True)
def _fast_and_private(settings: object, tmp_path: Path) -> Iterator[None]:
    """Cheap password hashes, a file store of the test's own, and static files looked up when they are asked for.

    Otherwise every new client reads the list of all static files first: 25 ms, ten thousand times.
    """
    settings.WHITENOISE_AUTOREFRESH = True  # type: ignore[attr-defined]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]
    settings.PRIVATE_FILES = tmp_path / "files"  # type: ignore[attr-defined]
    settings.STORAGES = {  # type: ignore[attr-defined]
        **settings.STORAGES,  # type: ignore[attr-defined]
        "private": {"BACKEND": "core.storage.PrivateStorage"},
    }
    return


@pytest.fixture(autouse=True)
def _no_throttles(settings: object) -> None:
    """Tests are faster than people; tests/core/test_throttles.py switches the brakes on."""
    settings.THROTTLES = False  # type: ignore[attr-defined]


@dataclass
class Cast:
    """Everybody, by role."""

    coordinator: User
    expert_one: User
    expert_two: User
    focal_kh: User
    focal_la: User
    focal_mm: User
    expert_kh: User
    reviewer: User
    observer: User
    administrator: User
    deactivated: User
    group_one: Team
    group_two: Team


@pytest.fixture
def cast(db: None) -> Cast:
    """The whole cast; Group I serves bricklaying, Group II wiring."""
    expert_one = people.person("group1", "Group I expert", "dsd", Role.EXPERT)
    expert_two = people.person("group2", "Group II expert", "dsd", Role.EXPERT)
    return Cast(
        coordinator=people.person("coordinator.th", "MRS coordinator", "dsd", Role.COORDINATOR),
        expert_one=expert_one,
        expert_two=expert_two,
        focal_kh=people.person("focal.kh", "Focal point, Cambodia", "mlvt", Role.FOCAL_POINT),
        focal_la=people.person("focal.la", "Focal point, Lao PDR", "sdi", Role.FOCAL_POINT),
        focal_mm=people.person("focal.mm", "Focal point, Myanmar", "nssa", Role.FOCAL_POINT),
        expert_kh=people.person("expert.kh", "National expert, Cambodia", "mlvt", Role.EXPERT),
        reviewer=people.person("reviewer", "ILO reviewer", "ilo", Role.REVIEWER),
        observer=people.person("observer", "Observer, ASEAN Secretariat", "asec", Role.OBSERVER),
        administrator=people.person("admin", "Portal administrator", "portal", Role.ADMINISTRATOR),
        deactivated=people.person(
            "former.kh", "Former focal point, Cambodia", "mlvt", Role.FOCAL_POINT, is_active=False
        ),
        group_one=people.team("Group I", expert_one),
        group_two=people.team("Group II", expert_two),
    )


@dataclass
class World:
    """One pilot with bricklaying corridors to three countries and wiring to one; both sides' editions."""

    cast: Cast
    pilot: Pilot
    th_kh: Corridor
    th_la: Corridor
    th_mm: Corridor
    th_kh_wiring: Corridor
    thai: Edition
    cambodian: Edition


@pytest.fixture
def small_world(cast: Cast) -> World:
    """Accepted Thai and Cambodian bricklaying editions, distributed to each other's side."""
    pilot = world.pilot()
    th_kh = world.corridor(pilot, "KH", team=cast.group_one)
    thai = world.edition("TH", by=cast.coordinator)
    cambodian = world.edition("KH", by=cast.focal_kh)
    world.share(thai, organisation_key="mlvt", receiving=False)
    world.share(cambodian, organisation_key="dsd")
    world.share(cambodian, team=cast.group_one)
    world.share(thai, team=cast.group_one)
    return World(
        cast=cast,
        pilot=pilot,
        th_kh=th_kh,
        th_la=world.corridor(pilot, "LA", team=cast.group_one),
        th_mm=world.corridor(pilot, "MM", team=cast.group_one),
        th_kh_wiring=world.corridor(pilot, "KH", world.skill_area(world.WIRING), team=cast.group_two),
        thai=thai,
        cambodian=cambodian,
    )


@pytest.fixture
def as_user() -> object:
    """`as_user(person)` is a browser in which that person is signed in."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in
