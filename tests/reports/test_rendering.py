"""From the job to the file: once, with rights checked, and with a sentence when it fails."""

from __future__ import annotations

import io
from datetime import timedelta

import pypdfium2
import pytest
from django.utils import timezone

from accounts.models import User
from benchmarking.models import Judgement
from core import jobs
from core.children import ChildFailed, Limits, run_limited
from core.models import Job, JobState, StoredFile
from reports import actions, pdf
from reports.models import Report, ReportVersion
from reports.rendering import paper
from reports.states import ReportState
from standards.models import Line
from tests.conftest import World
from tests.reports.world import pdf as file_of
from tests.reports.world import rendered, requested

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(bool(pdf.missing_fonts()), reason="fonts are fetched by scripts/assets.py"),
]


def text_of(content: bytes) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(content))
    return " ".join("".join(page.get_textpage().get_text_range() for page in document).split())


def test_the_pdf_comes_from_the_stored_snapshot_and_not_from_the_database(small_world: World) -> None:
    report = requested(small_world)
    Judgement.objects.update(difference="Written after the freezing")

    file = rendered(report)

    assert file.stored is not None
    with file.stored.open() as source:
        content = source.read()
    assert content.startswith(b"%PDF-1.7")
    assert file.pages == len(pypdfium2.PdfDocument(io.BytesIO(content))) > 5
    text = text_of(content)
    assert "MRS-TH-KH-7112-GA-01" in text
    assert "No figure is stated" in text
    assert "Written after the freezing" not in text
    assert file.stored.name.startswith("MRS_TH-KH_bricklaying-and-plastering_gap-analysis_v1_20")


def test_a_job_that_is_delivered_twice_gives_one_file(small_world: World) -> None:
    report = requested(small_world)
    first = rendered(report)
    assert first.job is not None

    jobs.run(str(first.job.pk))
    Job.objects.update(state=JobState.QUEUED)  # as if the ready state had been lost as well
    jobs.run(str(first.job.pk))

    assert StoredFile.objects.count() == 1
    assert file_of(report).stored == first.stored
    assert Job.objects.get().state == JobState.READY


def test_a_worker_that_dies_midway_is_replaced_and_there_is_one_file(small_world: World) -> None:
    report = requested(small_world)
    job = file_of(report).job
    assert job is not None
    dead = timezone.now() - timedelta(seconds=1)
    Job.objects.update(state=JobState.RUNNING, tries=1, lease_until=dead, token=job.pk, done=3, total=7)

    assert jobs.sweep() >= 1
    file = rendered(report)

    assert file.stored is not None
    assert StoredFile.objects.count() == 1
    assert Job.objects.get().tries == 2


def test_the_same_content_is_not_printed_a_second_time(
    small_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = requested(small_world)
    first = rendered(report)
    twin = requested(small_world, done=False)  # the same draft
    Report.objects.filter(pk=twin.pk).update(state=ReportState.ILO_REVIEW)
    second = requested(small_world, done=False)
    same = report.versions.get()
    ReportVersion.objects.filter(report=second).update(snapshot_hash=same.snapshot_hash)
    monkeypatch.setattr(paper, "LIMITS", Limits(wall_seconds=0))  # printing would fail at once

    file = rendered(second)

    assert (file.stored, file.pages) == (first.stored, first.pages)


def test_a_right_that_was_withdrawn_meanwhile_leaves_no_file(small_world: World) -> None:
    report = requested(small_world)
    job = file_of(report).job
    assert job is not None
    User.objects.filter(pk=small_world.cast.coordinator.pk).update(is_active=False)

    jobs.run(str(job.pk))

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "may no longer ask for reports" in job.failure
    assert file_of(report).stored is None
    assert not StoredFile.objects.exists()


def test_a_right_that_is_withdrawn_while_the_pdf_is_made_leaves_no_file(
    small_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = requested(small_world)
    job = file_of(report).job
    assert job is not None
    told: list[str] = []

    def withdraw(step: int, text: str) -> str:
        User.objects.filter(pk=small_world.cast.coordinator.pk).update(role="observer")
        told.append(text)
        return text

    monkeypatch.setattr(paper, "words_of", withdraw)
    jobs.run(str(job.pk))

    job.refresh_from_db()
    assert told
    assert (job.state, StoredFile.objects.count()) == (JobState.FAILED, 0)


def test_a_cancelled_job_leaves_no_file(small_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    report = requested(small_world)
    job = file_of(report).job
    assert job is not None

    def cancel(step: int, text: str) -> str:
        jobs.cancel(Job.objects.get())
        return text

    monkeypatch.setattr(paper, "words_of", cancel)
    jobs.run(str(job.pk))

    job.refresh_from_db()
    assert (job.state, StoredFile.objects.count()) == (JobState.CANCELLED, 0)


def test_letters_that_no_font_has_are_named(small_world: World) -> None:
    Line.objects.filter(number="1.1.1").update(text="Kinds of bricks \U0010abcd and blocks")
    report = requested(small_world)
    job = file_of(report).job
    assert job is not None

    jobs.run(str(job.pk))

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert 'U+10ABCD in "' in job.failure
    assert "bricks" in job.failure


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        (Limits(wall_seconds=0), "longer than four minutes"),
        (Limits(memory_bytes=64 * 1024**2), "more memory than the portal allows"),
    ],
)
def test_a_rendering_that_needs_too_much_fails_with_a_sentence(
    small_world: World, monkeypatch: pytest.MonkeyPatch, limits: Limits, sentence: str
) -> None:
    report = requested(small_world)
    monkeypatch.setattr(paper, "LIMITS", limits)
    job = file_of(report).job
    assert job is not None

    jobs.run(str(job.pk))

    job.refresh_from_db()
    assert (job.state, job.tries) == (JobState.FAILED, 1)
    assert sentence in job.failure


def test_a_failed_rendering_can_be_tried_again(small_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    report = requested(small_world)
    with monkeypatch.context() as tight:
        tight.setattr(paper, "LIMITS", Limits(wall_seconds=0))
        jobs.run(str(file_of(report).job_id))
    assert Job.objects.get().state == JobState.FAILED

    actions.retry(report=report, by=small_world.cast.coordinator)

    assert rendered(report).stored is not None


def test_a_child_that_breaks_says_so_without_its_traceback() -> None:
    with pytest.raises(ChildFailed) as broken:
        run_limited("reports.nothing_of_this_name")

    assert "fault of the portal" in paper.sentence_of(broken.value)
    assert "Traceback" not in paper.sentence_of(broken.value)


def test_a_snapshot_that_cannot_be_read_fails_with_a_sentence(small_world: World) -> None:
    report = requested(small_world)
    ReportVersion.objects.update(snapshot={"schema": 99})
    jobs.run(str(file_of(report).job_id))

    assert "Make a new version" in Job.objects.get().failure
