"""Withdrawing a published report takes two people, and whoever sees the report reads why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.states import Role
from core.files import store
from core.models import AuditLine, Job, JobState
from core.states import IllegalMove
from reports import actions
from reports.models import Report, Scope
from reports.queries import reports as library
from reports.queries import waiting_for
from reports.states import ReportState
from tests.conftest import World
from tests.factories import people
from tests.reports.world import pdf, requested

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]
WHY = "Table 4 names the wrong edition."


def published(world: World) -> Report:
    """A published report whose PDF is ready."""
    report = requested(world)
    file = pdf(report)
    stored = store(b"%PDF-1.7 test", name="r.pdf", content_type="application/pdf", by=None)
    actions.settle_file(file=file, stored=stored, pages=2, by=None)
    Job.objects.filter(pk=file.job_id).update(state=JobState.READY)
    Report.objects.filter(pk=report.pk).update(state=ReportState.PUBLISHED)
    report.versions.update(released_at=report.created_at)
    report.refresh_from_db()
    return report


def events(report: Report) -> list[str]:
    lines = AuditLine.objects.filter(subject_type="reports.report", subject_id=str(report.pk))
    return list(lines.order_by("id").values_list("event", flat=True))


def url(name: str, report: Report, **more: object) -> str:
    return reverse(f"reports:{name}", kwargs={"ref": report.ref, **more})


def test_one_person_asks_and_another_one_confirms(small_world: World) -> None:
    report = published(small_world)
    cast = small_world.cast

    actions.ask_withdrawal(report=report, reason=f" {WHY} ", by=cast.coordinator)
    assert Report.objects.get().state == ReportState.PUBLISHED
    seen = actions.token_of(report)
    with pytest.raises(IllegalMove, match="Another coordinator or the head"):
        actions.confirm_withdrawal(report=report, seen=seen, by=cast.coordinator)
    assert Report.objects.get().state == ReportState.PUBLISHED
    actions.confirm_withdrawal(report=report, seen=seen, by=cast.expert_one)

    found = Report.objects.get()
    assert (found.state, found.withdrawal_reason) == (ReportState.WITHDRAWN, WHY)
    assert (found.withdrawal_asked_by, found.withdrawn_by) == (cast.coordinator, cast.expert_one)
    assert events(report)[-2:] == ["report.withdrawal_asked", "report.withdrawn"]


def test_a_request_needs_a_reason_and_a_published_report_and_there_is_one_at_a_time(
    small_world: World,
) -> None:
    report = published(small_world)
    by = small_world.cast.coordinator

    with pytest.raises(ValidationError, match="Say why"):
        actions.ask_withdrawal(report=report, reason=" ", by=by)
    Report.objects.update(state=ReportState.ACCEPTED)
    with pytest.raises(IllegalMove, match="Only a published report"):
        actions.ask_withdrawal(report=report, reason=WHY, by=by)
    Report.objects.update(state=ReportState.SUPERSEDED)
    actions.ask_withdrawal(report=report, reason=WHY, by=by)
    with pytest.raises(IllegalMove, match="asked already"):
        actions.ask_withdrawal(report=report, reason="Another reason", by=small_world.cast.expert_one)
    assert Report.objects.get().withdrawal_reason == WHY


def test_a_request_can_be_refused_with_a_reason_or_taken_back(small_world: World) -> None:
    report = published(small_world)
    cast = small_world.cast
    actions.ask_withdrawal(report=report, reason=WHY, by=cast.coordinator)

    with pytest.raises(ValidationError, match="Say why"):
        actions.drop_withdrawal(report=report, reason="", seen=actions.token_of(report), by=cast.expert_one)
    actions.drop_withdrawal(
        report=report, reason="It is right", seen=actions.token_of(report), by=cast.expert_one
    )
    found = Report.objects.get()
    assert (found.state, found.withdrawal_reason, found.withdrawal_asked_by) == (
        ReportState.PUBLISHED,
        "",
        None,
    )
    actions.ask_withdrawal(report=report, reason=WHY, by=cast.coordinator)
    actions.drop_withdrawal(report=report, reason="", seen=actions.token_of(report), by=cast.coordinator)
    assert events(report)[-3:] == [
        "report.withdrawal_refused",
        "report.withdrawal_asked",
        "report.withdrawal_taken_back",
    ]


def test_nobody_confirms_a_reason_that_they_have_not_read(small_world: World) -> None:
    report = published(small_world)
    cast = small_world.cast
    actions.ask_withdrawal(report=report, reason=WHY, by=cast.coordinator)
    read = actions.token_of(report)
    Report.objects.update(
        withdrawal_reason="Something else",
        withdrawal_asked_at=report.withdrawal_asked_at + timedelta(seconds=1),
    )

    with pytest.raises(IllegalMove, match="Read the reason again"):
        actions.confirm_withdrawal(report=report, seen=read, by=cast.expert_one)

    assert Report.objects.get().state == ReportState.PUBLISHED


def test_both_do_it_through_the_pages(small_world: World, as_user: AsUser) -> None:
    report = published(small_world)
    coordinator, head = as_user(small_world.cast.coordinator), as_user(small_world.cast.expert_one)
    address = url("withdraw", report)

    empty = coordinator.post(address, {"reason": " "})
    assert (empty.status_code, "Say why" in empty.content.decode()) == (422, True)
    assert coordinator.post(address, {"reason": WHY}).status_code == 303
    assert "Take the request back" in coordinator.get(address).content.decode()
    page = head.get(address).content.decode()
    assert WHY in page
    seen = actions.token_of(Report.objects.get())
    unsaid = head.post(address, {"decision": "drop", "reason": "", "seen": seen})
    assert (unsaid.status_code, "Say why the report should stay" in unsaid.content.decode()) == (422, True)
    stale = head.post(address, {"decision": "withdraw", "seen": "2019-01-01"})
    assert (stale.status_code, "made anew" in stale.content.decode()) == (409, True)
    assert head.post(address, {"decision": "withdraw", "seen": seen}).status_code == 303

    assert Report.objects.get().state == ReportState.WITHDRAWN
    assert head.get(address).status_code == 303


def test_the_person_who_asked_can_only_take_it_back(small_world: World, as_user: AsUser) -> None:
    report = published(small_world)
    actions.ask_withdrawal(report=report, reason=WHY, by=small_world.cast.coordinator)
    seen = actions.token_of(report)

    as_user(small_world.cast.coordinator).post(
        url("withdraw", report), {"decision": "withdraw", "seen": seen}
    )

    found = Report.objects.get()
    assert (found.state, found.withdrawal_asked_at) == (ReportState.PUBLISHED, None)


def test_only_coordinators_and_heads_of_the_receiving_side_take_part(
    small_world: World, as_user: AsUser
) -> None:
    report = published(small_world)
    cast = small_world.cast
    plain = people.person("expert2.group1", "Group I member", "dsd", Role.EXPERT)
    cast.group_one.memberships.create(user=plain, function="expert")

    allowed = {
        person.title
        for person in (*vars(cast).values(), plain)
        if isinstance(person, User) and person.is_active
        if as_user(person).get(url("withdraw", report)).status_code == 200
    }

    assert allowed == {cast.coordinator.title, cast.expert_one.title}


@pytest.mark.parametrize(
    ("who", "files"),
    [("coordinator", True), ("focal_kh", True), ("reviewer", True), ("observer", False), ("focal_la", False)],
)
def test_the_reason_is_for_everybody_and_the_files_for_the_parties(
    small_world: World, as_user: AsUser, who: str, files: bool
) -> None:
    report = published(small_world)
    actions.ask_withdrawal(report=report, reason=WHY, by=small_world.cast.coordinator)
    browser = as_user(getattr(small_world.cast, who))
    assert (WHY in browser.get(url("detail", report)).content.decode()) is (who == "coordinator")
    actions.confirm_withdrawal(report=report, seen=actions.token_of(report), by=small_world.cast.expert_one)

    page = browser.get(url("detail", report))

    assert (page.status_code, WHY in page.content.decode()) == (200, True)
    assert (url("download", report, number=1) in page.content.decode()) is files
    response = browser.get(url("download", report, number=1))
    taken = b"".join(response.streaming_content) if response.streaming else b""
    assert (response.status_code, bool(taken)) == ((200, True) if files else (404, False))


def test_whoever_withdraws_a_report_learns_in_which_volumes_everybody_still_reads_it(
    small_world: World, as_user: AsUser
) -> None:
    report = published(small_world)
    coordinator = small_world.cast.coordinator
    scope = Scope(report.pilot, report.receiving_country, report.sending_country)
    volume = actions.request_report(scope=scope, kind="volume", by=coordinator)
    browser, address = as_user(coordinator), url("withdraw", report)
    assert volume.number not in browser.get(address).content.decode()  # a draft, which nobody else reads

    Report.objects.filter(pk=volume.pk).update(state=ReportState.PUBLISHED)

    assert url("detail", volume) in browser.get(address).content.decode()
    actions.ask_withdrawal(report=report, reason=WHY, by=coordinator)
    head = as_user(small_world.cast.expert_one)
    assert url("detail", volume) in head.get(address).content.decode()


def test_the_second_person_is_told_that_a_withdrawal_waits_for_them(small_world: World) -> None:
    report = published(small_world)
    cast = small_world.cast
    actions.ask_withdrawal(report=report, reason=WHY, by=cast.coordinator)
    other = people.person("coordinator2.th", "Second coordinator", "dsd", Role.COORDINATOR)

    def told(person: User) -> tuple[bool, bool]:
        named = any("withdrawal" in one.title for one in waiting_for(person))
        return named, report in library(person, mine=True)

    assert (told(cast.expert_one), told(other)) == ((True, True), (True, True))
    for person in (cast.coordinator, cast.expert_two, cast.focal_kh, cast.reviewer, cast.observer):
        assert told(person) == (False, False)
    actions.confirm_withdrawal(report=report, seen=actions.token_of(report), by=other)
    assert told(cast.expert_one) == (False, False)
