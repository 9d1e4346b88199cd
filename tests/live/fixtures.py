"""The portal under test, one for the whole run: starting and seeding one takes some ten seconds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.live.portal import Portal, running_portal


@pytest.fixture(scope="session")
def live_portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """A real portal: gunicorn, a Celery worker with its clock, demonstration data."""
    with running_portal(tmp_path_factory.mktemp("portal")) as portal:
        yield portal
