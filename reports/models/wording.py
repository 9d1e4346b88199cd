"""The office's own words and logos for its reports, by kind and language."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Side
from accounts.states import OrganisationKind, Role
from core import countries
from core.models import StoredFile
from reports.states import Language, ReportKind


class WordingQuerySet(models.QuerySet["Wording"]):
    """Vocabulary for wordings."""

    def visible_to(self, user: User) -> WordingQuerySet:
        """Those of the person's own country: what a report will say is nobody else's business before it is sent."""
        if user.organisation.kind != OrganisationKind.GOVERNMENT or user.role == Role.ADMINISTRATOR:
            return self.none()
        return self.filter(country=user.country)


class Wording(models.Model):
    """What a country's office puts into all its reports of a kind in a language; frozen into each version.

    Empty text leaves its place out. `parts` lists the keys of the parts in the order of the paper; an empty list means
    all in their usual order. `hidden` lists the keys that are left out.
    """

    country = models.CharField(_("country"), max_length=2, choices=countries.CHOICES)
    kind = models.CharField(_("kind"), max_length=20, choices=ReportKind.choices)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.EN)
    subtitle = models.CharField(_("line below the title"), max_length=200, blank=True)
    marking = models.CharField(_("confidentiality marking"), max_length=160, blank=True)
    introduction = models.TextField(_("introduction"), blank=True)
    recommendations = models.TextField(_("words before the recommendations"), blank=True)
    parts: models.JSONField[list[str], list[str]] = models.JSONField(default=list, blank=True)
    hidden: models.JSONField[list[str], list[str]] = models.JSONField(default=list, blank=True)
    show_logos = models.BooleanField(_("logos on the cover"), default=False)
    revision = models.PositiveIntegerField(
        default=0
    )  # counts the savings, so that two editors notice each other
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    objects = WordingQuerySet.as_manager()

    class Meta:
        verbose_name = _("wording")
        ordering = ["country", "kind", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "kind", "language"], name="wording_once_per_kind_and_language"
            ),
            models.CheckConstraint(condition=Q(kind__in=ReportKind.values), name="wording_kind_known"),
            models.CheckConstraint(condition=Q(language__in=Language.values), name="wording_language_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_country_display()}: {self.get_kind_display()}, {self.get_language_display()}"

    def sides_of(self, user: User) -> frozenset[Side]:
        """OWNER for the country whose words these are."""
        return frozenset({Side.OWNER}) if user.country and user.country == self.country else frozenset()


class Logo(models.Model):
    """A picture for the cover of a country's reports; `name` is its alternative text."""

    country = models.CharField(_("country"), max_length=2, choices=countries.CHOICES)
    name = models.CharField(_("whose logo"), max_length=120)
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    position = models.PositiveIntegerField(default=0)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("logo")
        ordering = ["country", "position", "pk"]

    def __str__(self) -> str:
        return self.name
