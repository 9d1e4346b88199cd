"""Whether a paper or a file in hand is what the portal holds: number and check number, typed or from a link."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import SignedInRequest, signed_in
from reports import queries
from reports.forms_library import WHOLE, CheckForm


@require_safe
@signed_in
def check(request: SignedInRequest) -> HttpResponse:
    """Which report and version it is and whether it is current; nothing about what the person may not see."""
    asked = "hash" in request.GET or "number" in request.GET
    form = CheckForm(request.GET if asked else None)
    context: dict[str, object] = {"form": form}
    if asked and form.is_valid():
        number, digits = form.cleaned_data["number"], form.cleaned_data["hash"]
        found = queries.check(request.user, number=number, digits=digits)
        context |= {"check": found, "digits": digits, "is_part": len(digits) < WHOLE, "number": number}
    return render(
        request, "reports/check.html", context, status=422 if asked and not form.is_valid() else 200
    )
