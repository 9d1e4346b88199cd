"""What helps people to find counterparts: vectors of texts, shortlists, and words of the trade that mean the same."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Side
from benchmarking.models.benchmarks import Benchmark
from standards.models import Line


class TextVector(models.Model):
    """The vector of one text under one model, computed once whichever line says it. Holds no text."""

    digest = models.CharField(max_length=64)  # SHA-256 of the text that was embedded
    model = models.CharField(max_length=64)  # name and first figures of the weights' hash
    vector = models.BinaryField()  # float32, little-endian, length 1

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest", "model"], name="vector_once")]

    def __str__(self) -> str:
        return f"{self.model} {self.digest[:12]}"


class Shortlist(models.Model):
    """The likeliest sending lines for one receiving line, best first, and how likely it is that none covers it.

    `entries`: a list of {"line": primary key, "score": 0 to 1, "band": Band, "verbatim": bool}. A suggestion is never
    a judgement until somebody takes it (product.md section 5).
    """

    benchmark = models.ForeignKey(Benchmark, models.CASCADE, related_name="shortlists")
    line = models.ForeignKey(Line, models.CASCADE, related_name="+")
    suspicion = (
        models.FloatField()
    )  # higher means more likely that nothing covers the line; only the order counts
    entries: Any = models.JSONField(default=list)
    alike: Any = models.JSONField(
        default=list
    )  # [receiving line, likeness], likest first: what they were decided

    class Meta:
        constraints = [models.UniqueConstraint(fields=["benchmark", "line"], name="shortlist_once")]

    def __str__(self) -> str:
        return f"{self.benchmark_id}: {self.line_id}"


class SuggestionRun(models.Model):
    """From which texts and by which method the stored shortlists of a benchmark were computed.

    `fingerprint` covers the editions and the thesaurus; where it is no longer the present one, the shortlists are
    shown with a word that they can be computed again.
    """

    benchmark = models.OneToOneField(Benchmark, models.CASCADE, related_name="suggestion_run")
    fingerprint = models.CharField(max_length=64)
    vectors = models.BooleanField()  # False: by words alone
    note = models.CharField(max_length=300, blank=True)  # why by words alone, for administrators
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("computation of suggestions")

    def __str__(self) -> str:
        return f"{self.benchmark_id}: {self.fingerprint[:12]}"


class Synonyms(models.Model):
    """Words of a trade that mean the same for the search of counterparts, such as "press, iron"."""

    words = models.CharField(_("words with the same meaning"), max_length=300, unique=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+"
    )  # empty: came with the portal
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("entry of the trade thesaurus")
        verbose_name_plural = _("trade thesaurus")
        ordering = ["words"]

    def __str__(self) -> str:
        return self.words

    def sides_of(self, user: User) -> frozenset[Side]:
        """The thesaurus is common to all countries."""
        return frozenset({Side.HOME}) if user.country else frozenset()
