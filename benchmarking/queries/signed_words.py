"""A signed state in plain words: what stands in it, and what changed between two of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from benchmarking import signing
from benchmarking.queries.wording import percent
from benchmarking.states import Conclusion, GapCode, Rating, Verdict, View
from standards.states import LineKind

State = Mapping[str, Any]

_SHORT = 120  # characters of an old or new text in a sentence about a change

_FIELDS: dict[str, Promise] = {
    "rating": gettext_lazy("rating"),
    "view": gettext_lazy("whose view"),
    "counterparts": gettext_lazy("linked lines"),
    "difference": gettext_lazy("difference"),
    "reason": gettext_lazy("reason"),
    "substantial": gettext_lazy("substantial"),
    "gap_code": gettext_lazy("gap code"),
    "recommendation": gettext_lazy("recommendation"),
    "dissent": gettext_lazy("dissent"),
    "verdict": gettext_lazy("verdict"),
    "proposed": gettext_lazy("proposed verdict"),
    "conclusion": gettext_lazy("conclusion"),
    "conclusion_reason": gettext_lazy("reason for the conclusion"),
    "comparable_from": gettext_lazy("comparable from"),
    "not_comparable_below": gettext_lazy("not comparable below"),
    "kinds": gettext_lazy("kinds of line that are rated"),
    "scope": gettext_lazy("levels and sections that are compared"),
    "lines_hash": gettext_lazy("lines of the edition"),
    "note": gettext_lazy("note"),
    "name": gettext_lazy("name"),
}
_RECORDS: dict[str, Promise] = {
    "editions": gettext_lazy("Edition %(name)s"),
    "lines": gettext_lazy("Line %(name)s"),
    "verdicts": gettext_lazy("Section %(name)s"),
    "additional": gettext_lazy("Additional line %(name)s"),
}


def in_words(change: Mapping[str, Any]) -> str:
    """One change as a sentence, such as "Line 1.2.3 Lay a wall: rating F → P (Group I expert, 3 June 2019, 14:05)".

    Args:
        change: fields of `signing.Change`, with "by" and "at" (ISO) where it is known who did it and when.
    """
    return f"{_what(change)}{_who(change)}"


def _what(change: Mapping[str, Any]) -> str:
    part, field = change["part"], change["field"]
    if part == "benchmark" and field == "state":
        return _("The benchmark was taken up again") if change["after"] == "open" else _("It was completed")
    about = str(_RECORDS[part]) % {"name": change["name"]} + ": " if part in _RECORDS else ""
    if not field:
        return about + (_("added") if change["before"] is None else _("taken away"))
    name = str(_FIELDS.get(field, field))
    if not about:
        name = name[:1].upper() + name[1:] + ":"
    old, new = (_value(field, change[when]) or _("nothing") for when in ("before", "after"))
    return _("%(about)s%(field)s %(old)s → %(new)s") % {"about": about, "field": name, "old": old, "new": new}


def _who(change: Mapping[str, Any]) -> str:
    if not change.get("by"):
        return ""
    at = timezone.localtime(datetime.fromisoformat(change["at"])) if change.get("at") else None
    when = f", {date_format(at, 'j F Y, H:i')}" if at else ""
    return f" ({change['by']}{when})"


def _value(field: str, value: Any) -> str:
    """A stored value as people read it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return "; ".join(_unkeyed(str(one)) for one in value)
    if value is None or value == "":
        return ""
    made = _WORDS.get(field)
    if made:
        return made(str(value))
    text = str(value)
    return f"“{text[:_SHORT]}…”" if len(text) > _SHORT else f"“{text}”"


def _unkeyed(name: str) -> str:
    """The name of a line without its key, which stands for machines."""
    return name.rsplit(" [", 1)[0]


def _label(choices: Any) -> Callable[[str], str]:
    return lambda value: str(choices(value).label) if value in choices.values else value


_WORDS: dict[str, Callable[[str], str]] = {
    "rating": str,
    "view": _label(View),
    "verdict": _label(Verdict),
    "proposed": _label(Verdict),
    "conclusion": _label(Conclusion),
    "gap_code": _label(GapCode),
    "kinds": _label(LineKind),
    "lines_hash": lambda value: value[:8],
    "comparable_from": lambda value: percent(float(value)),
    "not_comparable_below": lambda value: percent(float(value)),
}


# --- The whole state -----------------------------------------------------------------------------


@dataclass(frozen=True)
class SignedLine:
    """One compared line as it is signed."""

    name: str
    rating: str
    view: str
    counterparts: list[str]
    texts: list[tuple[str, str]]  # label and words of what was written about it


@dataclass(frozen=True)
class SignedContent:
    """Everything in a state, in words; made from the very content that is hashed."""

    reference: list[tuple[str, list[str]]]  # edition and the hash of its lines in groups
    sending: list[tuple[str, list[str]]]
    conclusion: str
    conclusion_reason: str
    upper: str
    lower: str
    kinds: list[str]
    scope: list[str]
    verdicts: list[tuple[str, str, str]]  # section, verdict, reason
    lines: list[SignedLine]
    ratings: list[tuple[str, str, int]]  # code, label, number of lines
    dissents: int
    additional: list[tuple[str, str]]


def content_of(state: State, names: Mapping[str, str]) -> SignedContent:
    """The state for the page that shows what is signed.

    Args:
        names: titles of the editions by reference.
    """
    head, rules, lines = state["benchmark"], state["rules"], _ordered(state["lines"])
    return SignedContent(
        reference=_editions(state, "reference ", names),
        sending=_editions(state, "sending ", names),
        conclusion=_value("conclusion", head["conclusion"]),
        conclusion_reason=head["conclusion_reason"],
        upper=percent(float(rules["comparable_from"])),
        lower=percent(float(rules["not_comparable_below"])),
        kinds=[_label(LineKind)(kind) for kind in rules["kinds"]],
        scope=[_unkeyed(name) for name in rules["scope"]],
        verdicts=[
            (one["name"], _value("verdict", one["verdict"]), one["reason"])
            for one in _ordered(state["verdicts"])
        ],
        lines=[_line(one) for one in lines],
        ratings=[
            (rating.value, str(rating.label), sum(one["rating"] == rating.value for one in lines))
            for rating in Rating
        ],
        dissents=sum(bool(one["dissent"]) for one in lines),
        additional=[(one["name"], one["note"]) for one in _ordered(state["additional"])],
    )


def _ordered(records: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Records in reading order; a database may keep them in any."""
    found: list[Mapping[str, Any]] = sorted(records.values(), key=lambda one: one["place"])
    return found


def _editions(state: State, side: str, names: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    return [
        (names.get(one["name"], one["name"]), signing.groups(one["lines_hash"]))
        for key, one in sorted(state["editions"].items())
        if key.startswith(side)
    ]


def _line(one: Mapping[str, Any]) -> SignedLine:
    names = ("difference", "reason", "gap_code", "recommendation", "dissent")
    texts = [
        (str(_FIELDS[name]), _value(name, one[name]) if name == "gap_code" else one[name])
        for name in names
        if one[name]
    ]
    return SignedLine(
        name=one["name"],
        rating=one["rating"],
        view=_value("view", one["view"]),
        counterparts=[_unkeyed(name) for name in one["counterparts"]],
        texts=texts,
    )
