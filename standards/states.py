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
    DESCRIPTOR = "descriptor", _("Descriptor")
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


class TranslationStatus(models.TextChoices):
    """How far the English wording of a line can be trusted."""

    NONE = "", _("Not a translation")
    MACHINE = "machine", _("Machine translation")
    DRAFT = "draft", _("Draft translation")
    CHECKED = "checked", _("Checked translation")


class SourceRole(models.TextChoices):
    """What a kept file is to its edition."""

    MAIN = "main", _("The standard")
    ORIGINAL = "original", _("The standard in the original language")
    ANNEX = "annex", _("Annex")


class IntakeOrigin(models.TextChoices):
    """The way by which candidate lines came in."""

    FILE = "file", _("Read from a file")
    TYPED = "typed", _("Typed in the portal")
    PASTED = "pasted", _("Pasted")


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


class EditAct(models.TextChoices):
    """What a person can do with candidate lines; each is one step that can be taken back."""

    SPLIT = "split", _("Split")
    MERGE = "merge", _("Merge")
    UP = "up", _("Move up")
    DOWN = "down", _("Move down")
    PROMOTE = "promote", _("One step up")
    DEMOTE = "demote", _("One step down")
    KIND = "kind", _("Change the kind")
    KEEP = "keep", _("Keep")
    OUT = "out", _("Leave out")
    ADD = "add", _("Add a line")
    REMOVE = "remove", _("Remove")
    CRITICAL = "critical", _("Critical or not")
    TRANSLATION = "translation", _("State of the translation")
    SETTLE = "settle", _("Looked at")
    LINE = "line", _("Type in a line")
    ZAWGYI = "zawgyi", _("Convert from Zawgyi")


class ShareCapacity(models.TextChoices):
    """What a share lets the other party do."""

    RECEIVING = "receiving", _("Receiving side: reads and decides")
    READING = "reading", _("Reads")
