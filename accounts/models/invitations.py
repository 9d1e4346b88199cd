"""Invitations to an account."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.organisations import Organisation
from accounts.models.people import User
from accounts.models.teams import Team
from accounts.states import InvitationState, OrganisationKind, Role, TeamFunction
from core.refs import MAX_LENGTH, make_ref


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Vocabulary for invitations."""

    def visible_to(self, user: User) -> InvitationQuerySet:
        """Invitations to the offices of one's own country; all of them for the portal administrator."""
        if user.is_administrator:
            return self.all()
        if not user.country:
            return self.none()
        return self.filter(organisation__kind=OrganisationKind.GOVERNMENT, organisation__country=user.country)

    def open_at(self, moment: datetime) -> InvitationQuerySet:
        """Those that can be accepted at this moment."""
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=moment)

    def in_state(self, state: str, moment: datetime) -> InvitationQuerySet:
        """Those that are open, expired, accepted or withdrawn (InvitationState) at this moment."""
        unanswered = self.filter(accepted_at=None, withdrawn_at=None)
        found = {
            InvitationState.OPEN: unanswered.filter(expires_at__gt=moment),
            InvitationState.EXPIRED: unanswered.filter(expires_at__lte=moment),
            InvitationState.ACCEPTED: self.exclude(accepted_at=None),
            InvitationState.WITHDRAWN: self.exclude(withdrawn_at=None),
        }
        return found.get(InvitationState(state), self)


class Invitation(models.Model):
    """A link sent to one address, good once and for 72 hours, with which a person opens their account.

    Only the hash of the link's secret is kept. Opening the link changes nothing (mail scanners do that); accepting does.
    """

    ref = models.CharField(max_length=MAX_LENGTH, unique=True, editable=False, default=make_ref)
    email = models.EmailField(_("e-mail"))
    title = models.CharField(_("office and function"), max_length=200)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="invitations")
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="invitations")
    function = models.CharField(_("function"), max_length=12, choices=TeamFunction.choices, blank=True)
    #: The person whose work the invited one takes over; their account closes when the invitation is accepted.
    takes_over = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="handed_over_by")
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="invitations_sent")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="invited_by")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="invitation_role_known"),
            models.UniqueConstraint(
                fields=["email", "organisation"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="invitation_open_once_per_office",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> InvitationState:
        """What has become of it by now."""
        if self.accepted_at:
            return InvitationState.ACCEPTED
        if self.withdrawn_at:
            return InvitationState.WITHDRAWN
        return InvitationState.OPEN if self.expires_at > timezone.now() else InvitationState.EXPIRED
