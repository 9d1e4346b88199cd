"""The bands of suggestions and the hit rates that were measured for them. Without numpy: pages read it."""

from __future__ import annotations

LIKELY, POSSIBLE, UNLIKELY = "likely", "possible", "unlikely"
BANDS = (LIKELY, POSSIBLE, UNLIKELY)
#: A suggestion is likely from this chance on, and possible from that one on.
LIKELY_FROM, POSSIBLE_FROM = 0.5, 0.15

#: Percent of the suggestions of a band that people had linked, on documents that the weights had not seen: mean over
#: the dev sets, each set left out in turn (`python -m benchmarks.alignment`).
RATES_BY_BOTH = {LIKELY: 65, POSSIBLE: 23, UNLIKELY: 8}
RATES_BY_WORDS = {LIKELY: 68, POSSIBLE: 26, UNLIKELY: 8}


def hit_rate(band: str, *, vectors: bool) -> int:
    """The measured hit rate of a band in percent; `vectors` says whether they were there."""
    return (RATES_BY_BOTH if vectors else RATES_BY_WORDS)[band]


def band_of(chance: float) -> str:
    """The band of a chance."""
    if chance >= LIKELY_FROM:
        return LIKELY
    return POSSIBLE if chance >= POSSIBLE_FROM else UNLIKELY
