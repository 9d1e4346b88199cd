"""The table of a report's life, days and reminders, comments with answers, milestones of the plan."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from benchmarking.models import Judgement
from core.files import store
from core.mails import send_due
from core.models import AuditLine, Job, JobState, Mail
from core.states import IllegalMove
from corridors.models import Milestone
from corridors.queries import milestones_of, milestones_on
from reports import actions, life, queries
from reports.models import Reminder, Report, ReportComment, ReportFile
from reports.states import REPORT_TRANSITIONS, Reach, ReportState
from tests.conftest import World
from tests.reports.world import pdf, requested

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]


def ready(world: World) -> Report:
    """A draft whose PDF is made."""
    report = requested(world)
    file = pdf(report)
    stored = store(b"%PDF-1.7 test", name="r.pdf", content_type="application/pdf", by=None)
    actions.settle_file(file=file, stored=stored, pages=2, by=None)
    Job.objects.filter(pk=file.job_id).update(state=JobState.READY)
    return report


def url(name: str, report: Report) -> str:
    return reverse(f"reports:{name}", kwargs={"ref": report.ref})


def in_days(number: int) -> Any:
    return timezone.localdate() + timedelta(days=number)


def noon(days: int = 0) -> datetime:
    """Noon of a day from today on, in the zone of the portal."""
    return timezone.localtime().replace(hour=12) + timedelta(days=days)


# --- The table ---------------------------------------------------------------------------------------------


def test_the_steps_are_exactly_the_transitions() -> None:
    pairs = {(start, step.to) for step in life.STEPS for start in step.starts if step.to and step.to != start}

    assert pairs == {(start, to) for start, targets in REPORT_TRANSITIONS.items() for to in targets}


def test_the_help_prints_every_step_with_who_takes_it(client: Client) -> None:
    page = client.get(reverse("help")).content.decode()

    for step in life.STEPS:
        assert str(step.words) in page
        for holder in life.holders_of(step):
            assert holder in page
    assert "Head of a working group of the receiving side" in page


def test_a_report_on_a_whole_pilot_has_no_country_reply(small_world: World) -> None:
    report = ready(small_world)
    Report.objects.filter(pk=report.pk).update(corridor=None, sending_country="", kind="volume")
    report = Report.objects.with_scope().get()
    assert report.scope.reach == Reach.PILOT

    with pytest.raises(IllegalMove, match="no single sending country"):
        actions.move(report=report, to=ReportState.COUNTRY_REPLY, by=small_world.cast.coordinator)

    assert Report.objects.get().state == ReportState.DRAFT
    assert ReportState.COUNTRY_REPLY not in actions.moves_from(ReportState.DRAFT, Reach.PILOT)
    assert ReportState.COUNTRY_REPLY in actions.moves_from(ReportState.DRAFT, Reach.COUNTRY)


def test_a_working_group_is_not_asked_to_check_what_its_experts_cannot_read(small_world: World) -> None:
    report = ready(small_world)
    Report.objects.filter(pk=report.pk).update(corridor=None, kind="volume")
    report = Report.objects.with_scope().get()
    assert not Report.objects.visible_to(small_world.cast.expert_one)

    with pytest.raises(IllegalMove, match="its own corridors alone"):
        actions.move(report=report, to=ReportState.INTERNAL_CHECK, by=small_world.cast.coordinator)

    assert ReportState.INTERNAL_CHECK not in actions.moves_from(ReportState.DRAFT, Reach.COUNTRY)
    assert "Only for a report on one corridor" in life.MOVES[ReportState.INTERNAL_CHECK].limit


# --- The version that somebody had before them -------------------------------------------------------------


def test_nobody_sends_or_decides_on_a_version_that_they_have_not_seen(
    small_world: World, as_user: AsUser
) -> None:
    report = ready(small_world)
    cast = small_world.cast
    sender, reviewer = as_user(cast.coordinator), as_user(cast.reviewer)
    page = sender.get(url("move", report) + "?to=ilo_review").content.decode()
    assert '<input type="hidden" name="seen" value="1">' in page
    again_ready(report, actions.new_version)
    sent = sender.post(url("move", report), {"to": "ilo_review", "seen": "1"}, follow=True)
    assert "Version 2 was made since you opened the page" in sent.content.decode()
    sender.post(url("move", report), {"to": "ilo_review", "seen": "2"})
    assert 'name="seen" value="2"' in reviewer.get(url("decide", report)).content.decode()
    actions.decide(report=report, accept=False, reason="See the comments", by=cast.reviewer)
    again_ready(report, actions.new_version)
    actions.move(report=report, to=ReportState.ILO_REVIEW, by=cast.coordinator)

    late = reviewer.post(url("decide", report), {"decision": "accept", "reason": "Fine", "seen": "2"})

    assert (late.status_code, Report.objects.get().state) == (409, ReportState.ILO_REVIEW)
    text = late.content.decode()
    assert ("Version 3 was made since you opened the page" in text, ">Fine" in text.replace("\n", "")) == (
        True,
        True,
    )
    assert reviewer.post(url("decide", report), {"decision": "accept", "seen": "3"}).status_code == 303


def again_ready(report: Report, verb: Any) -> None:
    """A new version with other words, its PDF made."""
    Judgement.objects.update(reason=f"Words for version {report.versions.count() + 1}")
    verb(report=report, by=report.created_by)
    file = pdf(report)
    stored = store(b"%PDF-1.7 test", name="r.pdf", content_type="application/pdf", by=None)
    actions.settle_file(file=file, stored=stored, pages=2, by=None)
    Job.objects.filter(pk=file.job_id).update(state=JobState.READY)


# --- Days --------------------------------------------------------------------------------------------------


def test_a_day_is_named_on_the_page_before_sending(small_world: World, as_user: AsUser) -> None:
    report = ready(small_world)
    browser = as_user(small_world.cast.coordinator)

    page = browser.get(url("move", report) + "?to=country_reply").content.decode()
    assert "Cambodia: focal point, experts and coordinator" in page
    assert f'value="{in_days(14).isoformat()}"' in page
    past = browser.post(url("move", report), {"to": "country_reply", "due_on": "2019-06-03"})
    assert (past.status_code, "This day has passed" in past.content.decode()) == (422, True)
    odd = browser.post(url("move", report), {"to": "country_reply", "due_on": "soon"})
    assert (odd.status_code, 'value="soon"' in odd.content.decode()) == (422, True)
    assert Report.objects.get().state == ReportState.DRAFT
    browser.post(url("move", report), {"to": "country_reply", "due_on": in_days(5).isoformat()})

    found = Report.objects.get()
    assert (found.state, found.due_on) == (ReportState.COUNTRY_REPLY, in_days(5))
    (waiting,) = queries.waiting_for(small_world.cast.focal_kh)
    assert "Asked for by" in waiting.detail
    actions.move(report=found, to=ReportState.DRAFT, by=small_world.cast.coordinator)
    assert Report.objects.get().due_on is None


def test_another_day_can_be_named_and_an_overdue_answer_shows_on_both_home_pages(
    small_world: World, as_user: AsUser
) -> None:
    report = ready(small_world)
    cast = small_world.cast
    actions.move(report=report, to=ReportState.COUNTRY_REPLY, due_on=in_days(1), by=cast.coordinator)
    Report.objects.update(due_on=in_days(-1))

    assert "Overdue" in queries.waiting_for(cast.focal_kh)[0].detail
    assert "An answer is overdue" in queries.waiting_for(cast.coordinator)[0].title
    browser = as_user(cast.coordinator)
    assert "Overdue" in browser.get(url("detail", report)).content.decode()
    assert browser.post(url("due", report), {"due_on": in_days(400).isoformat()}).status_code == 422
    assert browser.post(url("due", report), {"due_on": in_days(9).isoformat()}).status_code == 303
    assert Report.objects.get().due_on == in_days(9)
    assert AuditLine.objects.filter(event="report.due").count() == 1
    with pytest.raises(ValidationError, match="Nobody is asked"):
        actions.move(report=report, to=ReportState.DRAFT, due_on=in_days(3), by=cast.coordinator)


# --- Reminders ---------------------------------------------------------------------------------------------


def test_whoever_has_to_answer_is_reminded_once_before_the_day_and_once_after_it(
    small_world: World, as_user: AsUser
) -> None:
    report = ready(small_world)
    cast = small_world.cast
    actions.move(report=report, to=ReportState.COUNTRY_REPLY, due_on=in_days(5), by=cast.coordinator)

    assert actions.send_reminders(noon()) == 0
    assert actions.send_reminders(noon(2)) == 1
    assert actions.send_reminders(noon(2)) == actions.send_reminders(noon(4)) == 0
    send_due(timezone.now())
    assert [one.to for one in mail.outbox] == [[cast.focal_kh.email]]
    text = mail.outbox[0].body
    assert report.number in text
    link = re.search(r"http://\S+(/from-mail/\S+)", text)
    assert link is not None
    assert as_user(cast.focal_kh).get(link[1]).headers["Location"] == url("detail", report)
    assert as_user(cast.focal_la).get(link[1]).status_code == 404
    assert "/accounts/profile/" in mail.outbox[0].extra_headers["List-Unsubscribe"]
    assert actions.send_reminders(noon(6)) == 2  # the day has passed: the coordinator hears of it too
    send_due(timezone.now())
    assert {one.to[0] for one in mail.outbox[1:]} == {cast.focal_kh.email, cast.coordinator.email}
    assert "is overdue" in mail.outbox[1].body
    assert actions.send_reminders(noon(7)) == 0
    assert AuditLine.objects.filter(event="report.reminded").count() == 3


def test_nobody_is_reminded_at_night_or_of_what_is_answered(small_world: World) -> None:
    report = ready(small_world)
    by = small_world.cast.coordinator
    actions.move(report=report, to=ReportState.COUNTRY_REPLY, due_on=in_days(1), by=by)

    assert actions.send_reminders(noon().replace(hour=3)) == 0
    actions.move(report=report, to=ReportState.ILO_REVIEW, by=by)
    assert actions.send_reminders(noon()) == 0


def test_the_mail_waits_for_a_server_that_does_not_answer_and_nobody_gets_two(
    small_world: World, settings: Any
) -> None:
    report = ready(small_world)
    actions.move(report=report, to=ReportState.ILO_REVIEW, due_on=in_days(1), by=small_world.cast.coordinator)
    kept = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    assert (actions.send_reminders(noon()), send_due(timezone.now())) == (1, 0)
    settings.EMAIL_BACKEND = kept
    assert actions.send_reminders(noon()) == 0
    send_due(timezone.now() + timedelta(minutes=2))
    assert [one.to for one in mail.outbox] == [[small_world.cast.reviewer.email]]


def test_whoever_has_switched_reminders_off_gets_none_and_the_others_do(small_world: World) -> None:
    report = ready(small_world)
    cast = small_world.cast
    actions.move(report=report, to=ReportState.COUNTRY_REPLY, due_on=in_days(1), by=cast.coordinator)
    User.objects.filter(pk=cast.focal_kh.pk).update(muted=["report.reminder"])

    assert actions.send_reminders(noon(2)) == 1  # the day has passed: the coordinator is told too

    assert list(Mail.objects.values_list("to", flat=True)) == [cast.coordinator.email]
    assert not AuditLine.objects.filter(event="report.reminded", after__to=cast.focal_kh.title).exists()


def test_who_waited_long_for_a_file_is_told_by_mail_and_who_saw_it_is_not(small_world: World) -> None:
    report = ready(small_world)
    cast = small_world.cast
    assert not Mail.objects.exists()
    file = pdf(report)
    stored = file.stored
    assert stored is not None
    ReportFile.objects.update(stored=None)
    Job.objects.filter(pk=file.job_id).update(created_at=timezone.now() - timedelta(minutes=2))

    actions.settle_file(file=pdf(report), stored=stored, pages=1, by=cast.coordinator)

    told = Mail.objects.get()
    assert (told.to, told.kind, report.number in told.subject) == (
        cast.coordinator.email,
        "report.ready",
        True,
    )


def test_a_dry_run_says_who_would_be_reminded_and_sends_nothing(
    small_world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    report = ready(small_world)
    actions.move(
        report=report, to=ReportState.INTERNAL_CHECK, due_on=in_days(1), by=small_world.cast.coordinator
    )

    call_command("send_reminders", "--dry-run")

    assert capsys.readouterr().out.split("\t")[0::3] == [
        report.number,
        small_world.cast.expert_one.email + "\n",
    ]
    assert (mail.outbox, Reminder.objects.count()) == ([], 0)


def test_without_a_mail_server_mails_are_files(settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)

    mail.EmailMessage("Subject", "Body", to=["office@mrs.example.org"]).send()

    assert "office@mrs.example.org" in next(tmp_path.iterdir()).read_text()


# --- Comments ----------------------------------------------------------------------------------------------


def test_a_link_at_a_row_leads_to_a_form_that_names_the_row(small_world: World, as_user: AsUser) -> None:
    report = ready(small_world)
    actions.move(report=report, to=ReportState.COUNTRY_REPLY, by=small_world.cast.coordinator)
    browser = as_user(small_world.cast.focal_kh)
    address = url("comment", report)

    page = browser.get(f"{address}?v=1&part=6 Gap register&row=G01").content.decode()
    assert '<option value="6 Gap register" selected>' in page
    assert 'value="G01"' in page
    typed = {"version": "1", "part": "6 Gap register", "row": "G01", "text": "We have this figure"}
    assert browser.post(address, typed).status_code == 303
    written = ReportComment.objects.get()
    assert (written.part, written.row) == ("6 Gap register", "G01")
    assert "We have this figure" in browser.get(f"{address}?part=6 Gap register&row=G01").content.decode()
    alone = browser.post(address, {**typed, "part": ""})
    assert (alone.status_code, "Choose the part" in alone.content.decode()) == (422, True)


def test_a_comment_is_answered_and_settled_and_open_ones_stand_first(
    small_world: World, as_user: AsUser
) -> None:
    report = ready(small_world)
    cast = small_world.cast
    actions.move(report=report, to=ReportState.COUNTRY_REPLY, by=cast.coordinator)
    version = report.versions.get()
    first = actions.comment(version=version, part="", text="First", by=cast.focal_kh)
    second = actions.comment(version=version, part="", text="Second", by=cast.focal_kh)
    assert any("Comments to answer" in one.title for one in queries.waiting_for(cast.coordinator))
    browser = as_user(cast.coordinator)
    address = reverse("reports:comment-answer", kwargs={"pk": first.pk})

    empty = browser.post(address, {"text": " ", "seen": ""})
    assert (empty.status_code, "Write your answer first" in empty.content.decode()) == (422, True)
    assert browser.post(address, {"text": "Taken up", "seen": "", "settle": "1"}).status_code == 303
    late = browser.post(address, {"text": "Other words", "seen": ""})
    assert (late.status_code, "Other words" in late.content.decode()) == (409, True)

    first.refresh_from_db()
    assert (first.answer, first.answered_by, first.is_settled) == ("Taken up", cast.coordinator, True)
    sheet = queries.sheet(report, cast.focal_kh)
    assert [one.text for one in sheet.comments] == ["Second", "First"]
    other = as_user(cast.expert_kh)  # another person of the office that wrote it
    settle = reverse("reports:comment-settle", kwargs={"pk": second.pk})
    assert other.post(settle, {"settled": "1"}).status_code == 303
    second.refresh_from_db()
    assert second.is_settled
    assert as_user(cast.reviewer).post(settle).status_code == 404  # not with the ILO yet


def test_open_comments_on_an_earlier_version_stay_in_sight(small_world: World) -> None:
    report = ready(small_world)
    cast = small_world.cast
    actions.move(report=report, to=ReportState.ILO_REVIEW, by=cast.coordinator)
    version = report.versions.get()
    said = actions.comment(version=version, part="", text="Name the test centre", by=cast.reviewer)
    done = actions.comment(version=version, part="", text="A slip", by=cast.reviewer)
    actions.settle(comment=done, settled=True, by=cast.reviewer)
    actions.decide(report=report, accept=False, reason="See the comments", by=cast.reviewer)
    actions.new_version(report=report, by=cast.coordinator)

    sheet = queries.sheet(report, cast.coordinator)

    assert (sheet.version.number, sheet.comments, sheet.earlier) == (2, [], [said])


def test_the_page_asks_the_same_number_of_queries_for_any_number_of_comments(
    small_world: World, django_assert_max_num_queries: Any, as_user: AsUser
) -> None:
    report = ready(small_world)
    actions.move(report=report, to=ReportState.COUNTRY_REPLY, by=small_world.cast.coordinator)
    version, by = report.versions.get(), small_world.cast.focal_kh
    browser = as_user(small_world.cast.expert_one)
    ReportComment.objects.create(version=version, text="One", by=by)
    with django_assert_max_num_queries(60) as few:
        browser.get(url("detail", report))
    ReportComment.objects.bulk_create(ReportComment(version=version, text="More", by=by) for _ in range(50))

    with django_assert_max_num_queries(len(few)):
        assert browser.get(url("detail", report)).content.decode().count("More") >= 50


# --- The plan ----------------------------------------------------------------------------------------------


def test_what_goes_to_the_ilo_stands_in_the_plan_and_on_the_chain(
    small_world: World, as_user: AsUser
) -> None:
    report = ready(small_world)
    cast = small_world.cast
    actions.move(report=report, to=ReportState.ILO_REVIEW, by=cast.coordinator)

    (reached,) = Milestone.objects.all()
    assert (reached.corridor, reached.country) == (small_world.th_kh, "KH")
    assert str(reached) == f"Gap analysis report {report.number}, version 1"
    for who in (cast.coordinator, cast.expert_one, cast.focal_kh, cast.reviewer):
        assert milestones_of(small_world.pilot, who) == milestones_on(small_world.th_kh, who) == [reached]
    for who in (cast.focal_la, cast.expert_two, cast.observer, cast.administrator):
        assert milestones_of(small_world.pilot, who) == []
    plan = reverse("corridors:plan", kwargs={"ref": small_world.pilot.ref})
    for view in ("", "?view=weeks"):
        assert report.number in as_user(cast.coordinator).get(plan).content.decode(), view
    gap = small_world.th_kh.gaps.get()
    chain = reverse("chain", kwargs={"ref": gap.ref})
    assert "Submitted to the ILO" in as_user(cast.coordinator).get(chain).content.decode()
