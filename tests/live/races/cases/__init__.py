"""All races."""

from __future__ import annotations

from tests.live.races.cases import deciding, editing, working

CASES = [*editing.CASES, *deciding.CASES, *working.CASES]
