"""A document as one HTML page for print."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from django.template import Context, Engine
from django.utils import translation

from .codec import canonical, sha256_of, to_plain
from .common import Document
from .kinds import kind_of
from .outline import Zone, chapters_of, left_out, numbers_of
from .wording import wording_of

_TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
#: Every letter that a language's own fonts do not have is looked for in the fonts of "signs".
_FONT_SHEETS = {
    "fonts-latin": re.compile("[\u0100-\u02ff\u0300-\u036f\u1e00-\u1eff\u2070-\u209f\u20a0-\u20cf]"),
    "fonts-th": re.compile("[\u0e00-\u0e7f]"),
    "fonts-lo": re.compile("[\u0e80-\u0eff]"),
    "fonts-km": re.compile("[\u1780-\u17ff\u19e0-\u19ff]"),
    "fonts-my": re.compile("[\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f]"),
    "fonts-signs": re.compile(
        "[\u0370-\u03ff\u1f00-\u1fff\u2030-\u2031\u2100-\u2121\u2123-\u2211\u2213-\u2bff\U0001d400-\U0001d7ff]"
    ),
}
_ANCHOR = re.compile(r'\bid="([^"]+)"')
_LINK = re.compile(r'<a\b[^>]*?\bhref="#([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


@cache
def engine(missing: str = "", screen: bool = False) -> Engine:
    """Django's template engine with the filters of paper, or of the screen where they differ.

    `missing` is printed for an unknown variable.
    """
    screen_filters = ["reports.documents.screen_filters"] if screen else []
    return Engine(
        dirs=[str(_TEMPLATES)],
        builtins=["django.templatetags.i18n", "reports.documents.filters", *screen_filters],
        string_if_invalid=missing,
    )


def html_of(
    document: Document, *, missing: str = "", screen: bool = False, calendars: bool | None = None
) -> str:
    """The whole report as HTML in the document's language, from the snapshot alone.

    All text of the snapshot is escaped. Style sheets and pictures are named as `asset:` addresses, which only
    `reports.pdf` can read. A link to what is not printed in this document becomes plain text. With `screen` text
    stands as it was written, without break points, and calendars by weeks, which repeat the plan, are left out unless
    `calendars` asks for them. Numbers are written alike in every language: drawings hold them too.
    """
    kind = kind_of(document)
    data = to_plain(document)
    wording = wording_of(document)
    with translation.override(document.content_language):
        chapters = chapters_of(kind.outline, wording)
        context = {
            "d": document,
            "corridor": document.corridor,
            "hash": sha256_of(data),
            "prefix": "",
            "with_calendars": not screen if calendars is None else calendars,
            "font_sheets": font_sheets(canonical(data).decode()),
            "wording": wording,
            "front": [one for one in chapters if one.zone == Zone.FRONT],
            "body": [one for one in chapters if one.zone != Zone.FRONT],
            "numbers": numbers_of(kind.outline, chapters),
            "left_out": left_out(kind.outline, wording),
            **kind.context(document),
        }
        return settled(
            engine(missing, screen).get_template(kind.template).render(Context(context, use_l10n=False))
        )


def settled(page: str) -> str:
    """The page with every link whose anchor is not in it as plain text."""
    anchors = set(_ANCHOR.findall(page))
    return _LINK.sub(lambda link: link[0] if link[1] in anchors else link[2], page)


def font_sheets(text: str) -> list[str]:
    """Names of the style sheets in static/paper/ that declare the fonts for the letters of a text."""
    return ["fonts", *(name for name, letters in _FONT_SHEETS.items() if letters.search(text))]
