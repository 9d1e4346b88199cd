"""The part of the table of rights about merged volumes: asking for one, and one of Cambodia that went to the ILO.

Of a report on more than one corridor the receiving side are its offices; an expert works for single corridors. In
the pilot "away" nobody who signs in here coordinates the receiving side.
"""

from __future__ import annotations

from tests.access.rules import acts, both, reads

VOLUMES = [
    *both("reports:request-pilot", "pilot", "co", "kh ekh la mm g1 g2 ilo"),
    reads("reports:request-pilot", "pilot", "co", "kh ekh la mm g1 g2 ilo", query="?country=KH"),
    acts("reports:request-pilot", "away", "", "kh ekh la ilo"),
    reads("reports:detail", "r_volume", "kh ekh co ilo"),
    reads("reports:download", "r_volume", "kh ekh co ilo", number=1),
    acts("reports:decide", "r_volume", "ilo", "kh ekh co"),
    acts("reports:comment", "r_volume", "kh ekh co ilo"),
    reads("reports:detail", "r_volume_all", "co"),
    reads("reports:download", "r_volume_all", "co", number=1),
]
