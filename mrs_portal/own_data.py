"""Taking one's own data along."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.queries.own_data import own_data
from core.audit import record


@transaction.atomic
def taken(*, by: User) -> dict[str, Any]:
    """Everything that names the person, with where and when it was taken; the history tells that it was."""
    found = own_data(by)
    record("person.data_taken", on=by, by=by)
    return {"portal": settings.PORTAL_ADDRESS, "made_at": timezone.now().isoformat(), **found}
