"""The six digits of the phone: each works once, within a minute and a half, and a wrong clock is named (case A-06)."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django import forms
from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

#: Seconds for which the phone shows one code.
STEP = 30
#: Codes before and after the present one that are accepted: the clock of a phone may be a minute off.
NEAR = 2
#: How far a clock may be off and still be recognised as that: 15 minutes.
FAR = 30
#: Name in the authenticator's data of the latest code that was used.
LAST = "last_counter"

LABEL = gettext_lazy("Code")
_HELP = gettext_lazy("The six digits that your phone shows now, or one of your recovery codes.")


def counter_of(secret: str, code: str) -> int | None:
    """Number of the half minute for which the code was made, within 15 minutes around now; None if it fits none."""
    now = int(time.time()) // STEP
    for counter in sorted(range(now - FAR, now + FAR + 1), key=lambda one: abs(one - now)):
        if constant_time_compare(format_hotp_value(hotp_value(secret, counter)), code):
            return counter
    return None


def refusal_of(counter: int | None) -> forms.ValidationError | None:
    """Why a code is refused, or None: it fits a time near enough."""
    if counter is None:
        return forms.ValidationError(
            str(get_account_adapter().error_messages["incorrect_code"]), code="incorrect_code"
        )
    minutes = round(abs(counter - int(time.time()) // STEP) * STEP / 60)
    if abs(counter - int(time.time()) // STEP) > NEAR:
        text = _(
            "Check the clock of your phone: it differs by about %(minutes)s min. Then type the new code."
        )
        return forms.ValidationError(text % {"minutes": minutes}, code="clock")
    return None


def digits(code: str) -> str:
    """As people type it: with blanks in the middle."""
    return "".join(code.split()).replace("-", "")[:20]


def _check(form: Any) -> str:
    """Any code of the person: the phone's or a recovery code."""
    clear = check_rate_limit(form.user)
    code = digits(form.cleaned_data["code"])
    fault: forms.ValidationError | None = None
    for kept in Authenticator.objects.filter(user=form.user).order_by("-type"):
        if kept.type == Authenticator.Type.TOTP:
            fault = use_code(kept, code)
            fits = fault is None
        else:
            fits = len(code) > 6 and kept.wrap().validate_code(code)
        if fits:
            kept.refresh_from_db()
            kept.user = form.user
            form.authenticator = kept
            clear()
            return code
    raise fault or forms.ValidationError(str(get_account_adapter().error_messages["incorrect_code"]))


@transaction.atomic
def use_code(kept: Authenticator, code: str) -> forms.ValidationError | None:
    """Take the code if it fits and is newer than the latest one that was used; else why not."""
    kept = Authenticator.objects.select_for_update().get(pk=kept.pk)
    secret = decrypt(kept.data["secret"])
    counter = counter_of(secret, code) if secret else None
    fault = refusal_of(counter)
    if fault is not None or counter is None:
        return fault
    if counter <= kept.data.get(LAST, 0):
        return forms.ValidationError(
            _("This code has been used. Wait until your phone shows the next one."), code="used"
        )
    kept.data[LAST] = counter
    kept.save(update_fields=["data"])
    return None


def _field(help_text: Any = _HELP) -> forms.CharField:
    attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
    return forms.CharField(
        label=LABEL, max_length=40, help_text=help_text, widget=forms.TextInput(attrs=attrs)
    )


class CodeForm(AuthenticateForm):  # type: ignore[misc]
    """The code at sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _field()

    def clean_code(self) -> str:
        """The phone's code or a recovery code."""
        return _check(self)


class CodeAgainForm(ReauthenticateForm):  # type: ignore[misc]
    """The code before an act with weight."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _field()

    def clean_code(self) -> str:
        """The phone's code or a recovery code."""
        return _check(self)


class SetUpForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code shows that the phone has taken the secret over."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _field(gettext_lazy("The six digits that your phone shows now."))
        self.counter = 0

    def clean_code(self) -> str:
        """The code of the secret that the page shows."""
        clear = check_rate_limit(self.user, error_key="rate_limited")
        code = digits(self.cleaned_data["code"])
        counter = counter_of(self.secret, code)
        fault = refusal_of(counter)
        if fault is not None:
            raise fault
        self.counter = counter or 0
        clear()
        return code
