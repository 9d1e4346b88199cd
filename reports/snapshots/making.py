"""What the pipeline asks of a kind of report, so that it is one for all kinds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from core.states import IllegalMove
from reports.models import Scope


class Refused(IllegalMove):
    """There is nothing to report on yet; the message says what to do first."""


def go_ahead(_scope: Scope, _snapshot: Mapping[str, object], _to: str) -> str:
    """Nothing beside the release of its content stands in the way of a move."""
    return ""


@dataclass(frozen=True)
class Maker:
    """How the content of one kind is drawn from the database.

    `build(scope, number=, version=, now=, by=)` gives the document or raises Refused; the language of the scope is
    active while it is called. `warnings` are sentences for the person who is about to ask for it, `figures` what its
    summary on pages needs. `hold` locks what the content rests on until the transaction ends. `released_at(scope,
    frozen_at)` says when what a version rests on was first released to the other sides, None while it is not; the two
    sentences refuse a version that must stay at home. `refusal(scope, snapshot, to)` says in a sentence why a version
    may not make a move, "" where it may; it is asked inside the transaction of the move.
    """

    build: Callable[..., Any]
    warnings: Callable[[Any], list[str]]
    figures: Callable[[Any], dict[str, object]]
    hold: Callable[[Scope], None]
    released_at: Callable[[Scope, datetime], datetime | None]
    not_released: str | Promise
    frozen_before_release: str | Promise
    refusal: Callable[[Scope, Mapping[str, object], str], str] = go_ahead
