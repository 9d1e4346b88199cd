"""Pages of answers: saved question by question, with and without scripts; nothing typed is lost, nothing leaks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from mrs_portal.queries import waiting_for
from questionnaires import actions
from questionnaires.models import AnswerSet, AnswerShare
from questionnaires.queries import answers_of
from questionnaires.queries.answers import flat
from tests.conftest import Cast
from tests.questionnaires.desk import TOPIC, quality, question, say

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def asked(cast: Cast) -> AnswerSet:
    """Cambodia's set on quality assurance, in work."""
    version = quality(cast.coordinator)
    return actions.start_answers(version=version, country="KH", topic=TOPIC, by=cast.focal_kh)


def _sent(answer_set: AnswerSet, name: str, **values: Any) -> dict[str, Any]:
    position = question(answer_set.version, name).position
    return {f"q{position}-{key}": value for key, value in ({"revision": 0, "value": ""} | values).items()}


def _save(client: Client, answer_set: AnswerSet, name: str, **values: Any) -> Any:
    key = question(answer_set.version, name).key
    address = reverse("questionnaires:save", kwargs={"ref": answer_set.ref, "key": key})
    return client.post(address, _sent(answer_set, name, **values), headers={"HX-Request": "true"})


def _said(answer_set: AnswerSet, name: str) -> tuple[str, str]:
    key = question(answer_set.version, name).key
    return next((row.text, row.note) for row in flat(answers_of(answer_set)) if row.question.key == key)


def test_one_question_is_saved_and_the_answer_is_small(asked: AnswerSet, cast: Cast, as_user: SignIn) -> None:
    response = _save(as_user(cast.focal_kh), asked, "rpl", value="By a test")

    assert response.status_code == 200
    assert _said(asked, "rpl") == ("By a test", "")
    assert "1 of 13" in response.content.decode()
    assert len(response.content) < 5_000


@pytest.mark.parametrize(
    "values",
    [{"unknown": "on"}, {"note": "A remark alone"}, {"value": "An answer", "unknown": "on"}],
)
def test_what_cannot_be_saved_comes_back_as_it_was_typed(
    asked: AnswerSet, cast: Cast, as_user: SignIn, values: dict[str, str]
) -> None:
    response = _save(as_user(cast.focal_kh), asked, "rpl", **values)

    assert response.status_code == 422
    assert all(value in response.content.decode() for value in values.values() if value != "on")
    assert not asked.answers.exists()


def test_a_conflict_shows_mine_and_theirs_and_the_next_save_is_taken(
    asked: AnswerSet, cast: Cast, as_user: SignIn
) -> None:
    say(asked, "rpl", "Theirs", by=cast.expert_kh)

    response = _save(as_user(cast.focal_kh), asked, "rpl", value="Mine")

    assert response.status_code == 422
    assert all(words in response.content.decode() for words in ("Theirs", "Mine"))
    assert _said(asked, "rpl") == ("Theirs", "")
    assert _save(as_user(cast.focal_kh), asked, "rpl", value="Mine", revision=1).status_code == 200


def test_without_scripts_a_heading_is_saved_as_a_whole_and_the_next_one_opens(
    asked: AnswerSet, cast: Cast, as_user: SignIn
) -> None:
    sent = _sent(asked, "rpl", value="By a test") | _sent(
        asked, "access", unknown="on", note="Nobody counted"
    )

    response = as_user(cast.focal_kh).post(
        reverse("questionnaires:save-part", kwargs={"ref": asked.ref}), {"part": "5", **sent}
    )

    assert response.status_code == 302
    assert response.headers["Location"].endswith("/submit/")  # the last heading
    assert _said(asked, "access") == ("", "Nobody counted")


def test_of_a_heading_what_is_sound_is_saved_and_the_rest_comes_back(
    asked: AnswerSet, cast: Cast, as_user: SignIn
) -> None:
    sent = _sent(asked, "rpl", value="By a test") | _sent(asked, "access", note="A remark alone")

    response = as_user(cast.focal_kh).post(
        reverse("questionnaires:save-part", kwargs={"ref": asked.ref}), {"part": "5", **sent}
    )

    assert response.status_code == 422
    assert "A remark alone" in response.content.decode()
    assert _said(asked, "rpl") == ("By a test", "")


def test_what_is_asked_for_waits_at_home_until_it_is_submitted(asked: AnswerSet, cast: Cast) -> None:
    def waits(person: User) -> bool:
        return any(asked.ref in item.url for item in waiting_for(person))

    assert not waits(cast.focal_kh)  # nobody has asked
    AnswerShare.objects.create(answer_set=asked, country="TH")
    assert waits(cast.focal_kh)
    assert not waits(cast.coordinator)
    assert not waits(cast.focal_la)
    say(asked, "rpl", "By a test", by=cast.focal_kh)
    actions.submit_answers(answer_set=asked, by=cast.focal_kh)
    assert not waits(cast.focal_kh)


def test_the_list_asks_the_database_as_often_for_many_sets_as_for_one(
    asked: AnswerSet, cast: Cast, as_user: SignIn
) -> None:
    client = as_user(cast.focal_kh)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(reverse("questionnaires:list")).status_code == 200
        return len(found)

    queries()
    once = queries()
    for number in range(10):
        actions.start_answers(version=asked.version, country="KH", topic=f"Area {number}", by=cast.focal_kh)
    assert queries() == once


def test_the_page_of_a_set_asks_as_often_for_many_answers_as_for_none(
    asked: AnswerSet, cast: Cast, as_user: SignIn
) -> None:
    client = as_user(cast.focal_kh)
    address = reverse("questionnaires:answer", kwargs={"ref": asked.ref})

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        return len(found)

    queries()
    once = queries()
    for each in asked.version.questions.all():
        actions.save_answer(
            answer_set=asked, question=each, value="Said", note="", revision=0, by=cast.focal_kh
        )
        actions.add_evidence(
            answer_set=asked, question=each, link="https://www.example.org/law", by=cast.focal_kh
        )
    assert queries() == once


def test_a_coordinator_takes_over_the_standard_questionnaires_from_the_page(
    cast: Cast, as_user: SignIn
) -> None:
    client = as_user(cast.coordinator)
    page = reverse("questionnaires:questions")

    assert "Take over the standard questionnaires" in client.get(page).content.decode()
    assert client.post(reverse("questionnaires:install")).status_code == 302
    assert "Take over the standard questionnaires" not in client.get(page).content.decode()
    assert "Quality assurance" in as_user(cast.focal_kh).get(page).content.decode()


def test_the_preview_of_a_draft_is_the_page_that_will_be_answered(cast: Cast, as_user: SignIn) -> None:
    version = quality(cast.coordinator)
    draft = actions.start_draft(questionnaire=version.questionnaire, by=cast.coordinator)
    actions.add_question(
        version=draft,
        values={"section": "Access", "text": "How many?", "kind": "number", "unit": "days"},
        by=cast.coordinator,
    )

    content = (
        as_user(cast.coordinator)
        .get(reverse("questionnaires:preview", kwargs={"ref": version.questionnaire.ref}) + "?part=5")
        .content.decode()
    )

    assert "How many?" in content
    assert "<span>days</span>" in content
