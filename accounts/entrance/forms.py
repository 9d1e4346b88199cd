"""Text from the pages of the way in, turned into values."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import (
    AddEmailForm,
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    default_token_generator,
)
from allauth.account.internal.flows.password_reset import request_password_reset
from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.entrance.passwords import LONGEST
from accounts.models import User
from accounts.sessions import PUBLIC


def _plain(form: forms.Form) -> None:
    """The library's fields without its placeholders; passwords are never longer than 128 characters."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
        if isinstance(field.widget, forms.PasswordInput) and isinstance(field, forms.CharField):
            field.max_length = LONGEST
            field.validators.append(forms.CharField(max_length=LONGEST).validators[0])


class SignInForm(LoginForm):  # type: ignore[misc]
    """E-mail and password, and whether others use this computer too."""

    public = forms.BooleanField(
        label=_("This is a public or shared computer"),
        help_text=_(
            "If ticked, the session ends after 10 minutes without activity, and nothing is kept in this browser."
        ),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.EmailField(
            label=_("E-mail"),
            widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
        )
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        self.order_fields(["login", "password", "public"])
        _plain(self)

    def clean_login(self) -> str:
        """Addresses are compared without regard to case."""
        return str(self.cleaned_data["login"]).strip().lower()

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """Go on to the second factor or in."""
        request.session[PUBLIC] = self.cleaned_data["public"]
        response: HttpResponse = super().login(request, redirect_url=redirect_url)
        return response


class ConfirmItIsYouForm(ReauthenticateForm):  # type: ignore[misc]
    """The password once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        _plain(self)


class NewPasswordForm(ChangePasswordForm):  # type: ignore[misc]
    """The present password and a new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Present password")
        self.fields["oldpassword"].help_text = ""
        _name_new(self)


class ForgottenPasswordForm(ResetPasswordForm):  # type: ignore[misc]
    """The address to which the link goes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = forms.EmailField(
            label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "username"})
        )

    def clean_email(self) -> str:
        """Whoever uses the address and may sign in; nobody is no fault."""
        email = str(self.cleaned_data["email"]).strip().lower()
        self.users = list(User.objects.filter(email=email, is_active=True))
        return email

    def save(self, request: HttpRequest, **_kwargs: Any) -> str:
        """Send the link, if there is anybody."""
        email: str = self.cleaned_data["email"]
        if self.users:
            request_password_reset(request, email, self.users, default_token_generator)
        return email


class SetPasswordByLinkForm(ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, after the link of a mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_new(self)


class NewAddressForm(AddEmailForm):  # type: ignore[misc]
    """The new address of an account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = forms.EmailField(
            label=_("New e-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
        )

    def clean_email(self) -> str:
        """Lower case, as addresses are kept."""
        self.cleaned_data["email"] = str(self.cleaned_data["email"]).strip().lower()
        return str(super().clean_email())


def _name_new(form: forms.Form) -> None:
    form.fields["password1"].label = _("New password")
    form.fields["password1"].help_text = _(
        "At least 12 characters. Several words with blanks are good; any script will do. It may be pasted."
    )
    form.fields["password2"].label = _("New password again")
    _plain(form)
