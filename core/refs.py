"""Public references: what addresses show instead of row numbers."""

from __future__ import annotations

import secrets

from django.utils.text import slugify

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that is mistaken when read aloud
MAX_LENGTH = 80


def make_ref(*parts: object) -> str:
    """A readable, unguessable reference such as "kh-bricklaying-2018-7kq2" (at most 80 characters).

    The last four characters are random: a reference neither counts a country's rows nor collides with
    another country's ("already exists" would tell that something is there).
    """
    tail = "".join(secrets.choice(_ALPHABET) for _ in range(4))
    head = slugify("-".join(str(part) for part in parts if part))[: MAX_LENGTH - 6].strip("-")
    return f"{head}-{tail}" if head else tail
