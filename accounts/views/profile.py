"""One's own profile: what the portal knows about the account, language and time zone, notices, deputy."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions, rights
from accounts.access import SignedInRequest, signed_in
from accounts.forms import LanguageForm, NoticesForm
from accounts.forms.own import LANGUAGE_NAMES, OTHER_PLACES, PLACES
from accounts.sessions import FACTOR
from accounts.states import Notice, Role
from accounts.views.form_page import GET_POST, bound, form_page
from accounts.views.people import deputy_page, ended
from core.htmx import render_page

_PROFILE = "accounts:profile"


@require_safe
@signed_in
def profile(request: SignedInRequest) -> HttpResponse:
    """The account as its owner sees it, with links to what can be changed."""
    user = request.user
    context = {
        "language": LANGUAGE_NAMES.get(user.language, LANGUAGE_NAMES["en-gb"]),
        "time_zone": dict((*PLACES, *OTHER_PLACES)).get(user.time_zone, ""),
        "notices": [notice.label for notice in Notice if notice.value not in user.muted],
        "second_factor": request.session.get(FACTOR, False),
        "memberships": user.memberships.select_related("team"),
        "deputies": user.deputies.order_by("acting_from", "pk"),
        "may_name_deputy": user.role != Role.ADMINISTRATOR and rights.deputies_for(user).exists(),
    }
    return render_page(request, "accounts/profile.html", context)


@require_http_methods(GET_POST)
@signed_in
def language(request: SignedInRequest) -> HttpResponse:
    """Language of the pages and time zone."""
    user = request.user
    form = LanguageForm(bound(request), person=user)

    def save() -> str:
        actions.set_wishes(muted=user.muted, by=user, **form.cleaned_data)
        return _("Saved.")

    return form_page(request, form, save=save, title=_("Language and time zone"), back=reverse(_PROFILE))


@require_http_methods(GET_POST)
@signed_in
def notices(request: SignedInRequest) -> HttpResponse:
    """Which mails the person wants."""
    user = request.user
    form = NoticesForm(bound(request), person=user)

    def save() -> str:
        muted = [value for value in Notice.values if value not in form.cleaned_data["wanted"]]
        actions.set_wishes(language=user.language, time_zone=user.time_zone, muted=muted, by=user)
        return _("Saved.")

    return form_page(request, form, save=save, title=_("Mails"), back=reverse(_PROFILE))


@require_http_methods(GET_POST)
@signed_in
def own_deputy(request: SignedInRequest) -> HttpResponse:
    """Name somebody who acts for oneself for some days."""
    return deputy_page(request, request.user, back=reverse(_PROFILE))


@require_POST
@signed_in
def end_own_deputy(request: SignedInRequest) -> HttpResponse:
    """End what a deputy does for oneself, or what one does for somebody."""
    deputy = get_object_or_404(rights.own_deputies(request.user), ref=request.POST.get("deputy", "")[:80])
    return ended(request, deputy, back=reverse(_PROFILE))
