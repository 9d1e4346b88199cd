"""Register of processing, a person's own data out, and erased."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions.erasing import ask_erasure, erase_person, withdraw_erasure
from accounts.models import Invitation, TeamMembership, User
from accounts.queries.own_data import asking_for_erasure, own_data, traces_of
from benchmarking.models import SavedView
from core.audit import record
from core.models import AuditLine, Mail, PartialUpload
from core.states import IllegalMove
from mrs_portal.privacy import REGISTER
from tests.conftest import Cast, World

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def page(client: Client, name: str, **arguments: Any) -> str:
    response = client.get(reverse(name, kwargs=arguments))
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


# --- The register ---------------------------------------------------------------------------------


def test_the_register_is_there_for_everybody_and_says_how_long(client: Client) -> None:
    shown = page(client, "privacy")

    assert "Register of processing" in shown
    assert "24 months; removed at once on request" in shown
    assert "Warned after 11 months, closed after 12 months, erased after 24 months" in shown
    assert shown.count("<tr>") == len(REGISTER) + 1


def test_every_line_of_the_register_fills_its_terms_in() -> None:
    assert all("%" not in one.how_long for one in REGISTER)


# --- One's own data -------------------------------------------------------------------------------


def test_a_person_sees_what_the_portal_holds_about_them(small_world: World, as_user: SignIn) -> None:
    shown = page(as_user(small_world.cast.expert_one), "privacy-mine")

    assert small_world.cast.expert_one.email in shown
    assert "Team member" in shown
    assert "Signed in" in shown


def test_the_file_names_every_table_in_which_the_person_stands(small_world: World, as_user: SignIn) -> None:
    coordinator = small_world.cast.coordinator
    Mail.objects.create(
        kind="report.ready", to=coordinator.email, person=coordinator, subject="S", text="link"
    )
    record("person.reactivated", on=coordinator, by=None, before={"active": False}, after={"active": True})

    response = as_user(coordinator).get(reverse("privacy-mine-file"))
    told = json.loads(response.content)

    assert response["Content-Disposition"].startswith("attachment")
    assert told["account"]["email"] == coordinator.email
    assert {row["kind"] for row in told["rows"]} >= {"Edition", "Mail"}
    assert told["mails"][0]["kind"] == "report.ready"
    assert any(line["after"] == {"active": True} for line in told["changes_of_the_account"])
    assert AuditLine.objects.filter(event="person.data_taken", by=coordinator).count() == 1


def test_the_file_holds_no_text_of_a_standard_no_password_and_no_link(small_world: World) -> None:
    coordinator = small_world.cast.coordinator
    Mail.objects.create(kind="x", to=coordinator.email, person=coordinator, subject="S", text="secret-link")
    record("edition.changed", on=small_world.thai, by=coordinator, after={"title": "Words of a draft"})

    text = json.dumps(own_data(coordinator))

    for hidden in (small_world.thai.standard.title, "Words of a draft", coordinator.password, "secret-link"):
        assert hidden not in text


def test_the_file_of_somebody_who_did_very_much_stays_below_ten_megabytes(
    cast: Cast, as_user: SignIn
) -> None:
    person = cast.focal_kh
    address = reverse("privacy-mine-file")
    before = len(as_user(person).get(address).content)
    line = {"event": "benchmark.line_judged", "by": person, "by_text": str(person), "subject_id": "1"}
    AuditLine.objects.bulk_create(AuditLine(subject_type="accounts.user", **line) for _ in range(200))

    told = own_data(person, most_lines=50)
    each = (len(as_user(person).get(address).content) - before) / 200

    assert len(told["acts"]) == 50
    assert told["number_of_acts"] >= 200
    assert each * 20_000 < 4 * 1024**2
    assert 70 * 1_000 * 40 + 5_000 * 500 < 6 * 1024**2  # rows of every kind, changes of the account


def test_nobody_sees_anothers_data(cast: Cast, as_user: SignIn, client: Client) -> None:
    shown = page(as_user(cast.expert_kh), "privacy-mine")

    assert cast.focal_kh.email not in shown
    assert client.get(reverse("privacy-mine")).status_code == 302
    assert client.get(reverse("privacy-mine-file")).status_code == 302


# --- Erasing --------------------------------------------------------------------------------------


def test_a_wish_reaches_the_administrator_and_can_be_taken_back(cast: Cast, as_user: SignIn) -> None:
    client = as_user(cast.expert_kh)

    client.post(reverse("privacy-erasure"), {"do": "ask"})
    assert [person for person, _since in asking_for_erasure()] == [cast.expert_kh]
    assert Mail.objects.get(kind="erasure.asked").to == cast.administrator.email
    assert "asks to be erased" in page(as_user(cast.administrator), "administration:home")
    assert "You asked for this on" in page(client, "privacy-mine")

    with pytest.raises(IllegalMove):
        ask_erasure(by=cast.expert_kh)
    client.post(reverse("privacy-erasure"), {"do": "withdraw"})
    assert asking_for_erasure() == []
    with pytest.raises(IllegalMove):
        withdraw_erasure(by=cast.expert_kh)


def with_traces(w: World) -> User:
    """An expert with everything that hangs on a person."""
    person = w.cast.expert_one
    Mail.objects.create(kind="x", to=person.email.upper(), subject="S")
    Mail.objects.create(kind="x", to="old@mrs.example.org", person=person, subject="S")
    Invitation.objects.create(
        email=person.email, title="Expert", organisation=person.organisation, role="expert", secret_hash="h",
        by=w.cast.coordinator, expires_at=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    SavedView.objects.create(person=person, name="Open", query="state=open")
    PartialUpload.objects.create(ref="u", by=person, subject="s", name="n", size=1, expires_at=timezone.now())
    User.objects.filter(pk=person.pk).update(language="th", muted=["report.ready"])
    deputy = User.objects.filter(pk=w.cast.expert_two.pk)
    today = timezone.localdate()
    deputy.update(acting_for=person, acting_role="expert", acting_from=today, acting_until=today)
    return person


def test_after_erasing_nothing_names_the_person(small_world: World, as_user: SignIn) -> None:
    person = with_traces(small_world)
    client = as_user(person)
    address, title = person.email, person.title

    erase_person(person=person, by=small_world.cast.administrator)

    assert client.get(reverse("privacy-mine")).status_code == 302
    row = User.objects.get(pk=person.pk)
    assert (row.is_active, row.language, row.muted, row.last_login) == (False, "", [], None)
    assert not row.has_usable_password()
    assert (row.email, row.title) == (f"erased-{row.pk}@erased.invalid", "Expert, DSD")
    for model in (TeamMembership, SavedView, PartialUpload):
        assert not model._default_manager.filter(
            **{"person" if model is SavedView else "user" if model is TeamMembership else "by": row}
        ).exists()
    assert not Mail.objects.exists()
    assert not User.objects.exclude(acting_for=None).exists()
    assert all(str(row.pk) != one.get_decoded().get("_auth_user_id") for one in Session.objects.all())
    stored = "".join(str(list(model.objects.values())) for model in (User, Invitation, Mail, AuditLine))
    assert address not in stored
    assert address.upper() not in stored
    assert title in stored  # in the history: office and function as they were


def test_what_the_office_did_stays(small_world: World) -> None:
    coordinator = small_world.cast.coordinator
    lines = AuditLine.objects.count()

    erase_person(person=coordinator, by=small_world.cast.administrator)

    small_world.thai.refresh_from_db()
    assert str(small_world.thai.created_by) == "Coordinator, DSD"
    assert AuditLine.objects.count() == lines + 1
    assert {trace.goes for trace in traces_of(coordinator)} == {False}


def test_one_cannot_erase_oneself_twice_or_the_last_administrator(cast: Cast) -> None:
    with pytest.raises(IllegalMove, match="your own"):
        erase_person(person=cast.administrator, by=cast.administrator)
    with pytest.raises(IllegalMove, match="last administrator"):
        erase_person(person=cast.administrator, by=None)
    erase_person(person=cast.expert_kh, by=cast.administrator)
    with pytest.raises(IllegalMove, match="already"):
        erase_person(person=cast.expert_kh, by=cast.administrator)


def test_the_check_page_says_what_goes_and_what_stays_and_the_button_erases(
    small_world: World, as_user: SignIn
) -> None:
    person = with_traces(small_world)
    client = as_user(small_world.cast.administrator)

    shown = page(client, "administration:erase", ref=person.ref)
    assert "has not asked for this in the portal" in shown
    assert "What stays, and why" in shown
    assert "Team member (whose it is): 1" in shown

    client.post(reverse("administration:erase", kwargs={"ref": person.ref}))
    assert User.objects.get(pk=person.pk).erased_at
    assert "erased already" in page(client, "administration:erase", ref=person.ref)
