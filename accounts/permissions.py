"""Who may do what: the matrix, as data. `visible_to(user)` decides what exists, this decides what is allowed.

A right belongs to a role *on a side*: the same coordinator manages the receiving side of one corridor and
has no say on the sending side of another (product.md section 2, research table of rights redrawn).
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum, auto

from accounts.states import Role


class Side(StrEnum):
    """Where a person stands towards one object."""

    HOME = auto()  # the person's own country, for things that do not exist yet
    OWNER = auto()  # the object belongs to the person's country
    LEAD = auto()  # the pilot is led by the person's country
    RECEIVING = auto()  # receiving side of the corridor (experts: only in a team that serves it)
    SENDING = auto()  # sending side of the corridor
    HEADING = auto()  # head of a team of the receiving side that serves the corridor
    READING = auto()  # an edition that was shared for reading
    REVIEWING = auto()  # the ILO
    OBSERVING = auto()  # published things only
    PORTAL = auto()  # the running of the portal, no content


class Permission(StrEnum):
    """Every act that is not open to whoever sees the object."""

    STANDARD_CREATE = auto()
    EDITION_EDIT = auto()
    EDITION_SUBMIT = auto()
    EDITION_DECIDE = auto()
    LINE_COMMENT = auto()
    REFERENCE_EDIT = auto()
    STEP_CLOSE = auto()
    ACTIVITY_EDIT = auto()
    BENCHMARK_OPEN = auto()
    BENCHMARK_SET = auto()
    JUDGE = auto()
    JUDGE_SENDING = auto()
    JUDGE_AGREED = auto()
    VIEW_RELEASE = auto()
    VERDICT = auto()
    RECOMMEND = auto()
    SIGN = auto()
    THRESHOLDS_EDIT = auto()
    THESAURUS_EDIT = auto()
    QUESTIONNAIRE_EDIT = auto()
    ANSWER = auto()
    ANSWER_SUBMIT = auto()
    ARRANGEMENT_RATE = auto()
    LEVELS_EDIT = auto()
    PAPER_REVIEW = auto()
    BENCHMARK_COMPLETE = auto()
    GAP_EDIT = auto()
    GAP_AGREE = auto()
    GAP_REPLY = auto()
    GAP_WORK = auto()
    GAP_CLOSE = auto()
    MISSION_PLAN = auto()
    OBSERVE = auto()
    REPORT_REQUEST = auto()
    REPORT_MOVE = auto()
    REPORT_COMMENT = auto()
    REPORT_REVIEW = auto()
    REPORT_WORDING = auto()
    REPORT_ANSWER = auto()
    REPORT_SETTLE = auto()
    REPORT_WITHDRAW = auto()
    REPORT_FILE = auto()
    REPORT_DOWNLOADS = auto()
    PEOPLE_MANAGE = auto()
    HISTORY_READ = auto()
    PORTAL_RUN = auto()
    PEOPLE_SEE = auto()
    PEOPLE_INVITE = auto()
    PEOPLE_KEEP = auto()
    OFFICE_KEEP = auto()
    TEAM_KEEP = auto()


Grant = tuple[Side, Role]

_LEADERS: frozenset[Grant] = frozenset({(Side.LEAD, Role.COORDINATOR)})
_RECEIVING_COORDINATOR: frozenset[Grant] = frozenset({(Side.RECEIVING, Role.COORDINATOR)})
_RECEIVING: frozenset[Grant] = _RECEIVING_COORDINATOR | {(Side.RECEIVING, Role.EXPERT)}
_SENDING: frozenset[Grant] = frozenset(
    {(Side.SENDING, Role.FOCAL_POINT), (Side.SENDING, Role.EXPERT), (Side.SENDING, Role.COORDINATOR)}
)
_SENDING_VOICE: frozenset[Grant] = frozenset(
    {(Side.SENDING, Role.FOCAL_POINT), (Side.SENDING, Role.COORDINATOR)}
)
_REVIEWERS: frozenset[Grant] = frozenset({(Side.REVIEWING, Role.REVIEWER)})


#: Who looks after the accounts of a country: its own voices, and the portal's administration.
_KEEPERS: frozenset[Grant] = frozenset(
    {(Side.HOME, Role.COORDINATOR), (Side.HOME, Role.FOCAL_POINT), (Side.PORTAL, Role.ADMINISTRATOR)}
)


def _authors(side: Side) -> frozenset[Grant]:
    return frozenset({(side, Role.FOCAL_POINT), (side, Role.EXPERT), (side, Role.COORDINATOR)})


#: Permission -> (side, role) pairs that hold it.
MATRIX: dict[Permission, frozenset[Grant]] = {
    Permission.STANDARD_CREATE: _authors(Side.HOME),
    Permission.EDITION_EDIT: _authors(Side.OWNER),
    Permission.EDITION_SUBMIT: frozenset({(Side.OWNER, Role.FOCAL_POINT), (Side.OWNER, Role.COORDINATOR)}),
    # The receiving coordinator accepts sending editions, a country's own approving official its own.
    Permission.EDITION_DECIDE: _RECEIVING_COORDINATOR | {(Side.OWNER, Role.COORDINATOR)},
    # Whoever works with an edition may ask about a line; the thread belongs to the asking country and the owner.
    Permission.LINE_COMMENT: _authors(Side.OWNER) | _authors(Side.READING) | _RECEIVING | _REVIEWERS,
    # Bodies and level frameworks are each country's own; ISCO-08, skill areas and AQRF the portal's (product.md 2).
    Permission.REFERENCE_EDIT: frozenset(
        {(Side.OWNER, Role.COORDINATOR), (Side.OWNER, Role.FOCAL_POINT), (Side.PORTAL, Role.ADMINISTRATOR)}
    ),
    Permission.STEP_CLOSE: _RECEIVING_COORDINATOR,
    Permission.ACTIVITY_EDIT: _LEADERS | {(Side.LEAD, Role.EXPERT)},
    Permission.BENCHMARK_OPEN: _RECEIVING,
    # Who may read whose view is decided by Judgement.objects.visible_to; these say who writes which.
    Permission.BENCHMARK_SET: _RECEIVING_COORDINATOR,
    Permission.JUDGE: _RECEIVING,
    Permission.JUDGE_SENDING: _SENDING,
    Permission.JUDGE_AGREED: _RECEIVING | _SENDING,
    Permission.VIEW_RELEASE: _RECEIVING | _SENDING_VOICE,
    Permission.VERDICT: _RECEIVING,
    Permission.RECOMMEND: _RECEIVING,
    Permission.SIGN: _RECEIVING_COORDINATOR | _SENDING_VOICE,
    Permission.THRESHOLDS_EDIT: _RECEIVING_COORDINATOR,
    Permission.THESAURUS_EDIT: frozenset({(Side.HOME, Role.COORDINATOR), (Side.HOME, Role.EXPERT)}),
    # Questionnaires belong to the lead coordinator of the pilot, answers to each country (product.md 2).
    Permission.QUESTIONNAIRE_EDIT: frozenset({(Side.OWNER, Role.COORDINATOR)}),
    Permission.ANSWER: _authors(Side.OWNER),
    Permission.ANSWER_SUBMIT: frozenset({(Side.OWNER, Role.FOCAL_POINT), (Side.OWNER, Role.COORDINATOR)}),
    Permission.ARRANGEMENT_RATE: _RECEIVING,
    Permission.LEVELS_EDIT: _RECEIVING,
    Permission.PAPER_REVIEW: _RECEIVING,
    Permission.BENCHMARK_COMPLETE: _RECEIVING,
    Permission.GAP_EDIT: _RECEIVING,
    Permission.GAP_AGREE: _RECEIVING | _SENDING_VOICE,
    Permission.GAP_REPLY: _SENDING,
    Permission.GAP_WORK: _RECEIVING | _SENDING,
    Permission.GAP_CLOSE: _RECEIVING,
    Permission.MISSION_PLAN: _LEADERS,
    Permission.OBSERVE: _LEADERS | {(Side.LEAD, Role.EXPERT)},
    Permission.REPORT_REQUEST: _RECEIVING_COORDINATOR,
    Permission.REPORT_MOVE: _RECEIVING_COORDINATOR,
    Permission.REPORT_COMMENT: _RECEIVING | _SENDING | _REVIEWERS,
    Permission.REPORT_REVIEW: _REVIEWERS,
    # The words of a country's reports are its office's own.
    Permission.REPORT_WORDING: frozenset({(Side.OWNER, Role.COORDINATOR)}),
    # A comment is answered by those who wrote the report, and settled by them or by the office that made it.
    Permission.REPORT_ANSWER: _RECEIVING,
    Permission.REPORT_SETTLE: _RECEIVING | _authors(Side.OWNER) | {(Side.OWNER, Role.REVIEWER)},
    # Two people of these: one asks, another one confirms or refuses.
    Permission.REPORT_WITHDRAW: _RECEIVING_COORDINATOR | {(Side.HEADING, Role.EXPERT)},
    # Have a visible version made in a further format; see who took which file.
    Permission.REPORT_FILE: _RECEIVING | _SENDING | _REVIEWERS,
    Permission.REPORT_DOWNLOADS: _RECEIVING,
    Permission.PEOPLE_MANAGE: frozenset({(Side.PORTAL, Role.ADMINISTRATOR)}),
    # Jobs, mails, health, retention, erasing a person's data: the running of the portal, no content.
    Permission.PORTAL_RUN: frozenset({(Side.PORTAL, Role.ADMINISTRATOR)}),
    # Accounts, offices and teams of one's own country; which roles one gives is said by accounts.states.GIVES.
    Permission.PEOPLE_SEE: _KEEPERS,
    # Of one's own country and of what others released; the administrator who, when and what, without content.
    Permission.HISTORY_READ: _KEEPERS | _REVIEWERS,
    Permission.PEOPLE_INVITE: _KEEPERS,
    Permission.PEOPLE_KEEP: _KEEPERS,
    Permission.OFFICE_KEEP: _KEEPERS,
    Permission.TEAM_KEEP: _KEEPERS,
}


def held_by(roles: Iterable[str], side: Side, permission: Permission) -> bool:
    """Whether one of the roles holds the permission on this side; for lists, where `accounts.access.can` would ask too often."""
    return any((side, role) in MATRIX[permission] for role in roles)
