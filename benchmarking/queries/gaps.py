"""Page reads of gap findings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum, auto
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Organisation, User
from accounts.permissions import Permission, Side
from accounts.states import OrganisationKind
from benchmarking import gap_acts
from benchmarking.gap_acts import RULES, UNSETTLED, GapAct
from benchmarking.models import GapFinding, GapReply
from benchmarking.queries.gap_register import ANY_UNSETTLED
from benchmarking.queries.gap_rows import GapRow, holder_of, holds, is_late, with_words
from benchmarking.states import GapState, Severity
from core.models import AuditLine
from core.queries import history_of, one
from core.summary import Fact, Waiting
from core.text import lang_of
from corridors.models import Activity, Corridor
from corridors.states import ActivityState

# --- One gap -------------------------------------------------------------------------------------


def visible_gap(user: User, ref: str) -> GapFinding:
    """The gap with everything its page shows; 404 for what this person may not see."""
    gaps = GapFinding.objects.visible_to(user).select_related(
        "corridor__pilot",
        "corridor__skill_area",
        "benchmark",
        "judgement__line__edition__standard",
        "judgement__by",
        "proof",
        "reported_by",
        "closed_by",
    )
    return one(with_words(gaps, timezone.localdate()), ref)


def possible_acts(user: User, gap: GapFinding) -> frozenset[GapAct]:
    """What this person may do with the gap in its present state; closing one's own report is not among it."""
    sides = gap.sides_of(user)
    acts = {
        act
        for act, rule in RULES.items()
        if gap_acts.is_possible(act, gap.state) and holds(user, rule.permission, sides)
    }
    if gap.reported_by_id == user.pk:
        acts.discard(GapAct.CLOSE)
    return frozenset(acts)


def may_plan(user: User, gap: GapFinding) -> bool:
    """Whether the person may add rows to the action plan of the gap's pilot."""
    return holds(user, Permission.ACTIVITY_EDIT, gap.corridor.pilot.sides_of(user))


@dataclass(frozen=True)
class Said:
    """One contribution to the conversation, with the language of its text by its script."""

    reply: GapReply
    lang: str


def replies_to(gap: GapFinding) -> list[Said]:
    """The conversation, oldest first."""
    replies = gap.replies.select_related("by__organisation").order_by("at", "pk")
    return [Said(reply, lang_of(reply.text)) for reply in replies]


def activities_of(gap: GapFinding, user: User) -> QuerySet[Activity]:
    """Rows of the action plan that address the gap, as far as the person sees them."""
    rows = Activity.objects.visible_to(user).filter(gaps=gap)
    return rows.select_related("owner").order_by("planned_start", "pk")


def all_done(activities: Iterable[Activity]) -> bool:
    """Whether there are activities and none of them is still to be done (cancelled ones do not count)."""
    states = [activity.state for activity in activities if activity.state != ActivityState.CANCELLED]
    return bool(states) and all(state == ActivityState.DONE for state in states)


def linkable_activities(gap: GapFinding, user: User) -> QuerySet[Activity]:
    """Rows of the plan that can be linked: of this corridor or common ones, not cancelled, not linked yet."""
    corridor = gap.corridor
    rows = Activity.objects.visible_to(user).filter(
        Q(corridor=None) | Q(corridor=corridor),
        pilot=corridor.pilot_id,
        country__in=["", corridor.receiving_country, corridor.sending_country],
    )
    return rows.exclude(state=ActivityState.CANCELLED).exclude(gaps=gap).order_by("position", "pk")


def possible_owners(gap: GapFinding) -> QuerySet[Organisation]:
    """Who can own an activity for this gap: government organisations of both countries, and the ILO."""
    both = [gap.corridor.receiving_country, gap.corridor.sending_country]
    government = Q(kind=OrganisationKind.GOVERNMENT, country__in=both)
    return Organisation.objects.filter(government | Q(kind=OrganisationKind.ILO)).order_by("country", "name")


def history_for(gap: GapFinding, user: User) -> list[AuditLine]:
    """The gap's history, newest first; for the sending side and the ILO since the receiving view was released.

    They read of activities only what they see in the action plan.
    """
    lines = history_of(gap)
    if user.country == gap.corridor.receiving_country:
        return list(lines)
    if gap.released_at:
        lines = lines.filter(at__gte=gap.released_at)
    found = list(lines)
    if any(_activity_in(line) for line in found):
        rows = Activity.objects.visible_to(user).filter(pilot=gap.corridor.pilot_id)
        seen = {str(activity) for activity in rows}
        found = [line for line in found if _activity_in(line) in seen | {""}]
    return found


def _activity_in(line: AuditLine) -> str:
    """The activity that a line is about, in words; "" where it is about none."""
    return str(line.after.get("activity") or line.before.get("activity") or "")


# --- What waits, and the corridor's figures ------------------------------------------------------


class Ball(StrEnum):
    """Why a gap waits for a side."""

    CHECK = auto()
    ANSWER = auto()
    REPLIED = auto()
    WORK = auto()


_RIGHT = {
    Ball.CHECK: Permission.GAP_CLOSE,
    Ball.ANSWER: Permission.GAP_REPLY,
    Ball.REPLIED: Permission.GAP_AGREE,
    Ball.WORK: Permission.GAP_WORK,
}


@dataclass
class _Pile:
    """Gaps of one corridor that wait for the same thing."""

    gaps: list[GapRow] = field(default_factory=list)

    def since(self) -> datetime | None:
        reported = [row.gap.reported_at for row in self.gaps if row.gap.state == GapState.WAITING_CHECK]
        return min((at for at in reported if at), default=None)


def waiting_for(user: User, *, today: date | None = None) -> list[Waiting]:
    """Gaps that this person's side must check, answer, agree to or work on, one entry a corridor and reason."""
    if not user.country:
        return []
    gaps = GapFinding.objects.visible_to(user).unsettled().select_related("corridor__skill_area", "benchmark")
    piles: dict[tuple[Ball, Corridor], _Pile] = defaultdict(_Pile)
    for gap in with_words(gaps, today or timezone.localdate()):
        ball = _ball_of(gap, user)
        if ball is not None:
            piles[ball, gap.corridor].gaps.append(GapRow(gap))
    order = list(Ball)
    keys = sorted(piles, key=lambda key: (order.index(key[0]), str(key[1])))
    return [_waiting(ball, corridor, piles[ball, corridor]) for ball, corridor in keys]


def _ball_of(gap: GapFinding, user: User) -> Ball | None:
    """What the person is to do with the gap; None when it is not theirs to do."""
    if holder_of(gap) != user.country:
        return None
    receiving = user.country == gap.corridor.receiving_country
    if gap.state == GapState.WAITING_CHECK:
        ball = Ball.CHECK if gap.reported_by_id != user.pk else None
    elif gap.state != GapState.OPEN:
        ball = Ball.WORK
    elif not receiving:
        ball = Ball.ANSWER
    else:
        # A gap of an unreleased benchmark waits with the benchmark, not by itself.
        ball = Ball.REPLIED if gap.released_at else None
    side = Side.RECEIVING if receiving else Side.SENDING
    return ball if ball and holds(user, _RIGHT[ball], {side}) else None


def _waiting(ball: Ball, corridor: Corridor, pile: _Pile) -> Waiting:
    count = len(pile.gaps)
    late = sum(row.overdue for row in pile.gaps)
    if count == 1:
        row = pile.gaps[0]
        url = reverse("benchmarking:gap", kwargs={"ref": row.gap.ref})
        detail = f"{corridor}. {row.gap.label} {row.heading}"[:200]
    else:
        url = _register_url(corridor=corridor.ref, state=_STATE_OF[ball])
        detail = str(corridor)
    if late:
        detail += " · " + ngettext("%(late)s is overdue", "%(late)s are overdue", late) % {"late": late}
    return Waiting(
        title=_waiting_title(ball, count),
        url=url,
        detail=detail,
        tone="attention" if late or ball in (Ball.CHECK, Ball.ANSWER) else "info",
        since=pile.since(),
    )


_STATE_OF = {
    Ball.CHECK: str(GapState.WAITING_CHECK),
    Ball.ANSWER: str(GapState.OPEN),
    Ball.REPLIED: str(GapState.OPEN),
    Ball.WORK: ANY_UNSETTLED,
}


def _waiting_title(ball: Ball, count: int) -> str:
    words = {"count": count}
    if ball == Ball.CHECK:
        return (
            ngettext("%(count)s gap to check and close", "%(count)s gaps to check and close", count) % words
        )
    if ball == Ball.ANSWER:
        return (
            ngettext("%(count)s gap to answer or agree to", "%(count)s gaps to answer or agree to", count)
            % words
        )
    if ball == Ball.REPLIED:
        return (
            ngettext("%(count)s reply to a gap to read", "%(count)s replies to gaps to read", count) % words
        )
    return ngettext("%(count)s gap to work on", "%(count)s gaps to work on", count) % words


def _register_url(**wanted: str) -> str:
    return f"{reverse('benchmarking:gap-list')}?{urlencode(wanted)}"


def summary(corridor: Corridor, user: User, *, today: date | None = None) -> list[Fact]:
    """Open, overdue and closed gaps of a corridor by severity, as far as the person sees them."""
    seen = GapFinding.objects.visible_to(user).filter(corridor=corridor).order_by()
    overdue = Count("pk", filter=is_late(today or timezone.localdate()))
    counts = seen.values("state", "severity").annotate(count=Count("pk"), late=overdue)
    still, late, closed, aside = (dict.fromkeys(Severity.values, 0) for _place in range(4))
    for row in counts:
        target = aside
        if row["state"] in UNSETTLED:
            target = still
            late[row["severity"]] += row["late"]
        elif row["state"] == GapState.CLOSED:
            target = closed
        target[row["severity"]] += row["count"]
    ref = corridor.ref
    return [
        _fact(_("Gaps still to be closed"), still, _register_url(corridor=ref, state=ANY_UNSETTLED)),
        _fact(_("Gaps overdue"), late, _register_url(corridor=ref, overdue="yes")),
        _fact(_("Gaps closed"), closed, _register_url(corridor=ref, state=GapState.CLOSED)),
        _fact(_("Gaps kept or dismissed"), aside, _register_url(corridor=ref)),
    ]


def _fact(label: str, counts: dict[str, int], url: str) -> Fact:
    by_severity = ", ".join(
        f"{count} {Severity(severity).label.lower()}" for severity, count in counts.items() if count
    )
    return Fact(label=label, value=str(sum(counts.values())), url=url, hint=by_severity)
