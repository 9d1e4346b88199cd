"""All races."""

from __future__ import annotations

from tests.live.races.cases import deciding, editing, people, working

CASES = [*editing.CASES, *deciding.CASES, *working.CASES, *people.CASES]
