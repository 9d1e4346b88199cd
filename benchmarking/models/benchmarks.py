"""Benchmarks: which editions are set against each other, by whom, and who reads whose view from when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Side
from benchmarking.states import BenchmarkState, Conclusion, Verdict
from core.refs import MAX_LENGTH
from corridors.models import Corridor
from standards.models import Edition, Line
from standards.states import RATEABLE_KINDS


def on_receiving_side(user: User, corridor: str) -> Q:
    """Rows whose corridor has this person on the receiving side. `corridor` is the path to it."""
    if not user.country:
        return Q(pk__in=[])
    seen = Q(**{f"{corridor}__in": Corridor.objects.visible_to(user)})
    return seen & Q(**{f"{corridor}__receiving_country": user.country})


def on_sending_side(user: User, corridor: str) -> Q:
    """Rows whose corridor has this person on the sending side. `corridor` is the path to it."""
    if not user.country:
        return Q(pk__in=[])
    seen = Q(**{f"{corridor}__in": Corridor.objects.visible_to(user)})
    return seen & Q(**{f"{corridor}__sending_country": user.country})


def released_or_receiving(user: User, *, corridor: str, released: str) -> Q:
    """Corridors' people, but the sending side and the ILO only after `released` is set."""
    seen = Q(**{f"{corridor}__in": Corridor.objects.visible_to(user)})
    return on_receiving_side(user, corridor) | (seen & Q(**{f"{released}__isnull": False}))


def default_kinds() -> list[str]:
    """Kinds of line that are rated unless the benchmark says otherwise (product.md section 3)."""
    return sorted(RATEABLE_KINDS)


class BenchmarkQuerySet(models.QuerySet["Benchmark"]):
    """Vocabulary for benchmarks."""

    def visible_to(self, user: User) -> BenchmarkQuerySet:
        """The receiving side always; the sending side once it is invited to give its view or the receiving view is
        released; the ILO once the receiving view is released.

        That a benchmark exists for a person does not say which views they read: `Judgement.objects.visible_to`.
        """
        invited = on_sending_side(user, "corridor") & Q(invited_at__isnull=False)
        return self.filter(released_or_receiving(user, corridor="corridor", released="released_at") | invited)


class Benchmark(models.Model):
    """Reference editions of the receiving country against editions of the sending country, in one corridor.

    Four moments decide who reads what. A side releases its own view (`receiving_done_at`, `sending_done_at`). From
    `released_at` the other side and the ILO read the receiving view, from `sending_released_at` the receiving side
    and the ILO read the sending view: at once with the release, or, where the benchmark is `blind`, as soon as both
    sides have released. `actions.releases` is the only writer of the four.
    """

    ref = models.CharField(max_length=MAX_LENGTH, unique=True, editable=False)
    corridor = models.ForeignKey(Corridor, models.PROTECT, related_name="benchmarks")
    number = models.PositiveIntegerField()
    previous = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="following"
    )  # the benchmark that this one carries on with newer editions
    reference_editions = models.ManyToManyField(Edition, related_name="+")
    sending_editions = models.ManyToManyField(Edition, related_name="+")
    kinds = models.JSONField(_("kinds of line that are rated"), default=default_kinds)
    scope = models.ManyToManyField(
        Line, related_name="+", blank=True
    )  # levels and sections of the reference editions; none means everything
    state = models.CharField(max_length=12, choices=BenchmarkState.choices, default=BenchmarkState.OPEN)
    blind = models.BooleanField(
        _("each side's view is hidden from the other until both have released theirs"), default=False
    )
    invited_at = models.DateTimeField(null=True)  # the sending side is asked for its view
    receiving_done_at = models.DateTimeField(null=True)
    sending_done_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    sending_released_at = models.DateTimeField(null=True)
    conclusion = models.CharField(_("conclusion"), max_length=12, choices=Conclusion.choices, blank=True)
    conclusion_reason = models.TextField(_("reason for the conclusion"), blank=True)
    completed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    completed_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = BenchmarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("benchmark")
        constraints = [
            models.UniqueConstraint(fields=["corridor", "number"], name="benchmark_number_once"),
            models.CheckConstraint(
                condition=Q(state__in=BenchmarkState.values), name="benchmark_state_known"
            ),
            models.CheckConstraint(
                condition=Q(conclusion="") | Q(conclusion__in=Conclusion.values),
                name="benchmark_conclusion_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="completed") | (~Q(conclusion="") & Q(released_at__isnull=False)),
                name="benchmark_completed_has_conclusion",
            ),
        ]

    def __str__(self) -> str:
        return _("Benchmark %(number)s, %(corridor)s") % {"number": self.number, "corridor": self.corridor}

    @property
    def is_open(self) -> bool:
        """Whether judgements may change."""
        return self.state == BenchmarkState.OPEN

    @property
    def signed(self) -> list[Signature]:
        """The last signature of each side, receiving side first; one query, none where signatures are prefetched."""
        last = {signature.side: signature for signature in self.signatures.all()}
        return [last[side] for side in (Side.RECEIVING.value, Side.SENDING.value) if side in last]

    def sides_of(self, user: User) -> frozenset[Side]:
        """As towards the corridor."""
        return self.corridor.sides_of(user)


class Assignment(models.Model):
    """A person of the team who compares a section of the reference editions, or with no section all lines."""

    benchmark = models.ForeignKey(Benchmark, models.CASCADE, related_name="assignments")
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    section = models.ForeignKey(Line, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("assignment")
        constraints = [
            models.UniqueConstraint(fields=["benchmark", "person", "section"], name="assignment_once"),
            models.UniqueConstraint(
                fields=["benchmark", "person"], condition=Q(section=None), name="assignment_of_all_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.section or self.benchmark}"


class Additional(models.Model):
    """A sending line without a counterpart, marked X: information for the reader, no score (product.md section 5)."""

    benchmark = models.ForeignKey(Benchmark, models.CASCADE, related_name="additional")
    line = models.ForeignKey(Line, models.PROTECT, related_name="+")
    note = models.TextField(_("note"), blank=True)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("additional line")
        constraints = [models.UniqueConstraint(fields=["benchmark", "line"], name="additional_once")]

    def __str__(self) -> str:
        return str(self.line)


class SectionVerdict(models.Model):
    """The verdict of an expert on one section; without a row the system's proposal stands as a proposal.

    `proposed` is what the system proposed when the expert decided; another verdict needs a reason.
    """

    benchmark = models.ForeignKey(Benchmark, models.CASCADE, related_name="verdicts")
    section = models.ForeignKey(Line, models.PROTECT, related_name="+")
    verdict = models.CharField(_("verdict"), max_length=12, choices=Verdict.choices)
    proposed = models.CharField(max_length=12, choices=Verdict.choices)
    figures: Any = models.JSONField(default=dict)  # counts and thresholds on which the expert decided
    reason = models.TextField(_("reason"), blank=True)
    revision = models.PositiveIntegerField(default=1)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("verdict on a section")
        constraints = [
            models.UniqueConstraint(fields=["benchmark", "section"], name="verdict_once_per_section"),
            models.CheckConstraint(
                condition=Q(verdict__in=[one for one in Verdict.values if one != "open"]),
                name="verdict_known",
            ),
            models.CheckConstraint(condition=Q(proposed__in=Verdict.values), name="verdict_proposed_known"),
            models.CheckConstraint(
                condition=Q(verdict=models.F("proposed")) | ~Q(reason=""),
                name="verdict_override_has_reason",
                violation_error_message=_("A verdict other than the proposed one needs a reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section}: {self.get_verdict_display()}"


class SignatureQuerySet(models.QuerySet["Signature"]):
    """Vocabulary for signatures: they are made and voided, never changed or deleted."""

    def in_force(self) -> SignatureQuerySet:
        """Not voided."""
        return self.filter(voided_at=None)

    def void(self, *, at: datetime, change: list[dict[str, Any]]) -> int:
        """Void what is still in force among these; the only change that a signature knows."""
        return super(SignatureQuerySet, self.in_force()).update(voided_at=at, voided_by_change=change)

    def update(self, **_kwargs: Any) -> int:
        """Refused."""
        raise SignatureIsFinal

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise SignatureIsFinal


class SignatureIsFinal(Exception):
    """Somebody tried to change or delete a signature. It can only be voided."""


class Signature(models.Model):
    """A side's signature under one exact state of a benchmark. Nothing of it changes but that it can be voided.

    `state` is the canonical content that was signed and `state_hash` its SHA-256; a signature whose hash is no longer
    that of the benchmark is void, visibly, and `voided_by_change` says in words what changed.
    """

    benchmark = models.ForeignKey(Benchmark, models.PROTECT, related_name="signatures")
    side = models.CharField(
        max_length=10,
        choices=[(Side.RECEIVING.value, _("Receiving side")), (Side.SENDING.value, _("Sending side"))],
    )
    state_hash = models.CharField(max_length=64)
    state = models.JSONField()
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    office = models.CharField(max_length=200)  # organisation and role as they were on that day
    at = models.DateTimeField(auto_now_add=True)
    voided_at = models.DateTimeField(null=True)
    voided_by_change: Any = models.JSONField(default=list)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        verbose_name = _("signature")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["benchmark", "side"], condition=Q(voided_at=None), name="signature_one_in_force"
            ),
            models.CheckConstraint(
                condition=Q(side__in=["receiving", "sending"]), name="signature_side_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()} {self.state_hash[:12]}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Written once.

        Raises:
            SignatureIsFinal: the row is there already.
        """
        if not self._state.adding:
            raise SignatureIsFinal
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise SignatureIsFinal
