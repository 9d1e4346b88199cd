"""Who records which view of a benchmark, and which one a page of the workspace shows."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.access import can
from accounts.models import User
from accounts.permissions import Permission, Side
from benchmarking.models import Benchmark
from benchmarking.queries.sight import Sight, sight_from
from benchmarking.states import View

#: The right that writing a view needs.
PERMISSION_OF: dict[str, Permission] = {
    View.RECEIVING: Permission.JUDGE,
    View.SENDING: Permission.JUDGE_SENDING,
    View.AGREED: Permission.JUDGE_AGREED,
}


@dataclass(frozen=True)
class _Standing:
    """Sides that were asked for once, for several questions of rights."""

    sides: frozenset[Side]

    def sides_of(self, _user: User) -> frozenset[Side]:
        """Those sides."""
        return self.sides


def may_record(user: User, benchmark: Benchmark, view: str) -> bool:
    """Whether the role of this person includes writing this view of this benchmark, whatever state it is in."""
    return can(user, PERMISSION_OF[view], benchmark)


def may_mark_additional(user: User, benchmark: Benchmark) -> bool:
    """Whether the role of this person includes marking sending lines additional (X).

    The mark says that no receiving line rests on the line, so it needs the receiving view: its people, or whoever
    records the agreed view and may read the receiving one.
    """
    standing = _Standing(benchmark.sides_of(user))
    return _may_mark(user, benchmark, standing, sight_from(benchmark, standing.sides))


def _may_mark(user: User, benchmark: Benchmark, standing: _Standing, sight: Sight) -> bool:
    if not sight.sees_receiving:
        return False
    shared = has_agreed_view(benchmark) and can(user, Permission.JUDGE_AGREED, standing)
    return shared or can(user, Permission.JUDGE, standing)


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


def stance_of(user: User, benchmark: Benchmark, asked: str = "", *, writing: bool = False) -> Stance:
    """The stance with the view that the address asks for; a hidden or unknown one falls back to one's own.

    Additional lines (X) come from the receiving view and the agreed one, so they are shown and marked only where the
    receiving view may be read.

    Args:
        writing: for a form that names its view: that view is kept even where it is hidden, and its rights decide.
    """
    standing = _Standing(benchmark.sides_of(user))
    sight = sight_from(benchmark, standing.sides)
    shown = {view for view in sight.views if view != View.AGREED or has_agreed_view(benchmark)}
    home = home_view(sight, benchmark)
    view = View(asked) if asked in (View.values if writing else shown) else home
    recorded = can(user, PERMISSION_OF[view], standing)
    editable = recorded and benchmark.is_open
    marks = editable and view != View.SENDING and _may_mark(user, benchmark, standing, sight)
    views = tuple(one for one in View if one in shown)
    return Stance(sight, view, views, view == home, recorded, editable, marks)
