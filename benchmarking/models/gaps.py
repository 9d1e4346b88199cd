"""Gap findings: born from judgements and arrangements, worked on by both sides, closed by a second person."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from accounts.permissions import Side
from benchmarking.models.arrangements import ArrangementRating, ArrangementReview
from benchmarking.models.benchmarks import Benchmark, released_or_receiving
from benchmarking.models.judgements import Judgement
from benchmarking.states import ActionType, GapCode, GapState, ReplyPosition, Severity
from core import countries
from core.models import StoredFile
from core.refs import MAX_LENGTH
from corridors.models import Activity, Corridor
from standards.models import Line


class GapQuerySet(models.QuerySet["GapFinding"]):
    """Vocabulary for gap findings."""

    def visible_to(self, user: User) -> GapQuerySet:
        """The receiving side always; the sending side and the ILO once the receiving view is released, or for a gap in
        the arrangements the review of that step."""
        return self.filter(
            released_or_receiving(user, corridor="corridor", released="benchmark__released_at")
            | released_or_receiving(user, corridor="corridor", released="review__released_at")
        )

    def unsettled(self) -> GapQuerySet:
        """Gaps that still ask for somebody's work."""
        return self.filter(
            state__in=[GapState.OPEN, GapState.AGREED, GapState.IN_PROGRESS, GapState.WAITING_CHECK]
        )


class GapFinding(models.Model):
    """A substantial difference with what is done about it, from opening to closing.

    Born from a line (`benchmark`, `judgement`: the agreed one, else the receiving one) or from an arrangement
    (`review`, `arrangement`). `generated` follows that; `title`, `description` and `recommended_action` are a person's
    words and are never overwritten.
    """

    ref = models.CharField(max_length=MAX_LENGTH, unique=True, editable=False)
    corridor = models.ForeignKey(Corridor, models.PROTECT, related_name="gaps")
    benchmark = models.ForeignKey(Benchmark, models.PROTECT, null=True, related_name="gaps")
    review = models.ForeignKey(ArrangementReview, models.PROTECT, null=True, related_name="gaps")
    number = models.PositiveIntegerField()
    judgement = models.OneToOneField(Judgement, models.PROTECT, null=True, related_name="gap")
    arrangement = models.OneToOneField(ArrangementRating, models.PROTECT, null=True, related_name="gap")
    code = models.CharField(_("gap code"), max_length=2, choices=GapCode.choices)
    generated = models.TextField(_("from the judgement"))
    title = models.CharField(_("title"), max_length=200, blank=True)
    description = models.TextField(_("description"), blank=True)
    severity = models.CharField(
        _("severity"), max_length=10, choices=Severity.choices, default=Severity.MAJOR
    )
    state = models.CharField(max_length=14, choices=GapState.choices, default=GapState.OPEN)
    recommended_action = models.TextField(_("recommended action"), blank=True)
    action_type = models.CharField(_("type of action"), max_length=12, choices=ActionType.choices, blank=True)
    owner_country = models.CharField(_("owner country"), max_length=2, choices=countries.CHOICES)
    owner_office = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner office")
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    activities = models.ManyToManyField(Activity, related_name="gaps", blank=True)
    what_was_done = models.TextField(_("what was done"), blank=True)
    proof_note = models.TextField(_("proof"), blank=True)
    proof = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    reported_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    reported_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closing_note = models.TextField(_("result of the check"), blank=True)
    reason = models.TextField(_("reason"), blank=True)  # for kept, dismissed, or sent back
    stale = models.BooleanField(default=False)  # the judgement is no longer substantial
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = GapQuerySet.as_manager()

    class Meta:
        verbose_name = _("gap finding")
        ordering = ["corridor", "benchmark", "number"]
        constraints = [
            models.UniqueConstraint(fields=["benchmark", "number"], name="gap_number_once"),
            models.UniqueConstraint(fields=["review", "number"], name="gap_number_once_per_review"),
            models.CheckConstraint(
                condition=Q(benchmark__isnull=False, judgement__isnull=False, review=None, arrangement=None)
                | Q(benchmark=None, judgement=None, review__isnull=False, arrangement__isnull=False),
                name="gap_has_one_origin",
            ),
            models.CheckConstraint(
                condition=Q(action_type="") | Q(action_type__in=ActionType.values),
                name="gap_action_type_known",
            ),
            models.CheckConstraint(condition=Q(state__in=GapState.values), name="gap_state_known"),
            models.CheckConstraint(condition=Q(severity__in=Severity.values), name="gap_severity_known"),
            models.CheckConstraint(condition=Q(code__in=GapCode.values), name="gap_code_known"),
            models.CheckConstraint(
                condition=~Q(state="closed") | (~Q(what_was_done="") & Q(closed_by__isnull=False)),
                name="gap_closed_says_what_was_done",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | ~Q(closed_by=models.F("reported_by")),
                name="gap_closed_by_a_second_person",
                violation_error_message=_(
                    "A gap is closed by a second person, not by the one who reported it done."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["dismissed", "kept"]) | ~Q(reason=""),
                name="gap_set_aside_with_reason",
            ),
        ]

    def __str__(self) -> str:
        headline = self.title or self.generated.partition("\n")[0]
        return f"{self.label} {headline}"[:200]

    @property
    def label(self) -> str:
        """Short number inside the corridor: "G07" of the first benchmark, "G2.07" of the second, "S4-02" of step 4."""
        if self.review is not None:
            prefix = f"S{self.review.step}" + ("" if self.review.number == 1 else f".{self.review.number}")
            return f"{prefix}-{self.number:02d}"
        assert self.benchmark is not None  # noqa: S101  # gap_has_one_origin
        prefix = "" if self.benchmark.number == 1 else f"{self.benchmark.number}."
        return f"G{prefix}{self.number:02d}"

    @property
    def line(self) -> Line | None:
        """The receiving line behind it; None for a gap in the arrangements."""
        return self.judgement.line if self.judgement else None

    @property
    def difference(self) -> str:
        """The difference as it was judged."""
        origin = self.judgement or self.arrangement
        return origin.difference if origin else ""

    @property
    def counterparts(self) -> models.QuerySet[Line]:
        """Sending lines that the judgement rests on, in the order of their standards."""
        found = self.judgement.counterparts.all() if self.judgement else Line.objects.none()
        return found.select_related("edition__standard").order_by("edition", "position")

    @property
    def released_at(self) -> datetime | None:
        """Since when the sending side and the ILO see it."""
        origin = self.review or self.benchmark
        return origin.released_at if origin else None

    def sides_of(self, user: User) -> frozenset[Side]:
        """As towards the corridor."""
        return self.corridor.sides_of(user)


class GapReply(models.Model):
    """What a side says to a gap: the sending country's reply, a question, an answer."""

    gap = models.ForeignKey(GapFinding, models.CASCADE, related_name="replies")
    text = models.TextField(_("reply"))
    position = models.CharField(
        _("position"), max_length=10, choices=ReplyPosition.choices, blank=True
    )  # the sending country's formal reply before publication; empty for a word in the conversation
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("reply to a gap")
        ordering = ["at"]

    def __str__(self) -> str:
        return self.text[:80]


class SavedView(models.Model):
    """A person's own name for a set of filters of the gap register."""

    person = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(max_length=500)  # the query of the address, without the page

    class Meta:
        verbose_name = _("saved view")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="saved_view_once")]

    def __str__(self) -> str:
        return self.name
