"""Retention: each rule lets go of what is due, of nothing else, once, and a dry run changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.actions import reactivate
from accounts.models import Invitation, User
from core import files
from core.audit import record
from core.models import AuditLine, Job, JobState, Mail, MailState, PartialState, PartialUpload, StoredFile
from missions.actions_keeping import without_contacts
from missions.models import Mission, Observation, ObservationPhoto
from mrs_portal import retention
from mrs_portal.models import RetentionRun
from mrs_portal.privacy import REGISTER, Term
from reports.models import Report, ReportVersion
from standards.actions import empty_bin
from standards.models import Edition, SourceFile
from standards.states import EditionState
from tests.conftest import Cast, World
from tests.factories import world
from tests.reports.pictures import png

pytestmark = pytest.mark.django_db
NOW = datetime(2031, 3, 31, 12, tzinfo=UTC)


def applied(code: str, *, dry_run: bool = False) -> int:
    rule = next(rule for rule in retention.RULES if rule.code == code)
    return rule.work(NOW, dry_run=dry_run)


def aged(rows: Any, months: int, field: str = "created_at") -> None:
    rows.update(**{field: Term(months=months).before(NOW) - timedelta(hours=1)})


def a_round_before(days: int, code: str) -> None:
    """A round that did this rule so many days ago."""
    RetentionRun.objects.create(at=NOW - timedelta(days=days), counts={code: 0})


def all_used_today() -> None:
    User.objects.update(created_at=NOW, last_login=NOW)


@pytest.mark.parametrize(
    ("term", "now", "begins"),
    [
        (Term(months=1), datetime(2031, 3, 31, tzinfo=UTC), datetime(2031, 2, 28, tzinfo=UTC)),
        (Term(months=12), datetime(2032, 2, 29, tzinfo=UTC), datetime(2031, 2, 28, tzinfo=UTC)),
        (Term(months=24), datetime(2031, 1, 15, tzinfo=UTC), datetime(2029, 1, 15, tzinfo=UTC)),
        (Term(days=30), datetime(2031, 3, 31, tzinfo=UTC), datetime(2031, 3, 1, tzinfo=UTC)),
        (Term(), NOW, NOW),
    ],
)
def test_terms_are_calendar_months(term: Term, now: datetime, begins: datetime) -> None:
    assert term.before(now) == begins


def test_every_rule_stands_in_the_register_and_every_rule_of_the_register_exists() -> None:
    named = {code for one in REGISTER for code in one.rules}

    assert named == {rule.code for rule in retention.RULES} - {"runs"}


# --- Accounts -------------------------------------------------------------------------------------


def test_an_unused_account_is_warned_once_then_closed_then_erased(cast: Cast) -> None:
    all_used_today()
    person = User.objects.filter(pk=cast.expert_kh.pk)
    aged(person, 11, "last_login")
    aged(person, 11)

    assert [applied("accounts.warn"), applied("accounts.warn"), applied("accounts.close")] == [1, 0, 0]
    mail = Mail.objects.get(kind="account.unused")
    assert mail.to == cast.expert_kh.email
    assert "30 April 2031" in mail.text

    aged(person, 12, "last_login")
    aged(person, 12)
    a_round_before(29, "accounts.warn")
    assert [applied("accounts.close"), applied("accounts.close"), applied("accounts.erase")] == [1, 0, 0]
    assert not person.get().is_active

    aged(person, 24, "last_login")
    aged(person, 24)
    a_round_before(365, "accounts.close")
    assert [applied("accounts.erase"), applied("accounts.erase")] == [1, 0]
    assert person.get().erased_at
    assert person.get().email.endswith("@erased.invalid")


def test_a_portal_that_was_off_for_years_warns_first_and_takes_nothing_in_the_same_month(cast: Cast) -> None:
    """What is late is warned of now; closing, erasing and binning wait as long as the mails say."""
    all_used_today()
    person = User.objects.filter(pk=cast.expert_kh.pk)
    aged(person, 40)
    aged(person, 40, "last_login")
    old_draft(cast.focal_kh, 40)
    a_round_before(900, "accounts.warn")  # before any of this was late

    first = retention.apply(NOW, dry_run=False)
    soon = retention.apply(NOW + timedelta(days=20), dry_run=False)

    codes = ("accounts.warn", "accounts.close", "accounts.erase", "drafts.warn", "drafts.bin")
    assert [first.counts[code] for code in codes] == [1, 0, 0, 1, 0]
    assert [soon.counts[code] for code in codes] == [0, 0, 0, 0, 0]
    later = [retention.apply(NOW + timedelta(days=days), dry_run=False) for days in (30, 89, 125)]
    assert [run.counts["accounts.close"] for run in later] == [1, 0, 0]
    assert [run.counts["accounts.erase"] for run in later] == [0, 0, 1]
    assert [run.counts["drafts.bin"] for run in later] == [0, 1, 0]


def test_whoever_signed_in_or_was_let_in_again_counts_as_using_the_account(cast: Cast) -> None:
    all_used_today()
    aged(User.objects.filter(pk__in=[cast.expert_kh.pk, cast.deactivated.pk]), 30)
    aged(User.objects.filter(pk=cast.deactivated.pk), 30, "last_login")
    reactivate(person=cast.deactivated, by=cast.administrator)

    AuditLine.objects.filter(event="person.reactivated", place=None).update(at=NOW - timedelta(days=3))
    a_round_before(29, "accounts.warn")

    assert applied("accounts.close") == 0


def test_the_last_administrator_is_never_closed_and_the_one_who_came_last_stays(cast: Cast) -> None:
    all_used_today()
    second = User.objects.create_user(
        "second@mrs.example.org",
        title="Second",
        organisation=cast.administrator.organisation,
        role="administrator",
    )
    administrators = User.objects.filter(role="administrator")
    aged(administrators, 20)
    aged(administrators, 20, "last_login")
    User.objects.filter(pk=second.pk).update(last_login=Term(months=13).before(NOW))

    a_round_before(29, "accounts.warn")
    assert applied("accounts.close", dry_run=True) == 1
    assert applied("accounts.close") == 1
    assert list(administrators.filter(is_active=True)) == [second]


# --- Drafts ---------------------------------------------------------------------------------------


def old_draft(person: User, months: int) -> Edition:
    draft = world.edition("KH", by=person, state=EditionState.DRAFT)
    aged(Edition.objects.filter(pk=draft.pk), months)
    AuditLine.objects.filter(subject_type="standards.edition", subject_id=str(draft.pk), place=None).delete()
    return draft


def test_an_idle_draft_is_announced_then_binned_then_gone_and_the_history_stays(cast: Cast) -> None:
    draft = old_draft(cast.focal_kh, 21)

    assert [applied("drafts.warn"), applied("drafts.warn"), applied("drafts.bin")] == [1, 0, 0]
    mail = Mail.objects.get(kind="draft.idle")
    assert mail.to == cast.focal_kh.email
    assert draft.standard.title not in mail.subject + mail.text
    assert draft.ref in mail.text

    aged(Edition.objects.filter(pk=draft.pk), 24)
    a_round_before(90, "drafts.warn")
    assert [applied("drafts.bin"), applied("drafts.bin")] == [1, 0]
    assert Edition.objects.get(pk=draft.pk).binned_at == NOW

    assert empty_bin(NOW + timedelta(days=31)) == 1
    assert not Edition.objects.filter(pk=draft.pk).exists()
    assert AuditLine.objects.filter(event="edition.removed", subject_id=str(draft.pk)).exists()


def test_a_draft_that_was_changed_or_taken_out_of_the_bin_stays(cast: Cast) -> None:
    draft = old_draft(cast.focal_kh, 30)
    line = record("edition.changed", on=draft, by=cast.focal_kh)
    AuditLine.objects.filter(pk=line.pk).update(at=NOW - timedelta(days=300))
    a_round_before(90, "drafts.warn")

    assert applied("drafts.bin") == 0


def test_what_was_submitted_accepted_or_superseded_is_never_touched(small_world: World) -> None:
    aged(Edition.objects.all(), 600)
    a_round_before(90, "drafts.warn")
    before = list(Edition.objects.order_by("pk").values())

    assert [applied("drafts.warn"), applied("drafts.bin")] == [0, 0]
    assert list(Edition.objects.order_by("pk").values()) == before


# --- Missions and photos --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Call +66 2 245 1707 or +855 12 345 678.", "Call [contact removed] or [contact removed]."),
        ("Host: officer@mlvt.example, 023 884 376", "Host: [contact removed], [contact removed]"),
        ("Day 1: 2019-06-03, 09:00-12:00", "Day 1: 2019-06-03, 09:00-12:00"),
        ("03/06/2019 to 05/06/2019, 30 people", "03/06/2019 to 05/06/2019, 30 people"),
        ("Unit 0102-3 of standard 7112.01", "Unit 0102-3 of standard 7112.01"),
    ],
)
def test_contacts_are_found_and_dates_and_codes_are_left(text: str, left: str) -> None:
    assert without_contacts(text) == left


def mission_of(w: World) -> Mission:
    mission = Mission.objects.create(
        ref="visit-1",
        pilot=w.pilot,
        title="Visit",
        place="Phnom Penh",
        country="KH",
        planned_start=date(2030, 3, 1),
        planned_end=date(2030, 3, 3),
        note="Ask +855 12 345 678",
        agenda="Day 1: Wall test",
    )
    mission.corridors.add(w.th_kh)
    return mission


def test_ways_to_reach_people_go_a_year_after_the_mission(small_world: World) -> None:
    mission = mission_of(small_world)
    later = Mission.objects.create(
        ref="visit-2", pilot=small_world.pilot, title="Later", place="Vientiane", country="LA",
        planned_start=date(2031, 3, 1), planned_end=date(2031, 3, 3), note="+856 20 5555 1234",
    )  # fmt: skip

    assert [applied("contacts", dry_run=True), applied("contacts"), applied("contacts")] == [1, 1, 0]
    mission.refresh_from_db()
    later.refresh_from_db()
    assert (mission.note, mission.agenda, mission.revision) == (
        "Ask [contact removed]",
        "Day 1: Wall test",
        2,
    )
    assert later.note == "+856 20 5555 1234"


def photo_of(w: World, observation: Observation, content: bytes) -> ObservationPhoto:
    coordinator = w.cast.coordinator
    stored = files.store(content, name="photo.png", content_type="image/png", by=coordinator)
    return ObservationPhoto.objects.create(
        observation=observation, stored=stored, small=stored, words="A wall", added_by=coordinator
    )


def test_old_photos_go_with_their_bytes_unless_a_frozen_report_shows_them(
    small_world: World, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    seen = Observation.objects.create(
        ref="seen-1", mission=mission_of(small_world), corridor=small_world.th_kh, site="Wall", text="Seen",
        observed_on=date(2030, 3, 1), by=small_world.cast.coordinator,
    )  # fmt: skip
    gone, shown, fresh = (photo_of(small_world, seen, png((40 + n, 30))) for n in range(3))
    proof = photo_of(small_world, seen, png((50, 30))).stored  # a proof may be called "photo.png" as well
    ObservationPhoto.objects.filter(stored=proof).delete()
    SourceFile.objects.create(ref="source-1", edition=small_world.thai, stored=proof)
    report = Report.objects.create(
        ref="r1", number="R-1", kind="gap_analysis", pilot=small_world.pilot, corridor=small_world.th_kh,
        receiving_country="TH", sending_country="KH", created_by=small_world.cast.coordinator,
    )  # fmt: skip
    snapshot = {"photos": [{"sha256": shown.stored.sha256}]}
    ReportVersion.objects.create(
        report=report, number=1, snapshot=snapshot, snapshot_hash="0", created_by=small_world.cast.coordinator
    )
    aged(ObservationPhoto.objects.exclude(pk=fresh.pk), 24, "added_at")
    ObservationPhoto.objects.filter(pk=fresh.pk).update(added_at=NOW)
    aged(StoredFile.objects.all(), 24, "at")

    assert [applied("photos", dry_run=True), applied("photos"), applied("photos")] == [2, 2, 0]
    with django_capture_on_commit_callbacks(execute=True):
        assert [applied("pictures", dry_run=True), applied("pictures"), applied("pictures")] == [1, 1, 0]
    assert list(ObservationPhoto.objects.all()) == [fresh]
    assert not files.is_there(gone.stored)
    assert files.is_there(shown.stored)
    assert files.is_there(fresh.stored)
    assert files.is_there(proof)
    assert AuditLine.objects.filter(event="observation.photo_gone").count() == 2


# --- Mails, work, sessions ------------------------------------------------------------------------


def test_mails_go_after_three_months_and_texts_of_lost_ones_after_a_week(cast: Cast) -> None:
    def mail(state: MailState, days: int) -> Mail:
        made = Mail.objects.create(kind="report.ready", to="a@mrs.example.org", text="A link", state=state)
        Mail.objects.filter(pk=made.pk).update(created_at=NOW - timedelta(days=days))
        return made

    waiting, lost, young = mail(MailState.WAITING, 400), mail(MailState.FAILED, 8), mail(MailState.FAILED, 6)
    mail(MailState.SENT, 100)

    assert [applied("mails"), applied("mails"), applied("mail-texts"), applied("mail-texts")] == [1, 0, 1, 0]
    assert {one.pk: one.text for one in Mail.objects.all()} == {
        waiting.pk: "A link",
        lost.pk: "",
        young.pk: "A link",
    }


def test_it_is_forgotten_who_asked_for_work_that_ended_a_year_ago(cast: Cast) -> None:
    ended = Job.objects.create(name="standards.read", subject_id="1", by=cast.focal_kh, state=JobState.READY)
    waits = Job.objects.create(name="standards.read", subject_id="2", by=cast.focal_kh)
    aged(Job.objects.all(), 12, "ended_at")

    assert [applied("jobs"), applied("jobs")] == [1, 0]
    ended.refresh_from_db()
    waits.refresh_from_db()
    assert (ended.by, waits.by) == (None, cast.focal_kh)


def test_invitations_lose_the_address_and_open_ones_keep_it(cast: Cast) -> None:
    def invitation(email: str, days: int, **fields: Any) -> Invitation:
        return Invitation.objects.create(
            email=email, title="Expert", organisation=cast.focal_kh.organisation, role="expert", secret_hash=email,
            by=cast.focal_kh, expires_at=NOW - timedelta(days=days), **fields,
        )  # fmt: skip

    invitation("late@mrs.example.org", 120)
    invitation("took@mrs.example.org", 120, accepted_at=NOW - timedelta(days=121))
    open_one = invitation("open@mrs.example.org", -2)

    assert [applied("invitations", dry_run=True), applied("invitations"), applied("invitations")] == [2, 2, 0]
    assert list(Invitation.objects.exclude(email__endswith="erased.invalid")) == [open_one]
    assert not Invitation.objects.filter(withdrawn_at=None, accepted_at=None).exclude(pk=open_one.pk).exists()


def test_sessions_counts_and_uploads_that_ran_out_go(cast: Cast) -> None:
    Session.objects.create(session_key="old", session_data="x", expire_date=NOW - timedelta(days=1))
    Session.objects.create(session_key="new", session_data="x", expire_date=NOW + timedelta(days=1))
    for key in ("old", "new"):
        UserSession.objects.create(user=cast.focal_kh, session_key=key, ip="192.0.2.1", user_agent="Browser")
    cache.set("tries", 3, timeout=60)  # runs out long before NOW
    cache.set("heartbeat", 1, timeout=None)
    PartialUpload.objects.create(
        ref="u1",
        by=cast.focal_kh,
        subject="edition:1",
        name="a.pdf",
        size=9,
        expires_at=timezone.now() - timedelta(1),
    )

    assert [applied(code, dry_run=True) for code in ("sessions", "uploads")] == [2, 1]
    assert applied("counts", dry_run=True) >= 1
    assert [applied("sessions"), applied("sessions"), applied("uploads"), applied("uploads")] == [2, 0, 1, 0]
    assert applied("counts") >= 1
    assert applied("counts") == 0
    assert cache.get("heartbeat") == 1
    assert [one.session_key for one in Session.objects.all()] == ["new"]
    assert [one.session_key for one in UserSession.objects.all()] == ["new"]
    assert PartialUpload.objects.get().state == PartialState.GONE


# --- All rules ------------------------------------------------------------------------------------


def test_a_dry_run_counts_and_changes_nothing(small_world: World) -> None:
    old_draft(small_world.cast.focal_kh, 30)
    mission_of(small_world)
    aged(User.objects.all(), 30)
    a_round_before(90, "drafts.warn")
    a_round_before(89, "accounts.warn")
    before = {
        model: list(model.objects.order_by("pk").values())
        for model in (User, Edition, Mission, Mail, AuditLine, RetentionRun)
    }

    run = retention.apply(NOW, dry_run=True)

    assert run.failed == []
    assert run.counts["drafts.bin"] == 1
    assert run.counts["accounts.close"] >= 1
    assert {model: list(model.objects.order_by("pk").values()) for model in before} == before


def test_a_rule_that_breaks_does_not_stop_the_others(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(now: datetime, *, dry_run: bool) -> int:
        raise RuntimeError

    rules = (retention.Rule("broken", "Broken", broken), *retention.RULES)  # type: ignore[arg-type]
    monkeypatch.setattr(retention, "RULES", rules)

    run = retention.apply(NOW, dry_run=False)

    assert run.failed == ["broken"]
    assert set(run.counts) == {rule.code for rule in retention.RULES} - {"broken"}


def test_the_round_works_once_a_day_and_leaves_one_line(cast: Cast) -> None:
    Session.objects.create(session_key="old", session_data="x", expire_date=NOW - timedelta(days=1))

    runs = [retention.apply_daily(NOW), retention.apply_daily(NOW + timedelta(hours=5))]

    assert [bool(run) for run in runs] == [True, False]
    assert AuditLine.objects.get(event="retention.applied").after["sessions"] == 1
    assert retention.apply_daily(NOW + timedelta(hours=24)) is not None


def test_the_command_tells_each_rule_and_fails_when_one_broke(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = StringIO()
    call_command("apply_retention", "--dry-run", stdout=out)
    assert len(out.getvalue().splitlines()) == len(retention.RULES) + 1
    assert "Nothing was changed" in out.getvalue()
    assert not RetentionRun.objects.exists()

    broken = tuple(
        retention.Rule(rule.code, rule.words, None if rule.code == "runs" else rule.work)  # type: ignore[arg-type]
        for rule in retention.RULES
    )
    monkeypatch.setattr(retention, "RULES", broken)
    with pytest.raises(CommandError, match="runs"):
        call_command("apply_retention", stdout=StringIO())
