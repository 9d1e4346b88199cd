"""Gaps written straight to the tables, so that a test states only what it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from benchmarking import actions
from benchmarking.models import ArrangementRating, ArrangementReview, Benchmark, GapFinding, Judgement
from benchmarking.states import GapState, Rating
from core.refs import make_ref
from corridors.models import Corridor
from questionnaires.models import Question, Questionnaire, QuestionnaireVersion
from standards.models import Edition, Line
from tests.conftest import World

RELEASED = datetime(2019, 6, 20, 9, tzinfo=UTC)


def benchmark(
    corridor: Corridor, *, by: User, reference: Edition, sending: Edition | None = None, released: bool = True
) -> Benchmark:
    """A benchmark of two editions, released to the sending side or not."""
    number = corridor.benchmarks.count() + 1
    made = Benchmark.objects.create(
        ref=make_ref("benchmark"),
        corridor=corridor,
        number=number,
        created_by=by,
        released_at=RELEASED if released else None,
    )
    made.reference_editions.add(reference)
    if sending:
        made.sending_editions.add(sending)
    return made


def judgement(in_benchmark: Benchmark, line: Line, *, by: User, **fields: Any) -> Judgement:
    """A substantial P unless said otherwise."""
    values = {
        "rating": Rating.PARTLY,
        "difference": "No tolerance is named",
        "substantial": True,
        "gap_code": "C4",
    } | fields
    return Judgement.objects.create(benchmark=in_benchmark, line=line, by=by, **values)


def gap(
    in_benchmark: Benchmark, line: Line, *, by: User, state: GapState = GapState.OPEN, **fields: Any
) -> GapFinding:
    """A gap in a state, with what the state needs."""
    needed: dict[str, Any] = {}
    if state in (GapState.WAITING_CHECK, GapState.CLOSED):
        needed = {
            "what_was_done": "Edition revised",
            "proof_note": "Page 12",
            "reported_by": by,
            "reported_at": RELEASED,
        }
    if state == GapState.CLOSED:
        needed |= {"closing_note": "Page 12 read", "closed_at": RELEASED}
    if state in (GapState.KEPT, GapState.DISMISSED):
        needed = {"reason": "Both sides can live with it"}
    number = in_benchmark.gaps.count() + 1
    values = {
        "code": "C4",
        "generated": f"{line.number} {line.text}\nPartly covered.",
        "owner_country": in_benchmark.corridor.sending_country,
    }
    return GapFinding.objects.create(
        ref=make_ref("gap", number),
        corridor=in_benchmark.corridor,
        benchmark=in_benchmark,
        number=number,
        judgement=judgement(in_benchmark, line, by=by),
        state=state,
        **(values | needed | fields),
    )


def line(edition: Edition, number: str) -> Line:
    """The line with this number."""
    return edition.lines.get(number=number)


def compared_in(world: World) -> Benchmark:
    """A released benchmark of the Thai and the Cambodian edition."""
    return benchmark(world.th_kh, by=world.cast.expert_one, reference=world.thai, sending=world.cambodian)


def maker(world: World, in_benchmark: Benchmark) -> Callable[..., GapFinding]:
    """`make(state)`: a gap on the next free line, reported by the focal point, closed by the coordinator."""

    def made(state: GapState = GapState.OPEN, **fields: Any) -> GapFinding:
        if state == GapState.CLOSED:
            fields = {"closed_by": world.cast.coordinator} | fields
        used = Judgement.objects.filter(benchmark=in_benchmark).values("line")
        free = world.thai.lines.exclude(pk__in=used).exclude(kind="level").first()
        assert free is not None
        return gap(in_benchmark, free, by=world.cast.focal_kh, state=state, **fields)

    return made


def edit(gap: GapFinding, by: User, **fields: Any) -> GapFinding:
    """Edit some fields of a gap, the others stay."""
    values: dict[str, Any] = {
        name: getattr(gap, name)
        for name in (
            "revision",
            "title",
            "description",
            "severity",
            "code",
            "due_on",
            "owner_country",
            "owner_office",
            "recommended_action",
            "action_type",
        )
    }
    return actions.edit_gap(gap=gap, by=by, **(values | fields))


def question(step: str = "4", *, by: User, gap_code: str = "A4") -> Question:
    """A question of a questionnaire that Thailand keeps for this step."""
    purpose = {"3": "qualification", "4": "assessment", "5": "quality"}[step]
    questions = Questionnaire.objects.create(
        ref=make_ref("questions"), country="TH", purpose=purpose, title="Certification", created_by=by
    )
    version = QuestionnaireVersion.objects.create(questionnaire=questions, number=1, state="retired")
    return Question.objects.create(
        version=version,
        position=1,
        text="How many assessors judge one candidate?",
        kind="text",
        gap_code=gap_code,
    )


def review(
    corridor: Corridor, asked: Question, *, by: User, step: str = "4", released: bool = True
) -> ArrangementReview:
    """The next review of this step in the corridor."""
    return ArrangementReview.objects.create(
        ref=make_ref("review"),
        corridor=corridor,
        step=step,
        number=corridor.reviews.filter(step=step).count() + 1,
        version=asked.version,
        released_at=RELEASED if released else None,
        created_by=by,
    )


def rated(in_review: ArrangementReview, asked: Question, *, by: User, **fields: Any) -> ArrangementRating:
    """A substantial "partly comparable" unless said otherwise."""
    values = {"rating": "partly", "difference": "One assessor instead of two", "substantial": True} | fields
    return ArrangementRating.objects.create(review=in_review, question=asked, by=by, **values)


def step_gap(corridor: Corridor, *, by: User, step: str = "4", released: bool = True) -> GapFinding:
    """A gap in the arrangements of a corridor."""
    asked = question(step, by=by)
    rating = rated(review(corridor, asked, by=by, step=step, released=released), asked, by=by)
    made = actions.follow_arrangement(rating=rating, by=by)
    assert made is not None
    return made


def follow(judged: Judgement, *, by: User) -> GapFinding | None:
    """Let the gap of the judgement's line follow."""
    return actions.follow_line(benchmark=judged.benchmark, line=judged.line, by=by)


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
