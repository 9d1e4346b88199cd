"""Gaps in the arrangements, a formal reply and a saved view of the scene."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

import benchmarking.actions as benchmarking
from benchmarking.actions.gap_views import save_view
from benchmarking.models import ArrangementRating, ArrangementReview
from core.refs import make_ref
from questionnaires.models import Question, Questionnaire, QuestionnaireVersion

if TYPE_CHECKING:
    from tests.access.scene import Scene


def build(scene: Scene) -> None:
    """One released and one unreleased gap of step 4, on both corridors of Cambodia; the coordinator's view."""
    questions = Questionnaire.objects.create(
        ref=make_ref("gaps"),
        country="TH",
        purpose="assessment",
        title="Certification",
        created_by=scene.by("co"),
    )
    version = QuestionnaireVersion.objects.create(questionnaire=questions, number=1, state="retired")
    question = Question.objects.create(
        version=version, position=1, text="Who assesses?", kind="text", gap_code="A4"
    )
    _gap(scene, "gap_step", "th_kh_wiring", "g2", question, released=True)
    _gap(scene, "gap_step_hidden", "th_kh", "g1", question, released=False)
    benchmarking.give_position(
        gap=scene["gap_step"], position="contests", text="Ours do too [[gap_step]]", by=scene.by("kh")
    )
    scene.add("view_co", save_view(name="Mine [[view_co]]", query="state=open", by=scene.by("co")))


def _gap(scene: Scene, name: str, corridor: str, by: str, question: Question, *, released: bool) -> Any:
    review = ArrangementReview.objects.create(
        ref=make_ref("review"),
        corridor=scene[corridor],
        step="4",
        number=9,
        version=question.version,
        released_at=timezone.now() if released else None,
        created_by=scene.by(by),
    )
    rating = ArrangementRating.objects.create(
        review=review,
        question=question,
        rating="partly",
        substantial=True,
        difference=f"One assessor [[{name}]]",
        by=scene.by(by),
    )
    return scene.add(name, benchmarking.follow_arrangement(rating=rating, by=scene.by(by)))
