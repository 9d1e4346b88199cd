"""Requests as a persona, each of them undone afterwards, and what is compared in the answers."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from core.audit import REFUSED
from core.models import AuditLine


class Browser:
    """One client for all personas: making a client reads the list of static files anew, which takes long."""

    def __init__(self, sessions: Mapping[str, str]) -> None:
        self._client = Client()
        self._sessions = sessions

    def ask(
        self, who: str, method: str, url: str, data: Mapping[str, Any] | None = None, **headers: str
    ) -> Any:
        """The answer to one request of a persona; "anon" sends no session."""
        self._client.cookies.clear()
        if who in self._sessions:
            self._client.cookies[settings.SESSION_COOKIE_NAME] = self._sessions[who]
        send = {"GET": self._client.get, "HEAD": self._client.head, "POST": self._client.post}.get(method)
        if send is None:
            return self._client.generic(method, url, headers=headers)
        return send(url, data or {}, headers=headers)


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


_WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|WITH|TRUNCATE|CREATE|DROP|ALTER)\b", re.IGNORECASE)


@contextmanager
def writing() -> Iterator[list[str]]:
    """The statements inside that write, whether or not they are taken back; sessions come and go and are left out."""
    written: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if _WRITES.match(sql) and "django_session" not in sql and not _tells_of_a_refusal(sql, params):
            written.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield written


def _tells_of_a_refusal(sql: str, params: Any) -> bool:
    """The line of the history that says that something was refused is all that a refusal leaves behind."""
    return "core_auditline" in sql and REFUSED in (params or ())


def outcome(response: HttpResponseBase) -> str:
    """The answer in the words of the matrix."""
    if response.status_code not in (302, 303):
        return "page" if response.status_code == 200 else str(response.status_code)
    to = response.headers["Location"]
    if to.startswith(reverse(settings.LOGIN_URL)):
        return "sign-in"
    return "second factor" if to == reverse("mfa_activate_totp") else "moved"


def body(response: Any) -> bytes:
    """The whole content; a workbook unpacked, so that its texts can be looked for."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return b"\n".join(archive.read(name) for name in archive.namelist())
    return bytes(content)


_TOKEN = re.compile(rb'csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": "[^"]*"|data-left="\d+"')


def bare(response: Any, path: str) -> tuple[bytes, dict[str, str]]:
    """Body and headers without what differs by itself: tokens, the clock, the number and the address of the request."""
    content = _TOKEN.sub(b"", body(response)).replace(path.encode(), b"<address>")
    clock = ("Expires", "Content-Length", "X-Request-ID")
    return content, {name: value for name, value in response.headers.items() if name not in clock}


def state_of_the_tables() -> dict[str, str]:
    """A hash over every row of every table of ours; sessions come and go and are left out."""
    state = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in ("sessions", "contenttypes"):
            continue
        rows = model._default_manager.order_by("pk").values_list()
        if model is AuditLine:
            rows = rows.exclude(event=REFUSED)
        state[model._meta.label] = hashlib.sha256(repr(list(rows)).encode()).hexdigest()
    return state
