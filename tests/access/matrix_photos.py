"""The part of the table of rights about photos of observations: read and written like the observation itself."""

from __future__ import annotations

from tests.access.rules import BRICK, acts, both, reads

PHOTOS = [
    *both("missions:photos", "seen_early", "g1 co"),
    *both("missions:photos", "seen_both_kh", "g1 co", "kh ekh ilo"),
    *both("missions:photos", "seen_both_la", "g1 co", "la ilo"),
    # What was seen reaches the sending side and the ILO once the mission is recorded as held.
    reads("missions:photo", "photo_early", "g1 co"),
    reads("missions:photo", "photo_both_kh", BRICK),
    reads("missions:photo", "photo_removed", ""),
    acts("missions:photo-remove", "photo_early", "g1 co"),
    acts("missions:photo-remove", "photo_both_kh", "g1 co", "kh ekh ilo"),
    acts("missions:photo-remove", "photo_removed", ""),
    acts("missions:photo-put-back", "photo_removed", "g2 co", "kh ekh ilo"),
    acts("missions:photo-put-back", "photo_both_kh", ""),  # it was not removed
]
