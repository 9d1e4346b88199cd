"""Who records which view of a benchmark, and which one a page of the workspace shows."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.access import can
from accounts.models import User
from accounts.permissions import Permission
from benchmarking.models import Benchmark
from benchmarking.queries.sight import Sight, sight_of
from benchmarking.states import View

#: The right that writing a view needs.
PERMISSION_OF: dict[str, Permission] = {
    View.RECEIVING: Permission.JUDGE,
    View.SENDING: Permission.JUDGE_SENDING,
    View.AGREED: Permission.JUDGE_AGREED,
}


def may_record(user: User, benchmark: Benchmark, view: str) -> bool:
    """Whether the role of this person includes writing this view of this benchmark, whatever state it is in."""
    return can(user, PERMISSION_OF[view], benchmark)


def may_mark_additional(user: User, benchmark: Benchmark) -> bool:
    """Whether the role of this person includes marking sending lines additional (X).

    The mark says that no receiving line rests on the line, so it needs the receiving view: its people, or whoever
    records the agreed view and may read the receiving one.
    """
    if not sight_of(user, benchmark).sees_receiving:
        return False
    shared = has_agreed_view(benchmark) and can(user, Permission.JUDGE_AGREED, benchmark)
    return shared or can(user, Permission.JUDGE, benchmark)


def has_agreed_view(benchmark: Benchmark) -> bool:
    """Whether the agreed view may be recorded: the sending side takes part, or reads the receiving view."""
    return bool(benchmark.invited_at or benchmark.released_at)


@dataclass(frozen=True)
class Stance:
    """How one person stands before a benchmark with one view open. `views` are those that may be switched to,
    `is_home` says that the open one opens by itself."""

    sight: Sight
    view: View
    views: tuple[View, ...]
    is_home: bool
    may_record: bool
    editable: bool
    may_mark: bool


def home_view(sight: Sight, benchmark: Benchmark) -> View:
    """The view that opens by itself: one's own side's while the benchmark is in work, else what there is to read."""
    if View.RECEIVING in sight.views and not benchmark.is_open:
        return View.RECEIVING
    return sight.own or View.RECEIVING


def stance_of(user: User, benchmark: Benchmark, asked: str = "") -> Stance:
    """The stance with the view that the address asks for; a hidden or unknown one falls back to one's own.

    Additional lines (X) come from the receiving view and the agreed one, so they are shown and marked only where the
    receiving view may be read.
    """
    sight = sight_of(user, benchmark)
    shown = {view for view in sight.views if view != View.AGREED or has_agreed_view(benchmark)}
    home = home_view(sight, benchmark)
    view = View(asked) if asked in shown else home
    recorded = may_record(user, benchmark, view)
    editable = recorded and benchmark.is_open
    marks = editable and view != View.SENDING and may_mark_additional(user, benchmark)
    views = tuple(one for one in View if one in shown)
    return Stance(sight, view, views, view == home, recorded, editable, marks)
