"""Frozen dataclasses to JSON and back, checked by their type hints."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import types
import typing
from collections.abc import Mapping
from typing import Any, TypeVar

T = TypeVar("T")


#: For a field that came after the first snapshots were stored: `field(default=..., metadata=LATER)`. It is left out of
#: the plain form while it holds its default, so that the hash of what was stored before stays what was printed.
LATER = {"later": True}


class SnapshotError(ValueError):
    """Stored JSON does not have the shape of the document; the message names the place."""


def to_plain(value: object) -> Any:
    """Dataclasses become dicts and tuples become lists, so that `json.dumps` takes the result."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: to_plain(getattr(value, field.name))
            for field in dataclasses.fields(value)
            if not (field.metadata.get("later") and getattr(value, field.name) == field.default)
        }
    if isinstance(value, tuple | list):
        return [to_plain(item) for item in value]
    return value


def from_plain(kind: type[T], data: object, where: str = "snapshot") -> T:
    """The dataclass `kind` from its JSON form. A field that is absent takes its default.

    Raises SnapshotError for an unknown field, a missing field or a value of another type.
    """
    if not isinstance(data, Mapping):
        raise SnapshotError(f"{where}: expected an object, found {type(data).__name__}.")
    hints = typing.get_type_hints(kind)
    if unknown := sorted(set(data) - set(hints)):
        raise SnapshotError(f"{where}: unknown field {unknown[0]}.")
    values = {name: _value(hints[name], item, f"{where}.{name}") for name, item in data.items()}
    try:
        return kind(**values)
    except TypeError as error:
        raise SnapshotError(f"{where}: {error}.") from error


def _value(hint: Any, item: object, where: str) -> object:
    origin = typing.get_origin(hint)
    if origin is tuple:
        return _items(typing.get_args(hint)[0], item, where)
    if origin is types.UnionType:
        return None if item is None else _value(typing.get_args(hint)[0], item, where)
    if dataclasses.is_dataclass(hint):
        return from_plain(typing.cast("type[object]", hint), item, where)
    if hint is float and type(item) is int:
        return float(item)
    if type(item) is not hint:
        raise SnapshotError(f"{where}: expected {hint.__name__}, found {type(item).__name__}.")
    return item


def _items(hint: Any, item: object, where: str) -> tuple[object, ...]:
    if not isinstance(item, list | tuple):
        raise SnapshotError(f"{where}: expected a list, found {type(item).__name__}.")
    return tuple(_value(hint, entry, f"{where}[{index}]") for index, entry in enumerate(item))


def canonical(data: Mapping[str, object]) -> bytes:
    """One exact byte form of JSON data: sorted keys, no spaces, UTF-8."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sha256_of(data: Mapping[str, object]) -> str:
    """SHA-256 of the canonical form, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(data)).hexdigest()
