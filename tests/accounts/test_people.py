"""People, offices, groups, deputies and one's own profile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.access import can
from accounts.models import Organisation, User
from accounts.permissions import Permission, Side
from accounts.states import Notice, OrganisationKind, Role
from core.mails import post, send_due
from core.models import AuditLine
from core.notices import NOTICES
from core.states import IllegalMove
from corridors.models import Corridor
from tests.accounts.entering import sign_in
from tests.conftest import Cast, World
from tests.factories import people

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]
TODAY = timezone.localdate()


def url(name: str, thing: object) -> str:
    return reverse(f"accounts:{name}", kwargs={"ref": thing.ref})  # type: ignore[attr-defined]


# --- Accounts of the own country ---------------------------------------------------------------------------


def test_a_focal_point_sees_the_people_of_their_own_country_and_nobody_else(
    cast: Cast, as_user: Browser
) -> None:
    page = as_user(cast.focal_kh).get(reverse("accounts:people")).content.decode()

    assert cast.expert_kh.email in page
    assert cast.focal_la.email not in page
    assert cast.coordinator.email not in page
    assert "Lao PDR" not in page


def test_a_focal_point_closes_and_opens_the_account_of_an_expert(cast: Cast, as_user: Browser) -> None:
    keeper, expert = as_user(cast.focal_kh), as_user(cast.expert_kh)
    assert expert.get("/").status_code == 200

    keeper.post(url("deactivate", cast.expert_kh))

    assert expert.get("/").status_code == 302
    keeper.post(url("reactivate", cast.expert_kh))
    cast.expert_kh.refresh_from_db()
    assert cast.expert_kh.is_active


def test_a_focal_point_does_not_close_a_coordinator(cast: Cast, as_user: Browser) -> None:
    above = people.person("coordinator.kh", "Coordinator, Cambodia", "mlvt", Role.COORDINATOR)

    page = as_user(cast.focal_kh).post(url("deactivate", above), follow=True).content.decode()

    assert "do not look after accounts with this role" in page
    above.refresh_from_db()
    assert above.is_active


def test_a_23_the_last_coordinator_of_a_country_does_not_remove_themselves(
    cast: Cast, as_user: Browser
) -> None:
    client = as_user(cast.coordinator)

    closed = client.post(url("deactivate", cast.coordinator), follow=True).content.decode()
    stepped = client.post(
        url("person-edit", cast.coordinator), {"title": "MRS coordinator", "role": "expert"}
    )

    assert "Nobody else speaks for your country" in closed
    assert stepped.status_code == 422
    assert "is the last one" in stepped.content.decode()
    cast.coordinator.refresh_from_db()
    assert (cast.coordinator.is_active, cast.coordinator.role) == (True, Role.COORDINATOR)


def test_a_23_of_two_coordinators_who_close_each_other_one_stays(cast: Cast) -> None:
    second = people.person("second.th", "Second coordinator", "dsd", Role.COORDINATOR)
    actions.deactivate(person=second, by=cast.coordinator)

    with pytest.raises(IllegalMove, match="a moment ago"):
        actions.deactivate(person=cast.coordinator, by=second)


def test_another_role_ends_the_sessions_and_tells_the_person(cast: Cast, as_user: Browser) -> None:
    expert = as_user(cast.expert_kh)
    keeper = Client()
    sign_in(keeper, cast.focal_kh.email)
    keeper.post(url("person-edit", cast.expert_kh), {"title": "Focal point", "role": "focal_point"})

    assert expert.get("/").status_code == 302
    cast.expert_kh.refresh_from_db()
    assert (cast.expert_kh.role, cast.expert_kh.title) == (Role.FOCAL_POINT, "Focal point")
    send_due(timezone.now())
    assert [list(one.to) for one in mail.outbox] == [[cast.expert_kh.email]]
    line = AuditLine.objects.get(event="person.role_changed")
    assert (line.before, line.after) == ({"role": "Expert"}, {"role": "Focal point"})


def test_a_role_that_speaks_for_a_country_is_given_only_after_the_password_was_given_again(
    cast: Cast, as_user: Browser
) -> None:
    """Also for a time: an open screen must be no way to either."""
    keeper = as_user(cast.focal_kh)
    days = {"since": f"{TODAY:%d/%m/%Y}", "until": f"{TODAY:%d/%m/%Y}"}

    changed = keeper.post(url("person-edit", cast.expert_kh), {"title": "Expert", "role": "focal_point"})
    named = keeper.post(reverse("accounts:profile-deputy"), {"deputy": cast.expert_kh.pk, **days})

    for answer in (changed, named):
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_reauthenticate"))
    expert = User.objects.get(pk=cast.expert_kh.pk)
    assert (expert.role, expert.is_deputy) == (Role.EXPERT, False)


@pytest.mark.parametrize(("who", "role"), [("focal_kh", "coordinator"), ("focal_kh", "administrator")])
def test_nobody_gives_a_role_above_their_own(cast: Cast, as_user: Browser, who: str, role: str) -> None:
    answer = as_user(getattr(cast, who)).post(
        url("person-edit", cast.expert_kh), {"title": "Expert", "role": role}
    )

    assert answer.status_code == 422
    cast.expert_kh.refresh_from_db()
    assert cast.expert_kh.role == Role.EXPERT


# --- Offices and groups ------------------------------------------------------------------------------------


def test_an_office_is_added_to_the_own_country_whatever_is_sent(cast: Cast, as_user: Browser) -> None:
    as_user(cast.focal_kh).post(
        reverse("accounts:office-new"),
        {"name": "Training centre", "short_name": "TC", "country": "LA", "kind": "portal"},
    )

    made = Organisation.objects.get(name="Training centre")
    assert (made.country, made.kind) == ("KH", OrganisationKind.GOVERNMENT)


def test_an_office_with_people_is_not_closed_and_a_closed_one_invites_nobody(
    cast: Cast, as_user: Browser
) -> None:
    client = as_user(cast.focal_kh)
    office = people.organisation("mlvt")
    page = client.post(url("office-close", office), follow=True).content.decode()
    empty = actions.create_organisation(
        name="Empty office", short_name="EO", country="KH", kind="government", by=cast.focal_kh
    )
    client.post(url("office-close", empty))

    assert "2 people of this office have active accounts" in page
    empty.refresh_from_db()
    assert not empty.is_active
    assert "Empty office" not in client.get(reverse("accounts:invite")).content.decode()
    with pytest.raises(ValidationError, match="closed"):
        actions.invite(
            email="x@mrs.example.org", title="X", organisation=empty, role="expert", by=cast.focal_kh
        )


def test_the_same_name_of_an_office_is_said_at_the_field(cast: Cast, as_user: Browser) -> None:
    answer = as_user(cast.focal_kh).post(
        reverse("accounts:office-new"), {"name": people.organisation("mlvt").name, "short_name": "M"}
    )

    assert answer.status_code == 422
    assert "already exists" in answer.content.decode()


def test_who_comes_into_a_group_sees_its_corridors_and_who_leaves_does_not(
    small_world: World, as_user: Browser
) -> None:
    cast = small_world.cast
    client, expert = as_user(cast.coordinator), as_user(cast.expert_two)
    address = reverse("corridor", kwargs={"ref": small_world.th_la.ref})
    assert expert.get(address).status_code == 404

    client.post(url("team", cast.group_one), {"person": cast.expert_two.pk, "function": "expert"})
    assert expert.get(address).status_code == 200

    client.post(url("team-remove", cast.group_one), {"person": cast.expert_two.ref})
    assert expert.get(address).status_code == 404
    assert AuditLine.objects.filter(subject_id=str(cast.group_one.pk), event__startswith="team.").count() == 2


def test_nobody_of_another_country_comes_into_a_group(small_world: World, as_user: Browser) -> None:
    cast = small_world.cast

    answer = as_user(cast.coordinator).post(
        url("team", cast.group_one), {"person": cast.focal_kh.pk, "function": "expert"}
    )

    assert answer.status_code == 422
    with pytest.raises(ValidationError, match="colleague"):
        actions.put_in_team(team=cast.group_one, person=cast.focal_kh, function="expert", by=cast.coordinator)


# --- Deputies ----------------------------------------------------------------------------------------------


def deputise(person: User, deputy: User, *, since: int = 0, until: int = 3, by: User | None = None) -> User:
    return actions.appoint_deputy(
        person=person,
        deputy=deputy,
        since=TODAY + timedelta(since),
        until=TODAY + timedelta(until),
        by=by or person,
    )


def test_a_deputy_of_a_coordinator_sees_all_corridors_of_the_country_and_it_ends_by_itself(
    small_world: World,
) -> None:
    cast = small_world.cast
    deputy = cast.expert_two
    before = set(Corridor.objects.visible_to(deputy))

    deputise(cast.coordinator, deputy)

    assert set(Corridor.objects.visible_to(deputy)) == set(Corridor.objects.visible_to(cast.coordinator))
    assert can(deputy, Permission.STEP_CLOSE, small_world.th_la)
    User.objects.filter(pk=deputy.pk).update(acting_until=TODAY - timedelta(1))
    deputy = User.objects.get(pk=deputy.pk)
    assert set(Corridor.objects.visible_to(deputy)) == before
    assert not can(deputy, Permission.STEP_CLOSE, small_world.th_la)


def test_both_are_told_and_the_history_says_for_whom_something_was_done(cast: Cast, as_user: Browser) -> None:
    deputise(cast.focal_kh, cast.expert_kh)
    send_due(timezone.now())
    told = {one.to[0] for one in mail.outbox}

    as_user(cast.expert_kh).post(
        reverse("accounts:office-new"), {"name": "Made by the deputy", "short_name": "D"}
    )

    assert told == {cast.focal_kh.email, cast.expert_kh.email}
    line = AuditLine.objects.get(event="organisation.created", subject_text="Made by the deputy")
    assert (line.by, line.behalf_text) == (cast.expert_kh, str(cast.focal_kh))


def test_a_deputy_never_mixes_two_roles(small_world: World) -> None:
    """As an expert they need a team on the receiving side, and a focal point judges nothing there."""
    cast = small_world.cast
    focal_th = people.person("focal.th", "Focal point, Thailand", "dsd", Role.FOCAL_POINT)
    deputise(focal_th, cast.expert_two)

    assert Side.RECEIVING in small_world.th_la.sides_of(cast.expert_two)  # as the focal point
    assert not can(cast.expert_two, Permission.JUDGE, small_world.th_la)


def test_a_deputy_keeps_nothing_of_the_role_and_does_nothing_to_whom_they_act_for(cast: Cast) -> None:
    deputise(cast.focal_kh, cast.expert_kh)
    people.person("focal2.kh", "Second focal point", "mlvt", Role.FOCAL_POINT)
    deputy = User.objects.get(pk=cast.expert_kh.pk)

    with pytest.raises(ValidationError, match="cannot give this role"):
        actions.change_role(person=deputy, role=Role.FOCAL_POINT, by=deputy)
    for act in (actions.deactivate, actions.lift_pause, actions.remove_factor):
        with pytest.raises(IllegalMove, match="do not look after"):
            act(person=cast.focal_kh, by=deputy)
    with pytest.raises(ValidationError, match="cannot hand over"):
        actions.invite(
            email="second.address@mrs.example.org",
            title="The deputy again",
            organisation=cast.focal_kh.organisation,
            role=Role.FOCAL_POINT,
            takes_over=cast.focal_kh,
            by=deputy,
        )
    assert User.objects.get(pk=deputy.pk).role == Role.EXPERT
    assert User.objects.get(pk=cast.focal_kh.pk).is_active


def test_words_for_an_office_are_corrected_by_those_alone_who_look_after_the_account(cast: Cast) -> None:
    coordinator = people.person("coordinator.kh", "Coordinator, Cambodia", "mlvt", Role.COORDINATOR)

    with pytest.raises(IllegalMove, match="do not look after"):
        actions.retitle(person=coordinator, title="Nobody", by=cast.focal_kh)

    coordinator.refresh_from_db()
    assert coordinator.title == "Coordinator, Cambodia"


def test_a_deputy_does_not_lengthen_their_own_time_nor_does_a_stranger_name_one(cast: Cast) -> None:
    deputise(cast.focal_kh, cast.expert_kh)
    deputy = User.objects.get(pk=cast.expert_kh.pk)
    other = people.person("focal2.kh", "Second focal point", "mlvt", Role.FOCAL_POINT)
    colleague = people.person("expert2.kh", "Second expert", "mlvt", Role.EXPERT)

    for person, named in ((cast.focal_kh, colleague), (other, deputy)):
        with pytest.raises(IllegalMove, match="cannot name"):
            deputise(person, named, by=deputy)
    for stranger in (cast.coordinator, cast.focal_la, colleague):
        with pytest.raises(IllegalMove, match="cannot name"):
            deputise(other, colleague, by=stranger)


@pytest.mark.parametrize(
    ("deputy", "since", "until", "field"),
    [
        ("focal_la", 0, 3, "deputy"),
        ("deactivated", 0, 3, "deputy"),
        ("expert_kh", 3, 0, "until"),
        ("expert_kh", -9, -2, "until"),
        ("expert_kh", 0, 300, "until"),
    ],
)
def test_a_deputy_is_a_colleague_and_the_days_are_in_order(
    cast: Cast, deputy: str, since: int, until: int, field: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        deputise(cast.focal_kh, getattr(cast, deputy), since=since, until=until)

    assert list(refused.value.message_dict) == [field]


def test_both_end_it_before_its_day_on_their_profile(cast: Cast, as_user: Browser) -> None:
    for who in (cast.focal_kh, cast.expert_kh):
        deputise(cast.focal_kh, User.objects.get(pk=cast.expert_kh.pk))
        as_user(who).post(reverse("accounts:profile-deputy-end"), {"deputy": cast.expert_kh.ref})
        assert not User.objects.get(pk=cast.expert_kh.pk).is_deputy


# --- One's own profile -------------------------------------------------------------------------------------


def test_the_language_is_chosen_by_the_person_and_not_by_the_browser(cast: Cast, as_user: Browser) -> None:
    client = as_user(cast.coordinator)
    before = client.get("/", headers={"accept-language": "th"})

    client.post(reverse("accounts:profile-language"), {"language": "th", "time_zone": ""})
    after = client.get("/")

    assert (before["Content-Language"], after["Content-Language"]) == ("en-gb", "th")
    assert '<html lang="th">' in after.content.decode()
    assert (
        Client().get(reverse("account_login"), headers={"accept-language": "th"})["Content-Language"]
        == "en-gb"
    )


def test_times_stand_in_the_zone_of_the_person(cast: Cast, as_user: Browser) -> None:
    client = as_user(cast.focal_mm)
    invitation = actions.invite(
        email="x@mrs.example.org",
        title="Expert",
        organisation=people.organisation("nssa"),
        role="expert",
        by=cast.focal_mm,
    )
    there = timezone.localtime(invitation.expires_at)

    client.post(reverse("accounts:profile-language"), {"language": "en-gb", "time_zone": "Asia/Yangon"})
    page = client.get(reverse("accounts:invitations")).content.decode()

    assert f"{there - timedelta(minutes=30):%H:%M}" in page  # Yangon is half an hour behind Bangkok


@pytest.mark.parametrize("values", [{"language": "xx"}, {"language": "th", "time_zone": "Mars/Base"}])
def test_an_unknown_language_or_zone_changes_nothing(
    cast: Cast, as_user: Browser, values: dict[str, str]
) -> None:
    answer = as_user(cast.focal_mm).post(reverse("accounts:profile-language"), values)

    assert answer.status_code == 422
    cast.focal_mm.refresh_from_db()
    assert (cast.focal_mm.language, cast.focal_mm.time_zone) == ("", "")


def test_a_notice_that_is_switched_off_is_not_sent(cast: Cast, as_user: Browser) -> None:
    as_user(cast.focal_la).post(reverse("accounts:profile-notices"), {"wanted": ["report.ready"]})
    cast.focal_la.refresh_from_db()

    kinds = ("report.ready", "report.reminder", "deputy")
    sent = [
        kind
        for kind in kinds
        if post(to=cast.focal_la.email, kind=kind, subject="S", text="T", person=cast.focal_la)
    ]

    assert sent == ["report.ready", "deputy"]


def test_every_notice_that_can_be_switched_off_has_its_words_on_the_profile() -> None:
    assert set(Notice.values) == NOTICES


def test_wishes_cost_no_query(
    cast: Cast, as_user: Browser, django_assert_num_queries: Callable[[int], object]
) -> None:
    client = as_user(cast.observer)
    client.get(reverse("accounts:profile-language"))
    User.objects.filter(pk=cast.observer.pk).update(language="th", time_zone="Europe/Zurich")

    with django_assert_num_queries(3):  # type: ignore[attr-defined]  # session, person, office
        client.get(reverse("help"))


@pytest.mark.parametrize("name", ["offices", "teams"])
@pytest.mark.parametrize("rows", [1, 100])
def test_the_lists_cost_the_same_at_any_length(
    cast: Cast,
    as_user: Browser,
    rows: int,
    name: str,
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    for number in range(rows):
        if name == "offices":
            values = {"short_name": "O", "country": "TH", "kind": "government"}
            Organisation.objects.create(name=f"Office {number}", **values)
        else:
            people.team(f"Group {number}")
    client = as_user(cast.coordinator)

    with django_assert_max_num_queries(6):  # type: ignore[attr-defined]
        assert client.get(reverse(f"accounts:{name}")).status_code == 200
