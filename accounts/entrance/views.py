"""Pages of the way in. Who is signed in gets in by accounts.access; the others are public (guards in urls.py)."""

from __future__ import annotations

from typing import Any

from allauth.account import views as account
from allauth.account.models import EmailAddress
from allauth.mfa.base import views as factor
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.usersessions import views as usersessions
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.views import LogoutView
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import sessions
from accounts.access import SignedInRequest
from accounts.entrance import brakes
from accounts.entrance.browsers import name_of
from accounts.entrance.codes import LAST, CodeAgainForm, CodeForm, SetUpForm
from accounts.entrance.forms import (
    ConfirmItIsYouForm,
    ForgottenPasswordForm,
    NewAddressForm,
    NewPasswordForm,
    SetPasswordByLinkForm,
    SignInForm,
)


class Unprocessable:
    """A form that is refused comes back as 422 with what was typed; one too many as 429 with the time to wait."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """The page again with the reason."""
        response: HttpResponse = self.render_to_response(self.get_context_data(form=form))  # type: ignore[attr-defined]
        response.status_code = 422
        if any(
            form.has_error(field, "too_many_login_attempts") for field in (NON_FIELD_ERRORS, *form.fields)
        ):
            response.status_code = 429
            response["Retry-After"] = str(brakes.PAUSE)
        return response


class SignIn(Unprocessable, account.LoginView):  # type: ignore[misc]
    """Sign in with e-mail and password; what was typed stays when it is refused."""

    form_class = SignInForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the reason why the session before this one ended."""
        ended = self.request.session.pop(sessions.ENDED, "") if sessions.ENDED in self.request.session else ""
        return {**super().get_context_data(**kwargs), "ended": ended}


class SignOut(LogoutView):
    """End the session; the browser forgets what it kept of the portal."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask the browser to drop stored drafts of this person."""
        response = super().post(request, *args, **kwargs)
        response["Clear-Site-Data"] = '"storage"'
        return response


class ConfirmItIsYou(Unprocessable, account.ReauthenticateView):  # type: ignore[misc]
    """The password once more before an act with weight; what was sent goes on afterwards."""

    form_class = ConfirmItIsYouForm


class ChangePassword(Unprocessable, account.PasswordChangeView):  # type: ignore[misc]
    """A new password; all other sessions end."""

    form_class = NewPasswordForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Whoever has no password yet sets one by the link of a mail."""
        if not request.user.has_usable_password():  # type: ignore[union-attr]  # guarded: signed in
            return redirect("account_reset_password")
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def form_valid(self, form: Any) -> HttpResponse:
        """Say so, and stay signed in here."""
        response: HttpResponse = super().form_valid(form)
        sessions.end_sessions(self.request.user, but=self.request.session.session_key or "")
        messages.success(self.request, _("Your password is changed. All other sessions are ended."))
        return response


class ForgottenPassword(Unprocessable, account.PasswordResetView):  # type: ignore[misc]
    """Ask for the link; the answer is the same for every address."""

    form_class = ForgottenPasswordForm


class LinkSent(account.PasswordResetDoneView):  # type: ignore[misc]
    """What happens next, whether or not there is such an account."""


class SetPasswordByLink(Unprocessable, account.PasswordResetFromKeyView):  # type: ignore[misc]
    """The page behind the link of the mail."""

    form_class = SetPasswordByLinkForm

    def form_valid(self, form: Any) -> HttpResponse:
        """All sessions end; the link is used up."""
        response: HttpResponse = super().form_valid(form)
        sessions.end_sessions(self.reset_user)
        return response

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """A link that is used up or too old is gone."""
        if context.get("token_fail"):
            kwargs["status"] = 410
        response: HttpResponse = super().render_to_response(context, **kwargs)
        return response


class PasswordSet(account.PasswordResetFromKeyDoneView):  # type: ignore[misc]
    """The new password works; the way to sign-in."""


class ChangeAddress(Unprocessable, account.EmailView):  # type: ignore[misc]
    """A new address for the account; it counts once it is confirmed from there."""

    form_class = NewAddressForm
    template_name = "account/email_change.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The account's own address stands in the account; the library's list holds only what waits."""
        return super(account.EmailView, self).dispatch(request, *args, **kwargs)  # type: ignore[no-any-return]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One form, one act."""
        return super(account.EmailView, self).post(request, *args, **kwargs)  # type: ignore[no-any-return]

    def form_valid(self, form: Any) -> HttpResponse:
        """A mail to the new address, a notice to the present one, which stays until the new one is confirmed."""
        # A reset of the password leaves the present address in the list as one that waits. Taking it for an older
        # wish and removing it, the library would empty the account's own address.
        own = EmailAddress.objects.filter(user=self.request.user, email=self.request.user.email)
        own.filter(verified=False).delete()
        response: HttpResponse = super().form_valid(form)
        new = form.cleaned_data["email"]
        account.get_adapter().send_notification_mail(
            "account/email/email_asked", self.request.user, {"to_email": new}
        )
        messages.success(
            self.request,
            _("A mail is on its way to %(new)s. Open it and confirm the address.") % {"new": new},
        )
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the address that waits for its confirmation, if any."""
        context = super(account.EmailView, self).get_context_data(**kwargs)
        waiting = EmailAddress.objects.filter(user=self.request.user, verified=False)
        return {**context, "waiting": waiting.exclude(email=self.request.user.email).first()}


class ConfirmAddress(account.ConfirmEmailView):  # type: ignore[misc]
    """Opening the link shows the page; the button confirms (mail scanners open links)."""

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page with the button, or that the link is used up; nobody is signed out by opening it."""
        try:
            self.object = self.get_object()
        except Http404:
            self.object = None
        return self.render_to_response(self.get_context_data(), status=200 if self.object else 410)  # type: ignore[no-any-return]

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the address over; a link that is used up answers with the page."""
        try:
            response: HttpResponse = super().post(*args, **kwargs)
        except Http404:
            return self.get(*args, **kwargs)
        return response

    def respond(self, success: bool) -> HttpResponse:
        """Say how it went."""
        if success:
            messages.success(self.request, _("The new e-mail is confirmed. Use it to sign in from now on."))
        else:
            messages.error(self.request, _("This e-mail cannot be used. Choose another one."))
        response: HttpResponse = super().respond(success)
        return response


# --- Second factor ---------------------------------------------------------------------------------


class GiveCode(Unprocessable, factor.AuthenticateView):  # type: ignore[misc]
    """The code after the password."""

    form_class = CodeForm


class GiveCodeAgain(Unprocessable, factor.ReauthenticateView):  # type: ignore[misc]
    """The code once more before an act with weight."""

    form_class = CodeAgainForm


class Factor(factor.IndexView):  # type: ignore[misc]
    """Whether the account has a second factor, and the way to set up or remove it."""


class SetUpFactor(Unprocessable, totp.ActivateTOTPView):  # type: ignore[misc]
    """Take the secret over into the phone, show that it worked by the first code."""

    form_class = SetUpForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the key in groups of four, to be typed and to fit a phone; says so when the role must have one."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        secret = context["form"].secret
        key = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
        return {**context, "key": key, "required": sessions.needs_second_factor(self.request.user)}

    def form_valid(self, form: Any) -> HttpResponse:
        """All other sessions end: they were opened without it. The first code is used up."""
        response: HttpResponse = super().form_valid(form)
        kept = Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP)
        kept.data[LAST] = form.counter
        kept.save(update_fields=["data"])
        self.request.session[sessions.FACTOR] = True
        sessions.end_sessions(self.request.user, but=self.request.session.session_key or "")
        messages.success(self.request, _("The second factor is set up. All other sessions are ended."))
        return response


class RemoveFactor(Unprocessable, totp.DeactivateTOTPView):  # type: ignore[misc]
    """Remove it, for instance before another phone is set up; all other sessions end."""

    def form_valid(self, form: Any) -> HttpResponse:
        """This session is as before the second factor again."""
        response: HttpResponse = super().form_valid(form)
        self.request.session.pop(sessions.FACTOR, None)
        sessions.end_sessions(self.request.user, but=self.request.session.session_key or "")
        messages.success(self.request, _("The second factor is removed. All other sessions are ended."))
        return response


class RecoveryCodes(codes.ViewRecoveryCodesView):  # type: ignore[misc]
    """The codes, once; afterwards only how many are left."""


class NewRecoveryCodes(Unprocessable, codes.GenerateRecoveryCodesView):  # type: ignore[misc]
    """Ten new codes; the old ones no longer work."""


# --- Sessions --------------------------------------------------------------------------------------


class Sessions(usersessions.ListUserSessionsView):  # type: ignore[misc]
    """Where the account is open now; the button ends all but this one."""

    success_url = reverse_lazy("usersessions_list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each with its browser in words."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        for one in context["sessions"]:
            one.browser = name_of(one.user_agent)
        return context

    def form_valid(self, form: Any) -> HttpResponse:
        """End the others, also those that the list does not know."""
        sessions.end_others(by=self.request.user, here=self.request.session.session_key or "")
        messages.success(self.request, _("All other sessions are ended."))
        return redirect("usersessions_list")


@require_POST
def end_session(request: SignedInRequest, pk: int) -> HttpResponse:
    """End one of one's own sessions; it is over at its next request."""
    one = UserSession.objects.filter(pk=pk, user=request.user).first()
    if one is None:
        raise Http404
    if one.session_key == request.session.session_key:
        messages.info(request, _("This is the session that you are in. Use “Sign out” to end it."))
        return redirect("usersessions_list")
    sessions.end_one(one, by=request.user)
    messages.success(request, _("The session is ended."))
    return redirect("usersessions_list")


@require_http_methods(["GET", "POST"])
def session_state(request: SignedInRequest) -> JsonResponse:
    """Seconds until the session ends, and the key for forms of pages that were open before it.

    Asking is no activity; a POST is ("Stay signed in").
    """
    if request.method == "POST":
        sessions.touch(request.session, at_once=True)
    return JsonResponse({"left": sessions.seconds_left(request.session), "token": get_token(request)})


def too_many(request: HttpRequest) -> HttpResponse:
    """The page for somebody who sent too much in a short time."""
    response = render(request, "429.html", {"sign_in": reverse("account_login")}, status=429)
    response["Retry-After"] = "60"
    return response
