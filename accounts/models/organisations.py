"""Offices: the bodies that people speak for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.states import OrganisationKind
from core import countries
from core.refs import MAX_LENGTH, make_ref

if TYPE_CHECKING:
    from accounts.models.people import User


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Vocabulary for offices."""

    def visible_to(self, user: User) -> OrganisationQuerySet:
        """The offices of one's own country; all of them for the portal administrator; one's own for everybody else."""
        if user.is_administrator:
            return self.all()
        if not user.country:
            return self.filter(pk=user.organisation_id)
        return self.filter(kind=OrganisationKind.GOVERNMENT, country=user.country)


class Organisation(models.Model):
    """A ministry, department or international body. Its country decides which side its people are on."""

    ref = models.CharField(max_length=MAX_LENGTH, unique=True, editable=False, default=make_ref)
    name = models.CharField(_("name"), max_length=200, unique=True)
    short_name = models.CharField(_("short name"), max_length=40)
    country = models.CharField(_("country"), max_length=2, choices=countries.CHOICES, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=OrganisationKind.choices)
    is_active = models.BooleanField(_("active"), default=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=OrganisationKind.values), name="organisation_kind_known"
            ),
            models.CheckConstraint(
                condition=~Q(kind="government") | ~Q(country=""),
                name="organisation_government_has_country",
                violation_error_message=_("A government organisation belongs to a country."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
