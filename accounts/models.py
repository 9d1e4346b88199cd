"""People, the organisations they speak for, and the teams they work in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.states import OrganisationKind, Role, TeamFunction
from core import countries
from core.text import clean


class Organisation(models.Model):
    """A ministry, department or international body. Its country decides which side its people are on."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    short_name = models.CharField(_("short name"), max_length=40)
    country = models.CharField(_("country"), max_length=2, choices=countries.CHOICES, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=OrganisationKind.choices)

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


class UserManager(BaseUserManager["User"]):
    """Creates accounts; people are identified by e-mail."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """An account with a hashed password (none: it cannot sign in until one is set)."""
        user = self.model(email=self.normalize_email(clean(email)).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """E-mail addresses are compared without regard to case."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person with an account, shown by office and role rather than by name."""

    email = models.EmailField(_("e-mail"), unique=True)
    title = models.CharField(_("office and function"), max_length=200)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="people")
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["title"]
    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.CheckConstraint(condition=Q(role__in=Role.values), name="user_role_known")]

    def __str__(self) -> str:
        return self.title

    @property
    def country(self) -> str:
        """ISO code of the country this person speaks for; empty for ILO, observers and administration."""
        office = self.organisation
        return office.country if office.kind == OrganisationKind.GOVERNMENT else ""

    @property
    def is_ilo(self) -> bool:
        """Whether the person reviews for the ILO."""
        return self.role == Role.REVIEWER and self.organisation.kind == OrganisationKind.ILO


class Team(models.Model):
    """A working group or sub-working group, such as Group I of the 2019 pilot."""

    name = models.CharField(_("name"), max_length=120)
    country = models.CharField(_("country"), max_length=2, choices=countries.CHOICES)
    members: models.ManyToManyField[User, TeamMembership] = models.ManyToManyField(
        User, through="TeamMembership", related_name="teams"
    )

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
