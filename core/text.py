"""Text in five scripts: normal form, harmless characters, language of a passage."""

from __future__ import annotations

import re
import unicodedata

#: Characters that must not be stored: controls except tab and line feed, bidi overrides, BOM, non-characters.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
#: What takes room or none and shows nothing, beside white space: zero-width and filling characters.
_UNSEEN = re.compile(
    "[\\s\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200d\u2060-\u2064\u2800\u3164\uffa0]*"
)
_PILED = re.compile(
    "[\u0300-\u036f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u17b4-\u17d3"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{9}"
)
_SCRIPTS = (
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("lo", re.compile("[\u0e80-\u0eff]")),
    ("my", re.compile("[\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f]")),
    ("km", re.compile("[\u1780-\u17ff\u19e0-\u19ff]")),
)


def nfc(text: str) -> str:
    """The text in Unicode normal form C, the only form that is stored."""
    return unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """NFC without control and direction characters, line ends as line feeds, outer white space off.

    Text in which nothing can be seen (zero-width spaces, empty letters) is no text.
    """
    cleaned = nfc(_UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))).strip()
    return "" if _UNSEEN.fullmatch(cleaned) else cleaned


def piled_marks(text: str) -> str:
    """The first eight marks of a pile: more on one letter than any of our languages writes; "" where there is none.

    They would cover the lines above and below, and thousands of them hold up printing for minutes.
    """
    found = _PILED.search(text)
    return found[0][:8] if found else ""


def lang_of(text: str) -> str:
    """Language tag of a passage by its script: "th", "lo", "my", "km", else "en"."""
    for language, letters in _SCRIPTS:
        if letters.search(text):
            return language
    return "en"


#: Thai, Lao, Burmese and Khmer digits. Shan digits stay: their numbers are other shapes in Zawgyi.
_DIGITS = {zero + value: str(value) for zero in (0x0E50, 0x0ED0, 0x1040, 0x17E0) for value in range(10)}


def ascii_digits(text: str) -> str:
    """The text with Thai, Lao, Burmese and Khmer digits as 0 to 9."""
    return text.translate(_DIGITS)
