"""States and closed lists of the standards app (product.md section 3)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class EditionState(models.TextChoices):
    """Life of an edition: frozen once submitted, corrected only by a new draft."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    ACCEPTED = "accepted", _("Accepted")
    RETURNED = "returned", _("Returned")
    SUPERSEDED = "superseded", _("Superseded")


EDITION_TRANSITIONS: dict[str, frozenset[str]] = {
    EditionState.DRAFT: frozenset({EditionState.SUBMITTED}),
    EditionState.SUBMITTED: frozenset({EditionState.ACCEPTED, EditionState.RETURNED}),
    EditionState.ACCEPTED: frozenset({EditionState.SUPERSEDED}),
    EditionState.RETURNED: frozenset(),
    EditionState.SUPERSEDED: frozenset(),
}

#: Submitted or later: the other parties of a corridor may read it.
RELEASED = (EditionState.SUBMITTED, EditionState.ACCEPTED, EditionState.RETURNED, EditionState.SUPERSEDED)


class LineKind(models.TextChoices):
    """Kinds of node in a standard; kinds are data, units and elements are optional."""

    LEVEL = "level", _("Level")
    UNIT = "unit", _("Unit")
    ELEMENT = "element", _("Element")
    CRITERION = "criterion", _("Performance criterion")
    KNOWLEDGE = "knowledge", _("Knowledge")
    SKILL = "skill", _("Skill")
    ATTITUDE = "attitude", _("Attitude")
    RANGE = "range", _("Range")
    EVIDENCE = "evidence", _("Evidence")
    ASSESSMENT = "assessment", _("Assessment")


#: Kinds whose leaves are rated (product.md: rateable line).
RATEABLE_KINDS = frozenset({LineKind.CRITERION, LineKind.KNOWLEDGE, LineKind.SKILL, LineKind.ATTITUDE})


class UnitType(models.TextChoices):
    """How a national format groups its units (domain.md 2.3 to 2.5)."""

    NONE = "", _("Unit")
    BASIC = "basic", _("Basic")
    COMMON = "common", _("Common")
    CORE = "core", _("Core")
    TECHNICAL = "technical", _("Technical")
    INDUSTRY = "industry", _("Industry")


class IntakeState(models.TextChoices):
    """Life of one reading of a source file."""

    READING = "reading", _("Being read")
    READ = "read", _("Read, to be confirmed")
    REFUSED = "refused", _("Could not be read")
    CONFIRMED = "confirmed", _("Confirmed")
    DISCARDED = "discarded", _("Discarded")


INTAKE_TRANSITIONS: dict[str, frozenset[str]] = {
    IntakeState.READING: frozenset({IntakeState.READ, IntakeState.REFUSED, IntakeState.DISCARDED}),
    IntakeState.READ: frozenset({IntakeState.CONFIRMED, IntakeState.DISCARDED}),
    IntakeState.REFUSED: frozenset({IntakeState.DISCARDED}),
    IntakeState.CONFIRMED: frozenset(),
    IntakeState.DISCARDED: frozenset(),
}


class ShareCapacity(models.TextChoices):
    """What a share lets the other party do."""

    RECEIVING = "receiving", _("Receiving side: reads and decides")
    READING = "reading", _("Reads")
