"""Standards, their editions and lines, and the intake of source documents."""

from __future__ import annotations

from standards.models.editions import Edition, EditionQuerySet, Share, Standard
from standards.models.intakes import Intake, IntakeLine, IntakeStep, IntakeWarning, SourceFile
from standards.models.lines import Line, LineComment, LineCommentQuerySet, Vocabulary, line_hash
from standards.models.reference import FrameworkLevel, LevelFramework, Occupation, SkillArea, StandardBody

__all__ = [
    "Edition",
    "EditionQuerySet",
    "FrameworkLevel",
    "Intake",
    "IntakeLine",
    "IntakeStep",
    "IntakeWarning",
    "LevelFramework",
    "Line",
    "LineComment",
    "LineCommentQuerySet",
    "Occupation",
    "Share",
    "SkillArea",
    "SourceFile",
    "Standard",
    "StandardBody",
    "Vocabulary",
    "line_hash",
]
