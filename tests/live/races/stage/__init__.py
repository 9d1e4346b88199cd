"""What the races are about, set up and looked at inside the racing server, through the portal's own verbs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.live.races.stage import editions, files, judging, people, plan, reports, work


def act(name: str) -> Callable[..., Any]:
    """The act of this name, from whichever module has it."""
    for module in (plan, editions, judging, reports, work, files, people):
        if hasattr(module, name):
            found: Callable[..., Any] = getattr(module, name)
            return found
    raise LookupError(name)
