"""Level tables and paper reviews of the scene: released for Cambodian wiring, hidden for Cambodian bricklaying."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarking.actions import levels, paper_review
from questionnaires import actions as questionnaires
from standards import actions as standards
from standards.models import LevelFramework

if TYPE_CHECKING:
    from tests.access.scene import Scene


def build(scene: Scene) -> None:
    """One released row and two hidden ones; one released review and one in work."""
    cqf = LevelFramework.objects.get(country="KH")
    dsd = standards.add_framework(
        country="TH", name="Skill levels", short_name="DSD", source="", as_of=None, note="", by=None
    )
    theirs, ours = (standards.add_level(framework=one, label="2", by=None) for one in (cqf, dsd))
    for name, corridor, by in (
        ("row_shown", "th_kh_wiring", "g2"),
        ("row_hidden", "th_kh", "g1"),
        ("row_second", "th_kh", "g1"),
    ):
        row = levels.add_row(
            corridor=scene[corridor],
            sending_level=theirs,
            receiving_level=ours,
            rating="partly",
            justification=f"Descriptors are missing [[{name}]]",
            by=scene.by(by),
        )
        if name == "row_shown":
            levels.release_rows(corridor=scene[corridor], by=scene.by(by))
        scene.add(name, row)
    for name, corridor, by in (("paper_shown", "th_kh_wiring", "g2"), ("paper_hidden", "th_kh", "g1")):
        review = paper_review.start_review(corridor=scene[corridor], by=scene.by(by))
        questionnaires.save_answer(
            answer_set=review.answers,
            question=review.answers.version.questions.order_by("position")[0],
            value="Found",
            note=f"Manual, page 4 [[{name}]]",
            revision=0,
            by=scene.by(by),
        )
        if name == "paper_shown":
            paper_review.release_review(review=review, by=scene.by(by))
        scene.add(name, review)
