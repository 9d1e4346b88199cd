"""A gap in the words of a list: heading, state, who has the ball."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, Case, CharField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.permissions import Permission, Side, held_by
from benchmarking.gap_acts import UNSETTLED
from benchmarking.models import GapFinding, GapReply
from benchmarking.states import GapState, ReplyPosition
from core import countries
from core.text import lang_of
from corridors.models import Activity

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
    """Adds what a list says about each gap.

    `overdue`; `last_word`, the country of the person who replied last; `position`, the sending country's latest formal
    reply; `held_by`, the country that has the ball. All three are "" where there is none.
    """
    said = GapReply.objects.filter(gap=OuterRef("pk")).order_by("-pk")
    return gaps.annotate(
        overdue=Case(
            When(is_late(today), then=Value(True)), default=Value(False), output_field=BooleanField()
        ),
        last_word=Coalesce(Subquery(said.values("by__organisation__country")[:1]), Value("")),
        position=Coalesce(Subquery(said.exclude(position="").values("position")[:1]), Value("")),
    ).annotate(held_by=_holder())


def _holder() -> Case:
    """The country that has the ball: an open gap asks the sending side for its word, once it sees the gap, and then
    the receiving side for its answer; an agreed one is the owner's; what was done is checked by the receiving side."""
    released = Q(benchmark__released_at__isnull=False) | Q(review__released_at__isnull=False)
    asked = Q(state=GapState.OPEN) & released & ~Q(last_word=F("corridor__sending_country"))
    return Case(
        When(asked, then=F("corridor__sending_country")),
        When(state__in=[GapState.OPEN, GapState.WAITING_CHECK], then=F("corridor__receiving_country")),
        When(state__in=[GapState.AGREED, GapState.IN_PROGRESS], then=F("owner_country")),
        default=Value(""),
        output_field=CharField(),
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
    def action(self) -> str:
        """What a person recommends, else what the comparison recommends."""
        origin = self.gap.judgement or self.gap.arrangement
        return self.gap.recommended_action or (origin.recommendation if origin else "")

    @property
    def action_lang(self) -> str:
        """Language of the recommended action by its script."""
        return lang_of(self.action)

    @property
    def activities(self) -> list[Activity]:
        """Rows of the action plan that the reader sees; only where the register read them."""
        return list(getattr(self.gap, "seen_activities", []))

    @property
    def position(self) -> str:
        """The sending country's latest formal reply in words; "" where there is none."""
        position = position_of(self.gap)
        return str(ReplyPosition(position).label) if position else ""

    @property
    def is_contested(self) -> bool:
        """Whether the sending country does not accept the finding."""
        return position_of(self.gap) == ReplyPosition.CONTESTS

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
    return str(getattr(gap, "held_by"))  # noqa: B009  # annotated by with_words


def position_of(gap: GapFinding) -> str:
    """The sending country's latest formal reply, "" where there is none; the gap comes from one of the reads here."""
    return str(getattr(gap, "position"))  # noqa: B009  # annotated by with_words


def holds(user: User, permission: Permission, sides: Iterable[Side]) -> bool:
    """Whether one of the sides gives the person the right."""
    return user.is_active and any(held_by(user.roles, side, permission) for side in sides)
