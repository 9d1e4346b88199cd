"""The log: one line of JSON for each entry, with the number of the request and without personal data.

What is taken out of every entry, also out of traces: e-mail addresses, what stands behind `?` in an address (people
search for texts of drafts), secrets in links, passwords and tokens by name. Control characters cannot break a line,
because JSON writes them as escapes.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]
_reference: ContextVar[str] = ContextVar("reference", default="")

#: Characters of one message, and of one trace, at most.
LONGEST = 2_000
LONGEST_TRACE = 12_000
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"[^\s@\"'<>(),;:=]{1,64}@[^\s@\"'<>(),;:=]{1,255}"), "[address]"),
    # scheme://name:password@host, as in the addresses of databases and brokers
    (re.compile(r"(\w://)[^/\s]*\[address\]"), r"\1[hidden]"),
    (
        re.compile(
            r"(?i)\b(password|passwd|secret|token|sessionid|csrf\w*|authorization|cookie)(\W{1,4})(?:(?:bearer|basic)\s+)?[^\s,;&}]+"
        ),
        r"\1\2[hidden]",
    ),
    # what follows ? in an address
    (re.compile(r"(/[^\s?\"']*)\?[^\s\"']*"), r"\1?[hidden]"),
    # long random pieces: keys of links, sessions and files in the making
    (re.compile(r"(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{20,}(?::[\w-]+){0,2}(?![\w-])"), "[key]"),
)
_UUID = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")


def reference() -> str:
    """The number of the request that is being answered; empty outside a request."""
    return _reference.get()


def numbered_requests(get_response: Handler) -> Handler:
    """Give each request a number that stands on its error page, in its log lines and in a header of the answer."""

    def middleware(request: HttpRequest) -> HttpResponse:
        number = secrets.token_hex(6)
        request.reference = number  # type: ignore[attr-defined]  # read by the error pages
        token = _reference.set(number)
        try:
            response = get_response(request)
            response["X-Request-ID"] = number
            return response
        finally:
            _reference.reset(token)

    return middleware


def without_secrets(text: str) -> str:
    """The text without addresses of people, query strings and keys; numbers of jobs and mails (UUIDs) stay."""
    for pattern, instead in _RULES:
        if instead == "[key]":
            text = pattern.sub(lambda found: found[0] if _UUID.match(found[0]) else "[key]", text)
        else:
            text = pattern.sub(instead, text)
    return text


class JsonLine(logging.Formatter):
    """One line of JSON: time in UTC, level, logger, message, request, and a trace where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """The entry as text without a line break."""
        entry: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": without_secrets(_message(record))[:LONGEST],
        }
        number = reference() or getattr(getattr(record, "request", None), "reference", "")
        if number:
            entry["request"] = number
        if record.exc_info and record.exc_info[0] is not None:
            entry["error"] = record.exc_info[0].__name__
            entry["trace"] = without_secrets(self.formatException(record.exc_info))[-LONGEST_TRACE:]
        return json.dumps(entry)


def _message(record: logging.LogRecord) -> str:
    """The message with its values; a call with wrong values must not silence the log."""
    try:
        return record.getMessage()
    except (TypeError, ValueError):
        return f"{record.msg} (values do not fit)"
