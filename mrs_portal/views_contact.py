"""The page behind "Contact of your coordinator" at the foot of every page."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.access import SignedInRequest, signed_in
from core.htmx import render_page
from mrs_portal.contacts import contacts_of


@require_safe
@signed_in
def contact(request: SignedInRequest) -> HttpResponse:
    """Whom the person asks."""
    return render_page(request, "contact.html", {"contacts": contacts_of(request.user)})
