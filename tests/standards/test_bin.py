"""Drafts that are thrown away: gone everywhere at once, back within 30 days, then gone for good."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core import rounds
from core.models import AuditLine, JobState, StoredFile
from core.states import IllegalMove
from standards import actions
from standards.models import Edition, Intake, Line, Standard
from standards.queries import waiting_for
from standards.states import EditionState, IntakeState
from tests.conftest import Cast, World
from tests.factories import world
from tests.standards.files import read_here, run_job_of, workbook

SignIn = Callable[[User], Client]


@pytest.fixture
def draft(cast: Cast) -> Edition:
    return world.edition("KH", by=cast.focal_kh, state=EditionState.DRAFT, title="Plasterer, level one")


def test_a_draft_goes_to_the_bin_and_comes_back_as_it_was(
    cast: Cast, draft: Edition, as_user: SignIn
) -> None:
    client = as_user(cast.focal_kh)
    page = reverse("standards:detail", args=[draft.ref])
    before = list(draft.lines.values_list("key", "text"))

    check = client.get(reverse("standards:throw-away", args=[draft.ref])).content.decode()
    assert "removed for good" in check
    answer = client.post(reverse("standards:throw-away", args=[draft.ref]), follow=True)
    assert "Plasterer, level one" in answer.content.decode()
    assert client.get(page).status_code == 404
    assert "Plasterer, level one" not in client.get(reverse("standards:list")).content.decode()
    assert "Plasterer, level one" not in client.get(reverse("home")).content.decode()

    back = client.post(reverse("standards:restore", args=[draft.ref]), follow=True)
    assert "The draft is back as it was." in back.content.decode()
    assert list(draft.lines.values_list("key", "text")) == before
    events = AuditLine.objects.filter(event__in=["edition.binned", "edition.restored"])
    assert events.count() == 2


def test_the_bin_is_the_countrys_own(cast: Cast, draft: Edition, as_user: SignIn) -> None:
    actions.throw_away(edition=draft, by=cast.focal_kh)

    for user in (cast.coordinator, cast.focal_la, cast.reviewer, cast.observer, cast.administrator):
        client = as_user(user)
        assert "Plasterer" not in client.get(reverse("standards:bin")).content.decode()
        assert client.post(reverse("standards:restore", args=[draft.ref])).status_code == 404
    assert "Plasterer" in as_user(cast.expert_kh).get(reverse("standards:bin")).content.decode()


def test_what_was_submitted_is_never_thrown_away(small_world: World, as_user: SignIn) -> None:
    edition = small_world.cambodian
    with pytest.raises(IllegalMove):
        actions.throw_away(edition=edition, by=small_world.cast.focal_kh)
    client = as_user(small_world.cast.focal_kh)
    answer = client.post(reverse("standards:throw-away", args=[edition.ref]), follow=True)
    assert "Only a draft can be thrown away" in answer.content.decode()
    assert client.get(reverse("standards:detail", args=[edition.ref])).status_code == 200


def test_nothing_is_done_to_a_draft_in_the_bin(cast: Cast, draft: Edition) -> None:
    held = Edition.objects.get(pk=draft.pk)
    actions.throw_away(edition=draft, by=cast.focal_kh)

    for act in (
        lambda: actions.submit(edition=held, by=cast.focal_kh),
        lambda: actions.write_lines(edition=held, rows=[], by=cast.focal_kh),
        lambda: actions.throw_away(edition=held, by=cast.focal_kh),
        lambda: actions.edit_edition(edition=held, revision=held.revision, by=cast.focal_kh, label="3"),
    ):
        with pytest.raises(IllegalMove, match="thrown away"):
            act()
    assert [one.title for one in waiting_for(cast.focal_kh)] == []


def test_a_reading_under_way_stops_and_can_go_on_after_the_restoring(cast: Cast, draft: Edition) -> None:
    intake = actions.upload_source(edition=draft, content=workbook(), name="a.xlsx", by=cast.focal_kh)
    actions.throw_away(edition=draft, by=cast.focal_kh)
    run_job_of(intake)

    intake.refresh_from_db()
    job = intake.job
    assert job is not None
    job.refresh_from_db()
    assert (intake.state, job.state) == (IntakeState.READING, JobState.FAILED)
    assert "thrown away" in job.failure
    assert not intake.lines.exists()
    actions.restore(edition=draft, by=cast.focal_kh)
    actions.retry_intake(intake=Intake.objects.get(pk=intake.pk), by=cast.focal_kh)
    read_here(Intake.objects.get(pk=intake.pk))
    assert Intake.objects.get(pk=intake.pk).lines.exists()


def test_a_new_draft_can_start_while_the_old_one_lies_in_the_bin(small_world: World) -> None:
    edition, by = small_world.cambodian, small_world.cast.focal_kh
    first = actions.new_edition(edition=edition, by=by)
    actions.throw_away(edition=first, by=by)
    second = actions.new_edition(edition=edition, by=by)

    with pytest.raises(IllegalMove, match="already another draft"):
        actions.restore(edition=first, by=by)
    actions.throw_away(edition=second, by=by)
    assert actions.restore(edition=first, by=by).binned_at is None


def test_a_returned_edition_waits_again_when_its_correction_is_thrown_away(small_world: World) -> None:
    edition, by = small_world.cambodian, small_world.cast.focal_kh
    Edition.objects.filter(pk=edition.pk).update(state=EditionState.RETURNED)
    copy = actions.new_edition(edition=edition, by=by)
    assert not any("Correct the returned" in one.title for one in waiting_for(by))
    actions.throw_away(edition=copy, by=by)
    assert any("Correct the returned" in one.title for one in waiting_for(by))


def test_after_thirty_days_it_is_removed_for_good(cast: Cast, draft: Edition) -> None:
    intake = actions.upload_source(edition=draft, content=workbook(), name="a.xlsx", by=cast.focal_kh)
    read_here(intake)
    actions.throw_away(edition=draft, by=cast.focal_kh)
    now = timezone.now()
    pk, standard = draft.pk, draft.standard_id

    assert actions.empty_bin(now + timedelta(days=29)) == 0
    assert actions.empty_bin(now + timedelta(days=30, minutes=1)) == 1
    assert not Edition.objects.filter(pk=pk).exists()
    assert not Standard.objects.filter(pk=standard).exists()
    assert not Line.objects.filter(edition=pk).exists()
    assert not Intake.objects.exists()
    assert StoredFile.objects.exists()
    assert AuditLine.objects.filter(event="edition.file_uploaded", subject_id=str(pk)).exists()
    assert AuditLine.objects.get(event="edition.removed").by is None
    assert actions.empty_bin(now + timedelta(days=31)) == 0


def test_a_standard_with_other_editions_stays(small_world: World) -> None:
    edition, by = small_world.cambodian, small_world.cast.focal_kh
    copy = actions.new_edition(edition=edition, by=by)
    actions.throw_away(edition=copy, by=by)

    assert actions.empty_bin(timezone.now() + timedelta(days=31)) == 1
    assert Edition.objects.get(pk=edition.pk).lines.exists()


def test_the_round_and_the_command_empty_the_bin(
    cast: Cast, draft: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert actions.empty_bin in rounds._work.values()
    monkeypatch.setattr(rounds, "_last", {})
    actions.throw_away(edition=draft, by=cast.focal_kh)
    Edition.objects.filter(pk=draft.pk).update(binned_at=timezone.now() - timedelta(days=40))
    out = StringIO()
    call_command("empty_bin", stdout=out)
    assert "1 drafts removed" in out.getvalue()
    again = world.edition("KH", by=cast.focal_kh, state=EditionState.DRAFT)
    actions.throw_away(edition=again, by=cast.focal_kh)
    later = timezone.now() + timedelta(days=31)
    rounds.run_due(later)
    assert not Edition.objects.filter(pk=again.pk).exists()


def test_a_round_that_fails_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[datetime] = []

    def broken(_now: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(rounds, "_work", {"broken": broken, "fine": done.append})
    monkeypatch.setattr(rounds, "_last", {})
    now = timezone.now()
    rounds.run_due(now)
    rounds.run_due(now + timedelta(minutes=59))
    assert done == [now]
    rounds.run_due(now + timedelta(minutes=61))
    assert len(done) == 2


@pytest.mark.parametrize("size", [1, 10, 1_000])
def test_the_bin_takes_the_same_queries_for_any_number_of_drafts(
    cast: Cast, draft: Edition, as_user: SignIn, size: int
) -> None:
    Edition.objects.bulk_create(
        Edition(
            ref=f"kh-bin-{n}",
            standard=draft.standard,
            label=str(n),
            binned_at=timezone.now(),
            binned_by=cast.focal_kh,
        )
        for n in range(size)
    )
    client = as_user(cast.focal_kh)
    client.get(reverse("standards:bin"))
    with CaptureQueriesContext(connection) as captured:
        content = client.get(reverse("standards:bin")).content.decode()
    assert content.count("Restore<span") == min(size, 50)
    assert len(captured) <= 6
