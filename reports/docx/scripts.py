"""Which letters are which script's: fonts and language for each run of text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.linebreaks import break_points

LATIN_FONT = "Noto Sans"


@dataclass(frozen=True, slots=True)
class Script:
    """A script written without spaces between words. `font` is embedded in the file, `instead` is what an office
    program takes where it does not read embedded fonts. `file` is the name of the font file without its weight.
    """

    language: str
    tag: str
    letters: str
    font: str
    instead: str
    file: str
    wants_breaks: bool = True


#: Word knows where words of Thai end; for the others people type U+200B, and so do we.
SCRIPTS = (
    Script("th", "th-TH", "\u0e00-\u0e7f", "Noto Sans Thai", "Leelawadee UI", "noto-sans-thai", False),
    Script("lo", "lo-LA", "\u0e80-\u0eff", "Noto Sans Lao", "Leelawadee UI", "noto-sans-lao"),
    Script(
        "km",
        "km-KH",
        "\u1780-\u17ff\u19e0-\u19ff",
        "Noto Sans Khmer",
        "Leelawadee UI",
        "noto-sans-khmer",
    ),
    Script(
        "my",
        "my-MM",
        "\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f",
        "Noto Sans Myanmar",
        "Myanmar Text",
        "noto-sans-myanmar",
    ),
)
BY_LANGUAGE = {script.language: script for script in SCRIPTS}
_ANY = re.compile("[" + "".join(script.letters for script in SCRIPTS) + "]")
# A passage goes on over spaces, digits and marks as long as the same script follows.
_PASSAGE = re.compile(
    "|".join(
        rf"(?P<{one.language}>[{one.letters}\u200b]*[{one.letters}](?:[\s\d\u200b.,;:()/%-]{{0,12}}[{one.letters}])*\u200b*)"
        for one in SCRIPTS
    )
)
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return _UNWRITABLE.sub("", text)


def parts(text: str) -> Iterator[tuple[Script | None, str]]:
    """The text cut by script, None for Latin letters; with break points where people of that script type them."""
    if not _ANY.search(text):
        yield None, text.replace("\u200b", "")
        return
    end = 0
    for match in _PASSAGE.finditer(text):
        if match.start() > end:
            yield None, text[end : match.start()].replace("\u200b", "")
        script = BY_LANGUAGE[match.lastgroup or ""]
        passage = match.group().replace("\u200b", "")
        yield script, break_points(passage) if script.wants_breaks else passage
        end = match.end()
    if end < len(text):
        yield None, text[end:].replace("\u200b", "")
