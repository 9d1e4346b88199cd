"""Closed by default: every routed view says what stands before it, or is named here with a reason."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

#: Public on purpose. The comparison is for equality: an entry that is no longer needed fails as well.
PUBLIC = {
    "healthz": "liveness probe, no data",
    "help": "the words and rules of the programme, no data of any country",
    "accounts:sign-in": "nobody is signed in yet",
    "accounts:sign-out": "ends whatever session there is",
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
