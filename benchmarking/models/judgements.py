"""Judgements: the rating of one receiving line, per view, with every earlier version of it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from benchmarking.models.benchmarks import Benchmark, on_receiving_side, on_sending_side
from benchmarking.states import GapCode, Rating, View
from corridors.models import Corridor
from standards.models import Line


class JudgementQuerySet(models.QuerySet["Judgement"]):
    """Vocabulary for judgements."""

    def visible_to(self, user: User) -> JudgementQuerySet:
        """Whose view this person may read.

        One's own side's view always. The receiving view is for the sending side and the ILO from `released_at`, the
        sending view for the receiving side and the ILO from `sending_released_at` (a blind benchmark sets both only
        when both sides have released). The agreed view belongs to both sides as soon as the sending side takes part,
        and is read by the ILO from `released_at`.
        """
        corridor = "benchmark__corridor"
        receiving, sending = on_receiving_side(user, corridor), on_sending_side(user, corridor)
        seen = Q(**{f"{corridor}__in": Corridor.objects.visible_to(user)})
        shown = Q(benchmark__released_at__isnull=False)
        shown_back = Q(benchmark__sending_released_at__isnull=False)
        invited = sending & Q(benchmark__invited_at__isnull=False)
        there = receiving | invited | (seen & shown)  # as Benchmark.objects.visible_to
        return self.filter(
            (Q(view=View.RECEIVING) & (receiving | (seen & shown)))
            | (Q(view=View.SENDING) & there & (sending | shown_back))
            | (Q(view=View.AGREED) & there)
        )

    def effective(self) -> JudgementQuerySet:
        """One judgement a line: the agreed one, else the receiving one (product.md section 5)."""
        agreed = (
            Judgement.objects.filter(benchmark=OuterRef("benchmark"), line=OuterRef("line"), view=View.AGREED)
            .exclude(rating="")
            .order_by()
        )
        return self.filter((Q(view=View.AGREED) & ~Q(rating="")) | (Q(view=View.RECEIVING) & ~Exists(agreed)))


class Judgement(models.Model):
    """Rating of one rateable receiving line with the sending lines it rests on, held per view.

    `revision` counts saves: a save that started from an older revision is answered with a merge page.
    """

    benchmark = models.ForeignKey(Benchmark, models.CASCADE, related_name="judgements")
    line = models.ForeignKey(Line, models.PROTECT, related_name="judgements")
    view = models.CharField(max_length=10, choices=View.choices, default=View.RECEIVING)
    rating = models.CharField(_("rating"), max_length=1, choices=Rating.choices, blank=True)
    counterparts = models.ManyToManyField(Line, related_name="+", blank=True)
    difference = models.TextField(_("difference"), blank=True)
    reason = models.TextField(_("reason"), blank=True)
    substantial = models.BooleanField(_("substantial"), default=False)
    gap_code = models.CharField(_("gap code"), max_length=2, choices=GapCode.choices, blank=True)
    recommendation = models.TextField(_("recommendation"), blank=True)
    dissent = models.TextField(
        _("dissent"), blank=True
    )  # agreed view: where both sides could not agree, both reasons stand here and are printed
    carried_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="+"
    )  # the judgement of the previous benchmark that this one carries on
    revision = models.PositiveIntegerField(default=1)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    objects = JudgementQuerySet.as_manager()

    class Meta:
        verbose_name = _("judgement")
        constraints = [
            models.UniqueConstraint(fields=["benchmark", "line", "view"], name="judgement_once_per_view"),
            models.CheckConstraint(condition=Q(view__in=View.values), name="judgement_view_known"),
            models.CheckConstraint(
                condition=Q(rating="") | Q(rating__in=Rating.values), name="judgement_rating_known"
            ),
            models.CheckConstraint(
                condition=Q(substantial=False) | Q(rating__in=["P", "N"]),
                name="judgement_substantial_needs_p_or_n",
                violation_error_message=_("Only a line rated P or N can differ substantially."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line}: {self.rating or '-'}"


class JudgementVersion(models.Model):
    """What a judgement said at one revision: base of a merge, history of the line, and what taking back restores.

    `values` holds the fields of a judgement by name; "counterparts" as a list of primary keys of sending lines.
    """

    judgement = models.ForeignKey(Judgement, models.CASCADE, related_name="versions")
    revision = models.PositiveIntegerField()
    values: Any = models.JSONField()
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("version of a judgement")
        ordering = ["judgement", "revision"]
        constraints = [models.UniqueConstraint(fields=["judgement", "revision"], name="version_once")]

    def __str__(self) -> str:
        return f"{self.judgement_id} r{self.revision}"
