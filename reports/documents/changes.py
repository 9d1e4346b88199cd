"""What one report says differently from an earlier one on the same things: editions, conclusion, ratings, gaps.

Pure: two documents in, a table of what differs out. It is frozen in the newer document and printed on its control page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

#: Rows of one group that are printed; the figure beside its name counts all.
PRINTED = 40


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs: what it is, what was said before and what is said now, "" where it was not there."""

    what: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """Changes of one kind, such as ratings; `total` counts those that are not listed too."""

    title: str
    rows: tuple[Change, ...] = ()
    total: int = 0

    @property
    def left_out(self) -> int:
        """How many are counted and not listed."""
        return self.total - len(self.rows)


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs from the report named in `since`; no group: nothing of what is compared."""

    since: str
    groups: tuple[ChangeGroup, ...] = ()


Pairs = dict[str, tuple[str, str]]  # key -> what it is called, what is said of it


def changes_between(older: Any, newer: Any) -> Changes | None:
    """What the newer document says differently; None where the two are not of one kind or nothing is compared."""
    if type(older) is not type(newer) or not hasattr(newer, "changes"):
        return None
    since = _("%(number)s, version %(version)d") % {"number": older.number, "version": older.version}
    groups = [
        _group(title, read(older), read(newer))
        for title, names, read in _readers()
        if all(hasattr(newer, name) for name in names)
    ]
    return Changes(since, tuple(group for group in groups if group is not None))


def _readers() -> tuple[tuple[str, tuple[str, ...], Callable[[Any], Pairs]], ...]:
    """What is compared: the heading, the fields it needs, what it reads."""
    return (
        (_("Editions"), ("editions",), _editions),
        (_("Conclusion and figures"), ("conclusion", "coverage"), _conclusion),
        (_("Verdicts on sections"), ("sections",), _verdicts),
        (_("Ratings of lines"), ("sections",), _ratings),
        (_("Gaps"), ("gaps",), _gaps),
        (_("Findings"), ("headings",), _findings),
    )


def _group(title: str, before: Pairs, after: Pairs) -> ChangeGroup | None:
    found = [
        Change(name, before.get(key, ("", ""))[1], said)
        for key, (name, said) in after.items()
        if before.get(key, ("", ""))[1] != said
    ]
    found += [Change(name, said, "") for key, (name, said) in before.items() if key not in after and said]
    return ChangeGroup(title, tuple(found[:PRINTED]), len(found)) if found else None


# --- What each part says, by a key that stays when numbers move -----------------------------------------------------


def _editions(document: Any) -> Pairs:
    return _unique(
        (f"{one.country} {one.title}", f"{one.country}, {one.title}", _joined(one.label, one.state))
        for one in document.editions
    )


def _conclusion(document: Any) -> Pairs:
    concluded = document.conclusion
    rows = [
        ("conclusion", _("Conclusion"), concluded.label if concluded else _("none yet")),
        ("coverage", _("Coverage"), _percent(document.coverage)),
    ]
    if hasattr(document, "critical_not_covered"):
        words = _("Critical lines that are not fully covered")
        rows.append(("critical", words, str(document.critical_not_covered)))
    return _unique(rows)


def _verdicts(document: Any) -> Pairs:
    return _unique(
        (f"{one.number} {one.title}", f"{one.number} {one.title}".strip(), getattr(one, "verdict", ""))
        for one in document.sections
    )


def _ratings(document: Any) -> Pairs:
    """Lines by their words inside their section, so that a line that only moved is not called new."""
    return _unique(
        (f"{section.title} {row.text}", f"{row.number} {row.text}".strip()[:160], _rating(row.rating))
        for section in document.sections
        for row in getattr(section, "rows", ())
    )


def _gaps(document: Any) -> Pairs:
    return _unique(
        (one.ref, f"{one.ref} {one.title}"[:160], _joined(one.state, one.severity)) for one in document.gaps
    )


def _findings(document: Any) -> Pairs:
    return _unique(
        (f"{heading.number} {one.question}", f"{one.number} {one.question}"[:160], one.answer)
        for heading in document.headings
        for one in getattr(heading, "findings", ())
    )


def _unique(rows: Iterable[tuple[str, str, str]]) -> Pairs:
    """By key; the second thing of the same key is counted on its own, so that none hides another."""
    found: Pairs = {}
    seen: dict[str, int] = {}
    for key, name, said in rows:
        seen[key] = seen.get(key, 0) + 1
        found[f"{key}\n{seen[key]}"] = (name, said)
    return found


def _rating(code: str) -> str:
    words = {
        "F": _("fully covered"),
        "P": _("partly covered"),
        "N": _("not covered"),
        "-": _("not compared yet"),
    }
    return words.get(code, code)


def _joined(*texts: str) -> str:
    return ", ".join(text for text in texts if text)


def _percent(value: float | None) -> str:
    return _("none yet") if value is None else f"{value:.1f}".removesuffix(".0") + " %"


def counted(changes: Changes) -> str:
    """How much differs, in one sentence."""
    total = sum(group.total for group in changes.groups)
    if not total:
        return _("Editions, conclusion, ratings and gaps are the same as in %(since)s.") % {
            "since": changes.since
        }
    return ngettext(
        "%(number)d thing differs from %(since)s.", "%(number)d things differ from %(since)s.", total
    ) % {"number": total, "since": changes.since}
