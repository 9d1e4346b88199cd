"""Closed by default: every routed view says what stands before it, or is named here with a reason."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

#: Public on purpose. The comparison is for equality: an entry that is no longer needed fails as well.
PUBLIC = {
    "accounts:invitation": "whoever holds the link of an invitation opens their account there",
    "accounts:invitation-ask": "whoever holds an expired link has a new one sent to the invited address",
    "privacy": "what is kept about people and how long, no data of anybody",
    "healthz": "liveness probe, no data",
    "readyz": "which parts work; 404 but for the machine itself and who has the token",
    "security": "what is promised about safety, no data of any country",
    "security-txt": "where a weakness is reported (RFC 9116)",
    "browser-reports": "browsers tell without a session what they refused; only numbers are kept",
    "help": "the words and rules of the programme, no data of any country",
    "account_login": "nobody is signed in yet",
    "account_logout": "ends whatever session there is",
    "mfa_authenticate": "the second step of signing in",
    "account_reset_password": "whoever has lost the password cannot sign in",
    "account_reset_password_done": "the same words for everybody",
    "account_reset_password_from_key": "the link of a mail is the key",
    "account_reset_password_from_key_done": "the same words for everybody",
    "account_confirm_email": "the link of a mail is the key; opening it changes nothing",
}


def routes(
    patterns: list[URLPattern | URLResolver] | None = None, namespace: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """(qualified name, pattern) of every route."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from routes(entry.url_patterns, inner)
        else:
            assert entry.name, f"{entry.pattern} has no name"
            yield f"{namespace}{entry.name}", entry


def test_every_route_is_guarded_or_public_on_purpose() -> None:
    unguarded = {name for name, pattern in routes() if not hasattr(pattern.callback, "guard")}

    assert unguarded == PUBLIC.keys()


def test_no_two_routes_share_a_name() -> None:
    names = [name for name, _pattern in routes()]

    assert sorted(names) == sorted(set(names))
