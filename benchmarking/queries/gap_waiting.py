"""Gaps that wait for somebody, and the corridor's figures."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum, auto
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.permissions import Permission, Side
from benchmarking.gap_acts import UNSETTLED
from benchmarking.models import GapFinding
from benchmarking.queries.gap_register import ANY_UNSETTLED
from benchmarking.queries.gap_rows import GapRow, holder_of, holds, is_late, with_words
from benchmarking.states import GapState, Severity
from core.summary import Fact, Waiting
from corridors.models import Corridor


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
    gaps = (
        GapFinding.objects.visible_to(user)
        .unsettled()
        .select_related("corridor__skill_area", "benchmark", "review")
    )
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
        url = _register_url(corridor=corridor.ref, state=_STATE_OF[ball], waiting="mine")
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
        _fact(_("Gaps overdue"), late, _register_url(corridor=ref, due="overdue")),
        _fact(_("Gaps closed"), closed, _register_url(corridor=ref, state=GapState.CLOSED)),
        _fact(_("Gaps kept or dismissed"), aside, _register_url(corridor=ref)),
    ]


def _fact(label: str, counts: dict[str, int], url: str) -> Fact:
    by_severity = ", ".join(
        f"{count} {Severity(severity).label.lower()}" for severity, count in counts.items() if count
    )
    return Fact(label=label, value=str(sum(counts.values())), url=url, hint=by_severity)
