"""What browsers tell when they refused something on our pages: counted by day and directive, nothing else is kept."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from core.models import BrowserReport

MAX_BYTES = 16 * 1024
MAX_AT_ONCE = 10
TYPES = ("application/csp-report", "application/reports+json", "application/json")
#: Of whatever else a report speaks, it is counted under this word: what is stored is never the sender's text.
OTHER = "other"
DIRECTIVES = frozenset(
    [
        "base-uri",
        "child-src",
        "connect-src",
        "default-src",
        "font-src",
        "form-action",
        "frame-ancestors",
        "frame-src",
        "img-src",
        "manifest-src",
        "media-src",
        "object-src",
        "require-trusted-types-for",
        "script-src",
        "script-src-attr",
        "script-src-elem",
        "style-src",
        "style-src-attr",
        "style-src-elem",
        "trusted-types",
        "upgrade-insecure-requests",
        "worker-src",
    ]
)


def directives_of(body: bytes) -> list[str]:
    """The directives that a report names, at most ten; [] for what is no report.

    Both forms are read: `{"csp-report": {...}}` of report-uri, and the list of report-to.
    """
    try:
        said: Any = json.loads(body)
    except (ValueError, RecursionError):
        return []
    reports = said if isinstance(said, list) else [said]
    return [_directive(one) for one in reports[:MAX_AT_ONCE] if isinstance(one, dict)]


def _directive(report: dict[str, Any]) -> str:
    inner = report.get("csp-report") or report.get("body")
    if not isinstance(inner, dict):
        return OTHER
    named = (
        inner.get("effective-directive") or inner.get("effectiveDirective") or inner.get("violated-directive")
    )
    word = str(named).split(" ")[0]
    return word if word in DIRECTIVES else OTHER


def count(directives: list[str], day: date) -> None:
    """Add to the day's numbers."""
    for directive in directives:
        rows = BrowserReport.objects.filter(day=day, directive=directive)
        if rows.update(number=F("number") + 1):
            continue
        try:
            with transaction.atomic():
                BrowserReport.objects.create(day=day, directive=directive, number=1)
        except IntegrityError:  # another process wrote the day's first
            rows.update(number=F("number") + 1)
