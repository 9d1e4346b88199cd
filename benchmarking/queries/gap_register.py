"""The register of gaps over all corridors that a person sees."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Organisation, User
from accounts.states import OrganisationKind
from benchmarking.gap_acts import UNSETTLED
from benchmarking.models import ArrangementReview, Benchmark, GapFinding
from benchmarking.queries.gap_rows import is_late, with_words
from benchmarking.states import GapState, Severity
from core.text import clean
from corridors.models import Activity, Corridor

#: The state filter's extra choice: everything that still asks for work.
ANY_UNSETTLED = "unsettled"
#: Roadmap step of a gap that was born from lines of the standards.
CONTENT_STEP = "2"
#: The reply filter's extra choice: the sending country has not replied formally.
NO_REPLY = "none"
#: What "due soon" means.
SOON = timedelta(days=30)
_LABEL = re.compile(r"[Gg](?:(\d{1,6})\.)?(\d{1,6})")
_STEP_LABEL = re.compile(r"[Ss]([345])(?:\.(\d{1,6}))?-(\d{1,6})")


@dataclass(frozen=True)
class GapFilter:
    """What the register is narrowed to, by the names of the address; empty means everything.

    Codes: a domain ("C") or a code ("C4"). Country: on either side of the corridor. Due: "overdue", "soon" or
    "none". Plan: "with" or "without" an activity. Waiting: "mine" for what waits for the person's own side.
    """

    q: str = ""
    corridor: str = ""
    country: str = ""
    step: str = ""
    code: str = ""
    severity: str = ""
    state: str = ""
    waiting: str = ""
    owner: str = ""
    office: str = ""
    action: str = ""
    due: str = ""
    plan: str = ""
    reply: str = ""
    benchmark: str = ""
    review: str = ""
    activity: str = ""
    sort: str = ""

    @property
    def is_set(self) -> bool:
        """Whether anything is left out."""
        return replace(self, sort="") != GapFilter()

    @property
    def address(self) -> str:
        """The query of the address that asks for this, without "?"; always the same for the same filter."""
        return urlencode({name: value for name, value in asdict(self).items() if value})


def register(user: User, wanted: GapFilter, *, today: date | None = None) -> QuerySet[GapFinding]:
    """Gaps of all corridors that the person sees, filtered and sorted, with what a row of the register shows.

    `seen_activities` are the rows of the action plan that the person sees.
    """
    seen = Prefetch(
        "activities", Activity.objects.visible_to(user).order_by("position", "pk"), "seen_activities"
    )
    found = matching(user, wanted, today=today).select_related(
        "corridor__pilot", "corridor__skill_area", "benchmark", "review", "owner_office"
    )
    return found.prefetch_related(seen).order_by(*_order(wanted.sort))


def matching(user: User, wanted: GapFilter, *, today: date | None = None) -> QuerySet[GapFinding]:
    """The gaps that the filter leaves, in no order."""
    today = today or timezone.localdate()
    origin = Coalesce(F("review__step"), Value(CONTENT_STEP))
    found = with_words(GapFinding.objects.visible_to(user), today).annotate(step=origin).order_by()
    found = found.filter(_searched(wanted.q), **_exact(wanted))
    for name, narrow in _NARROW.items():
        if value := getattr(wanted, name):
            found = found.filter(narrow(value, user, today))
    return found


def counts(user: User, wanted: GapFilter, *, today: date | None = None) -> list[tuple[GapState, int]]:
    """How many gaps each state has under the filter, whatever state it asks for."""
    found = (
        matching(user, replace(wanted, state=""), today=today).values("state").annotate(number=Count("pk"))
    )
    by_state = {row["state"]: row["number"] for row in found}
    return [(state, by_state[state]) for state in GapState if state in by_state]


def _exact(wanted: GapFilter) -> dict[str, str]:
    fields = {
        "corridor__ref": wanted.corridor,
        "step": wanted.step,
        "owner_country": wanted.owner,
        "owner_office": wanted.office,
        "code__startswith": wanted.code,
        "severity": wanted.severity,
        "action_type": wanted.action,
        "benchmark__ref": wanted.benchmark,
        "review__ref": wanted.review,
    }
    return {name: value for name, value in fields.items() if value}


def _in_state(state: str, _user: User, _today: date) -> Q:
    return Q(state__in=UNSETTLED) if state == ANY_UNSETTLED else Q(state=state)


def _of_country(country: str, _user: User, _today: date) -> Q:
    return Q(corridor__sending_country=country) | Q(corridor__receiving_country=country)


def _waiting(_mine: str, user: User, _today: date) -> Q:
    """What the person's side has to do; a gap of an unreleased benchmark waits with the benchmark."""
    unreleased = Q(state=GapState.OPEN, benchmark__released_at=None, review__released_at=None)
    return Q(held_by=user.country) & ~Q(held_by="") & ~unreleased


def _due(when: str, _user: User, today: date) -> Q:
    if when == "overdue":
        return is_late(today)
    if when == "soon":
        return Q(state__in=UNSETTLED, due_on__gte=today, due_on__lte=today + SOON)
    return Q(due_on=None)


def _planned(which: str, user: User, _today: date) -> Q:
    rows = Exists(Activity.objects.visible_to(user).filter(gaps=OuterRef("pk")))
    return Q(rows) if which == "with" else ~Q(rows)


def _replied(position: str, _user: User, _today: date) -> Q:
    return Q(position="" if position == NO_REPLY else position)


def _of_activity(ref: str, user: User, _today: date) -> Q:
    return Q(Exists(Activity.objects.visible_to(user).filter(ref=ref, gaps=OuterRef("pk"))))


_NARROW: dict[str, Callable[[str, User, date], Q]] = {
    "state": _in_state,
    "country": _of_country,
    "waiting": _waiting,
    "due": _due,
    "plan": _planned,
    "reply": _replied,
    "activity": _of_activity,
}


def _searched(query: str) -> Q:
    """Words of the gap, or its label such as "G07" or "S4-02"."""
    words = clean(query)
    if not words:
        return Q()
    found = Q()
    for name in ("title", "description", "generated", "recommended_action"):
        found |= Q(**{f"{name}__icontains": words})
    if label := _LABEL.fullmatch(words):
        found |= Q(number=int(label[2]), benchmark__number=int(label[1] or 1))
    if label := _STEP_LABEL.fullmatch(words):
        found |= Q(number=int(label[3]), review__step=label[1], review__number=int(label[2] or 1))
    return found


# --- Order ---------------------------------------------------------------------------------------

_PLACE = (
    "corridor__pilot",
    "corridor__skill_area__title",
    "corridor",
    "step",
    "benchmark__number",
    "review__number",
    "number",
)
_SEVERITY = Case(
    *(When(severity=one, then=Value(place)) for place, one in enumerate(Severity)),
    output_field=IntegerField(),
)
_STATE = Case(
    *(When(state=one, then=Value(place)) for place, one in enumerate(GapState)), output_field=IntegerField()
)
#: Value of ?sort= -> how the rows stand before they stand as in the register.
_SORTS = {
    "severity": (_SEVERITY.asc(),),
    "code": (F("code").asc(),),
    "state": (_STATE.asc(),),
    "due": (F("due_on").asc(nulls_last=True),),
    "owner": (F("owner_country").asc(), F("owner_office__name").asc(nulls_first=True)),
    "newest": (F("created_at").desc(),),
}
SORTS = frozenset(_SORTS)


def _order(sort: str) -> list[str | Combinable]:
    return [*_SORTS.get(sort, ()), *_PLACE, "pk"]


# --- What the filters offer ----------------------------------------------------------------------


def corridors_of(user: User) -> QuerySet[Corridor]:
    """Corridors that the person sees, for the filter."""
    return Corridor.objects.visible_to(user).select_related("skill_area")


def offices_of(corridors: list[Corridor]) -> list[Organisation]:
    """Government offices of the countries of these corridors, which can own a gap."""
    codes = {code for one in corridors for code in (one.receiving_country, one.sending_country)}
    offices = Organisation.objects.filter(kind=OrganisationKind.GOVERNMENT, country__in=codes)
    return list(offices.order_by("country", "short_name"))


def narrowed_to(user: User, wanted: GapFilter) -> list[str]:
    """Benchmark, review and activity that the address narrows the register to, in words."""
    found = []
    if wanted.benchmark:
        seen = Benchmark.objects.visible_to(user).select_related("corridor__skill_area")
        found += [str(one) for one in seen.filter(ref=wanted.benchmark)]
    if wanted.review:
        reviews = ArrangementReview.objects.visible_to(user).select_related("corridor__skill_area")
        found += [str(one) for one in reviews.filter(ref=wanted.review)]
    if wanted.activity:
        found += [str(one) for one in Activity.objects.visible_to(user).filter(ref=wanted.activity)]
    return found
