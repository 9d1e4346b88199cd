"""Standards distributed: the owner lets others read a released edition, and takes that back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Organisation, Team, User
from accounts.states import OrganisationKind
from core.models import AuditLine
from core.states import IllegalMove
from standards import actions
from standards.models import Edition, Share
from standards.queries import parties_for
from standards.states import EditionState, ShareCapacity
from tests.conftest import Cast, World
from tests.factories import people, world

SignIn = Callable[[User], Client]


def test_an_edition_is_shared_by_hand_and_withdrawn_again(small_world: World, as_user: SignIn) -> None:
    edition, cast = small_world.cambodian, small_world.cast
    owner, lao = as_user(cast.focal_kh), as_user(cast.focal_la)
    page = reverse("standards:sharing", args=[edition.ref])
    detail = reverse("standards:detail", args=[edition.ref])
    assert lao.get(detail).status_code == 404

    answer = owner.post(page, {"party": f"o{people.organisation('sdi').pk}"}, follow=True)
    assert "can read this edition now" in answer.content.decode()
    assert "Shared by Focal point, Cambodia" in answer.content.decode()
    assert lao.get(detail).status_code == 200
    assert lao.get(reverse("standards:accept", args=[edition.ref])).status_code == 403
    assert edition.standard.title in lao.get(reverse("standards:list")).content.decode()

    share = Share.objects.get(edition=edition, organisation=people.organisation("sdi"))
    assert (share.capacity, share.by) == (ShareCapacity.READING, cast.focal_kh)
    owner.post(reverse("standards:share-withdraw", args=[edition.ref, share.pk]))
    assert lao.get(detail).status_code == 404
    events = AuditLine.objects.filter(
        subject_id=str(edition.pk), event__in=["edition.shared", "edition.unshared"]
    )
    assert list(events.order_by("id").values_list("event", flat=True)) == [
        "edition.shared",
        "edition.unshared",
    ]


def test_what_came_with_a_corridor_cannot_be_withdrawn(small_world: World, as_user: SignIn) -> None:
    edition, cast = small_world.cambodian, small_world.cast
    share = edition.shares.get(organisation=people.organisation("dsd"))

    with pytest.raises(IllegalMove, match="because of a corridor"):
        actions.withdraw_share(share=share, by=cast.focal_kh)
    content = as_user(cast.focal_kh).get(reverse("standards:sharing", args=[edition.ref])).content.decode()
    assert "Through a corridor of its skill area" in content
    assert "share-withdraw" not in content
    assert reverse("standards:share-withdraw", args=[edition.ref, share.pk]) not in content


def test_a_share_by_hand_becomes_the_corridors_when_one_opens(small_world: World) -> None:
    edition, cast = small_world.cambodian, small_world.cast
    sdi = people.organisation("sdi")
    share = actions.share_by_hand(edition=edition, organisation=sdi, by=cast.focal_kh)

    actions.share(edition=edition, organisation=sdi, capacity=ShareCapacity.READING, by=cast.coordinator)

    share.refresh_from_db()
    assert share.by is None
    with pytest.raises(IllegalMove):
        actions.withdraw_share(share=share, by=cast.focal_kh)


def test_a_share_twice_or_of_a_draft_is_refused(small_world: World, as_user: SignIn) -> None:
    edition, cast = small_world.cambodian, small_world.cast
    with pytest.raises(IllegalMove, match="already"):
        actions.share_by_hand(edition=edition, organisation=people.organisation("dsd"), by=cast.focal_kh)
    draft = world.edition("KH", by=cast.focal_kh, state=EditionState.DRAFT)
    with pytest.raises(IllegalMove, match="draft"):
        actions.share_by_hand(edition=draft, organisation=people.organisation("dsd"), by=cast.focal_kh)
    page = as_user(cast.focal_kh).get(reverse("standards:sharing", args=[draft.ref]), follow=True)
    assert "A draft is seen by its own country only." in page.content.decode()


def test_only_other_countries_that_do_not_read_it_yet_are_offered(
    small_world: World, as_user: SignIn
) -> None:
    edition, cast = small_world.cambodian, small_world.cast
    people.organisation("sdi"), people.organisation("ilo"), people.organisation("mlvt")
    organisations, teams = parties_for(edition)

    offered = {str(one.short_name) for one in organisations}
    assert people.organisation("sdi").short_name in offered
    assert not offered & {people.organisation(key).short_name for key in ("dsd", "mlvt", "ilo")}
    assert cast.group_one not in teams
    assert cast.group_two in teams
    page = reverse("standards:sharing", args=[edition.ref])
    for party in ("", f"o{people.organisation('mlvt').pk}", "o999999", "t", "x1", f"t{cast.group_one.pk}"):
        assert as_user(cast.focal_kh).post(page, {"party": party}).status_code == 422
    as_user(cast.focal_kh).post(page, {"party": f"t{cast.group_two.pk}"})
    assert as_user(cast.expert_two).get(reverse("standards:detail", args=[edition.ref])).status_code == 200


def test_a_share_of_another_edition_is_not_found(small_world: World, as_user: SignIn) -> None:
    thai = small_world.thai.shares.first()
    assert thai is not None
    owner = as_user(small_world.cast.focal_kh)
    for ref in (small_world.cambodian.ref, small_world.thai.ref):
        assert owner.post(reverse("standards:share-withdraw", args=[ref, thai.pk])).status_code == 404


@pytest.mark.parametrize("size", [1, 10, 1_000])
def test_the_page_takes_the_same_queries_for_any_number_of_shares(
    cast: Cast, as_user: SignIn, size: int
) -> None:
    edition: Edition = world.edition("KH", by=cast.focal_kh)
    offices = Organisation.objects.bulk_create(
        Organisation(name=f"Office {n}", short_name=f"O{n}", country="LA", kind=OrganisationKind.GOVERNMENT)
        for n in range(size)
    )
    Team.objects.bulk_create(Team(name=f"Team {n}", country="LA") for n in range(size))
    Share.objects.bulk_create(
        Share(edition=edition, organisation=one, capacity=ShareCapacity.READING, by=cast.focal_kh)
        for one in offices
    )
    client = as_user(cast.focal_kh)
    address = reverse("standards:sharing", args=[edition.ref])
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    assert len(captured) <= 9
