"""What the portal refused a signed-in person, written into the history: steps beyond their role, and uploads.

One line a minute for each person and address at most: somebody who presses a hundred times leaves no hundred lines.
Answers of "not found" are not written down: what is not there and what one may not see are the same.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from core.audit import REFUSED, UPLOAD_REFUSED, record
from core.models import AuditLine

Handler = Callable[[HttpRequest], HttpResponse]

PAUSE = timedelta(minutes=1)


def told_refusals(get_response: Handler) -> Handler:
    """Write down a refusal after it was answered. Costs other answers nothing."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code in (403, 413, 422) and request.user.is_authenticated:
            if response.status_code == 403:
                _tell(request, REFUSED, {"method": request.method})
            elif files := _files_in(request):
                _tell(request, UPLOAD_REFUSED, files)
        return response

    return middleware


def _files_in(request: HttpRequest) -> dict[str, Any]:
    """How many files came with a refused form and how large they were together; nothing when there was none."""
    if request.method != "POST" or request.content_type != "multipart/form-data":
        return {}
    sizes = [file.size or 0 for field in request.FILES for file in request.FILES.getlist(field)]
    return {"files": len(sizes), "bytes": sum(sizes)} if sizes else {}


def _tell(request: HttpRequest, event: str, said: dict[str, Any]) -> None:
    """By the address's name and the reference in it; nothing of what was typed or sent."""
    match = request.resolver_match
    if match is None or not request.user.is_authenticated:
        return
    said = {"page": match.view_name, **said}
    ref = str(match.kwargs.get("ref", ""))[:80]
    if ref:
        said["reference"] = ref
    lately = AuditLine.objects.filter(
        subject_type=request.user._meta.label_lower,
        subject_id=str(request.user.pk),
        event=event,
        at__gt=timezone.now() - PAUSE,
        after__page=match.view_name,
    )
    if not lately.exists():
        record(event, on=request.user, by=request.user, after=said)
