"""Text of five scripts as HTML: escaped, each passage with its language, line breaks where words end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from core.linebreaks import break_points

_LETTERS = {
    "th": "\u0e00-\u0e7f",
    "lo": "\u0e80-\u0eff",
    "my": "\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f",
    "km": "\u1780-\u17ff\u19e0-\u19ff",
}
# A passage goes on over spaces, digits and punctuation as long as the same script follows.
_PASSAGE = re.compile(
    "|".join(
        rf"(?P<{language}>[{letters}]+(?:[\s\d\u200b.,;:()/%-]{{1,12}}[{letters}]+)*)"
        for language, letters in _LETTERS.items()
    )
)
# A sign or a number is not parted from what follows it: "± 3", "25 kg", "2 × 6 mm".
_GLUED = re.compile(r"(?<=[±≤≥<>×]) (?=\d)|(?<=\d) (?=(?:mm|cm|m|km|kg|g|l|V|A|W|%|×|°C)(?![\w]))")
_NO_BREAK_SPACE = "\u00a0"


def passages(text: str) -> Iterator[tuple[str, str]]:
    """The text cut into (language, passage); the language is "" for Latin script. Nothing is lost."""
    end = 0
    for match in _PASSAGE.finditer(text):
        if match.start() > end:
            yield "", text[end : match.start()]
        yield match.lastgroup or "", match.group()
        end = match.end()
    if end < len(text):
        yield "", text[end:]


def passage_html(text: str) -> SafeString:
    """The text as HTML for print: nothing in it is markup, line feeds are kept as line breaks."""
    marked = break_points(_GLUED.sub(_NO_BREAK_SPACE, text))
    return format_html_join("", "{}", ((_one(language, part),) for language, part in passages(marked)))


def _one(language: str, part: str) -> SafeString:
    # `escape` leaves no tag in it, so the added <br> is the only markup.
    body = mark_safe(escape(part).replace("\n", "<br>"))  # noqa: S308
    return format_html('<span lang="{}">{}</span>', language, body) if language else body
