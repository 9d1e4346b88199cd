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
    "[\u2023\u2100-\u2101\u2103\u2105-\u2106\u2109\u2116\u2150-\u217f\u2460-\u24e9\u2776-\u2793\u3000\u3380-\u33df"
    "\ufb00-\ufb06\ufe50-\ufe6b\uff01-\uff5e]"
)
_SQUARE_AND_CUBIC = str.maketrans({"2": "²", "3": "³"})
_OF_A_THOUSAND = {"\u2030": "00", "\u2031": "000"}
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
    marked = break_points(_GLUED.sub(_NO_BREAK_SPACE, plain_signs(text)))
    return format_html_join("", "{}", ((_one(language, part),) for language, part in passages(marked)))


def plain_signs(text: str) -> str:
    """The text with letters in place of signs that no font of ours has: a number in a ring is "(1)", ㎡ is "m²"."""
    return _COMPOSED.sub(_plain, text)


def _plain(match: re.Match[str]) -> str:
    sign = match.group()
    plain = unicodedata.normalize("NFKC", sign).replace("\u2044", "/")
    if sign == "\u2023":
        return "\u2022"
    if "\u3380" <= sign <= "\u33df":
        return plain.translate(_SQUARE_AND_CUBIC)
    if "\u2776" <= sign <= "\u2793":
        return f"({unicodedata.numeric(sign):g})"
    ringed = "\u2460" <= sign <= "\u2473" or "\u24b6" <= sign <= "\u24e9"
    return f"({plain})" if ringed else plain


def _tagged(tag: str) -> Callable[[re.Match[str]], str]:
    return lambda match: f"<{tag}>{unicodedata.normalize('NFKC', match.group())}</{tag}>"


def _one(language: str, part: str) -> SafeString:
    # `escape` leaves no tag in it, so what is added here is the only markup.
    safe = _RAISED.sub(_tagged("sup"), _LOWERED.sub(_tagged("sub"), escape(part).replace("\n", "<br>")))
    for sign, noughts in _OF_A_THOUSAND.items():
        safe = safe.replace(sign, f"<sup>0</sup>/<sub>{noughts}</sub>")
    body = mark_safe(safe)  # noqa: S308
    return format_html('<span lang="{}">{}</span>', language, body) if language else body
