"""People with an account."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.organisations import Organisation
from accounts.states import OrganisationKind, Role
from core.refs import MAX_LENGTH, make_ref
from core.text import clean


class UserQuerySet(models.QuerySet["User"]):
    """Vocabulary for people."""

    def visible_to(self, user: User) -> UserQuerySet:
        """Accounts of one's own country; all of them for the portal administrator; one's own for everybody else.

        What one may read and do there is decided by the permissions (product.md section 2, user accounts).
        """
        if user.is_administrator:
            return self.all()
        if not user.country:
            return self.filter(pk=user.pk)
        return self.filter(organisation__kind=OrganisationKind.GOVERNMENT, organisation__country=user.country)

    def voices_of(self, country: str) -> UserQuerySet:
        """Active coordinators and focal points of a country: those who speak for it."""
        return self.filter(
            is_active=True,
            role__in=(Role.COORDINATOR, Role.FOCAL_POINT),
            organisation__kind=OrganisationKind.GOVERNMENT,
            organisation__country=country,
        )


class UserManager(BaseUserManager["User"]):
    """Creates accounts; people are identified by e-mail."""

    def get_queryset(self) -> UserQuerySet:
        """With the vocabulary for people."""
        return UserQuerySet(self.model, using=self._db)

    def visible_to(self, user: User) -> UserQuerySet:
        """See UserQuerySet."""
        return self.get_queryset().visible_to(user)

    def voices_of(self, country: str) -> UserQuerySet:
        """See UserQuerySet."""
        return self.get_queryset().voices_of(country)

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

    ref = models.CharField(max_length=MAX_LENGTH, unique=True, editable=False, default=make_ref)
    email = models.EmailField(_("e-mail"), unique=True)
    title = models.CharField(_("office and function"), max_length=200)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="people")
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    #: The person's own wishes; empty: as the portal has it.
    language = models.CharField(_("language"), max_length=10, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=40, blank=True)
    muted = models.JSONField(_("notices switched off"), default=list, blank=True)
    #: As whose deputy the person acts, in which role and from when to when, both days included.
    acting_for = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="deputies")
    acting_role = models.CharField(max_length=16, choices=Role.choices, blank=True)
    acting_from = models.DateField(null=True, blank=True)
    acting_until = models.DateField(null=True, blank=True)
    #: When the person's own data were removed; the row stays for the lines that tell what the office did.
    erased_at = models.DateTimeField(null=True, blank=True)

    #: Set for one request when a right is held only as somebody's deputy (accounts.access); the history tells it.
    on_behalf: str = ""
    _one_role: str = ""

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
    def is_deputy(self) -> bool:
        """Whether the person stands in for somebody today."""
        today = timezone.localdate(timezone=timezone.get_default_timezone())
        return bool(
            self.acting_role
            and self.acting_from
            and self.acting_until
            and self.acting_from <= today <= self.acting_until
        )

    @property
    def roles(self) -> frozenset[str]:
        """The person's own role, and the one in which they stand in for somebody today."""
        if self._one_role:
            return frozenset({self._one_role})
        return frozenset({self.role, self.acting_role}) if self.is_deputy else frozenset({self.role})

    @contextmanager
    def in_one_role(self, role: str) -> Iterator[None]:
        """As if the person had this role alone: a deputy stands on sides in each role by itself, never in a mixture."""
        before, self._one_role = self._one_role, role
        try:
            yield
        finally:
            self._one_role = before

    @property
    def is_expert_only(self) -> bool:
        """Whether the person is an expert and stands in for nobody else: such a person sees through teams."""
        return self.roles == {Role.EXPERT}

    @property
    def country(self) -> str:
        """ISO code of the country this person speaks for; empty for ILO, observers and administration."""
        office = self.organisation
        return office.country if office.kind == OrganisationKind.GOVERNMENT else ""

    @property
    def is_administrator(self) -> bool:
        """Whether the person runs the portal; in this role nobody stands in for anybody."""
        return self.role == Role.ADMINISTRATOR and self.organisation.kind == OrganisationKind.PORTAL

    @property
    def is_ilo(self) -> bool:
        """Whether the person reviews for the ILO."""
        return Role.REVIEWER in self.roles and self.organisation.kind == OrganisationKind.ILO
