"""The life of a report as one table: every step, from where to where, who may take it, and on what condition.

Verbs, buttons and the table in the help read the same rows; `reports.states.REPORT_TRANSITIONS` says once more which
moves a row can make, and a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.permissions import MATRIX, Permission, Side
from accounts.states import Role
from reports.states import Reach, ReportState

_EVERY = frozenset(Reach)
_OUT = _("The PDF is ready, and the judgements behind this version are released.")


@dataclass(frozen=True)
class Step:
    """One step: `words` on its button, `starts` and `to` its states (None: it stays), `permission` who may take it
    (None: the portal itself).

    `condition` is what must hold beside that, in a sentence. `told` is said after it. `dated`: a day can be given by
    which the other side should be through. `reaches`: for which reports there is such a step at all.
    """

    words: str | Promise
    starts: tuple[ReportState, ...]
    to: ReportState | None
    permission: Permission | None
    condition: str | Promise = ""
    told: str | Promise = ""
    dated: bool = False
    reaches: frozenset[str] = _EVERY

    @property
    def limit(self) -> str:
        """Which reports have no such step, in a sentence; "" where all have it."""
        if Reach.PILOT in self.reaches:
            return ""
        if Reach.COUNTRY in self.reaches:
            return str(_("Not for a report on a whole pilot."))
        return str(
            _("Only for a report on one corridor: a working group reads the reports of its own corridors.")
        )


_DRAFT, _CHECK, _REPLY = ReportState.DRAFT, ReportState.INTERNAL_CHECK, ReportState.COUNTRY_REPLY
_REVIEW, _RETURNED, _ACCEPTED = ReportState.ILO_REVIEW, ReportState.RETURNED, ReportState.ACCEPTED
_PUBLISHED, _SUPERSEDED = ReportState.PUBLISHED, ReportState.SUPERSEDED

#: What the coordinator of the receiving side does by `actions.move`, by the state that it leads to.
MOVES: dict[str, Step] = {
    _CHECK: Step(
        words=_("Give to the working group for a check"),
        starts=(_DRAFT,),
        to=_CHECK,
        permission=Permission.REPORT_MOVE,
        told=_("The working group can now read and comment on the report."),
        dated=True,
        reaches=frozenset({Reach.CORRIDOR}),  # experts read no wider report (Scope.sides_of)
    ),
    _REPLY: Step(
        words=_("Send to the sending country"),
        starts=(_DRAFT, _CHECK),
        to=_REPLY,
        permission=Permission.REPORT_MOVE,
        condition=_OUT,
        told=_("The report is with the sending country, which can read and comment on it."),
        dated=True,
        reaches=frozenset({Reach.CORRIDOR, Reach.COUNTRY}),
    ),
    _REVIEW: Step(
        words=_("Send to the ILO"),
        starts=(_DRAFT, _CHECK, _REPLY),
        to=_REVIEW,
        permission=Permission.REPORT_MOVE,
        condition=_OUT,
        told=_("The report is with the ILO for review."),
        dated=True,
    ),
    _DRAFT: Step(
        words=_("Take back to draft"),
        starts=(_CHECK, _REPLY),
        to=_DRAFT,
        permission=Permission.REPORT_MOVE,
        told=_("The report is a draft again; only your side sees it."),
    ),
    _PUBLISHED: Step(
        words=_("Publish"),
        starts=(_ACCEPTED,),
        to=_PUBLISHED,
        permission=Permission.REPORT_MOVE,
        condition=_(
            "The report on the same things that was published before is superseded at the same moment."
        ),
        told=_("The report is published."),
    ),
}

_TWO_PEOPLE = _("Another person than the one who asked.")

#: Steps that have verbs of their own.
NEW_VERSION = Step(_("Make a new version"), (_DRAFT, _RETURNED), _DRAFT, Permission.REPORT_REQUEST)
ACCEPT = Step(
    _("Accept"),
    (_REVIEW,),
    _ACCEPTED,
    Permission.REPORT_REVIEW,
    _("The PDF is ready. Nobody decides on a report that they made or sent."),
)
RETURN = Step(
    _("Return"),
    (_REVIEW,),
    _RETURNED,
    Permission.REPORT_REVIEW,
    _("A reason. The PDF is ready. Nobody decides on a report that they made or sent."),
)
SUPERSEDE = Step(
    _("Supersede"), (_PUBLISHED,), _SUPERSEDED, None, _("A newer report on the same things is published.")
)
ASK_WITHDRAWAL = Step(
    _("Ask for withdrawal"), (_PUBLISHED, _SUPERSEDED), None, Permission.REPORT_WITHDRAW, _("A reason.")
)
WITHDRAW = Step(
    _("Withdraw"),
    (_PUBLISHED, _SUPERSEDED),
    ReportState.WITHDRAWN,
    Permission.REPORT_WITHDRAW,
    _TWO_PEOPLE,
)

#: All steps in the order of a report's life, as the help prints them.
STEPS: tuple[Step, ...] = (
    MOVES[_CHECK],
    MOVES[_REPLY],
    MOVES[_REVIEW],
    MOVES[_DRAFT],
    NEW_VERSION,
    ACCEPT,
    RETURN,
    MOVES[_PUBLISHED],
    SUPERSEDE,
    ASK_WITHDRAWAL,
    WITHDRAW,
)
#: States in which a report can be withdrawn.
WITHDRAWABLE: tuple[ReportState, ...] = WITHDRAW.starts
#: States in which somebody is asked to answer by a day.
DATED: tuple[ReportState, ...] = tuple(ReportState(to) for to, step in MOVES.items() if step.dated)


def moves_from(state: str, reach: str = Reach.CORRIDOR) -> frozenset[str]:
    """Where the coordinator may send a report in this state; a returned one goes on by a new version only."""
    return frozenset(to for to, step in MOVES.items() if state in step.starts and reach in step.reaches)


_SIDES: dict[Side, str | Promise] = {
    Side.RECEIVING: _("%(role)s of the receiving side"),
    Side.SENDING: _("%(role)s of the sending side"),
    Side.HEADING: _("Head of a working group of the receiving side"),
}


def holders_of(step: Step) -> list[str]:
    """Who may take the step, in words, from the matrix of rights."""
    if step.permission is None:
        return [str(_("The portal itself"))]
    grants: Iterable[tuple[Side, Role]] = MATRIX[step.permission]
    order = list(Role)
    return [
        str(_SIDES.get(side, "%(role)s")) % {"role": role.label}
        for side, role in sorted(grants, key=lambda grant: (order.index(grant[1]), grant[0]))
    ]
