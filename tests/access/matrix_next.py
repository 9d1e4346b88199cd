"""The part of the table of rights about the next benchmark, the spreadsheet of a benchmark and the chart of a corridor.

`bm_la` has a newer Lao edition; `bm_open` is the receiving side's own; `bm_blind` is invited and nothing is released.
"""

from __future__ import annotations

from tests.access.rules import BRICK, BRICK_LA, WIRE, acts, both, reads

_BOTH_SIDES = "kh ekh g1 co"

NEXT = [
    *both("benchmarking:next", "bm_la", "g1 co", "la ilo"),
    reads("benchmarking:next", "bm_open", "g1 co"),
    acts("benchmarking:next", "bm_open", "g1 co", answer="422"),  # no newer edition
    reads("benchmarking:next", "bm_blind", "g1 co", "kh ekh"),
    reads("benchmarking:next", "bm_wiring", "g2 co", "kh ekh ilo"),
    *(
        reads(f"benchmarking:{name}", thing, who)
        for name in ("sheet", "sheet-in")
        for thing, who in (("bm_open", "g1 co"), ("bm_blind", _BOTH_SIDES), ("bm_wiring", WIRE))
    ),
    acts("benchmarking:sheet-in", "bm_open", "g1 co", answer="page"),  # shows what would change
    acts("benchmarking:sheet-in", "bm_wiring", "g2 co kh ekh", "ilo", answer="422"),  # completed
    reads("benchmarking:development", "th_kh", BRICK),
    reads("benchmarking:development", "th_la", BRICK_LA),
    reads("benchmarking:development", "th_kh_wiring", WIRE),
]
