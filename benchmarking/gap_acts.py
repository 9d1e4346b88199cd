"""What can be done with a gap, from which state, by whom. Data; no queries, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import Permission
from benchmarking.states import GapState, ReplyPosition

OPEN, AGREED, IN_PROGRESS = GapState.OPEN, GapState.AGREED, GapState.IN_PROGRESS
WAITING, CLOSED, KEPT, DISMISSED = GapState.WAITING_CHECK, GapState.CLOSED, GapState.KEPT, GapState.DISMISSED

#: States in which a gap still asks for somebody's work; only these can be overdue.
UNSETTLED = frozenset({OPEN, AGREED, IN_PROGRESS, WAITING})


class GapAct(StrEnum):
    """A verb on a gap. The value is also the end of its address: "report-done" and so on."""

    EDIT = auto()
    AGREE = auto()
    START = auto()
    REPORT = auto()
    SEND_BACK = auto()
    CLOSE = auto()
    KEEP = auto()
    DISMISS = auto()
    REOPEN = auto()
    REPLY = auto()
    POSITION = auto()
    ACTIVITY = auto()


@dataclass(frozen=True)
class Rule:
    """From which states an act is possible, to which it leads ("" for none), and the right it needs."""

    label: Promise
    permission: Permission
    starts: frozenset[GapState]
    leads_to: GapState | None = None


#: A word in the conversation needs GAP_WORK, for both sides talk there; the formal reply is the sending country's.
RULES: dict[GapAct, Rule] = {
    GapAct.EDIT: Rule(gettext_lazy("Edit"), Permission.GAP_EDIT, UNSETTLED | {KEPT}),
    GapAct.AGREE: Rule(gettext_lazy("Agree"), Permission.GAP_AGREE, frozenset({OPEN}), AGREED),
    GapAct.START: Rule(gettext_lazy("Start work"), Permission.GAP_WORK, frozenset({AGREED}), IN_PROGRESS),
    GapAct.REPORT: Rule(
        gettext_lazy("Report done"), Permission.GAP_WORK, frozenset({AGREED, IN_PROGRESS}), WAITING
    ),
    GapAct.SEND_BACK: Rule(
        gettext_lazy("Send back"), Permission.GAP_CLOSE, frozenset({WAITING}), IN_PROGRESS
    ),
    GapAct.CLOSE: Rule(gettext_lazy("Check and close"), Permission.GAP_CLOSE, frozenset({WAITING}), CLOSED),
    GapAct.KEEP: Rule(
        gettext_lazy("Keep as difference"),
        Permission.GAP_EDIT,
        frozenset({OPEN, AGREED, IN_PROGRESS}),
        KEPT,
    ),
    GapAct.DISMISS: Rule(gettext_lazy("Dismiss"), Permission.GAP_EDIT, frozenset({OPEN, AGREED}), DISMISSED),
    GapAct.REOPEN: Rule(
        gettext_lazy("Take up again"), Permission.GAP_EDIT, frozenset({KEPT, DISMISSED}), OPEN
    ),
    GapAct.REPLY: Rule(gettext_lazy("Reply"), Permission.GAP_WORK, frozenset(GapState)),
    GapAct.POSITION: Rule(
        gettext_lazy("Give the formal reply"), Permission.GAP_REPLY, frozenset(GapState) - {CLOSED}
    ),
    GapAct.ACTIVITY: Rule(gettext_lazy("Add an activity"), Permission.GAP_EDIT, UNSETTLED),
}


def is_possible(act: GapAct, state: str) -> bool:
    """Whether the state allows the act."""
    return state in RULES[act].starts


def refusal(act: GapAct, state: str) -> str:
    """The sentence for somebody who tried what the state does not allow."""
    if state == GapState.CLOSED and act != GapAct.CLOSE:
        return _("This gap is closed. A closed gap stays as it is; a new judgement can open a new one.")
    return _(
        "This gap is now “%(state)s”, so “%(act)s” is not possible. Look at the page again; somebody may have been faster."
    ) % {"state": GapState(state).label, "act": RULES[act].label}


def own_report() -> str:
    """The sentence for the person who reported a gap done and would also check it."""
    return _(
        "You reported this gap done, so another person of the receiving side checks and closes it. "
        "You can still read everything and reply."
    )


def main_act(*, state: str, mine: bool, sending: bool, position: str, released: bool) -> GapAct | None:
    """The act that is the next step of a person's side; None where the ball lies elsewhere.

    Args:
        mine: whether the person's side has the ball.
        sending: whether the person stands on the sending side.
        position: the sending country's latest formal reply, "" where there is none.
        released: whether the sending side sees the gap.
    """
    if not mine or (state == GapState.OPEN and not released):
        return None
    if state == GapState.OPEN:
        accepted = (ReplyPosition.ACCEPTS, ReplyPosition.REMARKS)
        otherwise = GapAct.POSITION if sending else GapAct.REPLY
        return GapAct.AGREE if position in accepted else otherwise
    steps = {AGREED: GapAct.START, IN_PROGRESS: GapAct.REPORT, WAITING: GapAct.CLOSE}
    return steps.get(GapState(state))
