"""Versions never change under an answer; answers are saved one by one, submitted, corrected as new sets."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from core.conflicts import Conflict
from core.states import IllegalMove
from questionnaires import actions
from questionnaires.models import AnswerSet, Questionnaire, QuestionnaireVersion
from questionnaires.queries import answers_of, current_version
from questionnaires.queries.answers import changes_between, flat, newest_after
from questionnaires.queries.questions import changes_in
from questionnaires.standard import standard_questionnaires
from questionnaires.states import Purpose
from tests.conftest import Cast
from tests.questionnaires.desk import TOPIC, quality, question, say

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF"


def test_the_standard_questionnaires_are_taken_over_once(cast: Cast) -> None:
    made = actions.install_standard(country="TH", by=cast.coordinator)

    assert {one.questionnaire.purpose for one in made} == set(Purpose.values)
    assert actions.install_standard(country="TH", by=cast.coordinator) == []
    assert {one.purpose for one in standard_questionnaires()} == set(Purpose.values)
    steps = current_version("TH", Purpose.QUALITY)
    assert steps is not None
    assert steps.questions.count() == 13


def test_a_new_version_leaves_the_one_in_use_and_its_answers_alone(cast: Cast) -> None:
    version = quality(cast.coordinator)
    answered = actions.start_answers(version=version, country="KH", topic=TOPIC, by=cast.focal_kh)
    say(answered, "governance", "A law", by=cast.focal_kh)
    say(answered, "rpl", "By a test", by=cast.focal_kh)
    actions.submit_answers(answer_set=answered, by=cast.focal_kh)
    before = list(version.questions.values_list("text", flat=True))

    draft = actions.start_draft(questionnaire=version.questionnaire, by=cast.coordinator)
    changed = question(draft, "rpl")
    actions.change_question(
        question=changed,
        values={"section": changed.section, "text": "Otherwise?", "kind": "yes_no"},
        revision=changed.revision,
        by=cast.coordinator,
    )
    actions.remove_question(question=question(draft, "access"), by=cast.coordinator)
    actions.add_question(
        version=draft, values={"section": "Access", "text": "More?", "kind": "long"}, by=cast.coordinator
    )
    found = changes_in(draft)
    assert (len(found.added), len(found.removed), len(found.changed)) == (1, 1, 1)
    actions.publish_version(version=draft, note="", by=cast.coordinator)

    version.refresh_from_db()
    assert version.state == "retired"
    assert list(version.questions.values_list("text", flat=True)) == before
    assert AnswerSet.objects.get(pk=answered.pk).version == version
    anew = actions.start_answers(version=draft, country="KH", topic=TOPIC, by=cast.focal_kh)
    said = {row.question.text: row.text for row in flat(answers_of(anew)) if row.is_answered}
    assert list(said.values()) == ["A law"]  # what was asked otherwise is asked again
    with pytest.raises(IllegalMove):
        actions.remove_question(question=question(version, "rpl"), by=cast.coordinator)


def test_two_coordinators_on_one_question_lose_nothing(cast: Cast) -> None:
    draft = actions.start_draft(questionnaire=quality(cast.coordinator).questionnaire, by=cast.coordinator)
    opened = question(draft, "rpl")
    values = {"section": opened.section, "kind": "long"}
    actions.change_question(
        question=opened, values=values | {"text": "First?"}, revision=opened.revision, by=cast.coordinator
    )

    with pytest.raises(Conflict):
        actions.change_question(
            question=opened,
            values=values | {"text": "Second?"},
            revision=opened.revision,
            by=cast.coordinator,
        )
    assert question(draft, "rpl").text == "First?"


def test_a_version_that_says_the_same_is_not_put_in_use(cast: Cast) -> None:
    draft = actions.start_draft(questionnaire=quality(cast.coordinator).questionnaire, by=cast.coordinator)

    with pytest.raises(IllegalMove):
        actions.publish_version(version=draft, note="", by=cast.coordinator)
    actions.discard_draft(version=draft, by=cast.coordinator)
    assert not QuestionnaireVersion.objects.filter(state="draft").exists()
    assert Questionnaire.objects.count() == len(Purpose.values)


def test_one_set_is_in_work_for_a_topic(cast: Cast) -> None:
    version = quality(cast.coordinator)
    first = actions.start_answers(version=version, country="KH", topic=TOPIC, by=cast.focal_kh)

    assert (
        actions.start_answers(version=version, country="KH", topic=f" {TOPIC} ", by=cast.expert_kh) == first
    )
    with pytest.raises(ValidationError):
        actions.start_answers(version=version, country="KH", topic=" ", by=cast.focal_kh)


def test_an_answer_that_somebody_else_saved_meanwhile_is_a_conflict(cast: Cast) -> None:
    answers = actions.start_answers(
        version=quality(cast.coordinator), country="KH", topic=TOPIC, by=cast.focal_kh
    )
    say(answers, "rpl", "Mine", by=cast.focal_kh)

    with pytest.raises(Conflict) as raised:
        say(answers, "rpl", "Late", by=cast.expert_kh)
    assert getattr(raised.value.current, "value") == "Mine"  # noqa: B009
    say(answers, "rpl", "Mine", by=cast.expert_kh)  # the same words are no conflict
    say(answers, "rpl", "Then", by=cast.expert_kh, revision=1)


def test_evidence_before_the_answer_does_not_make_a_conflict(cast: Cast) -> None:
    answers = actions.start_answers(
        version=quality(cast.coordinator), country="KH", topic=TOPIC, by=cast.focal_kh
    )
    asked = question(answers.version, "rpl")
    actions.add_evidence(
        answer_set=answers, question=asked, file=ContentFile(PDF, name="law.pdf"), by=cast.expert_kh
    )

    say(answers, "rpl", "By a test", by=cast.focal_kh)

    row = next(row for row in flat(answers_of(answers)) if row.question == asked)
    assert (row.text, [one.title for one in row.evidence]) == ("By a test", ["law.pdf"])


@pytest.mark.parametrize(
    "sent",
    [
        {"file": ContentFile(b"MZ\x90", name="law.exe")},
        {"file": ContentFile(b"MZ\x90", name="law.pdf")},
        {"link": "javascript:alert(1)"},
        {"link": "law"},
        {"file": ContentFile(PDF, name="law.pdf"), "link": "https://www.example.org/"},
        {},
    ],
)
def test_evidence_is_a_known_kind_of_file_or_an_address(cast: Cast, sent: dict[str, object]) -> None:
    answers = actions.start_answers(
        version=quality(cast.coordinator), country="KH", topic=TOPIC, by=cast.focal_kh
    )

    with pytest.raises(ValidationError):
        actions.add_evidence(
            answer_set=answers,
            question=question(answers.version, "rpl"),
            by=cast.focal_kh,
            **sent,  # type: ignore[arg-type]
        )
    assert not answers.answers.exists()


def test_a_correction_is_a_new_set_that_replaces_the_submitted_one(cast: Cast) -> None:
    answers = actions.start_answers(
        version=quality(cast.coordinator), country="KH", topic=TOPIC, by=cast.focal_kh
    )
    with pytest.raises(IllegalMove):
        actions.submit_answers(answer_set=answers, by=cast.focal_kh)
    say(answers, "rpl", "By a test", by=cast.focal_kh)
    say(answers, "access", "", note="Nobody counted", by=cast.focal_kh)
    actions.submit_answers(answer_set=answers, by=cast.focal_kh)
    with pytest.raises(IllegalMove):
        say(answers, "rpl", "Other", by=cast.focal_kh, revision=1)

    correction = actions.correct_answers(answer_set=answers, by=cast.focal_kh)
    assert newest_after(answers) is None
    say(correction, "rpl", "By a talk", by=cast.focal_kh, revision=1)
    actions.submit_answers(answer_set=correction, by=cast.focal_kh)

    answers.refresh_from_db()
    assert (answers.state, newest_after(answers)) == ("superseded", correction)
    changes = changes_between(answers, correction)
    assert [(one.before.text, one.after.text) for one in changes] == [("By a test", "By a talk")]
    kept = correction.answers.get(question=question(correction.version, "access"))
    assert kept.at == answers.answers.get(question=kept.question).at  # what did not change keeps its day


def test_answers_that_are_not_shared_are_asked_for_and_not_taken(cast: Cast) -> None:
    version = quality(cast.coordinator)
    own = actions.start_answers(version=version, country="KH", topic=TOPIC, by=cast.focal_kh)
    say(own, "rpl", "By a test", by=cast.focal_kh)
    actions.submit_answers(answer_set=own, by=cast.focal_kh)

    asked = actions.ask_for_answers(
        version=version, country="KH", topic=TOPIC, readers=["TH", "KH"], by=cast.expert_one
    )

    assert (asked.state, asked.previous) == ("draft", own)
    assert not AnswerSet.objects.visible_to(cast.expert_one).exists()
    actions.submit_answers(answer_set=asked, by=cast.focal_kh)
    assert list(AnswerSet.objects.visible_to(cast.expert_one)) == [asked]
    assert not AnswerSet.objects.visible_to(cast.focal_la).exists()
