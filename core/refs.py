"""Public references: what addresses show instead of row numbers."""

from __future__ import annotations

import secrets

from django.utils.text import slugify

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that is mistaken when read aloud
MAX_LENGTH = 80


def make_ref(*parts: object) -> str:
    """A readable, unguessable reference such as "kh-bricklaying-2018-7kq2m8xd" (at most 80 characters).

    The last eight characters are random: a reference neither counts a country's rows nor collides with
    another country's ("already exists" would tell that something is there). Names in other scripts than Latin
    leave nothing but these eight, so they alone must be enough.
    """
    tail = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    head = slugify("-".join(str(part) for part in parts if part))[: MAX_LENGTH - 10].strip("-")
    return f"{head}-{tail}" if head else tail
