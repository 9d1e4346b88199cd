"""What a signature stands under: canonical content, its hash, and what differs between two states.

Pure: plain values in, bytes and records out; no ORM, no clock, no words of a language.

A state is a mapping of parts. A flat part is a mapping of fields; a part of records (`RECORDS`) is a mapping of
records by key, each a mapping of fields with its "name" for people.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

State = Mapping[str, Any]

#: Parts of a state that hold records by key; every other part is flat.
RECORDS = frozenset({"editions", "lines", "verdicts", "additional"})


@dataclass(frozen=True)
class Change:
    """One thing that differs. An empty `field` means that the whole record came or went."""

    part: str
    key: str  # empty in a flat part
    name: str  # of the record
    field: str
    before: Any
    after: Any


def canonical(state: State) -> bytes:
    """The one spelling of this content: UTF-8 JSON, keys in order, no white space.

    Raises:
        ValueError: the content holds something whose spelling is not certain (a float, a key that is no text).
    """
    _check(state)
    return json.dumps(
        state, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def fingerprint(state: State) -> str:
    """SHA-256 of the canonical content, 64 hexadecimal figures."""
    return hashlib.sha256(canonical(state)).hexdigest()


def groups(digest: str, size: int = 4) -> list[str]:
    """The figures of a hash in groups that can be read aloud and compared."""
    return [digest[at : at + size] for at in range(0, len(digest), size)]


def differences(before: State, after: State) -> list[Change]:
    """Everything that differs between two states; empty exactly when their hashes are the same."""
    return [
        change
        for part in _keys(before, after)
        for change in (_of_records if part in RECORDS else _of_fields)(
            part, before.get(part, {}), after.get(part, {})
        )
    ] or _of_missing_parts(before, after)


def _of_fields(
    part: str, before: Mapping[str, Any], after: Mapping[str, Any], key: str = "", name: str = ""
) -> Iterator[Change]:
    for field in _keys(before, after):
        old, new = before.get(field), after.get(field)
        if (field in before) != (field in after) or not _same(old, new):
            yield Change(part, key, name, field, old, new)


def _of_records(part: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    for key in _keys(before, after):
        old, new = before.get(key), after.get(key)
        name = str((new or old or {}).get("name", key))
        if old is None or new is None:
            yield Change(part, key, name, "", old, new)
        else:
            yield from _of_fields(part, old, new, key, name)


def _of_missing_parts(before: State, after: State) -> list[Change]:
    """Parts without content that stand on one side only."""
    return [
        Change(part, "", "", "", before.get(part), after.get(part))
        for part in _keys(before, after)
        if (part in before) != (part in after)
    ]


def _same(one: Any, other: Any) -> bool:
    """Equal as JSON, where 1 and true are not the same."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _keys(*both: Mapping[str, Any]) -> list[str]:
    return sorted({key for one in both for key in one})


def _check(value: Any) -> None:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise ValueError(f"A key of a signed state is text, not {key!r}.")
            _check(inner)
    elif isinstance(value, list):
        for inner in value:
            _check(inner)
    elif value is not None and not isinstance(value, str | int | bool):
        raise ValueError(f"A signed state holds text, whole numbers, yes or no, and lists; not {value!r}.")
