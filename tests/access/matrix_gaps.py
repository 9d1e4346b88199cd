"""The part of the table of rights about the register of gaps and the formal reply."""

from __future__ import annotations

from tests.access.rules import ALL, acts, both, reads

GAP_REGISTER = [
    reads("benchmarking:gap-export", "", ALL),
    reads("benchmarking:gap-bulk", "", ALL, answer="moved"),
    # Nobody can change a gap that they do not see or have no right to: nothing is ticked for them to change.
    acts("benchmarking:gap-bulk", "", ALL, writes=False, answer="422"),
    reads("benchmarking:gap-views", "", ALL),
    acts("benchmarking:gap-views", "", ALL, writes=False),
    reads("benchmarking:gap-view", "view_co", "co"),
    acts("benchmarking:gap-view", "view_co", "co", writes=False),
    acts("benchmarking:gap-view-delete", "view_co", "co", writes=False),
    *both("benchmarking:gap-position", "gap_open", "kh ekh", "g2 co ilo"),
    *both("benchmarking:gap-position", "gap_la", "la", "g1 co ilo"),
    reads("benchmarking:gap-position", "gap_hidden", "", "g1 co"),
    acts("benchmarking:gap-position", "gap_hidden", "", "g1 co"),
    acts("benchmarking:gap-position", "gap_closed", "kh ekh", "g2 co ilo", answer="409"),
]
