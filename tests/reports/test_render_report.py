"""`manage.py render_report`: the file that people download, from a shell."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from core.files import store
from core.models import AuditLine, StoredFile
from reports import actions
from reports.models import ReportVersion
from tests.conftest import World
from tests.reports.world import requested

pytestmark = pytest.mark.django_db


def render(*arguments: str) -> str:
    out = io.StringIO()
    call_command("render_report", *arguments, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_it_makes_the_file_from_the_snapshot_and_leaves_the_database_as_it_is(
    small_world: World, tmp_path: Path
) -> None:
    report = requested(small_world)
    before = AuditLine.objects.count()

    said = render(report.number, "--format", "xlsx", "--output", str(tmp_path))

    (made,) = tmp_path.glob("MRS_TH-KH_*.xlsx")
    assert made.read_bytes().startswith(b"PK")
    assert hashlib.sha256(made.read_bytes()).hexdigest() in said
    assert "made now" in said
    assert (StoredFile.objects.count(), AuditLine.objects.count()) == (0, before)


def test_it_gives_the_stored_file_where_there_is_one_and_makes_the_same_again_when_asked(
    small_world: World, tmp_path: Path
) -> None:
    report = requested(small_world)
    render(report.number, "--format", "xlsx", "--output", str(tmp_path / "first.xlsx"))
    file = actions.request_file(version=report.versions.get(), format="xlsx", by=small_world.cast.coordinator)
    stored = store(b"PK stored", name="r.xlsx", content_type="x/y", by=None)
    actions.settle_file(file=file, stored=stored, pages=0, by=None)

    said = render(report.ref, "--format", "xlsx", "--output", str(tmp_path / "second.xlsx"))
    render(report.number.lower(), "--format", "xlsx", "--again", "--output", str(tmp_path / "third.xlsx"))

    assert "as stored" in said
    assert (tmp_path / "second.xlsx").read_bytes() == b"PK stored"
    assert (tmp_path / "third.xlsx").read_bytes() == (tmp_path / "first.xlsx").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["NO-SUCH-REPORT"], "There is no report"),
        (["{number}", "--number", "7"], "has no version 7"),
        (["{number}", "--format", "xlsx", "--output", "no/such/folder/file.xlsx"], "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(small_world: World, arguments: list[str], sentence: str) -> None:
    report = requested(small_world)

    with pytest.raises(CommandError, match=sentence):
        render(*(one.format(number=report.number) for one in arguments))


def test_content_that_cannot_be_read_is_a_sentence(small_world: World, tmp_path: Path) -> None:
    report = requested(small_world)
    version = ReportVersion.objects.get()
    ReportVersion.objects.update(snapshot={**version.snapshot, "unknown": 1})

    with pytest.raises(CommandError, match="cannot be read"):
        render(report.number, "--format", "xlsx", "--output", str(tmp_path / "r.xlsx"))
    assert not list(tmp_path.glob("*.xlsx"))
