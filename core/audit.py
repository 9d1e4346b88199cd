"""The history: one line per act, written in the same transaction as the act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from core.models import AuditLine

if TYPE_CHECKING:
    from accounts.models import User


def record(
    event: str,
    *,
    on: models.Model,
    by: User | None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> AuditLine:
    """Write one history line about `on`.

    Args:
        event: what was done, such as "edition.submitted" (one entry in core.events.EVENTS gives its words).
        by: who did it; None when the portal itself acted.
        before, after: the changed fields, JSON-able.
    """
    return AuditLine.objects.create(
        event=event,
        by=by,
        by_text=str(by)[:255] if by else "MRS Portal",
        subject_type=on._meta.label_lower,
        subject_id=str(on.pk),
        subject_text=str(on)[:255],
        before=before or {},
        after=after or {},
    )
