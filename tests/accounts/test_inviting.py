"""Invitations: from the mail to the open account. Cases A-20, A-21, A-23 by their numbers."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.models import Invitation, Team, User
from accounts.states import InvitationState
from core.mails import send_due
from core.models import AuditLine, Mail
from core.states import IllegalMove
from tests.conftest import Cast
from tests.factories import people, world

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]
PASSWORD = "mortar and trowel 2019"
NEW = "new.expert@mrs.example.org"


def invite(by: User, email: str = NEW, role: str = "expert", **more: object) -> Invitation:
    office = people.organisation("mlvt")
    values = {"title": "Curriculum expert", "organisation": office, "role": role} | more
    return actions.invite(email=email, by=by, **values)  # type: ignore[arg-type]


def link() -> str:
    """Path of the link in the last mail, which is sent first."""
    send_due(timezone.now())
    found = re.search(r"http://[^/]+(/accounts/invitation/[\w-]+/)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def take(client: Client, address: str, password: str = PASSWORD) -> HttpResponse:
    return client.post(address, {"password": password, "again": password})  # type: ignore[return-value]


def test_whoever_is_invited_chooses_a_password_and_is_signed_in(cast: Cast, client: Client) -> None:
    invite(cast.focal_kh)
    address = link()
    page = client.get(address).content.decode()

    answer = take(client, address)

    assert "Curriculum expert" in page
    assert answer.status_code == 302
    person = User.objects.get(email=NEW)
    assert (person.role, person.country, person.is_active) == ("expert", "KH", True)
    assert client.get("/").status_code == 200
    assert list(mail.outbox[-1].to) == [NEW]
    assert Client().login(email=NEW, password=PASSWORD) or person.check_password(PASSWORD)
    assert Invitation.objects.get().state == InvitationState.ACCEPTED
    assert {"invitation.sent", "invitation.accepted", "person.created"} <= set(
        AuditLine.objects.values_list("event", flat=True)
    )


def test_a_20_the_link_works_once(cast: Cast, client: Client) -> None:
    invite(cast.focal_kh)
    address = link()
    take(client, address)

    second = take(Client(), address, "another long password")

    assert second.status_code == 410
    assert User.objects.filter(email=NEW).count() == 1
    assert User.objects.get(email=NEW).check_password(PASSWORD)


def test_a_20_a_scanner_that_opens_the_link_changes_nothing(cast: Cast, client: Client) -> None:
    invite(cast.focal_kh)
    address = link()
    before = AuditLine.objects.count()

    for _time in range(3):
        assert client.get(address).status_code == 200
        assert client.head(address).status_code == 200

    assert (AuditLine.objects.count(), User.objects.filter(email=NEW).count()) == (before, 0)
    assert take(Client(), address).status_code == 302  # in another browser


def test_a_20_after_72_hours_the_page_sends_a_new_link_to_the_same_address(
    cast: Cast, client: Client
) -> None:
    invite(cast.focal_kh)
    old = link()
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    over = client.get(old)
    refused = take(client, old)
    again = client.post(f"{old}again/")

    assert (over.status_code, refused.status_code, again.status_code) == (410, 410, 200)
    assert "Send again" in over.content.decode()
    new = link()
    assert new != old
    assert list(mail.outbox[-1].to) == [NEW]
    assert client.get(old).status_code == 410
    assert take(client, new).status_code == 302


def test_a_20_a_withdrawn_or_sent_again_link_is_dead_and_nothing_can_be_asked_for_with_it(
    cast: Cast, client: Client, as_user: Browser
) -> None:
    invitation = invite(cast.focal_kh)
    first = link()
    keeper = as_user(cast.focal_kh)
    keeper.post(reverse("accounts:invitation-again", kwargs={"ref": invitation.ref}))
    second = link()
    keeper.post(reverse("accounts:invitation-withdraw", kwargs={"ref": invitation.ref}))

    assert [client.get(one).status_code for one in (first, second)] == [410, 410]
    assert client.post(f"{second}again/").status_code == 410
    assert take(client, second).status_code == 410
    again = keeper.post(
        reverse("accounts:invitation-again", kwargs={"ref": invitation.ref}), follow=True
    ).content.decode()
    assert "no longer open" in again


def test_a_20_an_account_that_was_opened_meanwhile_is_not_touched(cast: Cast, client: Client) -> None:
    invite(cast.focal_kh)
    address = link()
    people.person("new.expert", "Expert elsewhere", "sdi", "expert")  # type: ignore[arg-type]

    shown, taken = client.get(address), take(client, address)

    assert (shown.status_code, taken.status_code) == (410, 410)
    assert "already" in taken.content.decode()
    assert User.objects.get(email=NEW).country == "LA"


def test_a_20_a_password_that_is_too_short_or_typed_differently_opens_nothing(
    cast: Cast, client: Client
) -> None:
    invite(cast.focal_kh)
    address = link()

    short = take(client, address, "brick")
    different = client.post(address, {"password": PASSWORD, "again": PASSWORD + "x"})
    long = take(client, address, "x" * 10_000)

    assert [one.status_code for one in (short, different, long)] == [422, 422, 422]
    assert "not the same" in different.content.decode()
    assert not User.objects.filter(email=NEW).exists()
    assert take(client, address, "  ពាក្យសម្ងាត់ ដ៏វែង  ").status_code == 302


def test_a_21_an_address_with_an_account_in_another_country_is_not_told(cast: Cast) -> None:
    invitation = invite(cast.focal_kh, email=cast.focal_la.email)

    send_due(timezone.now())

    assert invitation.state == InvitationState.OPEN  # as with any other address
    assert "no effect" in str(mail.outbox[-1].body)
    assert "/accounts/invitation/" not in str(mail.outbox[-1].body)
    cast.focal_la.refresh_from_db()
    assert cast.focal_la.country == "LA"


def test_a_21_an_account_of_the_own_country_is_told_of(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="already an account"):
        invite(cast.focal_kh, email=cast.expert_kh.email.upper())

    with pytest.raises(ValidationError, match="already an account"):
        invite(cast.administrator, email=cast.focal_la.email)


@pytest.mark.parametrize(
    ("who", "office", "role"),
    [
        ("focal_kh", "sdi", "expert"),
        ("focal_kh", "mlvt", "coordinator"),
        ("focal_kh", "ilo", "reviewer"),
        ("coordinator", "mlvt", "expert"),
        ("coordinator", "portal", "administrator"),
        ("administrator", "mlvt", "reviewer"),
        ("expert_kh", "mlvt", "expert"),
    ],
)
def test_nobody_invites_beyond_their_own_country_and_role(
    cast: Cast, who: str, office: str, role: str
) -> None:
    with pytest.raises(ValidationError):
        invite(getattr(cast, who), role=role, organisation=people.organisation(office))

    assert not Mail.objects.exists()


def test_the_form_offers_and_takes_only_the_own_country(cast: Cast, as_user: Browser) -> None:
    client = as_user(cast.focal_kh)
    page = client.get(reverse("accounts:invite")).content.decode()
    foreign = people.organisation("sdi")

    answer = client.post(
        reverse("accounts:invite"),
        {"email": NEW, "title": "Kept text", "organisation": foreign.pk, "role": "expert"},
    )

    assert (
        "Skills Development Institute"
        not in re.sub(r"<p class=\"hint\".*?</p>|help.*?</", "", page).split("<select")[1]
    )
    assert answer.status_code == 422
    assert "Kept text" in answer.content.decode()
    assert not Invitation.objects.exists()


def test_the_same_address_is_invited_once_and_too_many_mails_wait(cast: Cast) -> None:
    invitation = invite(cast.focal_kh)

    with pytest.raises(ValidationError, match="Send that invitation again"):
        invite(cast.focal_kh)
    for _time in range(4):
        actions.send_again(invitation=invitation, by=cast.focal_kh)
    with pytest.raises(IllegalMove, match="Too many"):
        actions.send_again(invitation=invitation, by=cast.focal_kh)


def test_neither_database_nor_history_hold_the_secret_and_the_sent_mail_forgets_it(cast: Cast) -> None:
    invitation = invite(cast.focal_kh)
    secret = link().split("/")[-2]

    rows = str(list(Invitation.objects.values())) + str(list(AuditLine.objects.values()))

    assert secret not in rows
    assert secret not in str(list(Mail.objects.values()))
    assert NEW not in str(list(AuditLine.objects.values()))
    assert len(invitation.secret_hash) == 64


def test_an_expert_is_put_into_the_group_at_once(cast: Cast, client: Client) -> None:
    office = people.organisation("dsd")
    invite(cast.coordinator, organisation=office, team=cast.group_one, function="secretariat")
    take(client, link())

    membership = cast.group_one.memberships.get(user__email=NEW)
    assert membership.function == "secretariat"
    with pytest.raises(ValidationError, match="another country"):
        invite(cast.focal_kh, email="x@mrs.example.org", team=Team.objects.get(pk=cast.group_one.pk))


def test_a_hand_over_closes_the_old_account_when_the_new_one_opens(
    cast: Cast, client: Client, as_user: Browser
) -> None:
    old = as_user(cast.focal_kh)
    team = actions.create_team(name="Desk", country="KH", members=[(cast.focal_kh, "head")], by=cast.focal_kh)
    invite(cast.focal_kh, role="focal_point", takes_over=cast.focal_kh)
    assert old.get("/").status_code == 200  # until then nothing changes

    take(client, link())

    assert old.get("/").status_code == 302
    cast.focal_kh.refresh_from_db()
    assert not cast.focal_kh.is_active
    assert team.memberships.get().user.email == NEW
    send_due(timezone.now())
    assert list(mail.outbox[-1].to) == [cast.focal_kh.email]
    assert AuditLine.objects.filter(event="person.handed_over").count() == 1


def test_a_hand_over_of_the_last_voice_of_a_country_needs_the_same_role(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="needs the same role"):
        invite(cast.focal_kh, role="expert", takes_over=cast.focal_kh)

    second = people.person("focal2.kh", "Second focal point", "mlvt", "focal_point")
    assert invite(second, role="expert", takes_over=cast.focal_kh).state == InvitationState.OPEN


def test_invitations_of_an_account_that_was_closed_open_nothing_any_more(cast: Cast, client: Client) -> None:
    """Whoever is put out, such as after a break-in, does not come back by an invitation sent before."""
    sent = invite(cast.focal_kh, role="focal_point")
    address = link()

    actions.deactivate(person=cast.focal_kh, by=cast.administrator)

    assert take(client, address).status_code == 410
    assert not User.objects.filter(email=NEW).exists()
    line = AuditLine.objects.get(event="invitation.withdrawn")
    assert (line.subject_id, line.by) == (str(sent.pk), cast.administrator)


def test_who_gets_another_role_keeps_only_the_invitations_that_they_could_still_send(cast: Cast) -> None:
    office = {"organisation": cast.coordinator.organisation}
    second = people.person("second.th", "Second coordinator", "dsd", "coordinator")
    high = invite(second, role="coordinator", **office)
    low = invite(second, email="other@mrs.example.org", role="expert", **office)

    actions.change_role(person=second, role="focal_point", by=cast.coordinator)

    high.refresh_from_db()
    low.refresh_from_db()
    assert (high.state, low.state) == (InvitationState.WITHDRAWN, InvitationState.OPEN)


def test_the_page_of_a_hand_over_shows_what_waits_to_colleagues_only(
    cast: Cast, as_user: Browser, small_world: object
) -> None:
    address = reverse("accounts:hand-over", kwargs={"ref": cast.coordinator.ref})

    world.edition("TH", by=cast.expert_one, state="submitted")
    own = as_user(cast.coordinator).get(address).content.decode()
    administration = as_user(cast.administrator).get(address).content.decode()

    assert "What waits for this person" in own
    assert "What waits for this person" not in administration


def test_whoever_speaks_for_a_country_is_invited_only_after_the_password_was_given_again(
    cast: Cast, as_user: Browser
) -> None:
    answer = as_user(cast.focal_kh).post(
        reverse("accounts:invite"),
        {
            "email": NEW,
            "title": "Focal point",
            "organisation": people.organisation("mlvt").pk,
            "role": "focal_point",
        },
    )

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("rows", [1, 100])
def test_the_list_of_invitations_costs_the_same_at_any_length(
    cast: Cast, as_user: Browser, rows: int, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    office = people.organisation("mlvt")
    Invitation.objects.bulk_create(
        Invitation(
            email=f"p{n}@mrs.example.org",
            title=f"Office {n}",
            organisation=office,
            role="expert",
            secret_hash=str(n),
            by=cast.focal_kh,
            expires_at=timezone.now() + timedelta(1 if n % 2 else -1),
        )
        for n in range(rows)
    )
    client = as_user(cast.focal_kh)

    with django_assert_max_num_queries(6):  # type: ignore[attr-defined]
        page = client.get(reverse("accounts:invitations"), {"state": "expired"}).content.decode()

    assert "Office 0" in page
    assert "Office 1<" not in page
