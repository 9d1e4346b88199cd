"""What a benchmark carries over to newer editions, and what is open again. Pure: lines and judgements in, decisions out.

A line is followed by its key, else as `standards.changes` follows lines. It says the same where its content hash is
the same, or where only its printed number changed. A judgement is carried where its line and every counterpart that
it rests on say the same; else it is open again, with its words kept as a note. Nothing is lost in between: every
judgement is carried, open again, or belongs to a line that is no longer rated.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from standards.changes import LineChange, Row, compare

#: What makes a line say something else. Not the number, and not the marks or how far a translation was checked.
CONTENT = ("kind", "text", "text_original", "critical")
AGREED, RECEIVING, SENDING = "agreed", "receiving", "sending"  # as benchmarking.states.View


class Why(StrEnum):
    """Why a judgement is open again."""

    TEXT = "text"  # the receiving line says something else
    CHANGED = "changed"  # a counterpart says something else
    REMOVED = "removed"  # a counterpart is gone
    AGREED = (
        "agreed"  # the agreed view of the line is open again, and the figures would fall back on this one
    )


class Fate(StrEnum):
    """What becomes of a rated line of the newer editions."""

    CARRIED = "carried"
    REOPENED = "reopened"
    NEW = "new"
    WAITING = "waiting"  # nobody had compared it before either


@dataclass(frozen=True)
class Text:
    """One line of an edition: its primary key and what it says, in reading order with the others."""

    pk: int
    row: Row


@dataclass(frozen=True)
class Pairing:
    """The lines of one side's editions beside those of the newer ones.

    `twin` leads from an old line to the new one, `same` holds the old lines that say the same there. `changes` tells,
    by the new line's key, how a line changed that says something else.
    """

    twin: Mapping[int, int] = field(default_factory=dict)
    same: frozenset[int] = frozenset()
    new: tuple[int, ...] = ()
    removed: tuple[int, ...] = ()
    renumbered: frozenset[int] = frozenset()
    changes: Mapping[int, LineChange] = field(default_factory=dict)

    @property
    def changed(self) -> frozenset[int]:
        """Old lines that say something else in the newer edition."""
        return frozenset(self.twin) - self.same

    def __add__(self, other: Pairing) -> Pairing:
        """Both pairs of editions together."""
        return Pairing(
            {**self.twin, **other.twin},
            self.same | other.same,
            self.new + other.new,
            self.removed + other.removed,
            self.renumbered | other.renumbered,
            {**self.changes, **other.changes},
        )


def pair(before: Sequence[Text], after: Sequence[Text]) -> Pairing:
    """The lines of an edition beside those of a newer one."""
    old = {id(one.row): one.pk for one in before}
    new = {id(one.row): one.pk for one in after}
    twin: dict[int, int] = {}
    same, renumbered = set(), set()
    came, gone = [], []
    changes: dict[int, LineChange] = {}
    for change in compare([one.row for one in before], [one.row for one in after]):
        if change.after is None:
            gone.append(old[id(change.before)])
            continue
        now = new[id(change.after)]
        if change.before is None:
            came.append(now)
            continue
        was = old[id(change.before)]
        twin[was] = now
        if not says_the_same(change):
            changes[now] = change
            continue
        same.add(was)
        if "number" in change.fields:
            renumbered.add(was)
    return Pairing(twin, frozenset(same), tuple(came), tuple(gone), frozenset(renumbered), changes)


def kept(lines: Iterable[int]) -> Pairing:
    """An edition that stays: every line is its own twin."""
    keys = list(lines)
    return Pairing({key: key for key in keys}, frozenset(keys))


def says_the_same(change: LineChange) -> bool:
    """Whether a judgement on the line as it was holds for the line as it is. Its place and number do not matter."""
    return bool(change.before and change.after) and not set(change.fields) & set(CONTENT)


@dataclass(frozen=True)
class Held:
    """A judgement of the benchmark that is carried on: whose view, on which line, resting on which sending lines."""

    pk: int
    view: str
    line: int
    rating: str
    counterparts: tuple[int, ...] = ()


@dataclass(frozen=True)
class Decision:
    """What becomes of one judgement. `line` and `counterparts` are those of the newer editions.

    `touched` are the old counterparts that changed or went.
    """

    held: Held
    line: int
    counterparts: tuple[int, ...]
    why: tuple[Why, ...] = ()
    touched: tuple[int, ...] = ()

    @property
    def is_carried(self) -> bool:
        """Whether the rating goes on as it stands."""
        return not self.why


@dataclass(frozen=True)
class Plan:
    """Everything that starting the next benchmark does with lines and judgements.

    `fates` has every rated line of the newer editions, in reading order. `left` are judgements of lines that are gone
    or no longer rated; they stay readable in the benchmark before.
    """

    decisions: tuple[Decision, ...]
    fates: Mapping[int, Fate]
    left: tuple[Held, ...]
    removed: tuple[int, ...]  # old rated lines that are gone or no longer rated

    def count(self, fate: Fate) -> int:
        """How many rated lines have this fate."""
        return sum(1 for one in self.fates.values() if one == fate)

    @property
    def open(self) -> int:
        """Lines that are to be compared in the next benchmark."""
        return len(self.fates) - self.count(Fate.CARRIED)


def decide(
    reference: Pairing,
    sending: Pairing,
    *,
    rated_before: Collection[int],
    rated_after: Sequence[int],
    held: Sequence[Held],
) -> Plan:
    """What is carried, open again, new and gone.

    Args:
        rated_before: lines that the benchmark rates now.
        rated_after: lines that the next one rates, in reading order.
        held: its judgements, of all views.
    """
    before, after = set(rated_before), set(rated_after)
    decisions: list[Decision] = []
    left: list[Held] = []
    for one in held:
        line = reference.twin.get(one.line)
        if line is None or line not in after or one.line not in before:
            left.append(one)
        else:
            decisions.append(_decide(one, line, reference, sending))
    decided = tuple(_with_agreement(decisions))
    known = {line for old, line in reference.twin.items() if old in before}
    fates = {
        line: _fate(line, line in known, decided_on) for line, decided_on in _by_line(rated_after, decided)
    }
    removed = tuple(line for line in rated_before if reference.twin.get(line) not in after)
    return Plan(decided, fates, tuple(left), removed)


def _decide(held: Held, line: int, reference: Pairing, sending: Pairing) -> Decision:
    gone = [one for one in held.counterparts if one not in sending.twin]
    changed = [one for one in held.counterparts if one in sending.twin and one not in sending.same]
    why = [
        *([Why.TEXT] if held.line not in reference.same else []),
        *([Why.CHANGED] if changed else []),
        *([Why.REMOVED] if gone else []),
    ]
    links = tuple(sending.twin[one] for one in held.counterparts if one in sending.twin)
    return Decision(held, line, links, tuple(why), (*changed, *gone))


def _with_agreement(decisions: Sequence[Decision]) -> Iterable[Decision]:
    """Where the agreed view is open again the receiving view is too: no figure may fall back on it unasked."""
    open_again = {one.line for one in decisions if one.held.view == AGREED and one.held.rating and one.why}
    for one in decisions:
        if one.held.view == RECEIVING and not one.why and one.line in open_again:
            yield Decision(one.held, one.line, one.counterparts, (Why.AGREED,))
        else:
            yield one


def _by_line(lines: Sequence[int], decisions: Iterable[Decision]) -> Iterable[tuple[int, list[Decision]]]:
    found: dict[int, list[Decision]] = {line: [] for line in lines}
    for one in decisions:
        found[one.line].append(one)
    return found.items()


def _fate(line: int, known: bool, decisions: Sequence[Decision]) -> Fate:
    """By the judgement that the figures count: the agreed one, else the receiving one (product.md section 5)."""
    if not known:
        return Fate.NEW
    counted = [one for one in decisions if one.held.view != SENDING and one.held.rating]
    if not counted:
        return Fate.WAITING
    return Fate.CARRIED if any(one.is_carried for one in counted) else Fate.REOPENED


def whole_sections(
    before: Mapping[int, Collection[int]],
    after: Mapping[int, Collection[int]],
    reference: Pairing,
    plan: Plan,
) -> dict[int, int]:
    """Sections (old -> new) whose verdict goes on: the heading says the same, no line came or went, all are carried.

    Args:
        before: rated lines by section, of the benchmark as it is; `after` those of the next one.
    """
    found = {}
    for section, lines in before.items():
        now = reference.twin.get(section)
        if now is None or section not in reference.same:
            continue
        twins = {reference.twin.get(line) for line in lines}
        there = set(after.get(now, ()))
        if there and twins == there and all(plan.fates.get(line) == Fate.CARRIED for line in there):
            found[section] = now
    return found
