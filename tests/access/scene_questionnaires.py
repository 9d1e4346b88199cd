"""Questionnaires, answers and reviews of the scene: Cambodian wiring is released, Cambodian bricklaying is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile

from benchmarking.actions import reviews
from benchmarking.models import ArrangementReview, GapFinding
from questionnaires import actions as questionnaires
from questionnaires.models import AnswerSet, Evidence, Question, Questionnaire
from questionnaires.queries import current_version
from questionnaires.states import Purpose
from tests.factories import world

if TYPE_CHECKING:
    from tests.access.scene import Scene

PROOF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def build(scene: Scene) -> None:
    """The standard questionnaires, one with a draft; answers asked for, given, corrected and nobody's business."""
    questionnaires.install_standard(country="TH", by=scene.by("co"))
    scene.add("q_quality", Questionnaire.objects.get(country="TH", purpose=Purpose.QUALITY))
    drafted = scene.add("q_draft", Questionnaire.objects.get(country="TH", purpose=Purpose.QUALIFICATION))
    wiring = _start(scene, "rev_wiring", "th_kh_wiring", "5", "g2")
    hidden = _start(scene, "rev_hidden", "th_kh", "3", "g1")
    _answer(scene, "kh_asked", hidden.sending_answers, "kh", submit=False)
    _answer(scene, "th_answers", hidden.receiving_answers, "co", submit=True)
    _answer(scene, "kh_answered", wiring.sending_answers, "kh", submit=True)
    old = _answer(scene, "th_answered_before", wiring.receiving_answers, "co", submit=True)
    _start(scene, "rev_la", "th_la", "3", "g1")  # takes what Thailand has answered for Cambodia
    scene.add("la_asked", scene["rev_la"].sending_answers)
    _rate(scene, wiring, "g2", "gap_wiring")
    _rate(scene, hidden, "g1", "gap_qualification")
    reviews.release_review(review=wiring, by=scene.by("g2"))
    newer = questionnaires.correct_answers(answer_set=old, by=scene.by("co"))
    _answer(scene, "th_corrected", newer, "co", submit=True)
    quality = current_version("TH", Purpose.QUALITY)
    assert quality is not None
    own = questionnaires.start_answers(
        version=quality, country="KH", topic=world.BRICKLAYING, by=scene.by("kh")
    )
    _answer(scene, "kh_own", own, "kh", submit=True)
    version = questionnaires.start_draft(questionnaire=drafted, by=scene.by("co"))
    first = version.questions.order_by("position")[0]
    questionnaires.change_question(
        question=first,
        values={"section": first.section, "text": "New words [[q_version]]", "kind": "long"},
        revision=first.revision,
        by=scene.by("co"),
    )
    scene.add("q_version", version)


def question_at(thing: Any, number: int) -> Question:
    """A question of a questionnaire's draft, a set of answers or a review by its place."""
    version = thing.versions.get(state="draft") if isinstance(thing, Questionnaire) else thing.version
    return version.questions.order_by("position")[number]  # type: ignore[no-any-return]


def parts_of(thing: Any, args: dict[str, Any]) -> dict[str, Any]:
    """The place of a question or of a piece of evidence as it stands in addresses: its key, its number."""
    found: dict[str, Any] = {}
    if "question" in args:
        found["key"] = question_at(thing, args.pop("question")).key
    if "evidence" in args:
        proofs = Evidence.objects.filter(answer__answer_set=thing).order_by("pk")
        found["pk"] = proofs[args.pop("evidence")].pk
    return found


def _start(scene: Scene, name: str, corridor: str, step: str, by: str) -> ArrangementReview:
    made = reviews.start_review(corridor=scene[corridor], step=step, by=scene.by(by))
    scene.add(name, made)
    return made


def _answer(scene: Scene, name: str, answer_set: AnswerSet | None, by: str, *, submit: bool) -> AnswerSet:
    """One answer that carries the mark of the set, with a file that proves it."""
    assert answer_set is not None
    question = question_at(answer_set, 0)
    there = answer_set.answers.filter(question=question).first()
    questionnaires.save_answer(
        answer_set=answer_set,
        question=question,
        value=f"Said by the country [[{name}]]",
        note="",
        revision=there.revision if there else 0,
        by=scene.by(by),
    )
    if not there:
        proof = ContentFile(PROOF, name="proof.pdf")
        questionnaires.add_evidence(
            answer_set=answer_set, question=question, title="Law", file=proof, by=scene.by(by)
        )
    if submit:
        questionnaires.submit_answers(answer_set=answer_set, by=scene.by(by))
    return scene.add(name, answer_set)  # type: ignore[no-any-return]


def _rate(scene: Scene, review: ArrangementReview, by: str, gap: str) -> None:
    """All questions comparable but the second, which makes a gap."""
    for place, question in enumerate(review.version.questions.order_by("position")):
        differs = place == 1
        made = reviews.rate(
            review=review,
            question=question,
            rating="partly" if differs else "comparable",
            difference=f"No cycle of review [[{gap}]]" if differs else "",
            reason="",
            substantial=differs,
            gap_code="Q1" if differs else "",
            recommendation="",
            revision=0,
            by=scene.by(by),
        )
        if differs:
            scene.add(gap, GapFinding.objects.get(arrangement=made))
    reviews.rate_dimension(
        review=review, rating="partly", reason="One difference", revision=1, by=scene.by(by)
    )
