"""Steps 3 to 5 and the level table of a gap analysis: only what is released, in a constant number of queries.

A report leaves the receiving side, so a review or a row of the level table that the other side may not read yet is
not in it, whoever asks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from benchmarking.models import ArrangementRating, ArrangementReview, GapFinding, LevelRow
from benchmarking.states import LevelCell
from corridors.models import Corridor
from corridors.states import ROADMAP
from questionnaires.models import Answer
from questionnaires.queries.answers import in_words
from questionnaires.states import AnswerState
from reports.documents import arrangements as paper
from standards.models import FrameworkLevel

#: Queries of `arrangements` and `levels` together: where nothing is released, and at most.
NOTHING_RELEASED, QUERIES = 2, 9


def released_reviews(corridor: Corridor) -> dict[str, ArrangementReview]:
    """The newest released review of each step, by step."""
    rows = ArrangementReview.objects.filter(corridor=corridor, released_at__isnull=False)
    rows = rows.select_related("version__questionnaire").prefetch_related("version__questions", "ratings")
    return {review.step: review for review in rows.order_by("step", "number")}


def arrangements(
    newest: Mapping[str, ArrangementReview], gaps: Collection[GapFinding]
) -> tuple[paper.Arrangement, ...]:
    """The reviews, question by question, with what the countries have submitted; a set in work is its country's own."""
    sets = [
        key for one in newest.values() for key in (one.receiving_answers_id, one.sending_answers_id) if key
    ]
    answers: dict[tuple[int, int], Answer] = {}
    submitted = Answer.objects.filter(answer_set__in=sets).exclude(answer_set__state=AnswerState.DRAFT)
    for answer in submitted.prefetch_related("evidence"):
        answers[answer.answer_set_id, answer.question_id] = answer
    labels = {gap.arrangement_id: gap.label for gap in gaps if gap.arrangement_id is not None}
    return tuple(_arrangement(review, answers, labels) for review in newest.values())


def _arrangement(
    review: ArrangementReview, answers: dict[tuple[int, int], Answer], labels: dict[int, str]
) -> paper.Arrangement:
    rated = {one.question_id: one for one in review.ratings.all()}
    questions = sorted(review.version.questions.all(), key=lambda one: one.position)
    return paper.Arrangement(
        step=review.step,
        title=str(ROADMAP[review.step]),
        questionnaire=str(review.version),
        rating=review.get_rating_display(),
        reason=review.reason,
        rows=tuple(
            paper.ArrangementRow(
                number=place,
                question=question.text,
                section=question.section,
                receiving=_answer(question, answers.get((review.receiving_answers_id or 0, question.pk))),
                sending=_answer(question, answers.get((review.sending_answers_id or 0, question.pk))),
                **_rating(rated.get(question.pk), labels),
            )
            for place, question in enumerate(questions, start=1)
        ),
    )


def _answer(question: Any, answer: Answer | None) -> paper.AnswerText:
    if answer is None:
        return paper.AnswerText()
    evidence = tuple(f"{one.title} ({one.link})" if one.link else one.title for one in answer.evidence.all())
    return paper.AnswerText(in_words(question, answer.value), answer.note, evidence)


def _rating(rating: ArrangementRating | None, labels: dict[int, str]) -> dict[str, Any]:
    if rating is None:
        return {}
    return {
        "rating": rating.get_rating_display(),
        "difference": rating.difference,
        "reason": rating.reason,
        "is_substantial": rating.substantial,
        "gap_ref": labels.get(rating.pk, ""),
        "recommendation": rating.recommendation,
    }


def levels(corridor: Corridor) -> tuple[paper.LevelRow, ...]:
    """The released rows of the level table with the lines that support each cell."""
    rows = LevelRow.objects.filter(corridor=corridor, released_at__isnull=False)
    rows = rows.select_related(
        "sending_level__framework", "regional_level__framework", "receiving_level__framework"
    )
    return tuple(_level_row(row) for row in rows.prefetch_related("supports__line"))


def _level_row(row: LevelRow) -> paper.LevelRow:
    lines: dict[str, list[str]] = defaultdict(list)
    for support in row.supports.all():
        lines[support.cell].append(f"{support.line.number} {support.line.text}".strip())
    return paper.LevelRow(
        sending=_level(row.sending_level, lines[LevelCell.SENDING]),
        regional=_level(row.regional_level, lines[LevelCell.REGIONAL]),
        receiving=_level(row.receiving_level, lines[LevelCell.RECEIVING]),
        rating=row.get_rating_display(),
        justification=row.justification,
    )


def _level(level: FrameworkLevel | None, lines: list[str]) -> paper.LevelText:
    if level is None:
        return paper.LevelText(lines=tuple(lines))
    return paper.LevelText(
        framework=level.framework.short_name,
        label=f"{level.label} {level.title}".strip(),
        descriptor=level.descriptor,
        source=_source(level),
        lines=tuple(lines),
    )


def _source(level: FrameworkLevel) -> str:
    if not level.regional_source:
        return ""
    if level.regional_as_of is None:
        return level.regional_source
    day = formats.date_format(level.regional_as_of, "j F Y")
    return _("%(source)s, as of %(day)s") % {"source": level.regional_source, "day": day}
