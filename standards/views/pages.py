"""Pictures of the pages that a reading came from."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from accounts.access import SignedInRequest, requires
from accounts.permissions import Permission
from core.files import FILE_POLICY
from standards import pages
from standards.intake import limits
from standards.models import Intake
from standards.queries.pages import IntakePage, visible_page


def leaf_of(reading: Intake, rows: Any) -> dict[str, object]:
    """What the confirming screen needs to know to show the page of the first or the open one of its `rows`."""
    shown = [row for row in rows if row.is_open and row.line.page] or [row for row in rows if row.line.page]
    return {
        "pictures": pages.has_pictures(reading.stored) and reading.pages > 0,
        "shown_page": shown[0].line.page if shown else 1,
        "picture_dpi": pages.DPI,
        "picture_large_dpi": pages.LARGE_DPI,
    }


@require_safe
@requires(Permission.EDITION_EDIT, on=visible_page)
def intake_page(request: SignedInRequest, page: IntakePage) -> HttpResponse:
    """One page as a picture; `?size=large` for looking closely. 404 where there is none, 503 while all hands are busy."""
    stored = page.intake.stored
    last = page.intake.pages or limits.PDF_PAGES  # not known before the file is read
    if stored is None or not pages.has_pictures(stored) or page.number > last:
        raise Http404
    dpi = pages.LARGE_DPI if request.GET.get("size") == "large" else pages.DPI
    try:
        picture = pages.picture(stored, page.number, dpi)
    except pages.Busy:
        return HttpResponse(status=503, headers={"Retry-After": "2"})
    except FileNotFoundError as missing:
        raise Http404 from missing
    if picture is None:
        raise Http404
    headers = {
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": FILE_POLICY,
    }
    return HttpResponse(picture, content_type=pages.content_type(picture), headers=headers)
