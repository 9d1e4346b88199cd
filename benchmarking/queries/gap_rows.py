"""A gap in the words of a list: heading, state, who has the ball."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, Case, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.permissions import MATRIX, Permission, Side
from benchmarking import gap_acts
from benchmarking.gap_acts import UNSETTLED
from benchmarking.models import GapFinding, GapReply
from benchmarking.states import GapState
from core import countries
from core.text import lang_of

_TONES = {
    GapState.AGREED: "info",
    GapState.IN_PROGRESS: "info",
    GapState.WAITING_CHECK: "attention",
    GapState.CLOSED: "done",
}


def is_late(today: date) -> Q:
    """The due date has passed and the gap still asks for work."""
    return Q(due_on__lt=today, state__in=UNSETTLED)


def with_words(gaps: QuerySet[GapFinding], today: date) -> QuerySet[GapFinding]:
    """Adds `overdue` and `last_word`, the country of the person who replied last ("" where nobody did)."""
    last = GapReply.objects.filter(gap=OuterRef("pk")).order_by("-pk").values("by__organisation__country")[:1]
    return gaps.annotate(
        overdue=Case(
            When(is_late(today), then=Value(True)), default=Value(False), output_field=BooleanField()
        ),
        last_word=Coalesce(Subquery(last), Value("")),
    )


@dataclass(frozen=True)
class GapRow:
    """A gap in the words of a list: heading, state, who has the ball."""

    gap: GapFinding

    @property
    def heading(self) -> str:
        """A person's title, else the first line of the generated part."""
        return self.gap.title or self.gap.generated.partition("\n")[0]

    @property
    def lang(self) -> str:
        """Language of the heading by its script."""
        return lang_of(self.heading)

    @property
    def tone(self) -> str:
        """Tone of the state tag."""
        return _TONES.get(GapState(self.gap.state), "neutral")

    @property
    def overdue(self) -> bool:
        """Whether the due date has passed and the gap still asks for work."""
        return bool(getattr(self.gap, "overdue"))  # noqa: B009  # annotated by with_words

    @property
    def holder(self) -> str:
        """ISO code of the country that has the ball; "" when nobody has."""
        return holder_of(self.gap)

    @property
    def holder_name(self) -> str:
        """Name of that country."""
        return countries.name_of(self.holder) if self.holder else ""

    @property
    def owner_name(self) -> str:
        """Name of the owner country."""
        return countries.name_of(self.gap.owner_country)

    @property
    def is_stale(self) -> bool:
        """Whether to say that the judgement no longer calls this substantial."""
        return self.gap.stale and self.gap.state not in (GapState.CLOSED, GapState.DISMISSED)


def holder_of(gap: GapFinding) -> str:
    """ISO code of the country that has the ball; the gap comes from one of the reads here."""
    return gap_acts.holder(
        state=gap.state,
        owner=gap.owner_country,
        receiving=gap.corridor.receiving_country,
        sending=gap.corridor.sending_country,
        released=gap.released_at is not None,
        last_word=getattr(gap, "last_word"),  # noqa: B009  # annotated by with_words
    )


def holds(user: User, permission: Permission, sides: Iterable[Side]) -> bool:
    """Whether one of the sides gives the person the right."""
    return user.is_active and any((side, user.role) in MATRIX[permission] for side in sides)
