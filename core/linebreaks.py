"""Where a line may break in scripts that are written without spaces between words.

Khmer, Lao and Burmese text carries no break points that a PDF layout engine could find, so a
long sentence runs over the neighbouring table cell. ICU knows the words of these scripts (and of
Thai). The break points are put in when a page is made and never stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from icu4py.breakers import CharacterBreaker, LineBreaker, WordBreaker

ZERO_WIDTH_SPACE = "\u200b"

#: Longest run of character clusters without a break point, so that no cell can be overrun
#: and the layout engine never searches a long run (its search takes quadratic time).
LONGEST_RUN = 40

# Thai, Lao, Myanmar, Khmer, Myanmar Extended-B and -A, Khmer symbols.
_UNSPACED = "\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff\ua9e0-\ua9ff\uaa60-\uaa7f"
_HAS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_LONG_RUN = re.compile(rf"[^\s{ZERO_WIDTH_SPACE}]{{{LONGEST_RUN + 1},}}")


def break_points(text: str) -> str:
    """The text with U+200B where a line may break; what a reader sees is unchanged.

    Words of Thai, Lao, Khmer and Burmese are found by ICU. Any other run without a space longer
    than 40 character clusters (a web address, a hash) gets a break point at least every 40.
    Works in time linear to the length of the text.
    """
    if _HAS_UNSPACED.search(text):
        text = "".join(_with_word_breaks(text))
    return _LONG_RUN.sub(_broken_run, text)


def _with_word_breaks(text: str) -> Iterator[str]:
    previous = ""
    for piece in LineBreaker(text, "en"):
        if previous and _needs_mark(previous[-1], piece[0]):
            yield ZERO_WIDTH_SPACE
        yield piece
        previous = piece


def _needs_mark(before: str, after: str) -> bool:
    """Only where a script without spaces touches: elsewhere the layout engine finds the break itself."""
    if before.isspace() or ZERO_WIDTH_SPACE in (before, after):
        return False
    return bool(_HAS_UNSPACED.match(before) or _HAS_UNSPACED.match(after))


def _broken_run(match: re.Match[str]) -> str:
    clusters = list(CharacterBreaker(match.group(), "en"))
    return ZERO_WIDTH_SPACE.join(
        "".join(clusters[start : start + LONGEST_RUN]) for start in range(0, len(clusters), LONGEST_RUN)
    )


def word_pieces(text: str) -> list[str]:
    """The text cut into words, spaces and marks, also where words are written without spaces; joined it is the text."""
    return list(WordBreaker(text, "en"))
