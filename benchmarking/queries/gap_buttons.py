"""What comes next with a gap, in words and as buttons: the main one is the next step of the reader's own side."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Side
from benchmarking import gap_acts
from benchmarking.gap_acts import RULES, GapAct
from benchmarking.models import GapFinding
from benchmarking.queries.gap_rows import holder_of, position_of
from benchmarking.states import GapState, ReplyPosition
from core.countries import name_of

#: Acts with a button beside the state, in their order, and the end of their URL name.
_BUTTONS: dict[GapAct, str] = {
    GapAct.CLOSE: "gap-close",
    GapAct.POSITION: "gap-position",
    GapAct.AGREE: "gap-agree",
    GapAct.START: "gap-start",
    GapAct.REPORT: "gap-report",
    GapAct.REPLY: "gap-reply",
    GapAct.SEND_BACK: "gap-send-back",
    GapAct.REOPEN: "gap-reopen",
    GapAct.KEEP: "gap-keep",
    GapAct.DISMISS: "gap-dismiss",
}
_POSTED = frozenset({GapAct.AGREE, GapAct.START})


@dataclass(frozen=True)
class Button:
    """One act on the page of a gap."""

    act: GapAct
    url: str
    main: bool

    @property
    def label(self) -> str:
        """Its words."""
        return str(RULES[self.act].label)

    @property
    def posts(self) -> bool:
        """Whether it acts at once; the others open a form."""
        return self.act in _POSTED


def buttons_for(user: User, gap: GapFinding, acts: Collection[GapAct]) -> list[Button]:
    """The acts that are possible for this person, their side's own next step first."""
    main = gap_acts.main_act(
        state=gap.state,
        mine=holder_of(gap) == user.country != "",
        sending=Side.SENDING in gap.sides_of(user),
        position=position_of(gap),
        released=gap.released_at is not None,
    )
    shown = [act for act in _BUTTONS if act in acts and (act != GapAct.REPLY or act == main)]
    found = [
        Button(act, reverse(f"benchmarking:{_BUTTONS[act]}", kwargs={"ref": gap.ref}), act == main)
        for act in shown
    ]
    return sorted(found, key=lambda button: not button.main)


def next_step(gap: GapFinding) -> str:
    """What comes next and who has the ball, as a sentence."""
    holder = holder_of(gap)
    words = {"holder": name_of(holder) if holder else "", "sending": name_of(gap.corridor.sending_country)}
    if gap.state == GapState.OPEN:
        return _open_step(gap, holder) % words
    return {
        GapState.AGREED: _("%(holder)s starts the work that closes it, or reports it done."),
        GapState.IN_PROGRESS: _("%(holder)s does the work and reports what was done, with proof."),
        GapState.WAITING_CHECK: _(
            "%(holder)s checks what was reported. The person who closes it is not the one who reported it."
        ),
        GapState.CLOSED: _("Nothing is left to do. A closed gap stays as it is."),
        GapState.KEPT: _("The difference is accepted and stays. It can be taken up again with a reason."),
        GapState.DISMISSED: _(
            "It was found to be no gap. It stays visible and can be taken up again with a reason."
        ),
    }[GapState(gap.state)] % words


def _open_step(gap: GapFinding, holder: str) -> str:
    if gap.released_at is None and gap.review is not None:
        return _(
            "%(holder)s releases the review of this step; then %(sending)s sees this gap and can answer."
        )
    if gap.released_at is None:
        return _("%(holder)s releases its view; then %(sending)s sees this gap and can answer.")
    if holder == gap.corridor.sending_country:
        return _("%(holder)s reads it and says formally whether it accepts the finding, then it is agreed.")
    if position_of(gap) == ReplyPosition.CONTESTS:
        return _(
            "%(holder)s answers the objection of %(sending)s: it changes the finding, or says why it stands."
        )
    return _("%(holder)s reads the reply and agrees that the gap is worked on, or answers.")
