"""A person's own wishes."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from accounts.models import User
from accounts.states import Notice
from core.audit import changed, record


@transaction.atomic
def set_wishes(*, language: str, time_zone: str, muted: Iterable[str], by: User) -> User:
    """Keep the language, the time zone and the notices that the person does not want.

    Args:
        language: code of settings.LANGUAGES; empty: as the portal has it.
        time_zone: name such as "Asia/Vientiane"; empty: as the portal has it.
        muted: values of Notice.
    """
    names = ("language", "time_zone", "muted")
    before = {name: getattr(by, name) for name in names}
    by.language, by.time_zone, by.muted = language, time_zone, sorted(Notice(kind).value for kind in muted)
    by.save(update_fields=names)
    after = {name: getattr(by, name) for name in names}
    if before != after:
        record("person.wishes", on=by, by=by, **changed(before, after))
    return by
