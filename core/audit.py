"""The history: one line per act, written in the same transaction as the act."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

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
        by: who did it; None when the portal itself acted. As whose deputy is taken from `by.on_behalf`.
        before, after: the changed fields, JSON-able.
    """
    return AuditLine.objects.create(
        event=event,
        by=by,
        by_text=str(by)[:255] if by else "MRS Portal",
        behalf_text=by.on_behalf[:255] if by else "",
        subject_type=on._meta.label_lower,
        subject_id=str(on.pk),
        subject_text=str(on)[:255],
        before=before or {},
        after=after or {},
    )


#: Events that many kinds of thing share.
TAKEN, REFUSED, UPLOAD_REFUSED = "file.taken", "access.refused", "upload.refused"
EVENTS = {
    TAKEN: _("File taken"),
    REFUSED: _("Step refused: the role does not include it"),
    UPLOAD_REFUSED: _("Upload refused"),
}


@transaction.atomic
def taken(*, on: models.Model, by: User, name: str, size: int | None = None) -> AuditLine:
    """Write that a person took a file of `on`: by its name, without a word of its content.

    Args:
        size: bytes, where they are known.
    """
    return record(TAKEN, on=on, by=by, after=known({"file": name[:120], "bytes": size}))


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The fields that differ, as keyword arguments for `record`."""
    names = [name for name in after if before.get(name) != after[name]]
    return {"before": {n: before.get(n) for n in names}, "after": {n: after[n] for n in names}}


def known(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that say something; the history of a new thing need not list its empty fields."""
    return {name: value for name, value in values.items() if value}
