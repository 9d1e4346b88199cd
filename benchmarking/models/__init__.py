"""Editions side by side: benchmarks, judgements, arrangements, suggestions and the gap findings born from them."""

from benchmarking.models.arrangements import (
    ArrangementRating,
    ArrangementReview,
    LevelRow,
    LevelSupport,
    PaperReview,
    Recommendation,
)
from benchmarking.models.benchmarks import (
    Additional,
    Assignment,
    Benchmark,
    BenchmarkQuerySet,
    SectionVerdict,
    Signature,
)
from benchmarking.models.gaps import GapFinding, GapQuerySet, GapReply, SavedView
from benchmarking.models.judgements import Judgement, JudgementQuerySet, JudgementVersion
from benchmarking.models.suggestions import Shortlist, SuggestionRun, Synonyms, TextVector

__all__ = [
    "Additional",
    "ArrangementRating",
    "ArrangementReview",
    "Assignment",
    "Benchmark",
    "BenchmarkQuerySet",
    "GapFinding",
    "GapQuerySet",
    "GapReply",
    "Judgement",
    "JudgementQuerySet",
    "JudgementVersion",
    "LevelRow",
    "LevelSupport",
    "PaperReview",
    "Recommendation",
    "SavedView",
    "SectionVerdict",
    "Shortlist",
    "Signature",
    "SuggestionRun",
    "Synonyms",
    "TextVector",
]
