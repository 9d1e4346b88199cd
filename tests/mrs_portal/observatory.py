"""The rules of the HTTP Observatory (mozilla/http-observatory, httpobs/docs/scoring.md) as a grader without the net.

A page begins with 100 points; faults take some away; from 90 on, what goes beyond adds some. The highest score is 135:
five of them are for a domain on the browsers' preload list, which no test here can claim.

`python -m tests.mrs_portal.observatory` prints the table over the kinds of pages.
"""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from http.cookies import Morsel, SimpleCookie
from typing import Any

import pytest

BROAD = {"ftp:", "http:", "https:", "*", "http://*", "http://*.*", "https://*", "https://*.*"}
INLINE = {"'unsafe-inline'", "data:"}
SIX_MONTHS = 15_768_000
PRIVATE_REFERRERS = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
UNSAFE_REFERRERS = {"origin", "origin-when-cross-origin", "unsafe-url"}
_SCRIPT = re.compile(r"<script\b([^>]*)>", re.IGNORECASE)


@dataclass(frozen=True)
class Answer:
    """What a scanner sees: one answer over HTTPS, and the cookies that the visit has brought so far."""

    headers: dict[str, str]
    cookies: SimpleCookie
    html: str = ""

    def header(self, name: str) -> str:
        """A header without regard to case; empty when it is not there."""
        return next((value for key, value in self.headers.items() if key.lower() == name.lower()), "")


@dataclass(frozen=True)
class Mark:
    """The outcome of one rule."""

    rule: str
    outcome: str
    points: int


def policy_of(text: str) -> dict[str, set[str]]:
    """Directives and their sources; a directive that stands twice is a fault of the policy.

    Raises:
        ValueError: the policy cannot be read.
    """
    policy: dict[str, set[str]] = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        name, *sources = part.split()
        if name in policy:
            raise ValueError(name)
        policy[name] = {source.lower() for source in sources} or {"'none'"}
    return policy


def content_security_policy(answer: Answer) -> Mark:
    """+10 for a policy that begins from nothing and has nothing unsafe."""
    rule = "Content Security Policy"
    text = answer.header("Content-Security-Policy")
    if not text:
        return Mark(rule, "csp-not-implemented", -25)
    try:
        policy = policy_of(text)
    except ValueError:
        return Mark(rule, "csp-header-invalid", -25)
    default = policy.get("default-src", {"*"})
    script, style = policy.get("script-src", default), policy.get("style-src", default)
    objects = policy.get("object-src", default)
    active = set().union(*(v for k, v in policy.items() if k not in ("img-src", "media-src", "report-uri")))
    passive = policy.get("img-src", default) | policy.get("media-src", default)
    found = [
        (script & (BROAD | INLINE) or objects & BROAD, "csp-implemented-with-unsafe-inline", -20),
        (_plain(active), "csp-implemented-with-insecure-scheme", -20),
        ((script | style) & {"'unsafe-eval'"}, "csp-implemented-with-unsafe-eval", -10),
        (_plain(passive), "csp-implemented-with-insecure-scheme-in-passive-content-only", -10),
        (style & (BROAD | INLINE), "csp-implemented-with-unsafe-inline-in-style-src-only", 0),
        (default == {"'none'"}, "csp-implemented-with-no-unsafe-default-src-none", 10),
    ]
    for holds, outcome, points in found:
        if holds:
            return Mark(rule, outcome, points)
    return Mark(rule, "csp-implemented-with-no-unsafe", 5)


def _plain(sources: set[str]) -> bool:
    return any("http:" in source or "ftp:" in source for source in sources)


def cookies(answer: Answer) -> Mark:
    """+5 where all cookies are Secure and SameSite, and those of the session HttpOnly."""
    rule = "Cookies"
    if not answer.cookies:
        return Mark(rule, "cookies-not-found", 0)
    protected = strict_transport_security(answer).points == 0
    worst = Mark(rule, "cookies-secure-with-httponly-sessions-and-samesite", 5)
    for cookie in answer.cookies.values():
        mark = _cookie(rule, cookie, protected)
        worst = min(worst, mark, key=lambda one: one.points)
    return worst


def _cookie(rule: str, cookie: Morsel[str], protected: bool) -> Mark:
    name = cookie.key.lower()
    of_session, against_forgery = "sess" in name, "csrf" in name
    if not cookie["secure"]:
        if of_session:
            return Mark(rule, "cookies-session-without-secure-flag", -10 if protected else -40)
        return Mark(rule, "cookies-without-secure-flag", -5 if protected else -20)
    if of_session and not cookie["httponly"]:
        return Mark(rule, "cookies-session-without-httponly-flag", -30)
    if cookie["samesite"] and cookie["samesite"].lower() not in ("lax", "strict"):
        return Mark(rule, "cookies-samesite-flag-invalid", -20)
    if not cookie["samesite"]:
        points = -20 if against_forgery else 0
        return Mark(rule, "cookies-without-samesite-flag", points)
    return Mark(rule, "cookies-secure-with-httponly-sessions-and-samesite", 5)


def cross_origin_sharing(answer: Answer) -> Mark:
    """Content that any site may read costs 50."""
    rule, allowed = "Cross-origin resource sharing", answer.header("Access-Control-Allow-Origin")
    if allowed == "*":
        return Mark(rule, "cross-origin-resource-sharing-implemented-with-universal-access", -50)
    return Mark(rule, "cross-origin-resource-sharing-not-implemented", 0)


def strict_transport_security(answer: Answer) -> Mark:
    """Half a year at least."""
    rule, said = "Strict Transport Security", answer.header("Strict-Transport-Security")
    age = re.search(r"max-age=(\d+)", said)
    if not age:
        return Mark(rule, "hsts-not-implemented", -20)
    if int(age[1]) < SIX_MONTHS:
        return Mark(rule, "hsts-implemented-max-age-less-than-six-months", -10)
    return Mark(rule, "hsts-implemented-max-age-at-least-six-months", 0)


def referrer_policy(answer: Answer) -> Mark:
    """+5 where other sites do not learn which page led to them."""
    rule, said = "Referrer Policy", answer.header("Referrer-Policy")
    last = said.rpartition(",")[2].strip().lower()
    if last in PRIVATE_REFERRERS:
        return Mark(rule, "referrer-policy-private", 5)
    if last in UNSAFE_REFERRERS:
        return Mark(rule, "referrer-policy-unsafe", -5)
    return Mark(rule, "referrer-policy-not-implemented", 0)


def subresource_integrity(answer: Answer) -> Mark:
    """+5 where every script names the hash of what it loads; -5 and worse for foreign scripts without."""
    rule = "Subresource Integrity"
    scripts = [one for one in _SCRIPT.findall(answer.html) if "src=" in one]
    if not scripts:
        return Mark(rule, "sri-not-implemented-but-no-scripts-loaded", 0)
    foreign = [one for one in scripts if re.search(r"""src=["']?(?:https?:)?//""", one)]
    if any("http://" in one for one in foreign):
        return Mark(rule, "sri-not-implemented-and-external-scripts-not-loaded-securely", -50)
    if all("integrity=" in one for one in scripts):
        return Mark(rule, "sri-implemented-and-all-scripts-loaded-securely", 5)
    if any("integrity=" not in one for one in foreign):
        return Mark(rule, "sri-not-implemented-but-external-scripts-loaded-securely", -5)
    return Mark(rule, "sri-not-implemented-but-all-scripts-loaded-from-secure-origin", 0)


def content_type_options(answer: Answer) -> Mark:
    """Without `nosniff` 5 points are lost."""
    rule = "X-Content-Type-Options"
    if answer.header(rule) == "nosniff":
        return Mark(rule, "x-content-type-options-nosniff", 0)
    return Mark(rule, "x-content-type-options-not-implemented", -5)


def frame_options(answer: Answer) -> Mark:
    """+5 where the policy itself says who may frame the page."""
    rule = "X-Frame-Options"
    try:
        ancestors = policy_of(answer.header("Content-Security-Policy")).get("frame-ancestors", {"*"})
    except ValueError:
        ancestors = {"*"}
    if not ancestors & BROAD:
        return Mark(rule, "x-frame-options-implemented-via-csp", 5)
    if answer.header(rule) in ("DENY", "SAMEORIGIN"):
        return Mark(rule, "x-frame-options-sameorigin-or-deny", 0)
    return Mark(rule, "x-frame-options-not-implemented", -20)


def xss_protection(answer: Answer) -> Mark:
    """Not needed where the policy lets no inline script run."""
    rule = "X-XSS-Protection"
    if content_security_policy(answer).points >= 0:
        return Mark(rule, "x-xss-protection-not-needed-due-to-csp", 0)
    return Mark(rule, "x-xss-protection-not-implemented", -10)


def redirection(answer: Answer, plain: Any) -> Mark:
    """`plain` is the answer to the same address without encryption: it has to lead to the same host with it."""
    rule, to = "Redirection", plain.get("Location", "")
    if plain.status_code in (301, 302, 307, 308) and to.startswith("https://testserver/"):
        return Mark(rule, "redirection-to-https", 0)
    return Mark(rule, "redirection-missing", -20)


RULES = (
    content_security_policy,
    cookies,
    cross_origin_sharing,
    strict_transport_security,
    referrer_policy,
    subresource_integrity,
    content_type_options,
    frame_options,
    xss_protection,
)


def marks_of(answer: Answer, plain: Any) -> list[Mark]:
    """Every rule's outcome for one page."""
    return [*(rule(answer) for rule in RULES), redirection(answer, plain)]


def score_of(marks: list[Mark]) -> int:
    """100 less the faults; the bonuses count from 90 on."""
    lost = 100 + sum(mark.points for mark in marks if mark.points < 0)
    return max(0, lost + sum(mark.points for mark in marks if mark.points > 0) if lost >= 90 else lost)


if __name__ == "__main__":
    os.environ["OBSERVATORY_TABLE"] = "1"
    sys.exit(
        pytest.main(["tests/mrs_portal/test_observatory.py", "-q", "-s", "-p", "no:xdist", "-k", "kind"])
    )
