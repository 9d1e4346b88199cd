"""The part of the table of rights about reading and checking reports."""

from __future__ import annotations

from tests.access.rules import ALL, BRICK_LA, WIRE, Rule, reads

_SENT = "kh ekh g2 co"
_PUBLISHED = ALL.replace(" adm", "")

LIBRARY: list[Rule] = [
    reads("reports:list", "", ALL, query="?mine=1&sort=due&language=en"),
    reads("reports:check", "", ALL),
    reads("reports:read", "r_draft", "g2 co"),
    reads("reports:read", "r_check", "g2 co"),
    reads("reports:read", "r_reply", _SENT),
    reads("reports:read", "r_review", WIRE),
    reads("reports:read", "r_returned", WIRE),
    reads("reports:read", "r_accepted", WIRE),
    reads("reports:read", "r_published", _PUBLISHED),
    reads("reports:read", "r_superseded", _PUBLISHED, query="?all=1"),
    reads("reports:read", "r_la_draft", "g1 co"),
    reads("reports:read", "r_la_review", BRICK_LA),
    reads("reports:read", "r_review", "", query="?v=2"),  # there is no such version
]
