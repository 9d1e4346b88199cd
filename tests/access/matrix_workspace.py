"""The workspace's part of the table of rights."""

from __future__ import annotations

from tests.access.rules import BRICK_LA, WIRE, acts, reads

WORKSPACE = [
    # The receiving view is the receiving side's own until it is released.
    reads("benchmarking:line-history", "bm_open", "g1 co", line="1.1.1"),
    reads("benchmarking:line-history", "bm_la", BRICK_LA, line="1.1.1"),
    reads("benchmarking:line-history", "bm_wiring", WIRE, line="1.1.1"),
    acts("benchmarking:take-back", "bm_open", "g1 co", line="1.1.1", writes=False),
    acts("benchmarking:take-back", "bm_wiring", "g2 co", "kh ekh ilo", line="1.1.1", writes=False),
    reads("benchmarking:sending-line", "bm_open", "g1 co", sending="2.2"),
    reads("benchmarking:sending-line", "bm_la", BRICK_LA, sending="2.2"),
    reads("benchmarking:sending-line", "bm_wiring", WIRE, sending="2.2"),
    acts("benchmarking:additional", "bm_open", "g1 co", sending="2.2"),
    acts("benchmarking:additional", "bm_wiring", "kh ekh g2 co", "ilo", sending="2.2", answer="409"),
]
