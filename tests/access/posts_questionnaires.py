"""What complete and possible POSTs of questionnaires, answers and reviews send."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile

from benchmarking.forms.reviews import RatingForm
from benchmarking.models import ArrangementReview
from questionnaires.models import AnswerSet, Question, Questionnaire
from questionnaires.queries.questions import sections_of
from tests.access.scene_questionnaires import PROOF

if TYPE_CHECKING:
    from tests.access.scene import Scene

Data = dict[str, Any]


def _answer(_scene: Scene, answer_set: AnswerSet, args: Data) -> Data:
    question = Question.objects.get(version=answer_set.version, key=args["key"])
    there = answer_set.answers.filter(question=question).first()
    return {
        f"q{question.position}-value": "Said again",
        f"q{question.position}-note": "",
        f"q{question.position}-revision": there.revision if there else 0,
    }


def _answers(scene: Scene, answer_set: AnswerSet, _args: Data) -> Data:
    question = answer_set.version.questions.order_by("position")[0]
    return {"part": "1"} | _answer(scene, answer_set, {"key": question.key})


def _rating(_scene: Scene, review: ArrangementReview, args: Data) -> Data:
    question = Question.objects.get(version=review.version, key=args["key"])
    rating = review.ratings.get(question=question)
    values = {name: getattr(rating, name) for name in RatingForm.base_fields if name != "substantial"}
    values |= {"substantial": "yes" if rating.substantial else "no", "reason": "Seen at the visit"}
    return {f"q{question.position}-{name}": value for name, value in values.items()}


def _ratings(scene: Scene, review: ArrangementReview, _args: Data) -> Data:
    section = sections_of(review.version.questions.order_by("position"))[0]
    sent: Data = {"part": "1"}
    for question in section.questions:
        sent |= _rating(scene, review, {"key": question.key})
    return sent


def _dimension(_scene: Scene, review: ArrangementReview, _args: Data) -> Data:
    return {"rating": "not", "reason": "Another thought", "revision": review.revision}


def _question(_scene: Scene, thing: Questionnaire, args: Data) -> Data:
    values: Data = {"section": "New heading", "text": "Asked otherwise?", "kind": "yes_no"}
    if "key" in args:
        values["revision"] = Question.objects.get(
            version__questionnaire=thing, version__state="draft", key=args["key"]
        ).revision
    return values


FORMS: dict[str, Any] = {
    "questionnaires:start": {"topic": "Sewing"},
    "questionnaires:question-new": _question,
    "questionnaires:question-edit": _question,
    "questionnaires:question-move": {"to": "down"},
    "questionnaires:publish": {"note": "Words"},
    "questionnaires:save": _answer,
    "questionnaires:save-part": _answers,
    "questionnaires:evidence": lambda *_: {"title": "Law", "file": ContentFile(PROOF, name="law.pdf")},
    "benchmarking:review-rate": _rating,
    "benchmarking:review-save": _ratings,
    "benchmarking:review-dimension": _dimension,
    "benchmarking:review-newer": {"side": "receiving"},
}
