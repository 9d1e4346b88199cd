"""The words of the receiving country's office, put into a document when its content is frozen."""

from __future__ import annotations

import dataclasses
from typing import Any, TypeVar

from reports.documents import wording as paper
from reports.models import Logo, Scope, Wording

#: Queries for the words of the office, without logos.
WORDS = 1

DocumentT = TypeVar("DocumentT")


def wording_for(kind: str, scope: Scope) -> Wording | None:
    """What the office of the receiving country has written for reports of this kind in this language: one query."""
    rows = Wording.objects.filter(country=scope.receiving_country, kind=kind, language=scope.language)
    return rows.first()


def worded(document: DocumentT, row: Wording | None) -> DocumentT:
    """The document with the office's words and arrangement, and its marking where the office wrote one.

    Queries: one for the logos, where they are wanted.
    """
    fields = {field.name for field in dataclasses.fields(document)}  # type: ignore[arg-type]
    if row is None or "wording" not in fields:
        return document
    names = paper.names_of(document)  # type: ignore[arg-type]
    changes: dict[str, Any] = {"wording": _frozen(row, names)}
    if row.marking and "marking" in fields:
        changes["marking"] = paper.filled(row.marking, names)
    return dataclasses.replace(document, **changes)  # type: ignore[type-var]


def _frozen(row: Wording, names: dict[str, str]) -> paper.Wording:
    return paper.Wording(
        subtitle=paper.filled(row.subtitle, names),
        introduction=paper.filled(row.introduction, names),
        recommendations=paper.filled(row.recommendations, names),
        parts=tuple(row.parts),
        hidden=tuple(row.hidden),
        logos=_logos(row.country) if row.show_logos else (),
    )


def _logos(country: str) -> tuple[paper.Logo, ...]:
    rows = Logo.objects.filter(country=country).select_related("stored")
    return tuple(paper.Logo(row.name, row.stored.sha256, row.stored.content_type) for row in rows)
