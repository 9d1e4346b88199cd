"""One page of the file behind an intake."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import User
from accounts.permissions import Side
from standards.models import Intake
from standards.queries.intakes import visible_intake


@dataclass(frozen=True)
class IntakePage:
    """A page by its number from 1; whether the file has it is seen when it is drawn."""

    intake: Intake
    number: int

    def sides_of(self, user: User) -> frozenset[Side]:
        """As towards the edition."""
        return self.intake.sides_of(user)


def visible_page(user: User, ref: str, number: int) -> IntakePage:
    """A page of an intake that the person sees; raises Http404 as `visible_intake`."""
    return IntakePage(visible_intake(user, ref), number)
