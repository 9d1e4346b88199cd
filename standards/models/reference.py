"""What standards hang on: skill areas and occupations (the portal's), bodies and level frameworks (a country's own)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Side
from accounts.states import OrganisationKind, Role
from core import countries
from core.refs import MAX_LENGTH
from standards.lines import fingerprint


class Kept(models.Model):
    """Reference data with an owner: `shown` names what its form shows, for noticing that somebody else saved."""

    shown: tuple[str, ...] = ()

    class Meta:
        abstract = True

    @property
    def revision(self) -> str:
        """Mark of what the form shows."""
        return fingerprint(*(getattr(self, name) for name in self.shown))


class Shared(Kept):
    """Kept by the portal's administrators for everybody."""

    class Meta:
        abstract = True

    def sides_of(self, user: User) -> frozenset[Side]:
        """PORTAL for administrators; nobody else owns it."""
        portal = user.organisation.kind == OrganisationKind.PORTAL and user.role == Role.ADMINISTRATOR
        return frozenset({Side.PORTAL}) if portal else frozenset()


class Occupation(Shared):
    """An ISCO-08 unit group, such as 7112 Bricklayers and related workers."""

    shown = ("isco", "title")

    isco = models.CharField(_("ISCO-08 code"), max_length=10, unique=True)
    title = models.CharField(_("title"), max_length=200)

    class Meta:
        verbose_name = _("occupation")
        ordering = ["isco"]

    def __str__(self) -> str:
        return f"{self.isco} {self.title}"


class SkillArea(Shared):
    """What is recognised, such as "Bricklaying and plastering"; covers one or more occupations."""

    shown = ("title", "covered")

    slug = models.SlugField(unique=True)
    title = models.CharField(_("title"), max_length=200, unique=True)
    occupations = models.ManyToManyField(Occupation, related_name="skill_areas")

    class Meta:
        verbose_name = _("skill area")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    @property
    def covered(self) -> list[int]:
        """Keys of its occupations, in order."""
        return sorted(self.occupations.values_list("pk", flat=True))


class StandardBody(Kept):
    """The body that issues standards in a country; a country may have several."""

    shown = ("name", "short_name")

    country = models.CharField(_("country"), max_length=2, choices=countries.CHOICES)
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=40)

    class Meta:
        verbose_name = _("standard body")
        constraints = [models.UniqueConstraint(fields=["country", "name"], name="body_once_per_country")]

    def __str__(self) -> str:
        return self.name

    def sides_of(self, user: User) -> frozenset[Side]:
        """OWNER for people of its country."""
        own = bool(user.country) and user.country == self.country
        return frozenset({Side.OWNER}) if own else frozenset()


class LevelFramework(Shared):
    """A ladder of levels: a national qualifications framework, a body's trade levels, or the region's (AQRF).

    An empty country means the region. Status and descriptors change, so each says where it is from and as of when
    (domain.md 2.6: never hard-coded).
    """

    shown = ("name", "short_name", "source", "as_of", "note")

    ref = models.CharField(max_length=MAX_LENGTH, unique=True, editable=False)
    country = models.CharField(_("country"), max_length=2, choices=countries.CHOICES, blank=True)
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=40)
    source = models.CharField(_("source"), max_length=500, blank=True)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("level framework")
        ordering = ["country", "name"]
        constraints = [
            models.UniqueConstraint(fields=["country", "short_name"], name="framework_once_per_country"),
        ]

    def __str__(self) -> str:
        return self.name

    def sides_of(self, user: User) -> frozenset[Side]:
        """OWNER for people of its country; PORTAL for administrators where it is the region's."""
        if not self.country:
            return super().sides_of(user)
        return frozenset({Side.OWNER}) if user.country == self.country else frozenset()


class FrameworkLevel(Kept):
    """One rung of a ladder, with its descriptor and, where somebody has referenced it, its rung on the region's."""

    shown = ("label", "title", "descriptor", "regional_id", "regional_source", "regional_as_of")

    framework = models.ForeignKey(LevelFramework, models.CASCADE, related_name="levels")
    position = models.PositiveSmallIntegerField(_("order"))
    label = models.CharField(_("level"), max_length=40)
    title = models.CharField(_("title"), max_length=200, blank=True)
    descriptor = models.TextField(_("descriptor"), blank=True)
    regional = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="national_levels",
        verbose_name=_("level of the region"),
    )
    regional_source = models.CharField(_("source of the referencing"), max_length=500, blank=True)
    regional_as_of = models.DateField(_("referenced as of"), null=True, blank=True)

    class Meta:
        verbose_name = _("level of a framework")
        ordering = ["framework", "position"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "position"], name="level_position_once"),
            models.CheckConstraint(
                condition=Q(regional__isnull=True) | ~Q(regional=models.F("id")),
                name="level_not_its_own_region",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.framework.short_name} {self.label}"

    def sides_of(self, user: User) -> frozenset[Side]:
        """As towards its framework."""
        return self.framework.sides_of(user)
