"""What complete and possible POSTs of the life of reports send."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from reports import actions
from reports.models import Report

if TYPE_CHECKING:
    from tests.access.scene import Scene


def _withdrawal(_scene: Scene, report: Report, _args: dict[str, Any]) -> dict[str, Any]:
    """The reason of the first person, or the decision of the second one."""
    seen = actions.token_of(report)
    return {"decision": "withdraw", "seen": seen} if seen else {"reason": "The wrong edition was compared"}


def _due(*_: Any) -> dict[str, Any]:
    return {"due_on": (timezone.localdate() + timedelta(days=30)).isoformat()}


FORMS: dict[str, Any] = {
    "reports:withdraw": _withdrawal,
    "reports:due": _due,
    "reports:comment-answer": {"text": "Taken up in the next version", "seen": ""},
    "reports:comment-settle": {"settled": "1"},
}
