"""Questions about single lines: who reads them, who settles them, what the home page says."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.states import Role
from core.models import AuditLine
from core.states import IllegalMove
from standards import actions, queries
from standards.models import Edition, LineComment
from standards.states import EditionState
from tests.conftest import Cast, World
from tests.factories import people, world

SignIn = Callable[[User], Client]


def ask(
    edition: Edition, by: User, text: str = "Which tolerance is meant?", number: str = "1.1"
) -> LineComment:
    key = edition.lines.get(number=number).key
    return actions.comment(edition=edition, line_key=key, text=text, by=by)


def page_of(edition: Edition, number: str = "1.1") -> str:
    return reverse("standards:line-comments", args=[edition.ref, edition.lines.get(number=number).key])


def test_a_thread_goes_to_and_fro_and_is_settled(small_world: World, as_user: SignIn) -> None:
    edition, cast = small_world.cambodian, small_world.cast
    asking, owner = as_user(cast.expert_one), as_user(cast.focal_kh)
    key = edition.lines.get(number="1.1").key

    answer = asking.post(reverse("standards:line-ask", args=[edition.ref, key]), {"text": "Which tolerance?"})
    thread = LineComment.objects.get()
    assert answer["Location"] == page_of(edition)
    assert "Which tolerance?" in owner.get(page_of(edition)).content.decode()
    owner.post(reverse("standards:comment-answer", args=[edition.ref, thread.pk]), {"text": "Three mm."})
    assert "Three mm." in asking.get(page_of(edition)).content.decode()
    settle = reverse("standards:comment-settle", args=[edition.ref, thread.pk])
    asking.post(settle, {"settled": "1"})

    thread.refresh_from_db()
    assert thread.settled_by == cast.expert_one
    events = (
        AuditLine.objects.filter(event__startswith="line.").order_by("id").values_list("event", flat=True)
    )
    assert list(events) == ["line.commented", "line.answered", "line.settled"]
    owner.post(reverse("standards:comment-answer", args=[edition.ref, thread.pk]), {"text": "One more word."})
    thread.refresh_from_db()
    assert thread.settled_at is None


def test_what_a_country_asks_is_hidden_from_its_neighbour(small_world: World, as_user: SignIn) -> None:
    thai, cast = small_world.thai, small_world.cast
    world.share(thai, organisation_key="sdi", receiving=False)
    ask(thai, cast.focal_kh, "Asked by Cambodia", number="1.1.1")
    thread = LineComment.objects.get()
    neighbour = as_user(cast.focal_la)

    for page in (page_of(thai, "1.1.1"), reverse("standards:comments", args=[thai.ref]) + "?show=all"):
        content = neighbour.get(page).content.decode()
        assert "Asked by Cambodia" not in content
        assert "Cambodia" not in content
    assert "open question" not in neighbour.get(reverse("standards:detail", args=[thai.ref])).content.decode()
    for route in ("comment-answer", "comment-settle"):
        address = reverse(f"standards:{route}", args=[thai.ref, thread.pk])
        assert neighbour.post(address, {"text": "x", "settled": "1"}).status_code == 404
    assert "Asked by Cambodia" in as_user(cast.reviewer).get(page_of(thai, "1.1.1")).content.decode()


def test_notes_of_the_owner_stay_at_home_and_observers_see_no_thread(small_world: World) -> None:
    edition, cast = small_world.cambodian, small_world.cast
    ask(edition, cast.focal_kh)
    ask(edition, cast.reviewer)
    Edition.objects.filter(pk=edition.pk).update(public=True)

    def seen(user: User) -> int:
        return LineComment.objects.visible_to(user).count()

    assert seen(cast.focal_kh) == 2
    assert seen(cast.reviewer) == 1
    assert seen(cast.coordinator) == 0
    assert (seen(cast.observer), seen(cast.administrator)) == (0, 0)


def test_only_the_asking_country_and_the_owner_settle(small_world: World) -> None:
    edition, cast = small_world.cambodian, small_world.cast
    thread = ask(edition, cast.coordinator)

    with pytest.raises(IllegalMove):
        actions.settle(thread=thread, settled=True, by=cast.reviewer)
    actions.settle(thread=thread, settled=True, by=cast.focal_kh)
    with pytest.raises(IllegalMove):
        actions.settle(thread=thread, settled=True, by=cast.focal_kh)
    actions.settle(thread=thread, settled=False, by=cast.expert_one)


def test_an_empty_comment_gets_a_sentence_and_nothing_is_written(small_world: World, as_user: SignIn) -> None:
    edition, cast = small_world.cambodian, small_world.cast
    client = as_user(cast.coordinator)
    key = edition.lines.get(number="1.1").key

    answer = client.post(reverse("standards:line-ask", args=[edition.ref, key]), {"text": "  "})
    assert answer.status_code == 422
    assert "Write what you want to say about the line." in answer.content.decode()
    thread = ask(edition, cast.coordinator)
    answer = client.post(reverse("standards:comment-answer", args=[edition.ref, thread.pk]), {"text": ""})
    assert answer.status_code == 422
    assert LineComment.objects.count() == 1


def test_a_line_that_a_draft_has_lost_keeps_its_thread(cast: Cast, as_user: SignIn) -> None:
    draft = world.edition("KH", by=cast.focal_kh, state=EditionState.DRAFT)
    address = page_of(draft)
    ask(draft, cast.expert_kh)
    actions.write_lines(edition=draft, rows=[], by=cast.focal_kh)
    client = as_user(cast.focal_kh)

    content = client.get(address).content.decode()
    assert "no longer in the draft" in content
    assert "Which tolerance" in content
    assert client.post(f"{address}ask/", {"text": "And now?"}).status_code == 409


def test_the_home_page_says_what_is_asked_and_what_was_answered(small_world: World, as_user: SignIn) -> None:
    edition, cast = small_world.cambodian, small_world.cast
    thread = ask(edition, cast.coordinator)
    ask(edition, cast.reviewer)
    ask(edition, cast.focal_kh, "A note at home")

    owner = as_user(cast.focal_kh).get(reverse("home")).content.decode()
    assert "2 open questions about your standard" in owner
    assert "of your questions" not in as_user(cast.coordinator).get(reverse("home")).content.decode()
    actions.answer(thread=thread, text="Three mm.", by=cast.focal_kh)
    asking = as_user(cast.coordinator).get(reverse("home")).content.decode()
    assert "1 of your questions has an answer" in asking
    actions.settle(thread=thread, settled=True, by=cast.coordinator)
    assert "of your questions" not in as_user(cast.coordinator).get(reverse("home")).content.decode()


def test_the_list_is_searched_and_filtered(small_world: World, as_user: SignIn) -> None:
    edition, cast = small_world.cambodian, small_world.cast
    first = ask(edition, cast.coordinator, "About tolerance")
    ask(edition, cast.coordinator, "About waste", number="2.2")
    actions.answer(thread=first, text="Zirconia is meant", by=cast.focal_kh)
    actions.settle(thread=first, settled=True, by=cast.focal_kh)
    client = as_user(cast.focal_kh)
    address = reverse("standards:comments", args=[edition.ref])

    assert "About tolerance" not in client.get(address).content.decode()
    assert "About tolerance" in client.get(address, {"show": "settled"}).content.decode()
    found = client.get(address, {"show": "all", "q": "zirconia"}).content.decode()
    assert "About tolerance" in found
    assert "About waste" not in found
    assert "No comment fits" in client.get(address, {"q": "nowhere"}).content.decode()


def test_the_edition_page_counts_open_questions_at_the_line(small_world: World, as_user: SignIn) -> None:
    edition, cast = small_world.cambodian, small_world.cast
    ask(edition, cast.coordinator)
    content = as_user(cast.focal_kh).get(reverse("standards:detail", args=[edition.ref])).content.decode()

    assert "1 open question" in content
    assert page_of(edition) in content
    public = as_user(cast.observer)
    Edition.objects.filter(pk=edition.pk).update(public=True)
    content = public.get(reverse("standards:detail", args=[edition.ref])).content.decode()
    assert "open question" not in content
    assert 'class="talk' not in content


@pytest.mark.parametrize("size", [1, 10, 1_000])
def test_pages_take_the_same_queries_for_any_number_of_threads(
    small_world: World, as_user: SignIn, size: int
) -> None:
    edition, cast = small_world.cambodian, small_world.cast
    line = edition.lines.get(number="1.1")
    people.person("co2", "Second coordinator", "dsd", Role.COORDINATOR)
    common = {
        "edition": edition,
        "line_key": line.key,
        "line_text": "1.1",
        "country": "TH",
        "by": cast.coordinator,
    }
    threads = LineComment.objects.bulk_create(
        LineComment(text=f"Question {n}", **common) for n in range(size)
    )
    LineComment.objects.bulk_create(LineComment(thread=one, text="Answer", **common) for one in threads)
    client = as_user(cast.focal_kh)

    for address, most in (
        (reverse("standards:comments", args=[edition.ref]), 8),
        (page_of(edition), 9),
        (reverse("home"), 25),
    ):
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        assert len(captured) <= most, address
    assert queries.told(queries.talks_of(edition, cast.focal_kh)).open == size
