"""Signing in and out, and what people change about their own accounts, written into the history."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed, password_changed, password_reset
from allauth.mfa import signals as factor
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from accounts import sessions
from accounts.models import User
from core.audit import record


@receiver(user_logged_in)
def signed_in(sender: type[User], user: User, request: HttpRequest | None = None, **_kwargs: Any) -> None:
    """One line for every sign-in; the session notes when it began."""
    if request is not None:
        sessions.begin(request.session)
    record("person.signed_in", on=user, by=user)


@receiver(user_logged_out)
def signed_out(sender: type[User], user: User | None, request: HttpRequest, **_kwargs: Any) -> None:
    """One line for every sign-out; the session leaves the person's list."""
    if user is not None:
        UserSession.objects.filter(session_key=request.session.session_key).delete()
        record("person.signed_out", on=user, by=user)


@receiver(user_login_failed)
def refused(sender: str, credentials: dict[str, Any], **_kwargs: Any) -> None:
    """One line for each wrong password of an account that exists; the pause after five keeps them few."""
    person = User.objects.filter(email=str(credentials.get("email", "")).lower()).first()
    if person is not None:
        record("person.sign_in_failed", on=person, by=None)


@receiver(password_changed)
def password_is_changed(sender: type[User], user: User, **_kwargs: Any) -> None:
    """By the person, who knew the old one."""
    _forget_asked_address(user)
    record("person.password_changed", on=user, by=user)


@receiver(password_reset)
def password_is_reset(sender: type[User], user: User, **_kwargs: Any) -> None:
    """By the link of a mail."""
    _forget_asked_address(user)
    record("person.password_reset", on=user, by=user)


def _forget_asked_address(user: User) -> None:
    """Whoever sets a new password because of a stranger in the account must not lose it to the address that the
    stranger asked for: the link in that mail is dead.
    """
    EmailAddress.objects.filter(user=user, verified=False).delete()


@receiver(email_changed)
def address_is_changed(sender: type[EmailAddress], request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """The addresses themselves do not stand in the history. All other sessions end."""
    record("person.address_changed", on=user, by=user)
    here = request.session.session_key if request.user.pk == user.pk else ""
    sessions.end_sessions(user, but=here or "")


@receiver(factor.authenticator_used)
def code_is_given(
    sender: type[Authenticator],
    request: HttpRequest,
    user: User,
    authenticator: Authenticator,
    **_kwargs: Any,
) -> None:
    """This session has passed the second factor; a recovery code is told to its owner."""
    request.session[sessions.FACTOR] = True
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        record("person.recovery_code_used", on=user, by=user)
        get_adapter(request).send_notification_mail("portal/recovery_code_used", user)


@receiver(factor.authenticator_added)
def factor_is_added(
    sender: type[Authenticator], user: User, authenticator: Authenticator, **_kwargs: Any
) -> None:
    """Set up; the recovery codes that come with it need no line of their own."""
    if authenticator.type == Authenticator.Type.TOTP:
        record("person.factor_added", on=user, by=user)


@receiver(factor.authenticator_removed)
def factor_is_removed(
    sender: type[Authenticator], user: User, authenticator: Authenticator, **_kwargs: Any
) -> None:
    """Removed by the person."""
    if authenticator.type == Authenticator.Type.TOTP:
        record("person.factor_removed", on=user, by=user)


@receiver(factor.authenticator_reset)
def codes_are_new(sender: type[Authenticator], user: User, **_kwargs: Any) -> None:
    """New recovery codes."""
    record("person.recovery_codes_made", on=user, by=user)
