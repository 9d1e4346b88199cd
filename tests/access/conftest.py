"""The scene is built once for all tests of this folder, in a transaction that is never committed.

Each test runs in a savepoint of its own inside it (the `django_db` mark), so that nothing it does is seen by the
next one, and nothing of the scene by other folders.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from accounts.states import Role
from tests.access.browser import Browser
from tests.access.scene import Scene, build


@pytest.fixture(scope="package")
def _files_of_the_scene(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("access") / "files"


def _settings(files: Path) -> override_settings:
    return override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        PRIVATE_FILES=files,
        SECOND_FACTOR_ROLES=list(Role.values),  # as in production; all personas but one have passed it
        STORAGES={
            "private": {"BACKEND": "core.storage.PrivateStorage"},
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
    )


@pytest.fixture(autouse=True)
def _fast_and_private(_files_of_the_scene: Path) -> Iterator[None]:
    """As in the other folders, with the files of the scene; thousands of refusals need no line in the log."""
    logger = logging.getLogger("django.request")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    with _settings(_files_of_the_scene):
        yield
    logger.setLevel(level)


@pytest.fixture(scope="package")
def scene(django_db_setup: None, django_db_blocker: Any, _files_of_the_scene: Path) -> Iterator[Scene]:
    """The world of the matrix."""
    with django_db_blocker.unblock():
        held = transaction.atomic()
        held.__enter__()
        try:
            with _settings(_files_of_the_scene):
                made = build()
        except BaseException:
            transaction.set_rollback(True)
            held.__exit__(None, None, None)
            raise
    yield made
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        held.__exit__(None, None, None)


@pytest.fixture(scope="package")
def visitor(scene: Scene) -> Browser:
    """Asks as any persona."""
    return Browser(scene.people.session)
