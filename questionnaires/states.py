"""Kinds of questionnaire and answer, and the states of versions and answer sets."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    """What a questionnaire is for: a step of the roadmap or the desk review."""

    QUALIFICATION = "qualification", _("Step 3: qualification profile")
    ASSESSMENT = "assessment", _("Step 4: assessment and certification")
    QUALITY = "quality", _("Step 5: quality assurance")
    PAPER_REVIEW = "paper_review", _("Paper review before the mission")


#: Step of the roadmap that a purpose serves.
STEP_OF: dict[str, str] = {Purpose.QUALIFICATION: "3", Purpose.ASSESSMENT: "4", Purpose.QUALITY: "5"}


class AnswerKind(models.TextChoices):
    """What an answer looks like."""

    TEXT = "text", _("Short text")
    LONG = "long", _("Text")
    NUMBER = "number", _("Number")
    PERCENT = "percent", _("Percent")
    YES_NO = "yes_no", _("Yes or no")
    CHOICE = "choice", _("One of several")
    DAY = "day", _("Date")


class VersionState(models.TextChoices):
    """Life of a version: it is edited as a draft, answered once published, and never changed after that."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("In use")
    RETIRED = "retired", _("Replaced")


VERSION_TRANSITIONS: dict[str, frozenset[str]] = {
    VersionState.DRAFT: frozenset({VersionState.PUBLISHED}),
    VersionState.PUBLISHED: frozenset({VersionState.RETIRED}),
    VersionState.RETIRED: frozenset(),
}


class AnswerState(models.TextChoices):
    """Life of a set of answers. What was submitted is kept; a correction is a new set copied from it."""

    DRAFT = "draft", _("In work")
    SUBMITTED = "submitted", _("Submitted")
    SUPERSEDED = "superseded", _("Replaced by a newer set")


ANSWER_TRANSITIONS: dict[str, frozenset[str]] = {
    AnswerState.DRAFT: frozenset({AnswerState.SUBMITTED}),
    AnswerState.SUBMITTED: frozenset({AnswerState.SUPERSEDED}),
    AnswerState.SUPERSEDED: frozenset(),
}
