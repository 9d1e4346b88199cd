"""Administration in the browser: jobs, mails, health, retention; states and counts, no content."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as outbox
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core import heartbeat, mails
from core.models import AuditLine, Job, JobState, Mail, MailState
from core.states import IllegalMove
from mrs_portal import retention
from mrs_portal.administration import actions, queries
from mrs_portal.models import RetentionRun
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def page(client: Client, name: str, query: str = "", **arguments: Any) -> str:
    response = client.get(reverse(name, kwargs=arguments) + query)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def job(state: JobState, **fields: Any) -> Job:
    made = Job.objects.create(name="standards.read", subject_id="1", state=state, **fields)
    if state in (JobState.FAILED, JobState.CANCELLED):
        Job.objects.filter(pk=made.pk).update(ended_at=timezone.now(), failure="The file is gone.")
    return made


def a_mail(state: MailState = MailState.WAITING, text: str = "A secret link", **fields: Any) -> Mail:
    return Mail.objects.create(
        kind="draft.idle", to="focal.kh@mrs.example.org", subject="Words", text=text, state=state, **fields
    )


# --- Jobs -----------------------------------------------------------------------------------------


def test_failed_work_is_tried_again_from_the_page_and_the_history_says_so(
    cast: Cast, as_user: SignIn
) -> None:
    failed = job(JobState.FAILED)
    client = as_user(cast.administrator)
    assert "The file is gone." in page(client, "jobs")

    client.post(reverse("job-retry", kwargs={"pk": failed.pk}))

    failed.refresh_from_db()
    assert (failed.state, failed.failure) == (JobState.QUEUED, "")
    assert AuditLine.objects.get(event="job.retried").by == cast.administrator
    with pytest.raises(IllegalMove, match="has not failed"):
        actions.retry_job(job=failed, by=cast.administrator)


def test_work_that_was_asked_for_again_meanwhile_is_not_done_twice(cast: Cast) -> None:
    failed = job(JobState.FAILED, key="same")
    job(JobState.QUEUED, key="same")

    with pytest.raises(IllegalMove, match="under way"):
        actions.retry_job(job=failed, by=cast.administrator)

    failed.refresh_from_db()
    assert failed.state == JobState.FAILED


def test_waiting_work_is_cancelled_once(cast: Cast, as_user: SignIn) -> None:
    waits = job(JobState.QUEUED)

    as_user(cast.administrator).post(reverse("job-cancel", kwargs={"pk": waits.pk}))

    waits.refresh_from_db()
    assert waits.state == JobState.CANCELLED
    with pytest.raises(IllegalMove, match="ended already"):
        actions.cancel_job(job=waits, by=cast.administrator)


def test_jobs_are_found_by_state_kind_and_age_and_odd_values_filter_nothing(cast: Cast) -> None:
    old, new = job(JobState.FAILED), job(JobState.READY)
    Job.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=8))
    found = queries.jobs

    assert list(found(cast.administrator, state="failed")) == [old]
    assert list(found(cast.administrator, days="7")) == [new]
    assert list(found(cast.administrator, work="reports.render")) == []
    assert list(found(cast.coordinator)) == []
    figures = queries.queue()
    assert (figures.waiting, figures.oldest, figures.running, figures.failed) == (0, None, 0, 1)


def test_odd_filters_show_the_list(cast: Cast, as_user: SignIn) -> None:
    client = as_user(cast.administrator)
    job(JobState.READY)

    for query in ("?state=x", "?work='--", "?asked=999", "?page=-1", "?q=%00"):
        assert "Reading an uploaded standard" in page(client, "jobs", query) or query == "?q=%00"


# --- Mails ----------------------------------------------------------------------------------------


def test_the_list_of_mails_shows_states_and_never_a_text_or_subject(cast: Cast, as_user: SignIn) -> None:
    a_mail(MailState.FAILED, failure="SMTPServerDisconnected", tries=9)

    shown = page(as_user(cast.administrator), "administration:mails")

    assert "SMTPServerDisconnected" in shown
    assert "Draft on which nobody works" in shown
    assert "A secret link" not in shown
    assert "Words" not in shown


def test_a_mail_that_was_given_up_is_sent_when_the_server_is_back(cast: Cast, as_user: SignIn) -> None:
    lost = a_mail(MailState.FAILED)

    as_user(cast.administrator).post(reverse("administration:mail-again", kwargs={"pk": lost.pk}))
    mails.send_due(timezone.now())

    assert [one.to for one in outbox.outbox] == [["focal.kh@mrs.example.org"]]
    lost.refresh_from_db()
    assert (lost.state, lost.text) == (MailState.SENT, "")
    with pytest.raises(IllegalMove, match="sent already"):
        actions.send_again(mail=lost, by=cast.administrator)


def test_a_mail_without_its_text_is_not_sent_empty(cast: Cast) -> None:
    with pytest.raises(IllegalMove, match="text of this mail is gone"):
        actions.send_again(mail=a_mail(MailState.FAILED, text=""), by=cast.administrator)


def test_giving_up_removes_the_text_and_nothing_of_it_stands_in_the_history(cast: Cast) -> None:
    waits = a_mail()

    actions.give_up(mail=waits, by=cast.administrator)
    mails.send_due(timezone.now())

    waits.refresh_from_db()
    assert (waits.state, waits.text, outbox.outbox) == (MailState.FAILED, "", [])
    line = AuditLine.objects.get(event="mail.given_up")
    assert line.subject_text == "draft.idle"
    with pytest.raises(IllegalMove, match="does not wait"):
        actions.give_up(mail=waits, by=cast.administrator)


@pytest.mark.parametrize("rows", [1, 10, 1000])
def test_the_list_of_mails_costs_the_same_queries_at_any_length(
    cast: Cast, as_user: SignIn, rows: int, django_assert_max_num_queries: Any
) -> None:
    Mail.objects.bulk_create(
        Mail(kind="draft.idle", to="a@mrs.example.org", subject="S", person=cast.focal_kh)
        for _ in range(rows)
    )
    client = as_user(cast.administrator)

    with django_assert_max_num_queries(6):
        page(client, "administration:mails")


# --- Health and retention -------------------------------------------------------------------------


def test_the_health_page_shows_every_part_and_what_needs_attention(cast: Cast, as_user: SignIn) -> None:
    heartbeat._last.clear()
    client = as_user(cast.administrator)

    silent = page(client, "administration:health")
    assert "Something needs attention" in silent

    heartbeat.beat(timezone.now())
    parts = {one.name: one for one in queries.health()}
    assert parts["worker"].ok
    assert {"database", "queue", "mail", "store", "disk", "history", "clock", "retention"} <= set(parts)
    assert parts["clock"].ok


@pytest.mark.parametrize(
    ("name", "spoil"),
    [
        ("queue", lambda: Job.objects.update_or_create(name="a", defaults={"subject_id": "1"})),
        ("mail", a_mail),
        ("retention", lambda: RetentionRun.objects.create(at=timezone.now(), failed=["photos"])),
        ("retention", lambda: RetentionRun.objects.create(at=timezone.now() - timedelta(days=3))),
    ],
)
def test_what_waits_too_long_or_failed_is_seen(cast: Cast, name: str, spoil: Callable[[], object]) -> None:
    spoil()
    for model in (Job, Mail):
        model._default_manager.update(created_at=timezone.now() - timedelta(hours=1))

    assert not {one.name: one.ok for one in queries.health()}[name]


def test_the_page_of_retention_tells_what_went_and_what_failed(cast: Cast, as_user: SignIn) -> None:
    client = as_user(cast.administrator)
    assert "Not yet" in page(client, "administration:retention")

    RetentionRun.objects.create(at=timezone.now(), counts={"photos": 3, "mails": 0}, failed=["contacts"])
    shown = page(client, "administration:retention")

    assert "Old photos removed: 3" in shown
    assert "Old mails removed" not in shown
    assert str(next(rule.words for rule in retention.RULES if rule.code == "contacts")) in shown


def test_the_start_page_tells_what_waits_and_leads_everywhere(cast: Cast, as_user: SignIn) -> None:
    client = as_user(cast.administrator)
    assert "Nothing waits for you" in page(client, "administration:home")

    job(JobState.FAILED)
    a_mail(MailState.FAILED)
    shown = page(client, "administration:home")

    assert "1 job failed in 7 days" in shown
    assert "1 mail was given up" in shown
    for name in (
        "jobs",
        "administration:mails",
        "administration:health",
        "administration:retention",
        "privacy",
    ):
        assert f'href="{reverse(name)}"' in shown


def test_all_of_it_is_for_the_administrator_alone(cast: Cast, as_user: SignIn) -> None:
    client = as_user(cast.coordinator)

    for name in ("jobs", "administration:home", "administration:mails", "administration:health"):
        assert client.get(reverse(name)).status_code == 403
    assert client.post(reverse("job-retry", kwargs={"pk": job(JobState.FAILED).pk})).status_code == 404
