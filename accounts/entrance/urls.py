"""Addresses of the way in, under the library's own names, without a namespace: it asks for them by these."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import path, re_path

from accounts.access import signed_in
from accounts.entrance import views

urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="account_login"),
    path("sign-out/", views.SignOut.as_view(), name="account_logout"),
    path("sign-in/code/", views.GiveCode.as_view(), name="mfa_authenticate"),
    path("password/lost/", views.ForgottenPassword.as_view(), name="account_reset_password"),
    path("password/lost/sent/", views.LinkSent.as_view(), name="account_reset_password_done"),
    path("password/set/done/", views.PasswordSet.as_view(), name="account_reset_password_from_key_done"),
    re_path(
        r"^password/set/(?P<uidb36>[0-9A-Za-z]{1,13})-(?P<key>.{1,100})/$",
        views.SetPasswordByLink.as_view(),
        name="account_reset_password_from_key",
    ),
    re_path(
        r"^address/confirm/(?P<key>[-:\w]{1,200})/$",
        login_not_required(views.ConfirmAddress.as_view()),
        name="account_confirm_email",
    ),
    path("address/", signed_in(views.ChangeAddress.as_view()), name="account_email"),
    path("password/", signed_in(views.ChangePassword.as_view()), name="account_change_password"),
    path("confirm/", signed_in(views.ConfirmItIsYou.as_view()), name="account_reauthenticate"),
    path("confirm/code/", signed_in(views.GiveCodeAgain.as_view()), name="mfa_reauthenticate"),
    path("second-factor/", signed_in(views.Factor.as_view()), name="mfa_index"),
    path("second-factor/set-up/", signed_in(views.SetUpFactor.as_view()), name="mfa_activate_totp"),
    path("second-factor/remove/", signed_in(views.RemoveFactor.as_view()), name="mfa_deactivate_totp"),
    path("second-factor/codes/", signed_in(views.RecoveryCodes.as_view()), name="mfa_view_recovery_codes"),
    path(
        "second-factor/codes/new/",
        signed_in(views.NewRecoveryCodes.as_view()),
        name="mfa_generate_recovery_codes",
    ),
    path("sessions/", signed_in(views.Sessions.as_view()), name="usersessions_list"),
    path("sessions/<int:pk>/end/", signed_in(views.end_session), name="account_end_session"),
    path("session/", signed_in(views.session_state), name="account_session"),
]
