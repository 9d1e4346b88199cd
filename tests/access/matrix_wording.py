"""The part of the table of rights about the words of an office for its reports, and about its logos.

The pages are those of the persona's own country: its people read what there is, its coordinator writes. Thailand has
two logos; of the others' countries there is no trace.
"""

from __future__ import annotations

from tests.access.rules import THAI, acts, both, reads

_GOVERNMENTS = "kh ekh la mm g1 g2"
_WHICH: dict[str, str | int] = {"kind": "gap_analysis", "language": "th"}

WORDING = [
    reads("reports:wording", "", f"{_GOVERNMENTS} co"),
    *both("reports:wording-edit", "", "co", _GOVERNMENTS, **_WHICH),
    reads("reports:wording-edit", "", "", kind="gap_analysis", language="xx"),
    reads("reports:wording-edit", "", "", kind="mystery", language="en"),
    acts("reports:wording-preview", "", "co", _GOVERNMENTS, answer="page", **_WHICH),
    acts("reports:logo-add", "", "co", _GOVERNMENTS),
    reads("reports:logo", "logo_th", THAI),
    acts("reports:logo-remove", "logo_th", "co", "g1 g2"),
    acts("reports:logo-move", "logo_second", "co", "g1 g2"),
    acts("reports:logo-move", "logo_th", "co", "g1 g2", writes=False),  # it is the first
]
