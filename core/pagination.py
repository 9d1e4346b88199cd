"""Pages of a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

ModelT = TypeVar("ModelT", bound=Model)


def page_of(
    rows: QuerySet[ModelT] | Sequence[ModelT], request: HttpRequest, *, size: int = 50
) -> Page[ModelT]:
    """The page that `?page=` asks for; the nearest one when the number is absent or wild."""
    return Paginator(rows, size).get_page(request.GET.get("page"))
