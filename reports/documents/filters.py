"""Template filters of the printed documents."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _

from core.linebreaks import break_points

from .dates import day_text, moment_text, period_text
from .passages import passage_html, plain_signs
from .summary import shortened
from .wording import paragraphs as paragraphs_of

register = template.Library()

#: The one accent colour of paper and its light shade; they differ in grey print (static/paper/ has the same).
ACCENT = "#14406b"
MIDDLE = "#bcd0e3"

_RATING_CLASSES = {"F": "full", "P": "partly", "N": "none"}


@register.filter
def words(text: object) -> SafeString:
    """Free text of any of the five scripts for print."""
    return passage_html(str(text))


@register.filter
def paragraphs(text: object) -> list[str]:
    """The paragraphs of a text of several."""
    return paragraphs_of(str(text))


@register.filter
def breaks(text: object) -> str:
    """Free text inside a link, where a part of its own for each language would be a second link in the PDF."""
    return break_points(plain_signs(str(text)))


@register.filter
def cut(text: object, limit: int) -> str:
    """The text, or its beginning up to the end of a word and "…"."""
    return shortened(str(text), limit)


@register.filter
def day(iso: str) -> str:
    """A date in words."""
    return day_text(iso)


@register.filter
def until(first: str, last: str) -> str:
    """A period in words."""
    return period_text(first, last)


@register.filter
def moment(iso: str) -> str:
    """A date and time in words."""
    return moment_text(iso)


@register.filter
def percent(value: float | None) -> str:
    """ "79.5%", "80%", or the words for "not known yet"."""
    if value is None:
        return _("not complete")
    return f"{value:.1f}".removesuffix(".0") + "%"


@register.filter
def rating_class(code: str) -> str:
    """Class name of a rating."""
    return _RATING_CLASSES.get(code, "open")


@register.filter
def rating_paint(code: str) -> SafeString:
    """Attributes of a bar's part. Style sheets do not reach into a drawing, so they stand in it."""
    fill, dashes = {"F": (ACCENT, ""), "P": (MIDDLE, ""), "N": ("#fff", "")}.get(code, ("#fff", "2 2"))
    dashed = format_html(' stroke-dasharray="{}"', dashes) if dashes else ""
    return format_html('fill="{}" stroke="{}" stroke-width="0.7"{}', fill, ACCENT, dashed)


@register.filter
def rating_ink(code: str) -> str:
    """Colour of the number inside a bar's part."""
    return "#fff" if code == "F" else ACCENT


@register.filter
def rating_sign(code: str) -> str:
    """The sign that is printed: a dash that is as wide as a letter for "-"."""
    return "–" if code == "-" else code


@register.filter
def severity(code: str) -> str:
    """The word for a severity; other text stays as it is."""
    return {"critical": _("critical"), "major": _("major"), "minor": _("minor")}.get(code, code)


@register.filter
def anchor(text: str) -> str:
    """A name for use inside a link."""
    return slugify(text, allow_unicode=True) or "x"


@register.filter
def entry(mapping: dict[str, object], key: str) -> object:
    """The entry of a dict, or nothing."""
    return mapping.get(key, "")
