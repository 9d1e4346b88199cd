"""A report: a numbered document made from the chain, and its life."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Side
from accounts.states import OrganisationKind, Role
from core import countries
from core.refs import MAX_LENGTH
from corridors.models import Corridor, Pilot
from reports.models.scopes import Scope
from reports.states import Language, ReportKind, ReportState
from standards.models import Edition

#: From which states on each party beside the receiving side sees a report.
_FOR_SENDING = (
    ReportState.COUNTRY_REPLY,
    ReportState.ILO_REVIEW,
    ReportState.RETURNED,
    ReportState.ACCEPTED,
    ReportState.PUBLISHED,
    ReportState.SUPERSEDED,
    ReportState.WITHDRAWN,
)
_FOR_ILO = tuple(state for state in _FOR_SENDING if state != ReportState.COUNTRY_REPLY)
#: A withdrawn report stays to be seen with the reason; its files are for the corridor's parties only.
_FOR_ALL = (ReportState.PUBLISHED, ReportState.SUPERSEDED, ReportState.WITHDRAWN)


class ReportQuerySet(models.QuerySet["Report"]):
    """Vocabulary for reports."""

    def with_scope(self) -> ReportQuerySet:
        """Everything that `Report.scope` and its name read, in the same query."""
        return self.select_related(
            "pilot",
            "corridor__pilot",
            "corridor__skill_area",
            "older_edition__standard",
            "newer_edition__standard",
        )

    def visible_to(self, user: User) -> ReportQuerySet:
        """The receiving side from the draft on, the sending side from its reply on, the ILO from its review on.

        Published reports are for everybody who may sign in, except the portal administrator. The rule is that of
        `Scope.sides_of`, written for many rows.
        """
        if user.role == Role.ADMINISTRATOR:
            return self.none()
        published = Q(state__in=_FOR_ALL)
        if user.is_ilo:
            return self.filter(Q(state__in=_FOR_ILO) | published)
        if not user.country or user.organisation.kind != OrganisationKind.GOVERNMENT:
            return self.filter(published)
        receiving = Q(corridor=None) if not user.is_expert_only else Q(pk__in=[])
        corridors = Corridor.objects.visible_to(user).filter(receiving_country=user.country)
        receiving = (receiving | Q(corridor__in=corridors)) & Q(receiving_country=user.country)
        sending = Q(sending_country=user.country, state__in=_FOR_SENDING)
        return self.filter(receiving | sending | published)


class Report(models.Model):
    """A numbered document made from the chain of one corridor, or of several (`Scope`)."""

    ref = models.CharField(max_length=MAX_LENGTH, unique=True, editable=False)
    pilot = models.ForeignKey(Pilot, models.PROTECT, related_name="reports")
    receiving_country = models.CharField(max_length=2, choices=countries.CHOICES)
    sending_country = models.CharField(max_length=2, choices=countries.CHOICES, blank=True)
    corridor = models.ForeignKey(Corridor, models.PROTECT, null=True, related_name="reports")
    older_edition = models.ForeignKey(Edition, models.PROTECT, null=True, related_name="+")
    newer_edition = models.ForeignKey(Edition, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(_("kind"), max_length=20, choices=ReportKind.choices)
    language = models.CharField(
        _("language of the report"), max_length=2, choices=Language.choices, default=Language.EN
    )
    number = models.CharField(_("number"), max_length=40, unique=True)
    state = models.CharField(max_length=16, choices=ReportState.choices, default=ReportState.DRAFT)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)  # reply of the country, decision of the ILO
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.TextField(_("reason"), blank=True)
    supersedes = models.ForeignKey("self", models.PROTECT, null=True, related_name="superseded_by")
    withdrawal_asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawal_asked_at = models.DateTimeField(null=True)
    withdrawal_reason = models.TextField(_("reason for withdrawing"), blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ReportState.values), name="report_state_known"),
            models.CheckConstraint(condition=Q(kind__in=ReportKind.values), name="report_kind_known"),
            models.CheckConstraint(condition=Q(language__in=Language.values), name="report_language_known"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.get_kind_display()}"

    @property
    def stays_with_the_ilo(self) -> bool:
        """Whether it is never published: the progress of a whole pilot shows the plan of every country."""
        return self.kind == ReportKind.PROGRESS and self.corridor_id is None

    @property
    def scope(self) -> Scope:
        """What it speaks of."""
        return Scope(
            pilot=self.pilot,
            receiving_country=self.receiving_country,
            sending_country=self.sending_country,
            corridor=self.corridor,
            older=self.older_edition,
            newer=self.newer_edition,
            language=self.language,
        )

    def sides_of(self, user: User) -> frozenset[Side]:
        """As towards what it speaks of."""
        return self.scope.sides_of(user)
