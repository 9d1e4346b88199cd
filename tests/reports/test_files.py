"""The files of a version: asked for, under way, failed, stopped, lost, taken, each with its rights."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import User
from benchmarking.models import Judgement
from core import jobs
from core.files import store
from core.models import AuditLine, Job, JobState, StoredFile
from reports import actions, queries
from reports.models import Report, ReportFile
from reports.rendering import FORMATS
from reports.states import FileFormat, ReportState
from tests.conftest import World
from tests.reports.world import requested

pytestmark = pytest.mark.django_db
#: Jobs are claimed and settled in transactions of their own.
worked = pytest.mark.django_db(transaction=True)
AsUser = Callable[[User], Client]
XLSX = FileFormat.XLSX.value


def url(name: str, report: Report, **more: object) -> str:
    return reverse(f"reports:{name}", kwargs={"ref": report.ref, **more})


def said(response: object) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))  # type: ignore[attr-defined]


def taken(browser: Client, address: str) -> tuple[int, bytes]:
    """Status and content of a download."""
    answer = browser.get(address)
    return answer.status_code, b"".join(answer.streaming_content) if answer.streaming else b""


def asked(report: Report, by: User, format: str = XLSX) -> ReportFile:
    return actions.request_file(version=report.versions.get(), format=format, by=by)


def done(file: ReportFile, content: bytes = b"PK made") -> ReportFile:
    """As a worker leaves it."""
    stored = store(
        content, name=f"report.{file.format}", content_type=FORMATS[file.format].content_type, by=None
    )
    actions.settle_file(file=file, stored=stored, pages=0, by=None)
    Job.objects.filter(pk=file.job_id).update(state=JobState.READY)
    return again(file)


def again(file: ReportFile) -> ReportFile:
    return ReportFile.objects.select_related("job", "stored", "version__report").get(pk=file.pk)


def of(report: Report, format: str) -> ReportFile:
    return ReportFile.objects.select_related("job", "stored").get(version__report=report, format=format)


# --- Asked for ---------------------------------------------------------------------------------------------


def test_a_format_is_made_when_somebody_presses_its_button_and_pressing_twice_is_once(
    small_world: World, as_user: AsUser
) -> None:
    report = requested(small_world)
    browser = as_user(small_world.cast.expert_one)
    assert "Make the XLSX" in browser.get(url("detail", report)).content.decode()

    first = browser.post(url("file-ask", report), {"version": "1", "format": XLSX})
    browser.post(url("file-ask", report), {"version": "1", "format": XLSX})

    assert first.status_code == 303
    assert first["Location"].endswith("?v=1#files")
    assert "is being made" in said(first)
    assert (
        ReportFile.objects.filter(format=XLSX).count()
        == Job.objects.filter(subject_id=of(report, XLSX).pk).count()
        == 1
    )
    line = AuditLine.objects.get(event="report.file_asked")
    assert (line.by, line.after) == (small_world.cast.expert_one, {"version": 1, "format": "XLSX"})


@worked
def test_the_workbook_comes_from_the_stored_snapshot(small_world: World) -> None:
    report = requested(small_world)
    Judgement.objects.update(difference="Written after the freezing")
    file = asked(report, small_world.cast.coordinator)

    jobs.run(str(file.job_id))

    file = again(file)
    assert file.stored is not None
    with file.stored.open() as source:
        book = load_workbook(io.BytesIO(source.read()))
    texts = {cell for row in book["Comparison"].iter_rows(values_only=True) for cell in row}
    assert "No figure is stated" in texts
    assert "Written after the freezing" not in texts
    assert file.stored.name.startswith("MRS_TH-KH_bricklaying-and-plastering_gap-analysis_v1_20")
    assert file.stored.name.endswith(".xlsx")


@pytest.mark.parametrize("format", ["", "exe", "XLSX", "pdf/../"])
def test_a_format_that_does_not_exist_is_refused_with_a_sentence(
    small_world: World, as_user: AsUser, format: str
) -> None:
    report = requested(small_world)
    before = Job.objects.count()

    answer = as_user(small_world.cast.coordinator).post(
        url("file-ask", report), {"version": "1", "format": format}
    )

    assert answer.status_code == 303
    assert Job.objects.count() == before
    if format:
        assert "cannot be had in this format" in said(answer)
        with pytest.raises(ValidationError):
            asked(report, small_world.cast.coordinator, format)


@pytest.mark.parametrize("number", ["2", "x", "-1", "99999999999999999999"])
def test_a_version_that_does_not_exist_is_not_found(small_world: World, as_user: AsUser, number: str) -> None:
    report = requested(small_world)

    answer = as_user(small_world.cast.coordinator).post(
        url("file-ask", report), {"version": number, "format": XLSX}
    )

    assert answer.status_code == 404


def test_the_sending_side_and_the_ilo_ask_for_what_was_sent_to_them_and_observers_take_what_is_ready(
    small_world: World, as_user: AsUser
) -> None:
    report = requested(small_world)
    form = {"version": "1", "format": XLSX}
    for person in (small_world.cast.focal_kh, small_world.cast.reviewer, small_world.cast.observer):
        assert as_user(person).post(url("file-ask", report), form).status_code == 404

    report.versions.update(released_at=timezone.now())
    Report.objects.update(state=ReportState.PUBLISHED)
    for person in (small_world.cast.focal_kh, small_world.cast.reviewer):
        assert as_user(person).post(url("file-ask", report), form).status_code == 303
    observer = as_user(small_world.cast.observer)
    assert observer.post(url("file-ask", report), form).status_code == 403
    before = observer.get(url("detail", report)).content.decode()
    assert "The XLSX waits" in before
    assert "Make the" not in before
    done(of(report, XLSX))
    page = observer.get(url("detail", report)).content.decode()
    assert url("download-as", report, number=1, format=XLSX) in page
    assert "Make the" not in page


# --- Under way ---------------------------------------------------------------------------------------------


def test_the_page_says_which_place_in_the_queue_a_file_has(small_world: World, as_user: AsUser) -> None:
    report = requested(small_world)
    asked(report, small_world.cast.coordinator)
    page = as_user(small_world.cast.coordinator).get(url("detail", report)).content.decode()

    assert "The PDF waits for its turn; it is next" in page
    assert "The XLSX waits; number 2 in the queue" in page


def test_each_file_polls_for_itself_and_the_row_of_a_finished_one_asks_no_more(
    small_world: World, as_user: AsUser
) -> None:
    report = requested(small_world)
    file = asked(report, small_world.cast.coordinator)
    browser = as_user(small_world.cast.coordinator)
    address = f"{url('progress', report)}?v=1&format={XLSX}"
    Job.objects.filter(pk=file.job_id).update(
        state=JobState.RUNNING, done=2, total=13, doing="Writing the sheet “Gap register”"
    )

    moving = browser.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "Gap register" in moving
    assert 'value="2"' in moving
    assert 'hx-trigger="every 2s"' in moving
    done(file)
    still = browser.get(address, headers={"HX-Request": "true"}).content.decode()
    assert url("download-as", report, number=1, format=XLSX) in still
    assert "hx-trigger" not in still
    plain = browser.get(address)
    assert (plain.status_code, plain["Location"]) == (302 + 1, url("detail", report) + "?v=1#files")


def test_a_format_that_nobody_asked_for_has_no_progress_and_no_file(
    small_world: World, as_user: AsUser
) -> None:
    report = requested(small_world)
    browser = as_user(small_world.cast.coordinator)

    assert browser.get(f"{url('progress', report)}?v=1&format={XLSX}").status_code == 404
    assert browser.get(url("download-as", report, number=1, format=XLSX)).status_code == 404


# --- Stopped and failed ------------------------------------------------------------------------------------


def test_whoever_asked_for_a_file_stops_it_and_so_does_who_may_ask_for_the_report(
    small_world: World, as_user: AsUser
) -> None:
    report = requested(small_world)
    file = asked(report, small_world.cast.expert_one)
    form = {"version": "1", "format": XLSX}
    pdf = as_user(small_world.cast.expert_one).post(
        url("cancel", report)
    )  # the coordinator asked for that one
    assert pdf.status_code == 403

    assert as_user(small_world.cast.expert_one).post(url("cancel", report), form).status_code == 303
    assert again(file).job.state == JobState.CANCELLED  # type: ignore[union-attr]
    page = as_user(small_world.cast.expert_one).get(url("detail", report)).content.decode()
    assert "The making of the XLSX was cancelled" in page
    retried = as_user(small_world.cast.coordinator).post(url("retry", report), form)
    assert "The XLSX is being made again." in said(retried)
    assert again(file).job.state == JobState.QUEUED  # type: ignore[union-attr]
    assert as_user(small_world.cast.coordinator).post(url("cancel", report), form).status_code == 303
    refused = as_user(small_world.cast.coordinator).post(url("cancel", report), form)
    assert "nothing to cancel" in said(refused)


def test_a_failure_stands_beside_its_format_and_leaves_the_others_alone(
    small_world: World, as_user: AsUser
) -> None:
    report = requested(small_world)
    done(of(report, "pdf"))
    file = asked(report, small_world.cast.coordinator)
    Job.objects.filter(pk=file.job_id).update(
        state=JobState.FAILED, failure="The stored content cannot be read."
    )

    page = as_user(small_world.cast.coordinator).get(url("detail", report)).content.decode()

    assert "The XLSX could not be made" in page
    assert "The stored content cannot be read." in page
    assert url("download", report, number=1) in page
    assert "The PDF could not be made" not in page


@worked
def test_a_right_that_was_withdrawn_meanwhile_leaves_no_workbook(small_world: World) -> None:
    report = requested(small_world)
    report.versions.update(released_at=timezone.now())
    Report.objects.update(state=ReportState.COUNTRY_REPLY)
    file = asked(report, small_world.cast.focal_kh)
    Report.objects.update(state=ReportState.DRAFT)  # taken back: the sending side no longer sees it

    jobs.run(str(file.job_id))

    file = again(file)
    assert file.stored is None
    assert file.job is not None
    assert "may no longer ask" in file.job.failure


# --- Once --------------------------------------------------------------------------------------------------


def twins(world: World) -> tuple[ReportFile, ReportFile]:
    """Workbooks of two reports with one content, not made yet."""
    by = world.cast.coordinator
    first = requested(world)
    Report.objects.filter(pk=first.pk).update(state=ReportState.ILO_REVIEW)
    second = requested(world, done=False)
    version = first.versions.get()
    second.versions.update(snapshot=version.snapshot, snapshot_hash=version.snapshot_hash)
    return asked(first, by), asked(second, by)


@worked
def test_the_same_content_in_another_report_is_the_same_file_without_a_second_making(
    small_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = twins(small_world)
    jobs.run(str(first.job_id))
    monkeypatch.setitem(FORMATS, XLSX, None)  # type: ignore[arg-type]  # making anything would break now

    jobs.run(str(second.job_id))

    assert again(second).stored == again(first).stored is not None
    assert StoredFile.objects.count() == 1


@worked
def test_a_twin_that_failed_or_whose_content_is_gone_is_no_twin(small_world: World) -> None:
    first, second = twins(small_world)
    Job.objects.filter(pk=first.job_id).update(state=JobState.FAILED)
    jobs.run(str(second.job_id))
    made = again(second).stored
    assert made is not None

    storages["private"].delete(made.path)
    jobs.retry(first.job)  # type: ignore[arg-type]
    jobs.run(str(first.job_id))

    found = again(first).stored
    assert found is not None
    assert (found.pk != made.pk, found.sha256) == (True, made.sha256)
    with found.open() as source:
        assert source.read(2) == b"PK"


# --- Lost --------------------------------------------------------------------------------------------------


@worked
def test_a_file_that_is_gone_from_the_store_is_said_so_and_made_again_from_the_snapshot(
    small_world: World, as_user: AsUser
) -> None:
    report = requested(small_world)
    file = asked(report, small_world.cast.coordinator)
    jobs.run(str(file.job_id))
    before = again(file).stored
    assert before is not None
    storages["private"].delete(before.path)
    browser = as_user(small_world.cast.coordinator)

    answer = browser.get(url("download-as", report, number=1, format=XLSX))
    assert "missing from the store" in said(answer)
    assert "The file is missing from the store" in browser.get(url("detail", report)).content.decode()
    browser.post(url("file-ask", report), {"version": "1", "format": XLSX})
    jobs.run(str(again(file).job_id))

    after = again(file).stored
    assert after is not None
    assert after.sha256 == before.sha256
    assert taken(browser, url("download-as", report, number=1, format=XLSX))[0] == 200


# --- Taken -------------------------------------------------------------------------------------------------


def test_every_format_has_an_address_and_its_download_is_recorded_with_the_format(
    small_world: World, as_user: AsUser
) -> None:
    report = requested(small_world)
    file = done(asked(report, small_world.cast.coordinator))
    browser = as_user(small_world.cast.expert_one)

    answer = browser.get(url("download-as", report, number=1, format=XLSX))

    assert b"".join(answer.streaming_content) == b"PK made"
    assert "gap-analysis_v1_20" in answer["Content-Disposition"]
    assert '.xlsx"' in answer["Content-Disposition"]
    line = AuditLine.objects.get(event="report.downloaded")
    assert file.stored is not None
    assert line.after == {"version": 1, "format": "XLSX", "file_hash": file.stored.sha256}


def test_the_side_whose_report_it_is_reads_who_took_what_and_nobody_else(
    small_world: World, as_user: AsUser
) -> None:
    report = requested(small_world)
    done(of(report, "pdf"))
    actions.move(report=report, to=ReportState.COUNTRY_REPLY, by=small_world.cast.coordinator)
    taken(as_user(small_world.cast.focal_kh), url("download", report, number=1))

    page = as_user(small_world.cast.expert_one).get(url("downloads", report)).content.decode()
    assert "Focal point, Cambodia" in page
    assert (
        "Downloaded once" in as_user(small_world.cast.coordinator).get(url("detail", report)).content.decode()
    )
    assert as_user(small_world.cast.focal_kh).get(url("downloads", report)).status_code == 403
    assert (
        "Downloaded once"
        not in as_user(small_world.cast.focal_kh).get(url("detail", report)).content.decode()
    )
    other = as_user(small_world.cast.coordinator).get(url("downloads", report) + "?q=Myanmar&format=docx")
    assert "No download fits" in other.content.decode()


@pytest.mark.parametrize("rows", [1, 10, 1000])
def test_the_list_of_downloads_asks_as_often_for_a_thousand_rows_as_for_one(
    small_world: World, as_user: AsUser, rows: int
) -> None:
    report = requested(small_world)
    first = timezone.now() - timedelta(days=1)
    AuditLine.objects.bulk_create(
        AuditLine(
            event="report.downloaded",
            by=small_world.cast.coordinator,
            by_text="MRS coordinator",
            subject_type="reports.report",
            subject_id=str(report.pk),
            after={"version": 1, "format": "PDF", "file_hash": "0" * 64},
            at=first,
        )
        for _number in range(rows)
    )
    browser = as_user(small_world.cast.coordinator)
    browser.get(url("downloads", report))

    with CaptureQueriesContext(
        connection,
    ) as asked_for:
        page = browser.get(url("downloads", report)).content.decode()

    assert page.count("MRS coordinator</td>") == min(rows, 50)
    assert len(asked_for) == 6


def test_files_of_a_withdrawn_report_stay_with_its_parties(small_world: World, as_user: AsUser) -> None:
    report = requested(small_world)
    file = done(of(report, "pdf"))
    report.versions.update(released_at=timezone.now())
    Report.objects.update(state=ReportState.WITHDRAWN)
    report.refresh_from_db()

    address = url("download", report, number=1)
    assert taken(as_user(small_world.cast.focal_kh), address)[0] == 200
    assert taken(as_user(small_world.cast.observer), address)[0] == 404
    assert taken(as_user(small_world.cast.focal_la), address)[0] == 404
    assert queries.files_of(again(file).version, small_world.cast.observer, FORMATS) == []


def test_a_new_version_leaves_alone_the_files_that_others_asked_of_what_was_sent_to_them(
    small_world: World,
) -> None:
    report = requested(small_world)
    cast = small_world.cast
    done(of(report, FileFormat.PDF))
    actions.move(report=report, to=ReportState.COUNTRY_REPLY, by=cast.coordinator)
    theirs = asked(report, cast.focal_kh)
    actions.move(report=report, to=ReportState.DRAFT, by=cast.coordinator)
    Judgement.objects.update(reason="Said anew")

    actions.new_version(report=report, by=cast.coordinator)

    assert again(theirs).job.state == JobState.QUEUED  # type: ignore[union-attr]
