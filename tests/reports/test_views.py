"""Pages of reports in the browser: who sees what, what is refused how, downloads."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from accounts.models import User
from benchmarking.models import Judgement
from core.files import store
from core.models import AuditLine, Job, JobState
from reports import actions, queries
from reports.models import Report, ReportComment, ReportFile
from reports.states import ReportState
from tests.conftest import World
from tests.reports.world import judged, pdf, requested

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]


def ready(report: Report) -> ReportFile:
    file = pdf(report)
    stored = store(b"%PDF-1.7 test", name="r.pdf", content_type="application/pdf", by=None)
    actions.settle_file(file=file, stored=stored, pages=2, by=None)
    Job.objects.filter(pk=file.job_id).update(state=JobState.READY)
    return pdf(report)


def url(name: str, report: Report, **more: object) -> str:
    return reverse(f"reports:{name}", kwargs={"ref": report.ref, **more})


def said(response: object) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))  # type: ignore[attr-defined]


def in_state(report: Report, state: str) -> Report:
    Report.objects.filter(pk=report.pk).update(state=state)
    report.refresh_from_db()
    return report


def taken(browser: Client, report: Report) -> tuple[int, bytes]:
    """Status and content of the download of version 1."""
    response = browser.get(url("download", report, number=1))
    content = b"".join(response.streaming_content) if response.streaming else b""
    return response.status_code, content


# --- Request -----------------------------------------------------------------------------------------------


def test_the_request_page_says_what_will_be_in_the_report_and_what_is_missing(
    small_world: World, as_user: AsUser
) -> None:
    judged(small_world, left=1)
    page = as_user(small_world.cast.coordinator).get(
        reverse("reports:request", kwargs={"ref": small_world.th_kh.ref})
    )

    text = page.content.decode()
    assert page.status_code == 200
    assert "This will be an interim report" in text
    assert "1 line is not compared yet." in text
    assert "4 of 5 lines compared" in text


def test_the_request_page_without_a_benchmark_leads_to_one(small_world: World, as_user: AsUser) -> None:
    browser = as_user(small_world.cast.coordinator)
    address = reverse("reports:request", kwargs={"ref": small_world.th_kh.ref})

    assert "Open a benchmark and judge its lines first" in browser.get(address).content.decode()
    response = browser.post(address)
    assert response.status_code == 303
    assert "Open a benchmark" in said(response)
    assert not Report.objects.exists()


def test_a_request_leads_to_the_report_and_a_second_press_to_the_same(
    small_world: World, as_user: AsUser
) -> None:
    requested(small_world)
    browser = as_user(small_world.cast.coordinator)
    address = reverse("reports:request", kwargs={"ref": small_world.th_kh.ref})

    first, second = browser.post(address), browser.post(address)

    assert first["Location"] == second["Location"] == url("detail", Report.objects.get())


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("coordinator", 200),
        ("expert_one", 403),
        ("focal_kh", 403),
        ("reviewer", 403),
        ("expert_two", 404),
        ("focal_la", 404),
        ("observer", 404),
        ("administrator", 404),
    ],
)
def test_only_the_receiving_coordinator_asks_for_reports(
    small_world: World, as_user: AsUser, who: str, status: int
) -> None:
    address = reverse("reports:request", kwargs={"ref": small_world.th_kh.ref})

    assert as_user(getattr(small_world.cast, who)).get(address).status_code == status


# --- The page ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["coordinator", "expert_one", "focal_kh", "reviewer", "observer"])
def test_the_page_is_there_for_whoever_sees_the_report_and_for_nobody_else(
    small_world: World, as_user: AsUser, who: str
) -> None:
    report = requested(small_world)
    ready(report)
    actions.move(report=report, to=ReportState.ILO_REVIEW, by=small_world.cast.coordinator)
    person = getattr(small_world.cast, who)
    browser = as_user(person)

    for state in ReportState.values:
        in_state(report, state)
        expected = 200 if Report.objects.visible_to(person).exists() else 404
        assert browser.get(url("detail", report)).status_code == expected, state
        if state == ReportState.WITHDRAWN and not report.sides_of(person):
            expected = 404  # the notice is there for everybody, the files for the parties
        assert taken(browser, report)[0] == expected, state


def test_the_page_shows_how_far_the_pdf_is_and_polls(small_world: World, as_user: AsUser) -> None:
    report = requested(small_world)
    browser = as_user(small_world.cast.coordinator)

    assert "The PDF waits for its turn" in browser.get(url("detail", report)).content.decode()
    Job.objects.update(state=JobState.RUNNING, done=5, total=7, doing="Laying out page 12")
    page = browser.get(url("detail", report)).content.decode()
    fragment = browser.get(url("progress", report), headers={"HX-Request": "true"})

    assert "Laying out page 12" in page
    assert f'hx-get="{url("progress", report)}?v=1&amp;format=pdf"' in page
    assert "Laying out page 12" in fragment.content.decode()
    assert "<html" not in fragment.content.decode()
    ready(report)
    ended = browser.get(url("progress", report), headers={"HX-Request": "true"})
    assert ended["HX-Refresh"] == "true"
    assert browser.get(url("progress", report)).status_code == 303


def test_a_failed_pdf_shows_its_reason_and_a_way_on(small_world: World, as_user: AsUser) -> None:
    report = requested(small_world)
    Job.objects.update(state=JobState.FAILED, failure="It took longer than four minutes.")
    browser = as_user(small_world.cast.coordinator)

    page = browser.get(url("detail", report)).content.decode()
    assert "It took longer than four minutes." in page
    assert url("retry", report) in page
    assert browser.post(url("retry", report)).status_code == 303
    assert Job.objects.get().state == JobState.QUEUED
    assert browser.post(url("cancel", report)).status_code == 303
    assert Job.objects.get().state == JobState.CANCELLED


def test_an_older_version_can_be_read_and_an_unknown_one_does_not_exist(
    small_world: World, as_user: AsUser
) -> None:
    report = requested(small_world)
    Judgement.objects.update(reason="New")
    actions.new_version(report=report, by=small_world.cast.coordinator)
    browser = as_user(small_world.cast.coordinator)

    assert "This is an older version" in browser.get(url("detail", report) + "?v=1").content.decode()
    assert browser.get(url("detail", report) + "?v=3").status_code == 404
    assert browser.get(url("detail", report) + "?v=ten").status_code == 200
    assert browser.get(url("download", report, number=99999999999999999999)).status_code == 404


def test_interim_stands_on_the_page(small_world: World, as_user: AsUser) -> None:
    judged(small_world, left=2)
    report = requested(small_world, done=False)

    page = as_user(small_world.cast.coordinator).get(url("detail", report)).content.decode()

    assert "Interim report: 2 lines are not compared yet" in page


# --- Moves and the decision --------------------------------------------------------------------------------


def test_the_report_goes_from_draft_to_published_by_buttons(small_world: World, as_user: AsUser) -> None:
    report = requested(small_world)
    ready(report)
    coordinator, reviewer = as_user(small_world.cast.coordinator), as_user(small_world.cast.reviewer)

    for to in ("internal_check", "country_reply", "ilo_review"):
        assert coordinator.post(url("move", report), {"to": to}).status_code == 303
    assert "Accept or return" in reviewer.get(url("detail", report)).content.decode()
    assert reviewer.post(url("decide", report), {"decision": "accept"}).status_code == 303
    assert "Publish this report?" in coordinator.get(url("move", report)).content.decode()
    coordinator.post(url("move", report), {"to": "published"})

    report.refresh_from_db()
    assert report.state == ReportState.PUBLISHED
    assert as_user(small_world.cast.observer).get(url("detail", report)).status_code == 200


def test_a_move_that_is_not_possible_is_a_message_and_changes_nothing(
    small_world: World, as_user: AsUser
) -> None:
    report = requested(small_world)
    browser = as_user(small_world.cast.coordinator)

    for to, words in (
        ("ilo_review", "not ready"),
        ("accepted", "does not exist"),
        ("", "does not exist"),
        ("published", "cannot become"),
    ):
        response = browser.post(url("move", report), {"to": to})
        assert response.status_code == 303
        assert words in said(response)
    report.refresh_from_db()
    assert report.state == ReportState.DRAFT


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("move", {"coordinator"}),
        ("new-version", {"coordinator"}),
        ("retry", {"coordinator", "expert_one", "focal_kh", "reviewer"}),
        ("file-ask", {"coordinator", "expert_one", "focal_kh", "reviewer"}),
        ("cancel", {"coordinator"}),
        ("decide", {"reviewer"}),
        ("comment", {"coordinator", "expert_one", "focal_kh", "reviewer"}),
    ],
)
def test_each_act_is_refused_to_whoever_only_reads(
    small_world: World, as_user: AsUser, name: str, allowed: set[str]
) -> None:
    report = requested(small_world)
    ready(report)
    actions.move(report=report, to=ReportState.ILO_REVIEW, by=small_world.cast.coordinator)
    told = AuditLine.objects.filter(subject_type="reports.report")
    before = told.count()

    for who in ("coordinator", "expert_one", "focal_kh", "reviewer"):
        status = as_user(getattr(small_world.cast, who)).post(url(name, report)).status_code
        assert (status != 403) == (who in allowed), who
    for who in ("expert_two", "focal_la", "observer", "administrator"):
        assert as_user(getattr(small_world.cast, who)).post(url(name, report)).status_code == 404
    assert told.count() == before


def test_a_return_without_a_reason_keeps_the_form(small_world: World, as_user: AsUser) -> None:
    report = requested(small_world)
    ready(report)
    actions.move(report=report, to=ReportState.ILO_REVIEW, by=small_world.cast.coordinator)
    browser = as_user(small_world.cast.reviewer)

    response = browser.post(url("decide", report), {"decision": "return", "reason": " "})
    assert response.status_code == 422
    assert "Say what has to change" in response.content.decode()
    actions.decide(report=report, accept=True, reason="", by=small_world.cast.reviewer)
    late = browser.post(url("decide", report), {"decision": "return", "reason": "Figures are missing"})
    assert late.status_code == 409
    assert "Figures are missing" in late.content.decode()


# --- What the page says ------------------------------------------------------------------------------------


def test_the_page_tells_the_sending_country_what_it_is_asked_for_and_others_nothing(
    small_world: World, as_user: AsUser
) -> None:
    report = requested(small_world)
    ready(report)
    cast = small_world.cast
    actions.move(report=report, to=ReportState.COUNTRY_REPLY, by=cast.coordinator)
    asked = "Your country is asked for its comments"

    assert asked in as_user(cast.focal_kh).get(url("detail", report)).content.decode()
    assert asked not in as_user(cast.coordinator).get(url("detail", report)).content.decode()


def test_the_history_on_the_page_leaves_downloads_to_their_own_list(small_world: World) -> None:
    report = requested(small_world)
    ready(report)
    by = small_world.cast.coordinator
    actions.note_download(file=report.versions.get().files.get(), by=by)

    assert queries.downloads_summary(report).count == 1
    assert [line.event for line in queries.history_for(report, by)][-1] == "report.requested"
    assert "report.downloaded" not in {line.event for line in queries.history_for(report, by)}


# --- Comments ----------------------------------------------------------------------------------------------


def test_comments_are_written_on_the_page_and_keep_their_words_when_refused(
    small_world: World, as_user: AsUser
) -> None:
    report = requested(small_world)
    ready(report)
    actions.move(report=report, to=ReportState.COUNTRY_REPLY, by=small_world.cast.coordinator)
    browser = as_user(small_world.cast.focal_kh)
    typed = {"version": "1", "part": "4.2 Skill", "text": "ជញ្ជាំង is right"}

    assert browser.post(url("comment", report), typed).status_code == 303
    written = ReportComment.objects.get()
    assert (written.part, written.text) == ("4.2 Skill", "ជញ្ជាំង is right")
    assert "ជញ្ជាំង is right" in browser.get(url("detail", report)).content.decode()
    empty = browser.post(url("comment", report), {**typed, "text": " "})
    assert (empty.status_code, "Write your comment first." in empty.content.decode()) == (422, True)
    wrong = browser.post(url("comment", report), {**typed, "part": "12 Nothing", "text": "Keep me"})
    assert (wrong.status_code, "Keep me" in wrong.content.decode()) == (422, True)


def test_a_comment_on_a_version_that_was_replaced_meanwhile_is_kept_and_can_be_sent(
    small_world: World, as_user: AsUser
) -> None:
    report = requested(small_world)
    Judgement.objects.update(reason="New")
    actions.new_version(report=report, by=small_world.cast.coordinator)
    browser = as_user(small_world.cast.expert_one)

    response = browser.post(url("comment", report), {"version": "1", "part": "", "text": "My words"})

    page = response.content.decode()
    assert response.status_code == 409
    assert "A newer version of this report was made" in page
    assert "My words" in page
    assert '<input type="hidden" name="version" value="2"' in page
    assert not ReportComment.objects.exists()


# --- Download ----------------------------------------------------------------------------------------------


def test_a_download_has_a_telling_name_and_is_a_line_in_the_history(
    small_world: World, as_user: AsUser
) -> None:
    report = requested(small_world)
    file = ready(report)
    browser = as_user(small_world.cast.coordinator)

    b"".join(browser.head(url("download", report, number=1)).streaming_content)
    response = browser.get(url("download", report, number=1))

    assert b"".join(response.streaming_content) == b"%PDF-1.7 test"
    name = response["Content-Disposition"]
    assert "MRS_TH-KH_bricklaying-and-plastering_gap-analysis_v1_20" in name
    assert response["X-Content-Type-Options"] == "nosniff"
    line = AuditLine.objects.get(event="report.downloaded")
    assert file.stored is not None
    assert (line.by, line.after) == (
        small_world.cast.coordinator,
        {"version": 1, "format": "PDF", "file_hash": file.stored.sha256},
    )


def test_a_download_before_the_pdf_is_ready_leads_back_with_a_sentence(
    small_world: World, as_user: AsUser
) -> None:
    report = requested(small_world)

    response = as_user(small_world.cast.coordinator).get(url("download", report, number=1))

    assert response.status_code == 303
    assert "not ready yet" in said(response)


def test_a_file_that_is_gone_from_the_store_is_a_sentence_and_no_download(
    small_world: World, as_user: AsUser
) -> None:
    report = requested(small_world)
    file = ready(report)
    assert file.stored is not None
    type(file.stored).objects.update(sha256="f" * 64)

    response = as_user(small_world.cast.coordinator).get(url("download", report, number=1))

    assert response.status_code == 303
    assert "missing from the store" in said(response)
    assert not AuditLine.objects.filter(event="report.downloaded").exists()


def test_rights_are_checked_at_each_download(small_world: World, as_user: AsUser) -> None:
    report = requested(small_world)
    ready(report)
    actions.move(report=report, to=ReportState.COUNTRY_REPLY, by=small_world.cast.coordinator)
    browser = as_user(small_world.cast.focal_kh)
    assert taken(browser, report) == (200, b"%PDF-1.7 test")

    actions.move(report=report, to=ReportState.DRAFT, by=small_world.cast.coordinator)

    assert taken(browser, report)[0] == 404
