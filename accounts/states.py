"""Closed lists of the accounts app."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person does in the programme (product.md section 2). Rights follow from role and side together."""

    COORDINATOR = "coordinator", _("Coordinator")
    EXPERT = "expert", _("Expert")
    FOCAL_POINT = "focal_point", _("Focal point")
    REVIEWER = "reviewer", _("ILO reviewer")
    OBSERVER = "observer", _("Observer")
    ADMINISTRATOR = "administrator", _("Portal administrator")


class OrganisationKind(models.TextChoices):
    """Whom an organisation stands for."""

    GOVERNMENT = "government", _("Government")
    ILO = "ilo", _("International Labour Organization")
    OBSERVER = "observer", _("Observer")
    PORTAL = "portal", _("Portal administration")


class TeamFunction(models.TextChoices):
    """Assignment of a team member (concept note, output of the sub-working group meeting)."""

    HEAD = "head", _("Head")
    SECRETARIAT = "secretariat", _("Secretariat")
    EXPERT = "expert", _("Expert")
