"""The part of the table of rights about what is concluded: verdicts, thresholds, recommendations, signatures, maps.

`bm_open` is the receiving side's own; `bm_blind` is invited and nothing is released; `bm_wiring` is completed.
"""

from __future__ import annotations

from tests.access.rules import BRICK, BRICK_LA, WIRE, acts, both, reads

_BOTH_SIDES = "kh ekh g1 co"

VERDICTS = [
    *(
        reads(f"benchmarking:{name}", thing, who)
        for name in ("verdicts", "sign")
        for thing, who in (
            ("bm_open", "g1 co"),
            ("bm_blind", _BOTH_SIDES),
            ("bm_wiring", WIRE),
        )
    ),
    acts("benchmarking:verdict", "bm_open", "g1 co", section="1.1"),
    acts("benchmarking:verdict", "bm_blind", "g1 co", "kh ekh", section="1.1"),
    acts("benchmarking:verdict", "bm_wiring", "g2 co", "kh ekh ilo", section="1.1", writes=False),
    acts("benchmarking:verdicts-take", "bm_open", "g1 co"),
    acts("benchmarking:verdicts-take", "bm_blind", "g1 co", "kh ekh"),
    acts("benchmarking:verdicts-take", "bm_wiring", "g2 co", "kh ekh ilo", writes=False),
    reads("benchmarking:sign-check", "bm_wiring", "kh co", "ekh g2 ilo"),
    acts(
        "benchmarking:sign-check", "bm_wiring", "kh co", "ekh g2 ilo", writes=False
    ),  # kh has signed already
    acts("benchmarking:sign-check", "bm_la", "la co", "g1 ilo"),
    reads("benchmarking:sign-check", "bm_open", "co", "g1", answer="moved"),
    acts("benchmarking:sign-check", "bm_open", "co", "g1", writes=False),
    reads("benchmarking:sign-content", "bm_wiring", WIRE),
    reads("benchmarking:sign-content", "bm_open", "g1 co"),
    *both("benchmarking:thresholds", "th_kh", "co", "kh ekh g1 ilo"),
    *both("benchmarking:thresholds", "th_kh_wiring", "co", "kh ekh g2 ilo"),
    reads("benchmarking:heat", "th_kh", BRICK),
    reads("benchmarking:heat", "th_la", BRICK_LA),
    reads("benchmarking:heat", "th_kh_wiring", WIRE),
    reads("benchmarking:heat", "kh_la", "kh la ilo"),
    reads("benchmarking:recommendations", "th_mm", "mm g1 co ilo"),
    reads("benchmarking:recommendations", "th_kh_wiring", WIRE),
    *both("benchmarking:recommendation-add", "th_kh", "g1 co", "kh ekh ilo"),
    *both("benchmarking:recommendation-edit", "rec_mm", "g1 co"),
    *both("benchmarking:recommendation-edit", "rec_wiring", "g2 co", "kh ekh ilo"),
    acts("benchmarking:recommendation-move", "rec_wiring", "g2 co", "kh ekh ilo"),
    acts("benchmarking:recommendation-move", "rec_mm", "g1 co", writes=False),
    *both("benchmarking:recommendation-delete", "rec_wiring", "g2 co", "kh ekh ilo"),
    *both("benchmarking:recommendation-delete", "rec_mm", "g1 co"),
]
