"""Who an e-mail and a password belong to."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from accounts.entrance.passwords import LONGEST
from accounts.models import User


class ByAddress(AuthenticationBackend):  # type: ignore[misc]
    """The account's own address decides; unknown, closed and wrong take the same time and give the same answer."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        """The person, or None. One hashing in every case, but for a password that nobody can have."""
        password = credentials.get("password") or ""
        email = str(credentials.get("email") or "").strip().lower()
        if not password or len(password) > LONGEST:
            return None
        person = User.objects.filter(email=email).first()
        if person is None or not person.has_usable_password():
            User().set_password(password)
            return None
        if not person.check_password(password) or not self.user_can_authenticate(person):
            return None
        return person
