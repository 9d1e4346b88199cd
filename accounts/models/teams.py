"""The working groups, and who has which part in them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.people import User
from accounts.states import TeamFunction
from core import countries
from core.refs import MAX_LENGTH, make_ref


class TeamQuerySet(models.QuerySet["Team"]):
    """Vocabulary for teams."""

    def visible_to(self, user: User) -> TeamQuerySet:
        """The teams of one's own country; all of them for the portal administrator."""
        return self.all() if user.is_administrator else self.filter(country=user.country or None)


class Team(models.Model):
    """A working group or sub-working group, such as Group I of the 2019 pilot."""

    ref = models.CharField(max_length=MAX_LENGTH, unique=True, editable=False, default=make_ref)
    name = models.CharField(_("name"), max_length=120)
    country = models.CharField(_("country"), max_length=2, choices=countries.CHOICES)
    members: models.ManyToManyField[User, TeamMembership] = models.ManyToManyField(
        User, through="accounts.TeamMembership", related_name="teams"
    )

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("team")
        constraints = [models.UniqueConstraint(fields=["country", "name"], name="team_name_once_per_country")]

    def __str__(self) -> str:
        return self.name


class TeamMembership(models.Model):
    """A person's assignment in a team."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    function = models.CharField(_("function"), max_length=12, choices=TeamFunction.choices)

    class Meta:
        verbose_name = _("team member")
        constraints = [
            models.UniqueConstraint(fields=["team", "user"], name="team_member_once"),
            models.CheckConstraint(condition=Q(function__in=TeamFunction.values), name="team_function_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.team}"
