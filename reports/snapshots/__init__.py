"""The frozen content of a report, drawn from the database: plain values, in English, ready to be stored as JSON.

What is printed later comes from that and from nothing else. Each kind of report has a module here with its `MAKER`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils import translation

from accounts.models import User
from reports.documents.codec import sha256_of
from reports.documents.common import Document
from reports.models import Scope, Wording
from reports.snapshots import editions, gap_analysis, paper_review, progress, volume
from reports.snapshots.making import Maker, Refused
from reports.snapshots.source import QUERIES, latest_benchmark
from reports.snapshots.wording import worded, wording_for
from reports.states import ReportKind

__all__ = [
    "QUERIES",
    "Refused",
    "build",
    "facts_hash",
    "figures",
    "frozen_before_release",
    "hold",
    "latest_benchmark",
    "not_released",
    "refusal",
    "released_at",
    "warnings",
]

_MAKERS: dict[str, Maker] = {
    ReportKind.GAP_ANALYSIS: gap_analysis.MAKER,
    ReportKind.PAPER_REVIEW: paper_review.MAKER,
    ReportKind.VOLUME: volume.MAKER,
    ReportKind.PROGRESS: progress.MAKER,
    ReportKind.EDITIONS: editions.MAKER,
}
#: Dates and figures of an English report are written the British way, whatever the portal is set to.
_LOCALES = {"en": "en-gb"}
#: What two versions may differ in and still say the same.
_NOT_FACTS = frozenset({"generated_at", "dated", "number", "version", "published_by"})


def build(
    kind: str,
    scope: Scope,
    *,
    number: str,
    version: int,
    now: datetime,
    by: User,
    wording: Wording | None = None,
) -> Document:
    """What a report of this kind says now, in the language of the scope and in the words of its office.

    Args:
        wording: words that are not saved yet, for a preview; the saved ones where it is None.
        now: the moment of freezing, in the zone in which it is printed.
        by: who asks; their organisation is printed as the issuer.

    Raises:
        Refused: there is nothing to report on yet.
    """
    with translation.override(_LOCALES.get(scope.language, scope.language)):
        made: Document = _MAKERS[kind].build(scope, number=number, version=version, now=now, by=by)
        return worded(made, wording or wording_for(kind, scope))


def hold(kind: str, scope: Scope) -> None:
    """Lock what the content rests on until the transaction ends."""
    _MAKERS[kind].hold(scope)


def warnings(kind: str, document: Document) -> list[str]:
    """What a reader of the report would miss, in sentences for the person who is about to ask for it."""
    return _MAKERS[kind].warnings(document)


def figures(kind: str, document: Document) -> dict[str, object]:
    """What the summary on pages (templates/reports/summary/) shows beside the document."""
    return _MAKERS[kind].figures(document)


def released_at(kind: str, scope: Scope, frozen_at: datetime) -> datetime | None:
    """When what a version frozen at that moment rests on was first released to the other sides; None: it is not."""
    return _MAKERS[kind].released_at(scope, frozen_at)


def not_released(kind: str) -> str:
    """Why nothing of this kind may leave the receiving side yet."""
    return str(_MAKERS[kind].not_released)


def refusal(kind: str, scope: Scope, snapshot: Mapping[str, object], to: str) -> str:
    """Why a version with this content may not make the move, in a sentence; "" where it may."""
    return _MAKERS[kind].refusal(scope, snapshot, to)


def frozen_before_release(kind: str) -> str:
    """Why a version that was frozen too early stays; holds %(number)d."""
    return str(_MAKERS[kind].frozen_before_release)


def facts_hash(data: Mapping[str, object]) -> str:
    """SHA-256 of what a snapshot says, without its number, version, date and issuer: equal means nothing changed."""
    return sha256_of({key: value for key, value in data.items() if key not in _NOT_FACTS})
