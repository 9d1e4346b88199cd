"""Source files and the intake: what was read or typed, until a person confirms it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Side
from core.models import Job, StoredFile
from core.refs import MAX_LENGTH
from standards import languages
from standards.lines import fingerprint
from standards.models.editions import Edition
from standards.states import IntakeOrigin, IntakeState, LineKind, SourceRole, TranslationStatus, UnitType


class SourceFile(models.Model):
    """An original upload of an edition, kept byte for byte."""

    ref = models.CharField(max_length=MAX_LENGTH, unique=True, editable=False)
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="source_files")
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    language = models.CharField(_("language"), max_length=8, default="en")
    role = models.CharField(
        _("what it is"), max_length=12, choices=SourceRole.choices, default=SourceRole.MAIN
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("source file")
        constraints = [
            models.CheckConstraint(condition=Q(role__in=SourceRole.values), name="source_role_known"),
        ]

    def __str__(self) -> str:
        return self.stored.name

    @property
    def language_name(self) -> str:
        """The language in words."""
        return languages.name_of(self.language)

    def sides_of(self, user: User) -> frozenset[Side]:
        """As towards the edition."""
        return self.edition.sides_of(user)


class Intake(models.Model):
    """Candidate lines that a person works on and confirms before they reach the draft, whatever way they came in.

    `base` holds the draft's lines as they were when the work began (rows of `standards.editing`), `base_revision` the
    draft's `lines_revision` of that moment; when the draft has moved since, confirming asks what to take.
    """

    ref = models.CharField(max_length=MAX_LENGTH, unique=True, editable=False)
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="intakes")
    origin = models.CharField(max_length=12, choices=IntakeOrigin.choices, default=IntakeOrigin.FILE)
    source = models.ForeignKey(SourceFile, models.CASCADE, null=True, related_name="intakes")
    job = models.OneToOneField(Job, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=12, choices=IntakeState.choices, default=IntakeState.READING)
    refusal = models.CharField(max_length=60, blank=True)  # code of the sentence that says what is wrong
    refusal_params = models.JSONField(default=dict)
    layout = models.CharField(max_length=60, blank=True)
    pages = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)  # counts every change of the candidate lines
    base_revision = models.PositiveIntegerField(default=0)
    base = models.JSONField(default=list)
    not_kept = models.JSONField(default=list)  # what the file carried and has no place here: code, params
    content_changed_at = models.DateTimeField(null=True)  # what the file itself says, where it does
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("intake")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=IntakeState.values), name="intake_state_known"),
            models.CheckConstraint(condition=Q(origin__in=IntakeOrigin.values), name="intake_origin_known"),
            models.CheckConstraint(
                condition=~Q(origin="file") | Q(source__isnull=False), name="intake_of_a_file_has_it"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """What people call it: the name of the file, or the way the lines came in."""
        return str(self.source) if self.source else str(self.get_origin_display())

    @property
    def stored(self) -> StoredFile | None:
        """The file that was read, if there is one."""
        return self.source.stored if self.source else None

    def sides_of(self, user: User) -> frozenset[Side]:
        """As towards the edition."""
        return self.edition.sides_of(user)


class IntakeLine(models.Model):
    """A candidate line of an intake; `kept` is False when the person leaves it out."""

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="lines")
    key = models.UUIDField(null=True)  # of the draft's line that it came from
    position = models.PositiveIntegerField()
    depth = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("kind"), max_length=12, choices=LineKind.choices)
    unit_type = models.CharField(_("group"), max_length=12, choices=UnitType.choices, blank=True)
    number = models.CharField(_("number"), max_length=40, blank=True)
    text = models.TextField(_("text in English"))
    text_original = models.TextField(_("text in the original language"), blank=True)
    critical = models.BooleanField(_("critical"), default=False)
    marks = models.CharField(_("marks"), max_length=20, blank=True)
    translation = models.CharField(
        _("translation"), max_length=12, choices=TranslationStatus.choices, blank=True
    )
    translation_checked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    page = models.PositiveIntegerField(null=True)
    box = models.JSONField(null=True)
    kept = models.BooleanField(_("keep"), default=True)

    class Meta:
        verbose_name = _("candidate line")
        constraints = [
            models.UniqueConstraint(fields=["intake", "position"], name="intake_line_position_once"),
            models.CheckConstraint(condition=Q(kind__in=LineKind.values), name="intake_line_kind_known"),
            models.CheckConstraint(
                condition=Q(translation__in=TranslationStatus.values), name="intake_line_translation_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.text}".strip()[:120]

    @property
    def revision(self) -> str:
        """Mark of what the row's form shows."""
        return fingerprint(
            self.kind,
            self.number,
            self.text,
            self.text_original,
            self.critical,
            self.kept,
            self.translation,
            self.unit_type,
            self.marks,
        )

    def sides_of(self, user: User) -> frozenset[Side]:
        """As towards the edition."""
        return self.intake.sides_of(user)


class IntakeWarning(models.Model):
    """A doubt of the reader, about one candidate line or about the whole file, until a person has looked at it."""

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="warnings")
    line = models.ForeignKey(IntakeLine, models.CASCADE, null=True, related_name="warnings")
    code = models.CharField(max_length=60)  # of standards.refusals
    params = models.JSONField(default=dict)
    page = models.PositiveIntegerField(null=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("doubt of a reading")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.code


class IntakeStep(models.Model):
    """One change of the candidate lines, with what is needed to take it back.

    `patch` is the window of lines that the change touched, as it was before (rows of `standards.editing`), and where.
    """

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="steps")
    act = models.CharField(max_length=30)
    patch = models.JSONField(default=dict)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    undone = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("step of a correction")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.act
