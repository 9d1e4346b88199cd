"""Filters of the reading view that differ from those of paper: text stands as it was written, so that it is copied so.

Browsers find the ends of Thai, Lao, Khmer and Burmese words themselves, and fall back to other fonts for a rare sign.
"""

from __future__ import annotations

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from .passages import passages

register = template.Library()


@register.filter
def words(text: object) -> SafeString:
    """Free text of any of the five scripts: escaped, each passage with its language, line feeds as line breaks."""
    return format_html_join("", "{}", ((_one(language, part),) for language, part in passages(str(text))))


@register.filter
def breaks(text: object) -> str:
    """Text inside a link as it is."""
    return str(text)


def _one(language: str, part: str) -> SafeString:
    # `escape` leaves no tag in it, so what is added here is the only markup.
    body = mark_safe(escape(part).replace("\n", "<br>"))  # noqa: S308
    return format_html('<span lang="{}">{}</span>', language, body) if language else body
