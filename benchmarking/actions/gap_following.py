"""Gaps follow what they were born from: a line as it is judged, or an arrangement as it is rated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from benchmarking.models import ArrangementRating, ArrangementReview, Benchmark, GapFinding, Judgement
from benchmarking.states import Comparability, GapCode, GapState, Rating, Severity, View
from core import countries
from core.audit import record
from core.refs import make_ref
from core.states import label_of
from standards.models import Line
from standards.states import LineKind

#: Code of a gap whose judgement names none, by kind of line (domain.md 4.5); else C3 for N, C4 for P.
_CODE_OF_KIND = {LineKind.KNOWLEDGE: GapCode.C5, LineKind.ATTITUDE: GapCode.C6}
#: Code of a gap in the arrangements where neither the rating nor the question names one, by roadmap step.
_CODE_OF_STEP = {"3": GapCode.L1, "4": GapCode.A1, "5": GapCode.Q1}


@dataclass(frozen=True)
class _Origin:
    """What a gap is made of at this moment."""

    substantial: bool
    code: str
    generated: str


@transaction.atomic
def follow_line(*, benchmark: Benchmark, line: Line, by: User) -> GapFinding | None:
    """Make or update the gap of a line after one of its judgements was saved with its counterparts.

    The gap rests on the agreed view where that has a rating, else on the receiving view (product.md section 5), and
    moves between the two with its number. A change updates the generated part, and the code as long as the gap is open
    and nobody edited it; the words of a person are never touched. What is no longer substantial leaves its gap in
    place, marked stale. A closed gap stays as it was closed. A gap that an earlier benchmark left open on this line is
    the line's gap (`gap_carried`).

    Returns:
        The gap, or None where the line has none and needs none.
    """
    judged = _judgement_of(benchmark, line)
    if judged is None:
        return None
    gap = _held(judgement__benchmark=benchmark, judgement__line=line)
    if gap is None and is_substantial(judged):
        Benchmark.objects.select_for_update().only("pk").get(pk=benchmark.pk)  # one number at a time
        gap = _held(judgement__benchmark=benchmark, judgement__line=line)
    if gap is None and benchmark.previous_id and (born := gap_carried(judged)) is not None:
        return _follow_carried(born, judged, by)
    if gap is None:
        return _make_from_line(judged, by) if is_substantial(judged) else None
    if gap.state == GapState.CLOSED:
        return gap
    origin = _Origin(is_substantial(judged), _code_of(judged), generated_text(judged))
    return _follow(gap, origin, by, moved_to=judged if gap.judgement_id != judged.pk else None)


@transaction.atomic
def follow_arrangement(*, rating: ArrangementRating, by: User) -> GapFinding | None:
    """Make or update the gap of an arrangement after its rating was saved, by the rules of `follow_line`.

    Partly or not comparable and substantial is a gap; "no evidence" is an open question and none (product.md
    section 5). The code is that of the rating, else the one that the question proposes.

    Returns:
        The gap, or None where the arrangement has none and needs none.
    """
    origin = _origin_of(rating)
    gap = _held(arrangement=rating)
    if gap is None and origin.substantial:
        ArrangementReview.objects.select_for_update().only("pk").get(pk=rating.review_id)
        gap = _held(arrangement=rating)
    if gap is None:
        return _make_from_arrangement(rating, origin, by) if origin.substantial else None
    return gap if gap.state == GapState.CLOSED else _follow(gap, origin, by)


def gap_carried(judgement: Judgement) -> GapFinding | None:
    """The gap that an earlier benchmark left behind on this line and that is not closed, with its row held.

    It stays with the benchmark that it was born in and keeps its number, so that no line is a gap twice, whichever
    view was carried on and whichever was written anew. After a closed gap a substantial judgement is a new one. Two
    queries for each benchmark that the line comes through, one where it comes through none.
    """
    here = _carried_from(judgement.benchmark_id, judgement.line_id)
    while here is not None:
        gap = _held(judgement__benchmark=here.benchmark_id, judgement__line=here.line_id)
        if gap is not None:
            return None if gap.state == GapState.CLOSED else gap
        here = _carried_from(here.benchmark_id, here.line_id)
    return None


@transaction.atomic
def follow_released(*, benchmark: Benchmark, by: User) -> None:
    """Let the gaps that earlier benchmarks left behind say what this one says, now that their readers may read it."""
    earlier = GapFinding.objects.filter(
        corridor=benchmark.corridor_id, benchmark__number__lt=benchmark.number
    )
    if benchmark.previous_id is None or not earlier.exclude(state=GapState.CLOSED).exists():
        return
    own = set(benchmark.gaps.values_list("judgement__line_id", flat=True))
    judged = Judgement.objects.filter(benchmark=benchmark).effective().exclude(line__in=own)
    for one in judged.select_related("line", "benchmark"):
        if (gap := gap_carried(one)) is not None:
            _follow_carried(gap, one, by)


def _carried_from(benchmark: int, line: int) -> Judgement | None:
    """What any view of this line carries on: all of them come from the same line of the benchmark before."""
    carried = Judgement.objects.filter(benchmark=benchmark, line=line, carried_from__isnull=False)
    return Judgement.objects.filter(pk__in=carried.values("carried_from")).first()


def _follow_carried(gap: GapFinding, judged: Judgement, by: User) -> GapFinding:
    """A gap of an earlier benchmark follows once the later one is released: until then its readers may not know."""
    if judged.benchmark.released_at is None:
        return gap
    return _follow(gap, _Origin(is_substantial(judged), _code_of(judged), generated_text(judged)), by)


def is_substantial(judgement: Judgement) -> bool:
    """Whether the judgement calls for a gap."""
    return judgement.substantial and judgement.rating in (Rating.PARTLY, Rating.NOT)


def generated_text(judgement: Judgement) -> str:
    """The part of a gap that follows the judgement, in English: receiving line, counterpart lines, difference.

    The first line stands for the whole in lists.
    """
    lines = judgement.counterparts.order_by("edition", "position")
    rest = "; ".join(f"{line.number} {line.text}".strip() for line in lines)
    with translation.override("en-gb"):
        rating = Rating(judgement.rating).label if judgement.rating else _("Not compared")
        return _paragraphs(
            f"{judgement.line.number} {judgement.line.text}".strip(),
            f"{rating}: {rest}" if rest else f"{rating}.",
            judgement.difference,
        )


def _origin_of(rating: ArrangementRating) -> _Origin:
    """A rating in words, in English: question, rating, difference."""
    substantial = rating.substantial and rating.rating in (Comparability.PARTLY, Comparability.NOT)
    asked = rating.question.gap_code if rating.question.gap_code in GapCode.values else ""
    with translation.override("en-gb"):
        label = Comparability(rating.rating).label if rating.rating else _("Not compared")
        text = _paragraphs(rating.question.text, f"{label}.", rating.difference)
    return _Origin(substantial, rating.gap_code or asked or _CODE_OF_STEP[rating.review.step], text)


def _paragraphs(what: str, rating: str, difference: str) -> str:
    said = _("Difference: %(text)s") % {"text": difference} if difference else ""
    return "\n".join(part for part in (what, rating, said) if part)


def _judgement_of(benchmark: Benchmark, line: Line) -> Judgement | None:
    """The judgement that a gap of this line rests on."""
    found = Judgement.objects.filter(benchmark=benchmark, line=line).exclude(view=View.SENDING)
    by_view = {one.view: one for one in found.select_related("line")}
    agreed, receiving = by_view.get(View.AGREED), by_view.get(View.RECEIVING)
    return agreed if agreed and (agreed.rating or receiving is None) else receiving


def _code_of(judgement: Judgement) -> str:
    if judgement.gap_code:
        return judgement.gap_code
    missing = GapCode.C3 if judgement.rating == Rating.NOT else GapCode.C4
    return _CODE_OF_KIND.get(LineKind(judgement.line.kind), missing)


def _held(**origin: Any) -> GapFinding | None:
    """The gap of this origin with its own row held; an order would join, and on PostgreSQL lock, other tables."""
    found = GapFinding.objects.select_for_update(of=("self",)).order_by().filter(**origin)
    return found.select_related("benchmark", "review").first()


def _make_from_line(judgement: Judgement, by: User) -> GapFinding:
    benchmark = judgement.benchmark
    number = (benchmark.gaps.aggregate(last=Max("number"))["last"] or 0) + 1
    corridor = benchmark.corridor
    gap = GapFinding.objects.create(
        ref=make_ref(corridor.sending_country, corridor.skill_area.title, f"g{number:02d}"),
        corridor=corridor,
        benchmark=benchmark,
        number=number,
        judgement=judgement,
        code=_code_of(judgement),
        generated=generated_text(judgement),
        severity=Severity.CRITICAL if judgement.line.critical else Severity.MAJOR,
        owner_country=corridor.sending_country,
    )
    return _opened(gap, by)


def _make_from_arrangement(rating: ArrangementRating, origin: _Origin, by: User) -> GapFinding:
    review = rating.review
    number = (review.gaps.aggregate(last=Max("number"))["last"] or 0) + 1
    corridor = review.corridor
    gap = GapFinding.objects.create(
        ref=make_ref(corridor.sending_country, corridor.skill_area.title, f"s{review.step}-{number:02d}"),
        corridor=corridor,
        review=review,
        number=number,
        arrangement=rating,
        code=origin.code,
        generated=origin.generated,
        severity=Severity.MAJOR,
        owner_country=corridor.sending_country,
    )
    return _opened(gap, by)


def _opened(gap: GapFinding, by: User) -> GapFinding:
    after = {
        "code": label_of(gap, "code"),
        "severity": label_of(gap, "severity"),
        "owner_country": countries.name_of(gap.owner_country),
        "generated": gap.generated,
    }
    record("gap.opened", on=gap, by=by, after=after)
    return gap


def _follow(gap: GapFinding, origin: _Origin, by: User, *, moved_to: Judgement | None = None) -> GapFinding:
    wanted: dict[str, Any] = {"generated": origin.generated, "stale": not origin.substantial}
    untouched = gap.state == GapState.OPEN and gap.revision == 1
    if origin.substantial and untouched:
        wanted["code"] = origin.code
    changes = {name: value for name, value in wanted.items() if getattr(gap, name) != value}
    if not changes and moved_to is None:
        return gap
    before = {name: getattr(gap, name) for name in changes}
    after = dict(changes)
    if moved_to is not None:
        before["view"] = gap.judgement.get_view_display() if gap.judgement else ""
        after["view"] = moved_to.get_view_display()
        changes["judgement"] = moved_to
    GapFinding.objects.filter(pk=gap.pk).update(**changes)
    for name, value in changes.items():
        setattr(gap, name, value)
    event = "gap.stale" if changes.get("stale") else "gap.followed_judgement"
    record(event, on=gap, by=by, before=before, after=after)
    return gap
