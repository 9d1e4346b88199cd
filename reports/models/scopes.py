"""What a report speaks of: one corridor, all corridors with one sending country, or a whole pilot."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Side
from core import countries
from corridors.models import Corridor, CorridorQuerySet, Pilot
from reports.states import Language, Reach
from standards.models import Edition


@dataclass(frozen=True)
class Scope:
    """What a report speaks of and in which language; what makes two drafts of a kind the same draft.

    A corridor's report names its corridor, which comes with pilot and skill area. The report of a country names both
    countries, that of a pilot the lead country as the receiving one and no sending country. `older` and `newer` are
    two editions of one standard, where the report compares them.
    """

    pilot: Pilot
    receiving_country: str
    sending_country: str = ""
    corridor: Corridor | None = None
    older: Edition | None = None
    newer: Edition | None = None
    language: str = Language.EN.value

    @classmethod
    def of(cls, corridor: Corridor, *, language: str = Language.EN.value) -> Scope:
        """One corridor."""
        return cls(
            pilot=corridor.pilot,
            receiving_country=corridor.receiving_country,
            sending_country=corridor.sending_country,
            corridor=corridor,
            language=language,
        )

    @property
    def reach(self) -> Reach:
        """How much of the pilot it is."""
        if self.corridor is not None:
            return Reach.CORRIDOR
        return Reach.COUNTRY if self.sending_country else Reach.PILOT

    @property
    def one_corridor(self) -> Corridor:
        """The corridor of a report on one corridor. Raises ValueError for a wider one."""
        if self.corridor is None:
            raise ValueError("This report speaks of more than one corridor.")
        return self.corridor

    def corridors(self) -> CorridorQuerySet:
        """All corridors that it speaks of, in the order of the paper, with pilot and skill area."""
        found = Corridor.objects.filter(pilot=self.pilot, receiving_country=self.receiving_country)
        if self.corridor is not None:
            found = found.filter(pk=self.corridor.pk)
        elif self.sending_country:
            found = found.filter(sending_country=self.sending_country)
        return found.select_related("pilot", "skill_area").order_by(
            "skill_area__title", "sending_country", "pk"
        )

    def sides_of(self, user: User) -> frozenset[Side]:
        """As towards the corridor. Beyond one corridor the receiving side is its offices without the experts, because
        an expert works for the corridors of their own group.
        """
        if self.corridor is not None:
            return self.corridor.sides_of(user)
        if user.is_ilo:
            return frozenset({Side.REVIEWING})
        if user.country and user.country == self.receiving_country and not user.is_expert_only:
            return frozenset({Side.RECEIVING})
        if user.country and user.country == self.sending_country:
            return frozenset({Side.SENDING})
        return frozenset()

    def __str__(self) -> str:
        if self.corridor is not None:
            return str(self.corridor)
        receiving = countries.name_of(self.receiving_country)
        if self.sending_country:
            sending = countries.name_of(self.sending_country)
            return _("%(receiving)s – %(sending)s: all skill areas") % {
                "receiving": receiving,
                "sending": sending,
            }
        return _("%(pilot)s: all corridors of %(receiving)s") % {
            "pilot": self.pilot.title,
            "receiving": receiving,
        }
