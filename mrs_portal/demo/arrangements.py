"""Steps 3 to 5 of the demonstration: questionnaires, both countries' answers, reviews released and open."""

from __future__ import annotations

from benchmarking.actions import reviews
from benchmarking.models import ArrangementReview
from mrs_portal.demo.data import Data, World, read
from questionnaires import actions as questionnaires
from questionnaires.models import AnswerSet, Question, QuestionnaireVersion
from questionnaires.standard import key_of
from questionnaires.states import AnswerState


def load_arrangements(world: World) -> str:
    """Take over the standard questionnaires, answer them and rate as the file says; returns what was made, in words."""
    data = read("arrangements.json")
    lead = world.people["coordinator.th"]
    questionnaires.install_standard(country=lead.country, by=lead)
    given = 0
    started = []
    for item in data["reviews"]:
        review = _start(item, world)
        started.append((item, review))
        for answer_set in (review.receiving_answers, review.sending_answers):
            if answer_set and answer_set.state == AnswerState.DRAFT and not answer_set.answers.exists():
                given += _answer(data, world, answer_set)
    for item, review in started:
        _rate(item, review, world)
    return f"{given} answers to questionnaires, {len(started)} reviews of arrangements"


def _answer(data: Data, world: World, made: AnswerSet) -> int:
    """Answer question by question; a set with every question answered is submitted, another one stays in work."""
    by = world.people[data["by"][made.country]]
    version = made.version
    purpose = version.questionnaire.purpose
    answers = data["answers"][made.country][purpose]
    for name, said in answers.items():
        value, note = (said, data["note"]) if isinstance(said, str) else said
        question = _question(version, purpose, name)
        questionnaires.save_answer(
            answer_set=made, question=question, value=value, note=note, revision=0, by=by
        )
    for item in data["evidence"]:
        if (item["country"], item["purpose"]) == (made.country, purpose):
            question = _question(version, purpose, item["question"])
            questionnaires.add_evidence(
                answer_set=made, question=question, title=item["title"], link=item["link"], by=by
            )
    if len(answers) == version.questions.count():
        questionnaires.submit_answers(answer_set=made, by=by)
    return len(answers)


def _start(item: Data, world: World) -> ArrangementReview:
    by = world.people[item["by"]]
    return reviews.start_review(corridor=world.corridors[item["corridor"]], step=item["step"], by=by)


def _rate(item: Data, review: ArrangementReview, world: World) -> None:
    by = world.people[item["by"]]
    purpose = review.version.questionnaire.purpose
    named = {key_of(purpose, name): values for name, values in item["ratings"].items()}
    for question in review.version.questions.order_by("position"):
        values = named.get(question.key) or [item["others"], "", False, "", "", ""]
        if not values[0]:
            continue
        rating, difference, substantial, code, reason, recommendation = values
        reviews.rate(
            review=review,
            question=question,
            rating=rating,
            difference=difference,
            substantial=substantial,
            gap_code=code,
            reason=reason,
            recommendation=recommendation,
            revision=0,
            by=by,
        )
    if item["rating"]:
        reviews.rate_dimension(
            review=review, rating=item["rating"], reason=item["reason"], revision=review.revision, by=by
        )
    if item["released"]:
        reviews.release_review(review=review, by=by)


def _question(version: QuestionnaireVersion, purpose: str, name: str) -> Question:
    return version.questions.get(key=key_of(purpose, name))
