"""Pages of a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar, overload

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

ModelT = TypeVar("ModelT", bound=Model)
RowT = TypeVar("RowT")


@overload
def page_of(rows: QuerySet[ModelT], request: HttpRequest, *, size: int = 50) -> Page[ModelT]: ...


@overload
def page_of(rows: Sequence[RowT], request: HttpRequest, *, size: int = 50) -> Page[RowT]: ...


def page_of(rows: Any, request: HttpRequest, *, size: int = 50) -> Page[Any]:
    """The page that `?page=` asks for; the nearest one when the number is absent or wild."""
    return Paginator(rows, size).get_page(request.GET.get("page"))
