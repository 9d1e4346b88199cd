"""The register of gaps over all corridors that a person sees."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from benchmarking.gap_acts import UNSETTLED
from benchmarking.models import Benchmark, GapFinding
from benchmarking.queries.gap_rows import is_late, with_words
from core.text import clean
from corridors.models import Activity, Corridor

#: The state filter's extra choice: everything that still asks for work.
ANY_UNSETTLED = "unsettled"
_LABEL = re.compile(r"[Gg](?:(\d{1,6})\.)?(\d{1,6})")


@dataclass(frozen=True)
class GapFilter:
    """What the register is narrowed to; empty means everything. Codes: a domain ("C") or a code ("C4")."""

    query: str = ""
    corridor: str = ""
    owner: str = ""
    code: str = ""
    severity: str = ""
    state: str = ""
    benchmark: str = ""
    activity: str = ""
    overdue: bool = False

    @property
    def is_set(self) -> bool:
        """Whether anything is left out."""
        return self != GapFilter()


def register(user: User, wanted: GapFilter, *, today: date | None = None) -> QuerySet[GapFinding]:
    """Gaps of all corridors that the person sees, filtered, with what a row of the register shows."""
    gaps = GapFinding.objects.visible_to(user).select_related(
        "corridor__pilot", "corridor__skill_area", "benchmark"
    )
    today = today or timezone.localdate()
    found = with_words(gaps, today).filter(_matching(wanted.query), _in_state(wanted.state), **_exact(wanted))
    if wanted.overdue:
        found = found.filter(is_late(today))
    if wanted.activity:
        found = found.filter(activities__in=Activity.objects.visible_to(user).filter(ref=wanted.activity))
    return found.order_by(
        "corridor__pilot", "corridor__skill_area__title", "corridor", "benchmark__number", "number"
    )


def _exact(wanted: GapFilter) -> dict[str, str]:
    fields = {
        "corridor__ref": wanted.corridor,
        "owner_country": wanted.owner,
        "code__startswith": wanted.code,
        "severity": wanted.severity,
        "benchmark__ref": wanted.benchmark,
    }
    return {name: value for name, value in fields.items() if value}


def _in_state(state: str) -> Q:
    if state == ANY_UNSETTLED:
        return Q(state__in=UNSETTLED)
    return Q(state=state) if state else Q()


def _matching(query: str) -> Q:
    """Words of the gap, or its label such as "G07"."""
    words = clean(query)
    if not words:
        return Q()
    found = Q(title__icontains=words) | Q(description__icontains=words) | Q(generated__icontains=words)
    if label := _LABEL.fullmatch(words):
        found |= Q(number=int(label[2]), benchmark__number=int(label[1] or 1))
    return found


def corridors_of(user: User) -> QuerySet[Corridor]:
    """Corridors that the person sees, for the filter."""
    return Corridor.objects.visible_to(user).select_related("skill_area")


def narrowed_to(user: User, wanted: GapFilter) -> list[str]:
    """Benchmark and activity that the address narrows the register to, in words."""
    found = []
    if wanted.benchmark:
        seen = Benchmark.objects.visible_to(user).select_related("corridor__skill_area")
        found += [str(one) for one in seen.filter(ref=wanted.benchmark)]
    if wanted.activity:
        found += [str(one) for one in Activity.objects.visible_to(user).filter(ref=wanted.activity)]
    return found
