"""The part of the table of rights about the level-to-level table and the paper review of a corridor.

Both of th_kh_wiring are released, both of th_kh are not (scene_corridor.py).
"""

from __future__ import annotations

from tests.access.rules import BRICK, WIRE, Rule, acts, both, reads

_SEEN = "kh ekh ilo"  # of a released row, beside the receiving side


def _row(route: str, *, page: bool = True, **args: str) -> list[Rule]:
    """What is done to one row: the released one of wiring, the hidden one of bricklaying."""
    made = both if page else lambda *given, **more: (acts(*given, **more),)
    return [
        *made(route, "th_kh_wiring", "g2 co", _SEEN, row=0, **args),
        *made(route, "th_kh", "g1 co", row=0, **args),
    ]


LEVELS = [
    reads("benchmarking:levels", "th_kh", BRICK),
    reads("benchmarking:levels", "th_kh_wiring", WIRE),
    *both("benchmarking:level-add", "th_kh", "g1 co", "kh ekh ilo"),
    *both("benchmarking:level-add", "th_kh_wiring", "g2 co", "kh ekh ilo"),
    acts("benchmarking:levels-release", "th_kh", "g1 co", "kh ekh ilo"),
    *_row("benchmarking:level-edit"),
    acts(
        "benchmarking:level-move", "th_kh_wiring", "g2 co", _SEEN, row=0, writes=False
    ),  # it is the only one
    acts("benchmarking:level-move", "th_kh", "g1 co", row=0),
    reads("benchmarking:level-delete", "th_kh", "g1 co", row=0),
    acts("benchmarking:level-delete", "th_kh", "g1 co", row=0),
    reads("benchmarking:level-delete", "th_kh_wiring", "g2 co", _SEEN, row=0),
    acts("benchmarking:level-delete", "th_kh_wiring", "g2 co", _SEEN, row=0, writes=False),  # it is released
    reads("benchmarking:level-cell", "th_kh", "g1 co", row=0, cell="sending"),
    reads("benchmarking:level-cell", "th_kh", "", row=0, cell="regional"),  # no level there
    reads("benchmarking:level-cell", "th_kh_wiring", "g2 co kh ekh ilo", row=0, cell="sending"),
    acts("benchmarking:level-support", "th_kh_wiring", "g2 co", _SEEN, row=0, cell="sending"),
    acts("benchmarking:level-support", "th_kh", "g1 co", row=0, cell="sending"),
    acts("benchmarking:level-unsupport", "th_kh_wiring", "g2 co", _SEEN, row=0, cell="sending", writes=False),
    acts("benchmarking:level-unsupport", "th_kh", "g1 co", row=0, cell="sending", writes=False),
]

PAPER = [
    reads("benchmarking:paper-review", "th_kh", BRICK),
    reads("benchmarking:paper-review", "th_kh_wiring", WIRE),
    reads("benchmarking:paper-review", "th_la", "la g1 co ilo"),
    acts("benchmarking:paper-review-start", "th_la", "g1 co", "la ilo"),
    *both("benchmarking:paper-review-summary", "th_kh", "g1 co"),
    reads("benchmarking:paper-review-summary", "th_kh_wiring", "g2 co", "kh ekh ilo"),
    *both("benchmarking:paper-review-release", "th_kh", "g1 co"),
    reads("benchmarking:paper-review-release", "th_kh_wiring", "g2 co", "kh ekh ilo"),
    acts("benchmarking:paper-review-correct", "th_kh_wiring", "g2 co", "kh ekh ilo"),
    acts("benchmarking:paper-review-correct", "th_kh", "g1 co", writes=False),  # still in work
]
