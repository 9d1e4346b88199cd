"""Text of five scripts as HTML: escaped, each passage with its language, line breaks where words end."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

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
# Signs that no font of ours has, as letters and signs that they have.
_RAISED = re.compile("[\u2070\u2071\u2074-\u207f]+")
_LOWERED = re.compile("[\u2080-\u208e]+")
_COMPOSED = re.compile(
    "[\u2100-\u2101\u2103\u2105-\u2106\u2109\u2116\u2150-\u215f\u3000\ufb00-\ufb06\uff01-\uff5e]"
)
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
    marked = break_points(_GLUED.sub(_NO_BREAK_SPACE, _COMPOSED.sub(_plain, text)))
    return format_html_join("", "{}", ((_one(language, part),) for language, part in passages(marked)))


def _plain(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match.group()).replace("\u2044", "/")


def _tagged(tag: str) -> Callable[[re.Match[str]], str]:
    return lambda match: f"<{tag}>{unicodedata.normalize('NFKC', match.group())}</{tag}>"


def _one(language: str, part: str) -> SafeString:
    # `escape` leaves no tag in it, so what is added here is the only markup.
    safe = _RAISED.sub(_tagged("sup"), _LOWERED.sub(_tagged("sub"), escape(part).replace("\n", "<br>")))
    body = mark_safe(safe)  # noqa: S308
    return format_html('<span lang="{}">{}</span>', language, body) if language else body
