"""Earlier versions of a judgement: its history in words, and the base that a merge starts from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from benchmarking.models import Judgement, JudgementVersion
from benchmarking.queries.sight import sight_of
from benchmarking.states import GapCode, Rating, View
from standards.models import Line

#: Fields of a person's words and choices, in the order of the page.
LABELS: dict[str, Any] = {
    "rating": gettext_lazy("Rating"),
    "counterparts": gettext_lazy("Counterparts"),
    "difference": gettext_lazy("Difference"),
    "substantial": gettext_lazy("Substantial"),
    "gap_code": gettext_lazy("Gap code"),
    "reason": gettext_lazy("Reason"),
    "recommendation": gettext_lazy("Recommendation"),
    "dissent": gettext_lazy("Dissent"),
}
#: What a judgement says that nobody has written yet.
EMPTY: dict[str, Any] = dict.fromkeys(LABELS, "") | {"counterparts": [], "substantial": False}


@dataclass(frozen=True)
class Change:
    """One field in words, before and after."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class VersionRow:
    """One version of a judgement: who saved it, when, and what it changed."""

    revision: int
    by: User
    at: datetime
    changes: list[Change]
    is_current: bool


def history_for(judgement: Judgement, user: User) -> list[VersionRow]:
    """The versions that this person may read, newest first.

    How a view was worded before it was released stays with the side whose view it is: the others begin with what stood
    there at that moment. The agreed view is both sides' from its first version on.
    """
    benchmark = judgement.benchmark
    own = sight_of(user, benchmark).own
    if own == judgement.view or (own and judgement.view == View.AGREED):
        return history_of_judgement(judgement)
    sending = judgement.view == View.SENDING
    return history_of_judgement(
        judgement, benchmark.sending_released_at if sending else benchmark.released_at
    )


def history_of_judgement(judgement: Judgement, since: datetime | None = None) -> list[VersionRow]:
    """All versions, newest first, in two queries; or those that stood at a moment and after it."""
    versions = list(judgement.versions.select_related("by__organisation").order_by("revision"))
    if since is not None:
        before_that = [one for one in versions if one.at < since]
        versions = versions[max(0, len(before_that) - 1) :]
    texts = _texts({key for one in versions for key in one.values.get("counterparts", [])})
    rows = []
    before = EMPTY
    for one in versions:
        now = EMPTY | one.values
        rows.append(
            VersionRow(
                one.revision, one.by, one.at, _changes(before, now, texts), one.revision == judgement.revision
            )
        )
        before = now
    return rows[::-1]


def values_at(judgement: Judgement | None, revision: int) -> dict[str, Any] | None:
    """What a judgement said at a revision; nothing at all at revision 0; None where that version is not known."""
    if revision == 0 or judgement is None:
        return dict(EMPTY)
    found = JudgementVersion.objects.filter(judgement=judgement, revision=revision).first()
    return EMPTY | found.values if found else None


def values_of(judgement: Judgement) -> dict[str, Any]:
    """What a judgement says now, in the shape of a version."""
    stored = {name: getattr(judgement, name) for name in LABELS if name != "counterparts"}
    keys = judgement.counterparts.order_by("pk").values_list("pk", flat=True)
    return stored | {"counterparts": list(keys)}


def in_words(name: str, value: Any, texts: Mapping[int, str]) -> str:
    """A field's value as a person reads it; "" for an empty one."""
    if name == "counterparts":
        return "\n".join(texts.get(key, _("(a line that is gone)")) for key in value or [])
    if name == "substantial":
        return _("Yes") if value else _("No")
    if name == "gap_code":
        return str(dict(GapCode.choices).get(value, value or ""))
    if name == "rating":
        known = value in Rating.values
        return f"{value} – {dict(Rating.choices)[value]}" if known else _("Not compared yet")
    return str(value or "")


def _changes(before: Mapping[str, Any], now: Mapping[str, Any], texts: Mapping[int, str]) -> list[Change]:
    return [
        Change(str(label), in_words(name, before[name], texts), in_words(name, now[name], texts))
        for name, label in LABELS.items()
        if before[name] != now[name]
    ]


def _texts(keys: Collection[int]) -> dict[int, str]:
    """The linked lines in words, by primary key."""
    return {line.pk: str(line) for line in Line.objects.filter(pk__in=keys)} if keys else {}


def texts_of(*values: Mapping[str, Any] | None) -> dict[int, str]:
    """The lines that any of these versions links, in words, in one query."""
    return _texts({key for one in values if one for key in one["counterparts"]})
