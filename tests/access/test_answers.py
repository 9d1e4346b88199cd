"""What every answer tells the browser, over every route of the portal: pages, files, refusals."""

from __future__ import annotations

import re
from typing import Any

import pytest

from core.files import FILE_POLICY
from tests.access.browser import Browser, undone
from tests.access.matrix import TABLE
from tests.access.scene import Scene
from tests.access.test_matrix import address

pytestmark = [pytest.mark.django_db, pytest.mark.once]

#: The first line of each route that lets somebody read.
READ = {rule.route: rule for rule in reversed(TABLE) if rule.method == "GET" and rule.yes}
#: What the portal gives out, and how such content begins.
KINDS = {
    "application/pdf": b"%PDF",
    "application/zip": b"PK",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": b"PK",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": b"PK",
    "application/json": b"",
    "text/csv": b"",
    "image/png": b"\x89PNG",
    "image/jpeg": b"\xff\xd8",
    "image/webp": b"RIFF",
}
TEXTS = {"text/html", "text/plain", "application/json"}
SAFE_NAME = re.compile(
    r"""attachment; filename(?:="[^"\\/;\r\n]{1,150}"|\*=utf-8''[A-Za-z0-9%._~-]{1,400})"""
)


#: A browser that claims to have everything already, and asks for a thousand parts of it.
CLAIMS = {
    "If-None-Match": "*",
    "If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT",
    "Range": "bytes=" + ",".join(["0-0"] * 1000),
}
_files: set[str] = set()


@pytest.mark.parametrize("route", sorted(READ))
def test_every_answer_is_private_whole_and_binds_the_browser(
    route: str, scene: Scene, visitor: Browser
) -> None:
    """L-26, L-27, L-29, L-30: pages, files, and what somebody gets who is not signed in."""
    rule = READ[route]
    for who in ("anon", sorted(rule.yes)[0]):
        with undone():
            answer = visitor.ask(who, "GET", address(scene, rule), **CLAIMS)
            faults = _faults(answer, signed_in=who != "anon")
            if answer.status_code == 200 and _kind(answer) != "text/html":
                faults += _file_faults(answer)
                _files.add(route)
            if answer.status_code in (206, 304, 416):
                faults.append("the answer is not whole")
        assert not faults, f"{rule} as {who} ({answer.status_code}): {faults}"


@pytest.mark.parametrize(
    ("path", "status"), [("/no-such-page/", 404), ("/jobs/", 403), ("/accounts/sign-out/", 405)]
)
def test_refusals_carry_the_same_headers(path: str, status: int, scene: Scene, visitor: Browser) -> None:
    answer = visitor.ask("obs", "GET", path)

    assert (answer.status_code, _faults(answer, signed_in=True)) == (status, [])


def _kind(answer: Any) -> str:
    return str(answer.get("Content-Type", "")).partition(";")[0].strip()


def _faults(answer: Any, *, signed_in: bool) -> list[str]:
    """What is missing of the headers that every answer carries."""
    policy = answer.get("Content-Security-Policy", "")
    wanted = {
        "policy": "default-src 'none'" in policy and "frame-ancestors 'none'" in policy,
        "unsafe": "unsafe" not in policy,
        "nosniff": answer.get("X-Content-Type-Options") == "nosniff",
        "frames": answer.get("X-Frame-Options") == "DENY",
        "referrer": answer.get("Referrer-Policy") == "same-origin",
        "opener": answer.get("Cross-Origin-Opener-Policy") == "same-origin",
        "resource": answer.get("Cross-Origin-Resource-Policy") == "same-origin",
        "permissions": "camera=()" in answer.get("Permissions-Policy", ""),
        "server": "Server" not in answer and "X-Powered-By" not in answer,
        "cors": "Access-Control-Allow-Origin" not in answer,
    }
    if signed_in:
        kept = answer.get("Cache-Control", "")
        wanted["cache"] = "private" in kept and "no-store" in kept
        wanted["vary"] = "Cookie" in answer.get("Vary", "")
    return [name for name, there in wanted.items() if not there]


def _file_faults(answer: Any) -> list[str]:
    """What is wrong about an answer that is no page."""
    kind, sent = _kind(answer), b"".join(answer.streaming_content) if answer.streaming else answer.content
    faults = []
    if kind not in KINDS and kind not in TEXTS:
        faults.append(f"{kind} is not given out")
    if not sent.startswith(KINDS.get(kind, b"")):
        faults.append(f"it is no {kind}: {sent[:8]!r}")
    if answer["Content-Security-Policy"] != FILE_POLICY:
        faults.append("its policy lets it run")
    disposition = answer.get("Content-Disposition", "")
    inside = kind.startswith("image/") or kind in TEXTS  # a picture in a page, a fragment for a script
    if disposition.startswith("attachment"):
        if not SAFE_NAME.fullmatch(disposition):
            faults.append(f"its name is not safe: {disposition}")
    elif not inside:
        faults.append("it is opened in place of being saved")
    return faults


def test_the_file_routes_are_among_what_was_looked_at() -> None:
    """The test above would pass if no line of the table led to a file; it runs before this one."""
    assert {"reports:download", "standards:template", "benchmarking:gap-proof", "missions:photo"} <= _files
