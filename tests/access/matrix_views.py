"""The part of the table of rights about two views: settings, inviting, releasing, reconciling.

`bm_blind` is invited and nothing is released; of `bm_both` both views are released; `bm_open` is the receiving
side's own.
"""

from __future__ import annotations

from tests.access.rules import BRICK, acts, both, reads

_BOTH_SIDES = "kh ekh g1 co"

VIEWS = [
    reads("benchmarking:detail", "bm_blind", _BOTH_SIDES),
    reads("benchmarking:detail", "bm_both", BRICK),
    *(
        reads("benchmarking:workspace", "bm_blind", _BOTH_SIDES, query=f"?view={view}")
        for view in ("receiving", "sending", "agreed")
    ),
    reads("benchmarking:workspace", "bm_both", BRICK, query="?view=agreed"),
    *both("benchmarking:settings", "bm_open", "co", "g1"),
    *both("benchmarking:settings", "bm_blind", "co", "kh ekh g1"),
    reads("benchmarking:settings", "bm_wiring", "co", "kh ekh g2 ilo", answer="moved"),
    *both("benchmarking:invite", "bm_open", "co", "g1"),
    acts("benchmarking:invite", "bm_blind", "co", "kh ekh g1", writes=False),
    *both("benchmarking:release", "bm_blind", "kh g1 co", "ekh"),
    acts("benchmarking:release", "bm_both", "kh g1 co", "ekh ilo", writes=False),
    reads("benchmarking:reconcile", "bm_open", "g1 co"),
    reads("benchmarking:reconcile", "bm_blind", _BOTH_SIDES),
    reads("benchmarking:reconcile", "bm_both", BRICK),
    reads("benchmarking:reconcile", "bm_both", BRICK, query="?show=all"),
    acts("benchmarking:agree-same", "bm_both", _BOTH_SIDES, "ilo"),
    acts("benchmarking:agree-same", "bm_blind", _BOTH_SIDES, writes=False),
    acts("benchmarking:take", "bm_both", _BOTH_SIDES, "ilo", line="1.2.1"),
    acts("benchmarking:take", "bm_blind", _BOTH_SIDES, line="1.2.1", writes=False),
    *both("benchmarking:dissent", "bm_both", _BOTH_SIDES, "ilo", line="1.2.1"),
    acts("benchmarking:dissent", "bm_blind", _BOTH_SIDES, line="1.2.1", writes=False),
]
