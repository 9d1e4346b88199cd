"""What the pages of reports share."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.access import SignedInRequest
from core.states import IllegalMove
from reports import snapshots
from reports.documents.common import Document
from reports.models import Report

read_or_send = require_http_methods(["GET", "HEAD", "POST"])


def to_report(report: Report, anchor: str = "") -> HttpResponseRedirect:
    """After an act: the page of the report."""
    return HttpResponseRedirect(reverse("reports:detail", kwargs={"ref": report.ref}) + anchor, status=303)


def said(kind: str, document: Document) -> dict[str, object]:
    """What the summary of a version shows."""
    return {
        "document": document,
        "interim": document.is_draft,
        "summary_template": f"reports/summary/{kind}.html",
        **snapshots.figures(kind, document),
    }


def act(
    request: SignedInRequest, report: Report, verb: Callable[[], object], words: Callable[[], str]
) -> HttpResponse:
    try:
        verb()
    except IllegalMove as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, words())
    return to_report(report)
