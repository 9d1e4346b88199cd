"""The row of page numbers under a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.http import QueryDict


@dataclass(frozen=True)
class PageLink:
    """One place in the row of page numbers; ``number`` is 0 for a gap in the row."""

    number: int
    query: str
    current: bool


def page_links(page: Page[Any], query: QueryDict) -> dict[str, Any]:
    """``links`` (PageLinks), ``previous`` and ``next`` (queries, "" at the ends); all else in ``query`` is kept."""
    kept = query.copy()

    def to(number: int) -> str:
        kept["page"] = str(number)
        return "?" + kept.urlencode()

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "links": [
            PageLink(n, to(n), n == page.number) if isinstance(n, int) else PageLink(0, "", False)
            for n in numbers
        ],
        "previous": to(page.number - 1) if page.has_previous() else "",
        "next": to(page.number + 1) if page.has_next() else "",
    }
