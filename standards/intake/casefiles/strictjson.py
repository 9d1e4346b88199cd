"""JSON as the standard has it, and nothing more: what other readers guess at is refused with its place.

Python's own reader takes NaN, lets the last of two equal names win, and fails with an exception of its own on deep
nesting; none of that may decide about somebody's standard.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from typing import Any

from standards.intake import limits
from standards.intake.kinds import Refused

# Strings are skipped whole (also one that nobody closed), so that brackets in texts do not count.
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"?+|[\[\]{}]|-?Infinity|NaN', re.S)
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_LONGEST_NUMBER = 40


def load(raw: bytes) -> Any:
    """The value that the bytes hold (UTF-8, UTF-16 or UTF-32). Raises Refused with row and column, or a limit."""
    text = _decoded(raw)
    _check_nesting(text)
    try:
        value = json.loads(text, object_pairs_hook=_members, parse_int=_int, parse_float=_float)
    except json.JSONDecodeError as error:
        raise Refused("json_syntax", row=error.lineno, column=error.colno) from error
    if _SURROGATE.search(text):
        _check_letters(value)
    return value


def _decoded(raw: bytes) -> str:
    encoding = json.detect_encoding(raw)
    try:
        return raw.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        row = raw[: error.start].decode(encoding, "replace").count("\n") + 1
        raise Refused("json_letters", row=row) from error


def _check_nesting(text: str) -> None:
    depth = 0
    for match in _TOKEN.finditer(text):
        sign = match[0]
        if sign in "[{":
            depth += 1
            if depth > limits.CASE_DEPTH:
                raise Refused("json_depth", limit=limits.CASE_DEPTH)
        elif sign in "]}":
            depth -= 1
        elif not sign.startswith('"'):
            row = text.count("\n", 0, match.start()) + 1
            column = match.start() - text.rfind("\n", 0, match.start())
            raise Refused("json_syntax", row=row, column=column)


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        names = Counter(name for name, _ in pairs)
        twice = next(name for name in names if names[name] > 1)
        raise Refused("json_twice", name=twice[:60])
    return members


def _int(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER:
        raise Refused("json_number", value=digits[:12])
    return int(digits)


def _float(digits: str) -> float:
    value = float(digits) if len(digits) <= _LONGEST_NUMBER else math.inf
    if not math.isfinite(value):
        raise Refused("json_number", value=digits[:12])
    return value


def _check_letters(value: Any) -> None:
    """Half a character, written as an escape, is no text."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise Refused("json_half") from error
