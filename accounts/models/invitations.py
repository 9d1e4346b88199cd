"""Invitations to an account."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.organisations import Organisation
from accounts.models.people import User
from accounts.models.teams import Team
from accounts.states import Role, TeamFunction


class Invitation(models.Model):
    """A link sent to one address, good once and for 72 hours, with which a person opens their account.

    Only the hash of the link's secret is kept. Opening the link changes nothing (mail scanners do that); accepting does.
    """

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
