"""A disk without room: the file is made later, or failed with a sentence; nothing is lost and nothing is left over."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core import jobs
from core.children import ChildFailed
from core.models import JobState, StoredFile
from reports import actions, tasks
from reports.models import ReportFile
from tests.conftest import World
from tests.reports.world import requested

pytestmark = pytest.mark.django_db(transaction=True)
AsUser = Callable[[User], Client]


@pytest.fixture
def small_disk(settings: object, tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 kB below the file store, of which nothing is left."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)]
    if os.geteuid() or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("A small disk can be mounted by root only; run this test as root, on Linux.")
    try:
        settings.PRIVATE_FILES = place  # type: ignore[attr-defined]
        settings.STORAGES = {**settings.STORAGES}  # type: ignore[attr-defined]  # a new store on the new place
        (place / "ballast").write_bytes(b"x" * 62 * 1024)
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def test_a_file_for_which_there_is_no_room_fails_with_a_sentence_and_is_made_once_there_is(
    small_world: World, small_disk: Path, as_user: AsUser
) -> None:
    report = requested(small_world)
    by = small_world.cast.coordinator
    file = actions.request_file(version=report.versions.get(), format="xlsx", by=by)

    jobs.run(str(file.job_id))

    broken = ReportFile.objects.select_related("job").get(pk=file.pk)
    assert broken.job is not None
    assert (broken.job.state, broken.job.tries, broken.stored) == (JobState.FAILED, 1, None)
    assert "no room for the file" in broken.job.failure
    assert StoredFile.objects.count() == 0
    assert [path.name for path in small_disk.rglob("*") if path.is_file()] == ["ballast"]
    page = as_user(by).get(reverse("reports:detail", kwargs={"ref": report.ref})).content.decode()
    assert "no room for the file" in page

    (small_disk / "ballast").unlink()
    actions.retry(report=report, by=by, format="xlsx")
    jobs.run(str(file.job_id))

    done = ReportFile.objects.select_related("job", "stored").get(pk=file.pk)
    assert done.job is not None
    assert done.stored is not None
    assert (done.job.state, StoredFile.objects.count()) == (JobState.READY, 1)
    with done.stored.open() as source:
        assert source.read(2) == b"PK"


def test_a_child_process_that_finds_no_room_is_no_crash_of_the_portal() -> None:
    full = ChildFailed("crash", "OSError: [Errno 28] No space left on device")

    assert tasks._is_full(full)
    assert not tasks._is_full(ChildFailed("crash", "OSError: [Errno 5] Input/output error"))
