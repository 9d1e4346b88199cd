"""Pages about personal data: the register of processing, and what the portal holds about the reader."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import SignedInRequest, signed_in
from accounts.actions.erasing import ask_erasure, withdraw_erasure
from accounts.queries.own_data import acts_of, erasure_asked_at, traces_of
from core.htmx import render_page
from core.pagination import page_of
from core.states import IllegalMove
from mrs_portal.own_data import taken
from mrs_portal.privacy import REGISTER


@require_safe
@login_not_required
def register(request: HttpRequest) -> HttpResponse:
    """What is kept about people, why, where and how long."""
    return render_page(request, "privacy/register.html", {"register": REGISTER})


@require_safe
@signed_in
def mine(request: SignedInRequest) -> HttpResponse:
    """What the portal holds about the reader."""
    context = {
        "traces": traces_of(request.user),
        "asked_at": erasure_asked_at(request.user),
        "page": page_of(acts_of(request.user), request),
    }
    return render_page(request, "privacy/mine.html", context)


@require_safe
@signed_in
def mine_file(request: SignedInRequest) -> HttpResponse:
    """The same as a file for other programs, with everything that names the reader."""
    response = JsonResponse(taken(by=request.user), json_dumps_params={"ensure_ascii": False, "indent": 1})
    name = f"mrs-portal-my-data-{timezone.localdate():%Y-%m-%d}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
@signed_in
def erasure(request: SignedInRequest) -> HttpResponse:
    """Ask for one's own data to be erased, or take the wish back."""
    try:
        if request.POST.get("do") == "withdraw":
            withdraw_erasure(by=request.user)
            messages.success(request, _("You took the request back. Nothing is erased."))
        else:
            ask_erasure(by=request.user)
            messages.success(
                request, _("The administrators were told. They answer you before anything is erased.")
            )
    except IllegalMove as refused:
        messages.error(request, refused.message)
    return redirect("privacy-mine")
