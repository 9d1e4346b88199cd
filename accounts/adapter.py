"""What the sign-in library asks of the portal: its words, its mails, its limits."""

from __future__ import annotations

import time
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.entrance import brakes, devices
from accounts.entrance.mails import tell
from accounts.models import User
from accounts.sessions import PUBLIC, end_oldest

_CHANGED = "account/email/email_changed"
MISMATCH = gettext_lazy("This e-mail and password do not belong together. Check both and try again.")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts: nobody signs up; mails are rows first; nothing tells whether an address has an account."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": MISMATCH,
        "incorrect_password": gettext_lazy("This is not your password. Type it again."),
        "enter_current_password": gettext_lazy("This is not your present password. Type it again."),
        "too_many_login_attempts": gettext_lazy(
            "Too many tries did not fit. Wait 15 minutes, then try again; or set a new password."
        ),
        "rate_limited": gettext_lazy("Too many tries in a short time. Wait a few minutes, then try again."),
        "incorrect_code": gettext_lazy(
            "This code does not fit. Type the six digits that your phone shows now."
        ),
        "duplicate_email": gettext_lazy("This is the e-mail of your account already."),
        "same_as_current": gettext_lazy("This is the e-mail of your account already."),
        "invalid_password_reset": gettext_lazy("This link has been used or is older than one hour."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are given by invitation."""
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """Never: pages are the only way in."""
        return False

    # --- Trying ------------------------------------------------------------------------------------

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try before the password is looked at."""
        self._attempt = brakes.Attempt(request, str(credentials.get("email", "")))
        if not self._attempt.begin():
            raise self.validation_error("too_many_login_attempts")

    def _rollback_login_failed_rl_usage(self) -> None:
        self._attempt.succeeded()

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the failure; tell the owner once a day that the account is paused for strangers."""
        if not self._attempt.failed():
            return
        person = User.objects.filter(email=str(credentials.get("email", "")).lower(), is_active=True).first()
        if person is not None:
            tell(person, "portal/paused", key=f"paused:{person.pk}:{timezone.localdate()}")

    def reauthenticate(self, user: User, password: str) -> bool:
        """Whether the password is that of the person who is signed in."""
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def is_reauthentication_required(self, *, app: str, **_kwargs: Any) -> bool:
        """Not within ten minutes after sign-in: whoever has just typed the password is not asked again."""
        records = get_authentication_records(self.request, self.request.user)
        now = time.time()
        return not any(now - record["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT for record in records)

    # --- Being in ----------------------------------------------------------------------------------

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """A new session number after the password, before the second factor is asked for."""
        request.session.cycle_key()
        answer: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return answer

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """Closed between password and second factor: back to the start, without a word about the account."""
        return redirect("account_login")

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Know this browser from now on, unless it is a public one; at most five sessions."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if not request.session.get(PUBLIC):
            devices.remember(request, response, user.email)
        if end_oldest(user):
            messages.info(
                request,
                _("You were signed in on more than %(most)s devices. The oldest session was ended.")
                % {"most": settings.SESSIONS_AT_ONCE},
            )
            tell(user, "portal/oldest_ended")
        return response

    def add_message(self, *_args: Any, message: str | None = None, **_kwargs: Any) -> None:
        """Only the library's plain sentences; what was done is said by the views in the portal's words."""
        if message:
            messages.error(self.request, message)

    # --- Addresses and mails -----------------------------------------------------------------------

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link of the mail, from the settings and not from what the browser claims to have asked."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return str(settings.PORTAL_ADDRESS) + path.replace("UID-KEY", key)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """The link of the mail to a new address."""
        return str(settings.PORTAL_ADDRESS) + reverse("account_confirm_email", args=[emailconfirmation.key])

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        """After the new address is confirmed."""
        return reverse("account_email" if self.request.user.is_authenticated else "account_login")

    def send_confirmation_mail(self, request: HttpRequest, emailconfirmation: Any, signup: bool) -> None:
        """No mail to an address that belongs to somebody else's account; the page says the same in both cases."""
        if not _is_taken(emailconfirmation.email_address):
            super().send_confirmation_mail(request, emailconfirmation, signup)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Take the new address over, unless it has become somebody else's meanwhile; tell the old one."""
        if _is_taken(email_address):
            return False
        before = User.objects.get(pk=email_address.user_id)
        if not super().confirm_email(request, email_address):
            return False
        tell(before, _CHANGED, {"to_email": email_address.email})
        return True

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        """One mail in 15 minutes, however often the form is sent."""
        if brakes.may_mail(self.request, email):
            super().send_password_reset_mail(user, email, context)

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell the owner that something about the account has changed."""
        if template_prefix == _CHANGED:
            return  # told by confirm_email, which knows the account's own address
        tell(user, template_prefix, context or {}, to=email or user.email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Any other mail of the library."""
        tell(context["user"], template_prefix, context, to=email)


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second factor: secrets lie encrypted; the phone shows the portal's name."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def get_totp_issuer(self) -> str:
        """What the phone shows above the code."""
        return "MRS Portal"

    def encrypt(self, text: str) -> str:
        """A stolen copy of the database gives no codes without the portal's key."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret; one that was kept under another key is good for nothing."""
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return ""


def _box() -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(f"second factor {settings.SECRET_KEY}".encode()).digest()))


def _is_taken(address: EmailAddress) -> bool:
    return User.objects.filter(email=address.email.lower()).exclude(pk=address.user_id).exists()
