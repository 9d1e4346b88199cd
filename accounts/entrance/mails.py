"""The words of the mails about an account. Plain text in the reader's language, without any content of the portal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from core.mails import post

Words = tuple[str, str]  # subject, text


def tell(
    person: User, prefix: str, values: dict[str, Any] | None = None, *, to: str = "", key: str = ""
) -> None:
    """Write one of these mails in the caller's transaction, in the language of the account.

    Args:
        to: another address than the account's own one, such as a new one that is to be confirmed.
        key: as in core.mails.post: a mail of this key is written once.
    """
    with translation.override(person.language or settings.LANGUAGE_CODE):
        subject, text = words_of(prefix, values or {})
    post(to=to or person.email, kind="account", subject=subject, text=text, person=person, key=key)


def words_of(prefix: str, values: dict[str, Any]) -> Words:
    """Subject and text of one of the library's mails; the name is its path without "_message.txt".

    Raises:
        KeyError: the library wants to send a mail that nobody has written here.
    """
    return _MAILS[prefix](values)


def _reset(values: dict[str, Any]) -> Words:
    return _("Set a new password for MRS Portal"), _(
        "Somebody asked for a new password for your account on MRS Portal. Open this page within one hour to set one:\n\n"
        "%(link)s\n\n"
        "The link works once. If it was not you, do nothing: your password stays as it is."
    ) % {"link": values["password_reset_url"]}


def _confirm(values: dict[str, Any]) -> Words:
    return _("Confirm this address for MRS Portal"), _(
        "This address was given as the new e-mail of an account on MRS Portal. Open this page and press "
        "“Confirm this address”:\n\n%(link)s\n\nUntil then nothing changes. If it was not you, do nothing."
    ) % {"link": values["activate_url"]}


def _notice(subject: str, what: str) -> Callable[[dict[str, Any]], Words]:
    """A notice that something about the account has changed; both texts are looked up in the reader's language."""

    def words(_values: dict[str, Any]) -> Words:
        when = date_format(timezone.localtime(), "j F Y, H:i")
        text = _(
            "%(what)s\n\nThis happened on %(when)s (Bangkok time). If it was not you, set a new password at once and "
            "tell the portal administrator."
        )
        return _(subject), text % {"what": _(what), "when": when}

    return words


def gettext_noop(text: str) -> str:
    """Marks a text for translation where it is looked up later."""
    return text


def _address(subject: str, what: str) -> Callable[[dict[str, Any]], Words]:
    def words(values: dict[str, Any]) -> Words:
        told, text = _notice(subject, what)(values)
        return told, text.replace("%(to)s", str(values.get("to_email", "")))

    return words


_MAILS: dict[str, Callable[[dict[str, Any]], Words]] = {
    "account/email/password_reset_key": _reset,
    "account/email/email_confirmation": _confirm,
    "account/email/password_changed": _notice(
        gettext_noop("Your password was changed"),
        gettext_noop(
            "The password of your account on MRS Portal was changed. All other sessions were ended."
        ),
    ),
    "account/email/password_reset": _notice(
        gettext_noop("A new password was set"),
        gettext_noop("A new password was set for your account on MRS Portal. All sessions were ended."),
    ),
    "account/email/email_asked": _address(
        gettext_noop("A new e-mail was given for your account"),
        gettext_noop(
            "For your account on MRS Portal the new e-mail %(to)s was given. It counts once it is confirmed from there."
        ),
    ),
    "account/email/email_changed": _address(
        gettext_noop("The e-mail of your account was changed"),
        gettext_noop("Your account on MRS Portal now uses the e-mail %(to)s."),
    ),
    "mfa/email/totp_activated": _notice(
        gettext_noop("The second factor is set up"),
        gettext_noop("Signing in to your account on MRS Portal now also asks for a code of your phone."),
    ),
    "mfa/email/totp_deactivated": _notice(
        gettext_noop("The second factor was removed"),
        gettext_noop("Signing in to your account on MRS Portal no longer asks for a code of your phone."),
    ),
    "mfa/email/recovery_codes_generated": _notice(
        gettext_noop("New recovery codes were made"),
        gettext_noop(
            "New recovery codes were made for your account on MRS Portal. The old ones no longer work."
        ),
    ),
    "portal/recovery_code_used": _notice(
        gettext_noop("A recovery code was used"),
        gettext_noop("Somebody signed in to your account on MRS Portal with one of your recovery codes."),
    ),
    "portal/paused": _notice(
        gettext_noop("Signing in to your account is paused"),
        gettext_noop(
            "Somebody typed a wrong password for your account on MRS Portal several times. From unknown devices it is "
            "paused for 15 minutes; from a browser in which you signed in before, you can still sign in."
        ),
    ),
    "portal/oldest_ended": _notice(
        gettext_noop("Your oldest session was ended"),
        gettext_noop(
            "You signed in to MRS Portal on more devices than can be open at once. The oldest session was ended."
        ),
    ),
}
