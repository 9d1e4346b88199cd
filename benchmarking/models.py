"""Editions side by side: benchmarks, judgements and the gap findings born from them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Side
from benchmarking.states import BenchmarkState, Conclusion, GapCode, GapState, Rating, Severity, View
from core import countries
from core.models import StoredFile
from core.refs import MAX_LENGTH
from corridors.models import Activity, Corridor
from standards.models import Edition, Line


def _released_or_receiving(user: User, *, corridor: str, released: str) -> Q:
    """Corridors' people, but the sending side and the ILO only after the receiving view is released."""
    seen = Q(**{f"{corridor}__in": Corridor.objects.visible_to(user)})
    receiving = Q(**{f"{corridor}__receiving_country": user.country}) if user.country else Q(pk__in=[])
    return seen & (receiving | Q(**{f"{released}__isnull": False}))


class BenchmarkQuerySet(models.QuerySet["Benchmark"]):
    """Vocabulary for benchmarks."""

    def visible_to(self, user: User) -> BenchmarkQuerySet:
        """The receiving side always; the sending side and the ILO once the receiving view is released."""
        return self.filter(_released_or_receiving(user, corridor="corridor", released="released_at"))


class Benchmark(models.Model):
    """Reference editions of the receiving country against editions of the sending country, in one corridor."""

    ref = models.CharField(max_length=MAX_LENGTH, unique=True, editable=False)
    corridor = models.ForeignKey(Corridor, models.PROTECT, related_name="benchmarks")
    number = models.PositiveIntegerField()
    reference_editions = models.ManyToManyField(Edition, related_name="+")
    sending_editions = models.ManyToManyField(Edition, related_name="+")
    state = models.CharField(max_length=12, choices=BenchmarkState.choices, default=BenchmarkState.OPEN)
    released_at = models.DateTimeField(null=True)
    conclusion = models.CharField(_("conclusion"), max_length=12, choices=Conclusion.choices, blank=True)
    conclusion_reason = models.TextField(_("reason for the conclusion"), blank=True)
    completed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    completed_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
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

    def sides_of(self, user: User) -> frozenset[Side]:
        """As towards the corridor."""
        return self.corridor.sides_of(user)


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
    revision = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

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


class GapQuerySet(models.QuerySet["GapFinding"]):
    """Vocabulary for gap findings."""

    def visible_to(self, user: User) -> GapQuerySet:
        """The receiving side always; the sending side and the ILO once the receiving view is released."""
        return self.filter(
            _released_or_receiving(user, corridor="corridor", released="benchmark__released_at")
        )

    def unsettled(self) -> GapQuerySet:
        """Gaps that still ask for somebody's work."""
        return self.filter(
            state__in=[GapState.OPEN, GapState.AGREED, GapState.IN_PROGRESS, GapState.WAITING_CHECK]
        )


class GapFinding(models.Model):
    """A substantial difference with what is done about it, from opening to closing.

    `generated` follows the judgement; `title` and `description` are a person's words and are never overwritten.
    """

    ref = models.CharField(max_length=MAX_LENGTH, unique=True, editable=False)
    corridor = models.ForeignKey(Corridor, models.PROTECT, related_name="gaps")
    benchmark = models.ForeignKey(Benchmark, models.PROTECT, related_name="gaps")
    number = models.PositiveIntegerField()
    judgement = models.OneToOneField(Judgement, models.PROTECT, related_name="gap")
    code = models.CharField(_("gap code"), max_length=2, choices=GapCode.choices)
    generated = models.TextField(_("from the judgement"))
    title = models.CharField(_("title"), max_length=200, blank=True)
    description = models.TextField(_("description"), blank=True)
    severity = models.CharField(
        _("severity"), max_length=10, choices=Severity.choices, default=Severity.MAJOR
    )
    state = models.CharField(max_length=14, choices=GapState.choices, default=GapState.OPEN)
    owner_country = models.CharField(_("owner country"), max_length=2, choices=countries.CHOICES)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    activities = models.ManyToManyField(Activity, related_name="gaps", blank=True)
    what_was_done = models.TextField(_("what was done"), blank=True)
    proof_note = models.TextField(_("proof"), blank=True)
    proof = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    reported_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reported_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
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
        """Short number inside the corridor, such as "G07"; with the benchmark's number from the second one on."""
        prefix = "" if self.benchmark.number == 1 else f"{self.benchmark.number}."
        return f"G{prefix}{self.number:02d}"

    def sides_of(self, user: User) -> frozenset[Side]:
        """As towards the corridor."""
        return self.corridor.sides_of(user)


class GapReply(models.Model):
    """What a side says to a gap: the sending country's reply, a question, an answer."""

    gap = models.ForeignKey(GapFinding, models.CASCADE, related_name="replies")
    text = models.TextField(_("reply"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("reply to a gap")
        ordering = ["at"]

    def __str__(self) -> str:
        return self.text[:80]
