"""Offices: the bodies that people speak for."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.states import OrganisationKind
from core import countries


class Organisation(models.Model):
    """A ministry, department or international body. Its country decides which side its people are on."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    short_name = models.CharField(_("short name"), max_length=40)
    country = models.CharField(_("country"), max_length=2, choices=countries.CHOICES, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=OrganisationKind.choices)
    is_active = models.BooleanField(_("active"), default=True)

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
