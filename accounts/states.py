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


class InvitationState(models.TextChoices):
    """What has become of an invitation; worked out from its times."""

    OPEN = "open", _("Open")
    EXPIRED = "expired", _("Expired")
    ACCEPTED = "accepted", _("Accepted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Notice(models.TextChoices):
    """Mails that a person may switch off. The values are the kinds of core.mails; what guards the account always comes."""

    REPORT_READY = "report.ready", _("A report that I asked for is ready")
    REPORT_REMINDER = "report.reminder", _("A reply or a decision that is expected from my office is due")


#: Whom an office can have: which roles fit whom it stands for.
ROLES_OF: dict[str, frozenset[str]] = {
    OrganisationKind.GOVERNMENT: frozenset({Role.COORDINATOR, Role.FOCAL_POINT, Role.EXPERT}),
    OrganisationKind.ILO: frozenset({Role.REVIEWER}),
    OrganisationKind.OBSERVER: frozenset({Role.OBSERVER}),
    OrganisationKind.PORTAL: frozenset({Role.ADMINISTRATOR}),
}
#: Roles that speak for nobody: they are given without the password being asked for again.
LIGHT = frozenset({Role.EXPERT, Role.OBSERVER})
#: Who gives which roles: nobody gives more than they hold (product.md section 2).
GIVES: dict[str, frozenset[str]] = {
    Role.COORDINATOR: ROLES_OF[OrganisationKind.GOVERNMENT],
    Role.FOCAL_POINT: frozenset({Role.FOCAL_POINT, Role.EXPERT}),
    Role.ADMINISTRATOR: frozenset(Role.values),
}
