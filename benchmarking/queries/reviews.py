"""Reads of reviews of arrangements: what stands on the corridor's page, both sides' answers row by row, what waits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q
from django.http import Http404

from accounts.models import User
from accounts.permissions import Side
from benchmarking.models import ArrangementRating, ArrangementReview, GapFinding
from benchmarking.states import Comparability
from core import countries
from core.models import AuditLine
from core.queries import one
from corridors.models import Corridor
from corridors.states import ROADMAP
from questionnaires.models import AnswerSet, Question
from questionnaires.queries.answers import (
    AnswerChange,
    AnswerRow,
    Part,
    answers_of,
    changes_between,
    newest_after,
)
from questionnaires.states import STEP_OF, AnswerState

#: Steps that are reviewed by questionnaires, in their order.
STEPS = tuple(sorted(STEP_OF.values()))
_WITH = (
    "corridor__pilot",
    "corridor__skill_area",
    "version__questionnaire",
    "receiving_answers__version__questionnaire",
    "sending_answers__version__questionnaire",
    "released_by",
)


def visible_review(user: User, ref: str) -> ArrangementReview:
    """The review with this reference; 404 for what the person may not see."""
    return one(ArrangementReview.objects.visible_to(user).select_related(*_WITH), ref)


@dataclass(frozen=True)
class Rated:
    """One question of a review."""

    review: ArrangementReview
    question: Question

    def sides_of(self, user: User) -> frozenset[Side]:
        """As towards the corridor."""
        return self.review.sides_of(user)


def visible_rated(user: User, ref: str, key: str) -> Rated:
    """A question of a review that the person sees; 404 when there is none."""
    review = visible_review(user, ref)
    question = Question.objects.filter(version=review.version_id, key=key).first()
    if question is None:
        raise Http404
    return Rated(review, question)


@dataclass(frozen=True)
class StepOfCorridor:
    """A step of a corridor, for starting a review."""

    corridor: Corridor
    step: str

    def sides_of(self, user: User) -> frozenset[Side]:
        """As towards the corridor."""
        return self.corridor.sides_of(user)


def visible_step(user: User, ref: str, step: int) -> StepOfCorridor:
    """Step 3, 4 or 5 of a corridor that the person sees; 404 for others."""
    corridors = Corridor.objects.visible_to(user).select_related("pilot", "skill_area")
    if str(step) not in STEPS:
        raise Http404
    return StepOfCorridor(one(corridors, ref), str(step))


# --- The corridor's page -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SideAnswers:
    """One country's answers for a review, as far as the person may know: `answers` None where they may not read them."""

    country: str
    answers: AnswerSet | None
    submitted: bool
    own: bool

    @property
    def country_name(self) -> str:
        """The country in words."""
        return countries.name_of(self.country)


@dataclass(frozen=True)
class StepRow:
    """One step on the corridor's page. `review` is None where there is none or the person may not read it."""

    step: str
    title: str
    review: ArrangementReview | None
    sides: list[SideAnswers]
    earlier: list[ArrangementReview] = field(default_factory=list)
    total: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    gaps: int = 0

    @property
    def rated(self) -> int:
        """How many questions are rated."""
        return sum(self.counts.values())

    @property
    def open_questions(self) -> int:
        """How many questions have no evidence."""
        return self.counts.get(Comparability.NO_EVIDENCE, 0)

    @property
    def missing(self) -> list[str]:
        """Countries whose answers are awaited."""
        return [side.country_name for side in self.sides if not side.submitted]

    @property
    def may_start_next(self) -> bool:
        """Whether no review of the step is open."""
        return not self.sides or bool(self.review and self.review.released_at)


def steps_of(corridor: Corridor, user: User) -> list[StepRow]:
    """Steps 3 to 5 of a corridor, as far as this person sees them; a constant number of queries."""
    reviews = list(
        ArrangementReview.objects.filter(corridor=corridor).select_related(*_WITH).order_by("step", "-number")
    )
    seen = set(
        ArrangementReview.objects.visible_to(user).filter(corridor=corridor).values_list("pk", flat=True)
    )
    on_it = bool(corridor.sides_of(user) & {Side.RECEIVING, Side.SENDING})
    reviews = [each for each in reviews if on_it or each.pk in seen]
    sets = {key for each in reviews for key in (each.receiving_answers_id, each.sending_answers_id) if key}
    readable = set(AnswerSet.objects.visible_to(user).filter(pk__in=sets).values_list("pk", flat=True))
    counts = _counts(seen)
    gaps = Counter(
        GapFinding.objects.visible_to(user).filter(review__in=seen).values_list("review_id", flat=True)
    )
    sizes = _sizes(reviews)
    rows = []
    for step in STEPS:
        of_step = [each for each in reviews if each.step == step]
        newest = of_step[0] if of_step else None
        known = newest if newest and newest.pk in seen else None
        rows.append(
            StepRow(
                step=step,
                title=str(ROADMAP[step]),
                review=known,
                sides=_sides(newest, user, readable) if newest else [],
                earlier=[each for each in of_step[1:] if each.pk in seen],
                total=sizes.get(newest.version_id, 0) if newest else 0,
                counts=dict(counts.get(known.pk, Counter())) if known else {},
                gaps=gaps[known.pk] if known else 0,
            )
        )
    return rows


def _counts(reviews: Iterable[int]) -> dict[int, Counter[str]]:
    found: dict[int, Counter[str]] = {}
    rows = ArrangementRating.objects.filter(review__in=list(reviews)).exclude(rating="")
    for key, rating in rows.values_list("review_id", "rating"):
        found.setdefault(key, Counter())[rating] += 1
    return found


def _sizes(reviews: Iterable[ArrangementReview]) -> Counter[int]:
    versions = {each.version_id for each in reviews}
    return Counter(Question.objects.filter(version__in=versions).values_list("version_id", flat=True))


def _sides(review: ArrangementReview, user: User, readable: set[int]) -> list[SideAnswers]:
    corridor = review.corridor
    pairs = (
        (corridor.receiving_country, review.receiving_answers),
        (corridor.sending_country, review.sending_answers),
    )
    return [
        SideAnswers(
            country=country,
            answers=answers if answers and answers.pk in readable else None,
            submitted=bool(answers and answers.state != AnswerState.DRAFT),
            own=country == user.country,
        )
        for country, answers in pairs
    ]


# --- Side by side --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ReviewRow:
    """A question with both answers and its rating."""

    receiving: AnswerRow
    sending: AnswerRow
    rating: ArrangementRating | None
    changed: frozenset[Side]  # sides that answered otherwise after the rating was saved

    @property
    def question(self) -> Question:
        """The question."""
        return self.receiving.question

    @property
    def number(self) -> int:
        """Its number in the questionnaire."""
        return self.receiving.number

    @property
    def receiving_changed(self) -> bool:
        """Whether the receiving side answered anew after the rating."""
        return Side.RECEIVING in self.changed

    @property
    def sending_changed(self) -> bool:
        """Whether the sending side answered anew after the rating."""
        return Side.SENDING in self.changed

    @property
    def is_rated(self) -> bool:
        """Whether somebody has rated it."""
        return bool(self.rating and self.rating.rating)

    @property
    def gap(self) -> GapFinding | None:
        """The gap that it made."""
        return getattr(self.rating, "gap", None) if self.rating else None


@dataclass(frozen=True)
class ReviewPart:
    """A heading of a review."""

    number: int
    heading: str
    rows: list[ReviewRow]

    @property
    def answered(self) -> int:
        """How many questions are rated: what the list of headings counts."""
        return sum(row.is_rated for row in self.rows)


def parts_of(review: ArrangementReview, user: User) -> list[ReviewPart]:
    """Both sides' submitted answers and the ratings, heading by heading; eight queries whatever their number."""
    readable = set(
        AnswerSet.objects.visible_to(user)
        .filter(pk__in=[key for key in (review.receiving_answers_id, review.sending_answers_id) if key])
        .exclude(state=AnswerState.DRAFT)
        .values_list("pk", flat=True)
    )
    receiving, sending = (
        each if each and each.pk in readable else None
        for each in (review.receiving_answers, review.sending_answers)
    )
    ratings = {
        rating.question_id: rating
        for rating in ArrangementRating.objects.filter(review=review).select_related(
            "by", "gap__benchmark", "gap__review"
        )
    }
    pairs = zip(answers_of(receiving, review.version), answers_of(sending, review.version), strict=True)
    return [_part(ours, theirs, receiving, sending, ratings) for ours, theirs in pairs]


def _part(
    ours: Part,
    theirs: Part,
    receiving: AnswerSet | None,
    sending: AnswerSet | None,
    ratings: dict[int, ArrangementRating],
) -> ReviewPart:
    rows = []
    for mine, other in zip(ours.rows, theirs.rows, strict=True):
        rating = ratings.get(mine.question.pk)
        sides = ((Side.RECEIVING, mine, receiving), (Side.SENDING, other, sending))
        changed = frozenset(
            side
            for side, row, answers in sides
            if rating and answers and _said_after(row, answers, rating.at)
        )
        rows.append(ReviewRow(mine, other, rating, changed))
    return ReviewPart(ours.number, ours.heading, rows)


def _said_after(row: AnswerRow, answers: AnswerSet, moment: datetime) -> bool:
    """Whether an answer could first be read after that moment. A correction keeps the day of what it did not change."""
    if row.answer is None:
        return False
    if answers.previous_id is None and answers.submitted_at and answers.submitted_at > moment:
        return row.is_answered or bool(row.evidence)
    return row.answer.at > moment


def flat(parts: Iterable[ReviewPart]) -> list[ReviewRow]:
    """The rows of all headings."""
    return [row for part in parts for row in part.rows]


@dataclass(frozen=True)
class Newer:
    """Answers that replaced those of a review, and what they say otherwise."""

    side: Side
    country: str
    before: AnswerSet
    after: AnswerSet
    changes: list[AnswerChange]


def newer_answers(review: ArrangementReview) -> list[Newer]:
    """The corrections that were submitted after the review took its answers, side by side with what changed."""
    corridor = review.corridor
    pairs = (
        (Side.RECEIVING, corridor.receiving_country, review.receiving_answers),
        (Side.SENDING, corridor.sending_country, review.sending_answers),
    )
    found = []
    for side, country, answers in pairs:
        newer = newest_after(answers) if answers and answers.state == AnswerState.SUPERSEDED else None
        if answers and newer:
            name = countries.name_of(country)
            found.append(Newer(side, name, answers, newer, changes_between(answers, newer)))
    return found


def sides_of(review: ArrangementReview, user: User) -> list[SideAnswers]:
    """Both countries' answers, as far as the person may know."""
    keys = [key for key in (review.receiving_answers_id, review.sending_answers_id) if key]
    readable = set(AnswerSet.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))
    return _sides(review, user, readable)


def reusable(step: StepOfCorridor, user: User) -> list[tuple[str, AnswerSet | None]]:
    """What the person may read of submitted answers that a new review could take, receiving country first."""
    corridor = step.corridor
    purpose = next(purpose for purpose, of_step in STEP_OF.items() if of_step == step.step)
    sets = AnswerSet.objects.visible_to(user).filter(
        version__questionnaire__country=corridor.pilot.lead_country,
        version__questionnaire__purpose=purpose,
        version__state="published",
        topic=corridor.skill_area.title,
        state=AnswerState.SUBMITTED,
        country__in=[corridor.receiving_country, corridor.sending_country],
    )
    by_country = {each.country: each for each in sets.select_related("version__questionnaire")}
    both = (corridor.receiving_country, corridor.sending_country)
    return [(country, by_country.get(country)) for country in both]


def history_for(review: ArrangementReview, user: User) -> list[AuditLine]:
    """What happened, for the receiving side alone: it tells how ratings were worded before they were released."""
    if Side.RECEIVING not in review.sides_of(user):
        return []
    ratings = [str(key) for key in review.ratings.values_list("pk", flat=True)]
    about = Q(subject_type=ArrangementReview._meta.label_lower, subject_id=str(review.pk)) | Q(
        subject_type=ArrangementRating._meta.label_lower, subject_id__in=ratings
    )
    return list(AuditLine.objects.filter(about).select_related("by").order_by("-pk")[:60])
