"""Two people on one line: mine, theirs and the base that both started from, field by field."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from benchmarking.forms.judgements import JudgementForm
from benchmarking.models import Judgement
from benchmarking.queries.versions import LABELS, in_words, texts_of, values_at, values_of

#: Whose text is saved: what stands in the form, what the other person saved, what both started from.
MINE, THEIRS, BASE = "mine", "theirs", "base"


@dataclass(frozen=True)
class Pick:
    """One field in which mine and theirs differ, in words; `base` is None where the version both started from is not
    known. `chosen` is ticked at first: theirs where this person had not touched the field, else mine.

    The `raw_` values are what scripts put into the form.
    """

    name: str
    label: str
    mine: str
    theirs: str
    base: str | None
    chosen: str
    raw_theirs: str
    raw_base: str


def picks_of(form: JudgementForm, theirs: Judgement, base_revision: int) -> list[Pick]:
    """The fields to choose in, for a valid form that met a newer judgement.

    Args:
        base_revision: the revision that this person had started from.
    """
    mine = _mine(form)
    other, base = values_of(theirs), values_at(theirs, base_revision)
    texts = texts_of(mine, other, base)
    found = []
    for name, label in LABELS.items():
        if name in form.fields and mine[name] != other[name]:
            untouched = base is not None and mine[name] == base[name]
            found.append(
                Pick(
                    name,
                    str(label),
                    in_words(name, mine[name], texts),
                    in_words(name, other[name], texts),
                    in_words(name, base[name], texts) if base is not None else None,
                    THEIRS if untouched else MINE,
                    json.dumps(_typed(name, other[name])),
                    json.dumps(_typed(name, base[name])) if base is not None else "",
                )
            )
    return found


def with_picks(data: QueryDict, theirs: Judgement | None) -> QueryDict:
    """What was sent, with another version's value in each field for which that version was chosen."""
    wanted = {name: data.get(f"pick-{name}", MINE) for name in LABELS}
    if theirs is None or set(wanted.values()) <= {MINE}:
        return data
    revision = data.get("base_revision", "")
    known = revision.isascii() and revision.isdecimal() and len(revision) < 10
    sources = {THEIRS: values_of(theirs), BASE: values_at(theirs, int(revision)) if known else None}
    merged = data.copy()
    for name, choice in wanted.items():
        values = sources.get(choice)
        if values is not None:
            _put(merged, name, values[name])
    return merged


def filled_from(data: QueryDict, judgement: Judgement) -> QueryDict:
    """What was sent, with everything that another view says; revision and dissent stay as they were."""
    filled = data.copy()
    for name, value in values_of(judgement).items():
        if name != "dissent":
            _put(filled, name, value)
    return filled


def as_typed(judgement: Judgement) -> str:
    """What a judgement says as the form would hold it, for scripts that fill the form in."""
    values = values_of(judgement)
    return json.dumps({name: _typed(name, value) for name, value in values.items() if name != "dissent"})


def _mine(form: JudgementForm) -> dict[str, Any]:
    content = form.content()
    return content | {"counterparts": sorted(line.pk for line in content["counterparts"])}


def _typed(name: str, value: Any) -> Any:
    if name == "counterparts":
        return [str(key) for key in value]
    if name == "substantial":
        return "yes" if value else "no"
    return str(value)


def _put(data: QueryDict, name: str, value: Any) -> None:
    typed = _typed(name, value)
    data.setlist(name, typed if isinstance(typed, list) else [typed])


def asked_revision(data: Mapping[str, str]) -> int:
    """The revision that a sent form started from; 0 where it says none."""
    value = data.get("revision", "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else 0
