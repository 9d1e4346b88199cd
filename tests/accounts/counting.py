"""A cheap password hasher that counts its work."""

from __future__ import annotations

from django.contrib.auth.hashers import MD5PasswordHasher


class Counting(MD5PasswordHasher):
    """How often a password was hashed, for comparison or for keeping."""

    count = 0

    def encode(self, password: str, salt: str) -> str:
        """Count and hash."""
        type(self).count += 1
        return str(super().encode(password, salt))

    def harden_runtime(self, password: str, encoded: str) -> None:
        """Nothing to make up for."""
