"""Steps 3 to 5, the level-to-level table, the desk review and the corridor's recommendations."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Side
from benchmarking.models.benchmarks import Benchmark, on_receiving_side, released_or_receiving
from benchmarking.states import Comparability, GapCode, LevelCell, RecommendationKind
from core.refs import MAX_LENGTH
from corridors.models import Corridor
from questionnaires.models import AnswerSet, Question, QuestionnaireVersion
from standards.models import FrameworkLevel, Line

_STEPS = ("3", "4", "5")


class ReviewQuerySet(models.QuerySet["ArrangementReview"]):
    """Vocabulary for reviews of arrangements."""

    def visible_to(self, user: User) -> ReviewQuerySet:
        """The receiving side always; the sending side and the ILO once it is released."""
        return self.filter(released_or_receiving(user, corridor="corridor", released="released_at"))


class ArrangementReview(models.Model):
    """Step 3, 4 or 5 of one corridor: both countries' answers to one version of a questionnaire, side by side, rated.

    Never mixed into the content index (product.md section 5).
    """

    ref = models.CharField(max_length=MAX_LENGTH, unique=True, editable=False)
    corridor = models.ForeignKey(Corridor, models.PROTECT, related_name="reviews")
    step = models.CharField(_("step"), max_length=2, choices=[(one, one) for one in _STEPS])
    number = models.PositiveIntegerField(default=1)
    version = models.ForeignKey(QuestionnaireVersion, models.PROTECT, related_name="+")
    receiving_answers = models.ForeignKey(AnswerSet, models.PROTECT, null=True, related_name="+")
    sending_answers = models.ForeignKey(AnswerSet, models.PROTECT, null=True, related_name="+")
    rating = models.CharField(_("rating"), max_length=12, choices=Comparability.choices, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review of arrangements")
        ordering = ["corridor", "step", "number"]
        constraints = [
            models.UniqueConstraint(fields=["corridor", "step", "number"], name="review_number_once"),
            models.CheckConstraint(condition=Q(step__in=_STEPS), name="review_step_known"),
            models.CheckConstraint(
                condition=Q(rating="") | Q(rating__in=Comparability.values), name="review_rating_known"
            ),
        ]

    def __str__(self) -> str:
        return _("Step %(step)s, %(corridor)s") % {"step": self.step, "corridor": self.corridor}

    def sides_of(self, user: User) -> frozenset[Side]:
        """As towards the corridor."""
        return self.corridor.sides_of(user)


class ArrangementRating(models.Model):
    """Rating of one question: how the sending country's arrangement stands against the receiving country's."""

    review = models.ForeignKey(ArrangementReview, models.CASCADE, related_name="ratings")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    rating = models.CharField(_("rating"), max_length=12, choices=Comparability.choices, blank=True)
    difference = models.TextField(_("difference"), blank=True)
    reason = models.TextField(_("reason"), blank=True)
    substantial = models.BooleanField(_("substantial"), default=False)
    gap_code = models.CharField(_("gap code"), max_length=2, choices=GapCode.choices, blank=True)
    recommendation = models.TextField(_("recommendation"), blank=True)
    revision = models.PositiveIntegerField(default=1)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("rating of an arrangement")
        constraints = [
            models.UniqueConstraint(fields=["review", "question"], name="arrangement_rated_once"),
            models.CheckConstraint(
                condition=Q(rating="") | Q(rating__in=Comparability.values), name="arrangement_rating_known"
            ),
            models.CheckConstraint(
                condition=Q(substantial=False) | Q(rating__in=["partly", "not"]),
                name="arrangement_substantial_needs_partly_or_not",
                violation_error_message=_(
                    "Only an arrangement rated partly or not comparable can differ substantially."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.get_rating_display() or '-'}"


class LevelRowQuerySet(models.QuerySet["LevelRow"]):
    """Vocabulary for rows of the level-to-level table."""

    def visible_to(self, user: User) -> LevelRowQuerySet:
        """The receiving side always; the sending side and the ILO once the row is released."""
        return self.filter(released_or_receiving(user, corridor="corridor", released="released_at"))


class LevelRow(models.Model):
    """One row of the level-to-level table: level of the sending country, of the AQRF, of the receiving country.

    Roadmap step 7b; the AQRF level may be unknown, for referencing is under way in most countries (domain.md 2.6).
    """

    corridor = models.ForeignKey(Corridor, models.PROTECT, related_name="level_rows")
    position = models.PositiveIntegerField(default=0)
    sending_level = models.ForeignKey(FrameworkLevel, models.PROTECT, null=True, blank=True, related_name="+")
    regional_level = models.ForeignKey(
        FrameworkLevel, models.PROTECT, null=True, blank=True, related_name="+"
    )
    receiving_level = models.ForeignKey(
        FrameworkLevel, models.PROTECT, null=True, blank=True, related_name="+"
    )
    rating = models.CharField(_("rating"), max_length=12, choices=Comparability.choices, blank=True)
    justification = models.TextField(_("justification"), blank=True)
    released_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    objects = LevelRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of the level table")
        ordering = ["corridor", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(rating="") | Q(rating__in=Comparability.values), name="level_row_rating_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sending_level or '–'} / {self.regional_level or '–'} / {self.receiving_level or '–'}"

    def sides_of(self, user: User) -> frozenset[Side]:
        """As towards the corridor."""
        return self.corridor.sides_of(user)


class LevelSupport(models.Model):
    """A line of a standard that supports one cell of the level table."""

    row = models.ForeignKey(LevelRow, models.CASCADE, related_name="supports")
    cell = models.CharField(max_length=10, choices=LevelCell.choices)
    line = models.ForeignKey(Line, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("line behind a level")
        ordering = ["row", "cell", "line__edition", "line__position"]
        constraints = [
            models.UniqueConstraint(fields=["row", "cell", "line"], name="support_once"),
            models.CheckConstraint(condition=Q(cell__in=LevelCell.values), name="support_cell_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_cell_display()}: {self.line}"


class PaperReviewQuerySet(models.QuerySet["PaperReview"]):
    """Vocabulary for desk reviews."""

    def visible_to(self, user: User) -> PaperReviewQuerySet:
        """The receiving side's own; the sending side and the ILO once it is released."""
        return self.filter(released_or_receiving(user, corridor="corridor", released="released_at"))


class PaperReview(models.Model):
    """The receiving side's own desk review of a corridor before the mission (concept note, expected output 1).

    The check-list is a questionnaire; `answers` are the receiving country's findings.
    """

    corridor = models.OneToOneField(Corridor, models.PROTECT, related_name="paper_review")
    answers = models.OneToOneField(AnswerSet, models.PROTECT, related_name="+")
    summary = models.TextField(_("summary"), blank=True)
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PaperReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper review")

    def __str__(self) -> str:
        return _("Paper review, %(corridor)s") % {"corridor": self.corridor}

    def sides_of(self, user: User) -> frozenset[Side]:
        """As towards the corridor."""
        return self.corridor.sides_of(user)


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    """Vocabulary for recommendations."""

    def visible_to(self, user: User) -> RecommendationQuerySet:
        """The receiving side always; the sending side and the ILO once a receiving view of the corridor is released."""
        released = Benchmark.objects.filter(released_at__isnull=False, corridor=models.OuterRef("corridor"))
        seen = Q(corridor__in=Corridor.objects.visible_to(user))
        return self.filter(on_receiving_side(user, "corridor") | (seen & models.Exists(released)))


class Recommendation(models.Model):
    """A typed recommendation of a corridor: it stands in the conclusion and in reports (concept note, output 3)."""

    corridor = models.ForeignKey(Corridor, models.PROTECT, related_name="recommendations")
    kind = models.CharField(_("kind"), max_length=12, choices=RecommendationKind.choices)
    text = models.TextField(_("recommendation"))
    position = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = _("recommendation")
        ordering = ["corridor", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=RecommendationKind.values), name="recommendation_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def sides_of(self, user: User) -> frozenset[Side]:
        """As towards the corridor."""
        return self.corridor.sides_of(user)
