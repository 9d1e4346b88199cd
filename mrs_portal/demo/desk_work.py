"""Level-to-level rows and paper reviews of the demonstration."""

from __future__ import annotations

from benchmarking.actions import levels, paper_review
from benchmarking.models import PaperReview
from corridors.models import Corridor
from mrs_portal.demo.data import Data, World, read
from questionnaires import actions as questionnaires
from questionnaires.standard import key_of
from questionnaires.states import Purpose
from standards.models import FrameworkLevel


def load_desk_work(world: World) -> str:
    """Fill the level table and the paper reviews as the file says; returns what was made, in words."""
    data = read("desk_work.json")
    rows = _levels(data["levels"], world)
    reviews = [_review(item, world) for item in data["paper_reviews"]]
    released = sum(one.released_at is not None for one in reviews)
    return f"{rows} rows of a level table, {len(reviews)} paper reviews ({released} released)"


def _levels(data: Data, world: World) -> int:
    corridor, by = world.corridors[data["corridor"]], world.people[data["by"]]
    for item in data["rows"]:
        row = levels.add_row(
            corridor=corridor,
            sending_level=_level(corridor.sending_country, item["sending"]),
            regional_level=_level("", item["regional"]),
            receiving_level=_level(corridor.receiving_country, item["receiving"]),
            rating=item["rating"],
            justification=item["justification"],
            by=by,
        )
        for behind in item["behind"]:
            lines = world.editions[behind["edition"]].lines.filter(number__in=behind["lines"])
            levels.add_support(row=row, cell=behind["cell"], lines=list(lines.order_by("position")), by=by)
    levels.release_rows(corridor=corridor, by=by)
    return len(data["rows"])


def _level(country: str, named: list[str]) -> FrameworkLevel | None:
    if not named:
        return None
    short, label = named
    rows = FrameworkLevel.objects.select_related("framework")
    return rows.get(framework__country=country, framework__short_name=short, label=label)


def _review(item: Data, world: World) -> PaperReview:
    corridor: Corridor = world.corridors[item["corridor"]]
    by = world.people[item["by"]]
    review = paper_review.start_review(corridor=corridor, by=by)
    keys = {question.key: question for question in review.answers.version.questions.all()}
    for name, (value, note) in item["answers"].items():
        questionnaires.save_answer(
            answer_set=review.answers,
            question=keys[key_of(Purpose.PAPER_REVIEW, name)],
            value=value,
            note=note,
            revision=0,
            by=by,
        )
    for proof in item["evidence"]:
        questionnaires.add_evidence(
            answer_set=review.answers,
            question=keys[key_of(Purpose.PAPER_REVIEW, proof["question"])],
            title=proof["title"],
            link=proof["link"],
            by=by,
        )
    if item["summary"]:
        review = paper_review.write_summary(review=review, text=item["summary"], revision=1, by=by)
    if item["released"]:
        review = paper_review.release_review(review=review, by=world.people[item["released_by"]])
    return review
