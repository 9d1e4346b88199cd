"""The part of the table of rights about suggested counterparts and the trade thesaurus."""

from __future__ import annotations

from tests.access.rules import ALL, BRICK_LA, WIRE, acts, both, reads

SUGGESTIONS = [
    reads("benchmarking:suggestions", "bm_open", "g1 co"),
    reads("benchmarking:suggestions", "bm_la", BRICK_LA),
    reads("benchmarking:suggestions", "bm_wiring", WIRE),
    # Whoever compares, on either side, may have them computed again; no history, for nothing is decided by it.
    acts("benchmarking:suggestions-again", "bm_open", "g1 co", writes=False),
    acts("benchmarking:suggestions-again", "bm_wiring", "kh ekh g2 co", "ilo", writes=False),
    reads("benchmarking:line-suggestions", "bm_open", "g1 co", answer="moved", line="1.1.1"),
    reads("benchmarking:line-suggestions", "bm_wiring", "kh ekh g2 co", "ilo", answer="moved", line="1.1.1"),
]

#: One thesaurus for all, like reference data: nothing of it is anybody's own. Countries' experts and coordinators keep it.
THESAURUS = [
    reads("benchmarking:thesaurus", "", ALL),
    *both("benchmarking:thesaurus-add", "", "ekh g1 g2 co", "kh la mm ilo obs adm"),
    *both("benchmarking:thesaurus-edit", "synonyms", "ekh g1 g2 co", "kh la mm ilo obs adm"),
    *both("benchmarking:thesaurus-delete", "synonyms", "ekh g1 g2 co", "kh la mm ilo obs adm"),
]
