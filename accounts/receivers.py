"""Django's own sign-in and sign-out, written into the history."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver

from accounts.models import User
from core.audit import record


@receiver(user_logged_in)
def signed_in(sender: type[User], user: User, **_kwargs: Any) -> None:
    """One line for every sign-in."""
    record("person.signed_in", on=user, by=user)


@receiver(user_logged_out)
def signed_out(sender: type[User], user: User | None, **_kwargs: Any) -> None:
    """One line for every sign-out."""
    if user is not None:
        record("person.signed_out", on=user, by=user)
