"""Identifiers of CASE: versions 1 to 5 of UUID only, the same at every export."""

from __future__ import annotations

import re
from uuid import UUID, uuid5

#: The root of all identifiers that the portal makes for things which have no key of their own.
NAMESPACE = UUID("5b0f4c3a-7c55-4c0b-9a51-6f3f5c1d2e77")
_ALLOWED = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def allowed(identifier: str) -> bool:
    """Whether CASE takes it: lower case, version 1 to 5 (so no version 7), RFC variant."""
    return bool(_ALLOWED.fullmatch(identifier))


def item_identifier(key: str) -> str:
    """The key of a line as an identifier; one that CASE does not allow is turned into one, always the same."""
    return key if allowed(key) else derived("line", key)


def derived(*parts: str) -> str:
    """An identifier made of words; equal words give an equal identifier."""
    return str(uuid5(NAMESPACE, "/".join(parts)))
