"""The chain of one gap: everything that hangs on it, from what it was born from to its closing and the next edition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Prefetch

import benchmarking.queries
import corridors.queries
import missions.queries
from accounts.models import User
from accounts.permissions import Side
from benchmarking.models import GapFinding, Judgement
from benchmarking.queries.gap_rows import GapRow
from benchmarking.queries.gaps import Said, formal_reply_to, replies_to
from benchmarking.states import View
from core import countries
from core.models import AuditLine
from core.queries import history_of
from corridors.models import Activity, Milestone
from missions.models import Observation
from questionnaires.models import AnswerSet
from questionnaires.queries.answers import AnswerRow, row_of
from reports.models import Report
from standards.models import Edition, Line

#: How many benchmarks back and forth a judgement is followed.
_FAR = 10
_HISTORY = 100


@dataclass(frozen=True)
class Judged:
    """One judgement of a line that the reader sees, with the sending lines it rests on."""

    judgement: Judgement
    counterparts: list[Line]
    is_origin: bool  # the gap rests on it
    gap: GapFinding | None  # its gap, if the reader sees it

    @property
    def view(self) -> str:
        """Whose view it is, in words."""
        return str(View(self.judgement.view).label)


@dataclass(frozen=True)
class Answered:
    """A country's answer to the question of a gap in the arrangements."""

    country: str
    answers: AnswerSet
    row: AnswerRow


@dataclass(frozen=True)
class Chain:
    """All that hangs on one gap, as far as the reader sees it."""

    gap: GapFinding
    row: GapRow
    line: Line | None
    judged: list[Judged]
    earlier: list[Judged]
    later: list[Judged]
    answered: list[Answered]
    sending_editions: list[Edition]
    observations: list[Observation]
    replies: list[Said]
    formal: Said | None
    activities: list[Activity]
    reports: list[Report]
    milestones: list[Milestone]
    history: list[AuditLine]

    @property
    def line_key(self) -> str:
        """The line's key in addresses; "" for a gap in the arrangements."""
        return str(self.line.pk) if self.line else ""

    @property
    def heading(self) -> str:
        """The gap's heading."""
        return self.row.heading


def chain_of(gap: GapFinding, user: User) -> Chain:
    """The chain of a gap that the person sees; parts they may not see are left out."""
    judged = _judged(gap, user)
    observations = list(missions.queries.observations_on(gap, user))
    activities = list(
        Activity.objects.visible_to(user)
        .filter(gaps=gap)
        .select_related("owner")
        .order_by("planned_start", "pk")
    )
    return Chain(
        gap=gap,
        row=GapRow(gap),
        line=gap.line,
        judged=judged,
        earlier=_earlier(judged, user),
        later=_later(judged, user),
        answered=_answered(gap, user),
        sending_editions=_sending_editions(gap, user),
        observations=observations,
        replies=replies_to(gap),
        formal=formal_reply_to(gap),
        activities=activities,
        reports=list(
            Report.objects.visible_to(user).filter(corridor=gap.corridor_id).order_by("-created_at")
        ),
        milestones=corridors.queries.milestones_on(gap.corridor, user),
        history=_history(gap, user, judged, observations, activities)[:_HISTORY],
    )


def visible_chain_gap(user: User, ref: str) -> GapFinding:
    """The gap whose chain is shown.

    Raises:
        Http404: there is none that the person sees.
    """
    return benchmarking.queries.visible_gap(user, ref)


# --- Judgements of this benchmark, of earlier and of later ones ------------------------------------------

_VIEWS = [View.RECEIVING, View.SENDING, View.AGREED]


def _read(user: User, **wanted: Any) -> list[Judged]:
    """Judgements that the person sees, receiving view first, each with its gap as far as they see that."""
    lines = Line.objects.order_by("edition", "position").select_related("edition__standard")
    rows = (
        Judgement.objects.visible_to(user)
        .filter(**wanted)
        .select_related("benchmark__corridor__skill_area", "line__edition__standard", "by")
        .prefetch_related(Prefetch("counterparts", lines))
    )
    judgements = sorted(rows, key=lambda one: (one.benchmark.number, _VIEWS.index(View(one.view))))
    gaps = GapFinding.objects.visible_to(user).filter(judgement__in=judgements)
    by_judgement = {gap.judgement_id: gap for gap in gaps.select_related("benchmark", "review")}
    return [
        Judged(one, list(one.counterparts.all()), is_origin=False, gap=by_judgement.get(one.pk))
        for one in judgements
    ]


def _judged(gap: GapFinding, user: User) -> list[Judged]:
    """The views on the line in the gap's own benchmark."""
    if gap.judgement is None:
        return []
    found = _read(user, benchmark=gap.benchmark, line=gap.judgement.line)
    return [
        Judged(one.judgement, one.counterparts, one.judgement.pk == gap.judgement_id, one.gap)
        for one in found
    ]


def _earlier(judged: list[Judged], user: User) -> list[Judged]:
    """What the judgements carry on, newest first: one query for each benchmark back."""
    found: list[Judged] = []
    wanted = {one.judgement.carried_from_id for one in judged} - {None}
    for _step in range(_FAR):
        if not wanted:
            break
        before = _read(user, pk__in=wanted)
        found += before
        wanted = {one.judgement.carried_from_id for one in before} - {None}
    return found


def _later(judged: list[Judged], user: User) -> list[Judged]:
    """What carries the judgements on, oldest first."""
    found: list[Judged] = []
    keys = [one.judgement.pk for one in judged]
    for _step in range(_FAR):
        after = _read(user, carried_from__in=keys) if keys else []
        if not after:
            break
        found += after
        keys = [one.judgement.pk for one in after]
    return found


# --- What the gap stands between -------------------------------------------------------------------------


def _sending_editions(gap: GapFinding, user: User) -> list[Edition]:
    """The sending editions of the benchmark; for a line without a counterpart they are what was searched."""
    if gap.benchmark is None:
        return []
    editions = Edition.objects.visible_to(user).filter(pk__in=gap.benchmark.sending_editions.values("pk"))
    return list(editions.select_related("standard"))


def _answered(gap: GapFinding, user: User) -> list[Answered]:
    """Both countries' answers to the question, the receiving one first, as far as the reader sees the sets."""
    if gap.review is None or gap.arrangement is None:
        return []
    review = gap.review
    keys = [key for key in (review.receiving_answers_id, review.sending_answers_id) if key]
    seen = {one.pk: one for one in AnswerSet.objects.visible_to(user).filter(pk__in=keys)}
    question = gap.arrangement.question
    return [
        Answered(countries.name_of(seen[key].country), seen[key], row_of(seen[key], question))
        for key in keys
        if key in seen
    ]


def _history(
    gap: GapFinding,
    user: User,
    judged: list[Judged],
    observations: list[Observation],
    activities: list[Activity],
) -> list[AuditLine]:
    """What happened along the chain, newest first.

    How a side's judgement or observation was worded before it was released stays with that side.
    """
    sides = gap.sides_of(user)
    own: list[Model] = []
    if Side.RECEIVING in sides:
        own += [one.judgement for one in judged if one.judgement.view != View.SENDING]
        own += [*observations, *([gap.arrangement] if gap.arrangement else [])]
    if Side.SENDING in sides:
        own += [one.judgement for one in judged if one.judgement.view == View.SENDING]
    lines = [*benchmarking.queries.history_for(gap, user), *history_of(*own)]
    for activity in activities:
        lines += corridors.queries.history_for(activity, user)
    return sorted(lines, key=lambda line: line.pk, reverse=True)
