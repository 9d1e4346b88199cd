"""The part of the table of rights about reports that compare two editions of a standard.

The Lao standard has two editions that say different things (scene_reported_editions).
"""

from __future__ import annotations

from tests.access.rules import both, reads

REPORTED_EDITIONS = [
    *both("reports:request-editions", "th_la", "co", "la g1 ilo"),
    reads("reports:request-editions", "th_la", "co", "la g1 ilo", query="?language=th"),
    reads("reports:request-editions", "th_kh", "co", "kh ekh g1 ilo"),
    reads("reports:request-editions", "kh_la", "", "kh la ilo"),
]
