"""What a password has to be, and how many are hashed at once."""

from __future__ import annotations

from threading import BoundedSemaphore

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User

#: Characters. Longer ones are refused before they are hashed, so that a huge one costs nothing.
LONGEST = 128
#: Each hashing takes about 100 MB and one core; more at once would push the whole portal out of memory.
_SLOTS = BoundedSemaphore(2)


class Argon2(Argon2PasswordHasher):
    """Argon2id, at most two at once in one process; the others wait their turn."""

    def encode(self, password: str, salt: str) -> str:
        """The hash to keep."""
        with _SLOTS:
            return str(super().encode(password, salt))

    def verify(self, password: str, encoded: str) -> bool:
        """Whether the password belongs to the hash."""
        with _SLOTS:
            return bool(super().verify(password, encoded))


class Longest:
    """Refuses passwords of more than 128 characters."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises ValidationError with the length in words."""
        if len(password) > LONGEST:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        """The rule as a sentence."""
        return _("A password has at most %(most)s characters.") % {"most": LONGEST}


class NotThePortal:
    """Refuses what everybody tries first at this door: the portal's own name and the person's own address."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises ValidationError when the password holds "mrs" or the part of the address before the @."""
        lower = password.casefold()
        name = user.email.partition("@")[0].casefold() if user else ""
        if "mrs" in lower or (len(name) > 3 and name in lower):
            raise ValidationError(self.get_help_text(), code="password_too_near")

    def get_help_text(self) -> str:
        """The rule as a sentence."""
        return _("A password does not contain “MRS” or your own e-mail address.")
