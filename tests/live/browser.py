"""A browser without scripts: cookies, forms with their CSRF token, files. Standard library only."""

from __future__ import annotations

import http.client
import re
import secrets
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from http.cookiejar import CookieJar
from urllib.parse import urljoin

from tests.live.portal import PASSWORD

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_TAG = re.compile(r"<(script|style)\b.*?</\1>|<[^>]+>", re.DOTALL)


@dataclass(frozen=True)
class Answer:
    """What came back, after redirects."""

    status: int
    url: str
    body: bytes
    headers: Mapping[str, str]
    seconds: float

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")

    @property
    def words(self) -> str:
        """What a person reads: no tags, entities resolved, single spaces."""
        return " ".join(unescape(_TAG.sub(" ", self.text)).split())

    def link(self, pattern: str) -> str:
        """The address of the first link or form whose address matches."""
        for address in re.findall(r'(?:href|action)="([^"]+)"', self.text):
            if re.search(pattern, unescape(address)):
                return urljoin(self.url, unescape(address))
        raise AssertionError(f"No address like {pattern} on {self.url}")


class Browser:
    """One person at the portal."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(CookieJar())
        )
        self._token = ""

    def sign_in(self, account: str) -> Browser:
        """Sign in as a demonstration account ("focal.kh")."""
        self.get("/accounts/sign-in/")
        answer = self.post(
            "/accounts/sign-in/", {"login": f"{account}@mrs.example.org", "password": PASSWORD}
        )
        assert answer.status == 200, answer.words[:500]
        assert "/sign-in/" not in answer.url, answer.words[:500]
        return self

    def get(self, address: str) -> Answer:
        """Open a page."""
        return self._open(urllib.request.Request(urljoin(self.url + "/", address)))

    def post(
        self,
        address: str,
        fields: Mapping[str, str] | None = None,
        *,
        files: Mapping[str, tuple[str, bytes]] | None = None,
    ) -> Answer:
        """Send a form with the token of the page seen last; `files` is {field: (file name, content)}."""
        boundary = secrets.token_hex(16)
        parts = []
        for name, value in {"csrfmiddlewaretoken": self._token, **(fields or {})}.items():
            head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
            parts.append(head.encode() + value.encode() + b"\r\n")
        for name, (file_name, content) in (files or {}).items():
            head = (
                f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n'
            )
            head += "Content-Type: application/octet-stream\r\n\r\n"
            parts.append(head.encode() + content + b"\r\n")
        body = b"".join(parts) + f"--{boundary}--\r\n".encode()
        target = urljoin(self.url + "/", address)
        headers = {"Content-Type": f"multipart/form-data; boundary={boundary}", "Referer": target}
        return self._open(urllib.request.Request(target, data=body, headers=headers))

    def _open(self, request: urllib.request.Request) -> Answer:
        begin = time.monotonic()
        try:
            with self._opener.open(request, timeout=60) as response:
                answer = self._answer(response, response.status, begin)
        except urllib.error.HTTPError as refused:
            with refused:
                answer = self._answer(refused, refused.code, begin)
        if found := _TOKEN.search(answer.text):
            self._token = found[1]
        return answer

    @staticmethod
    def _answer(
        response: http.client.HTTPResponse | urllib.error.HTTPError, status: int, begin: float
    ) -> Answer:
        body = response.read()
        return Answer(status, response.geturl(), body, dict(response.headers), time.monotonic() - begin)
