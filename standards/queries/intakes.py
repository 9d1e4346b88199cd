"""Readings of uploaded files and their candidate lines. They exist for the owner country only."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404

from accounts.models import User
from standards import refusals
from standards.models import Edition, Intake, IntakeLine, IntakeWarning, SourceFile
from standards.queries.editions import went_in
from standards.scripts import WARNING
from standards.states import RATEABLE_KINDS, IntakeState


def visible_intake(user: User, ref: str) -> Intake:
    """The reading behind an address.

    Raises:
        Http404: there is none, or it belongs to another country.
    """
    found = Intake.objects.filter(ref=ref, edition__in=_own(user))
    intake = found.select_related(
        "edition__standard__body", "edition__standard__skill_area", "source__stored", "job"
    ).first()
    if intake is None:
        raise Http404
    return intake


def open_intakes(edition: Edition) -> QuerySet[Intake]:
    """Readings of the draft that still ask for something, newest first."""
    under_way = Q(state__in=[IntakeState.READING, IntakeState.READ])
    return (
        edition.intakes.filter(under_way | unanswered_refusal())
        .select_related("source__stored")
        .defer("base", "not_kept")
        .order_by("-id")
    )


def unanswered_refusal() -> Q:
    """A file that could not be read, as long as nobody has uploaded another one for the same edition."""
    later = Intake.objects.filter(edition=OuterRef("edition"), pk__gt=OuterRef("pk"))
    return Q(state=IntakeState.REFUSED) & ~Q(Exists(later))


def visible_candidate(user: User, ref: str, position: int) -> IntakeLine:
    """One candidate line by its position; raises Http404 as `visible_intake`."""
    found = IntakeLine.objects.filter(intake__ref=ref, intake__edition__in=_own(user), position=position)
    line = found.select_related("intake__edition__standard").first()
    if line is None:
        raise Http404
    return line


def visible_source(user: User, ref: str) -> SourceFile:
    """An original file of an edition that the person sees; others than the owner get what went into the edition.

    Raises:
        Http404: there is none, or the person may not see it.
    """
    seen = SourceFile.objects.filter(ref=ref, edition__in=Edition.objects.visible_to(user))
    source = seen.filter(Q(edition__in=_own(user)) | went_in()).select_related("stored", "edition").first()
    if source is None:
        raise Http404
    return source


def held_back(source: SourceFile) -> str:
    """The refusal (code) of a file that could harm whoever opens it; "" for any other.

    The bytes decide: the same ones may lie in another edition, or beside this one as an annex.
    """
    refused = _readings_of(source).filter(state=IntakeState.REFUSED, refusal__in=refusals.UNSAFE)
    return refused.order_by("-id").values_list("refusal", flat=True).first() or ""


def was_looked_at(source: SourceFile) -> bool:
    """Whether the reader has judged these bytes; annexes are kept without being read."""
    judged = [IntakeState.READ, IntakeState.CONFIRMED, IntakeState.REFUSED]
    return _readings_of(source).filter(state__in=judged).exists()


def _readings_of(source: SourceFile) -> QuerySet[Intake]:
    return Intake.objects.filter(source__stored__sha256=source.stored.sha256)


def _own(user: User) -> QuerySet[Edition]:
    if not user.country:
        return Edition.objects.none()
    return Edition.objects.visible_to(user).filter(standard__country=user.country)


@dataclass(frozen=True)
class Overview:
    """Figures over all candidate lines of a reading."""

    total: int
    going_in: int
    rateable: int
    doubtful: int
    without_english: int
    zawgyi: int

    @property
    def left_out(self) -> int:
        """Lines that do not go into the draft."""
        return self.total - self.going_in


def overview(intake: Intake) -> Overview:
    """Counts in one query."""
    kept = Q(kept=True)
    counts = intake.lines.aggregate(
        total=Count("pk"),
        going_in=Count("pk", filter=kept),
        rateable=Count("pk", filter=kept & Q(kind__in=RATEABLE_KINDS)),
        doubtful=Count("pk", filter=Exists(_doubts())),
        zawgyi=Count("pk", filter=Exists(_doubts().filter(code=WARNING))),
        without_english=Count("pk", filter=kept & Q(text="") & ~Q(text_original="")),
    )
    return Overview(**counts)


def candidates(intake: Intake, show: str = "") -> QuerySet[IntakeLine]:
    """Candidate lines in reading order: all, those with a doubt ("doubtful"), or those left out ("out")."""
    lines = intake.lines.order_by("position")
    if show == "doubtful":
        return lines.filter(Exists(_doubts()))
    if show == "out":
        return lines.filter(kept=False)
    return lines


def _doubts() -> QuerySet[IntakeWarning]:
    """What is still to be looked at on the outer line."""
    return IntakeWarning.objects.filter(line=OuterRef("pk"), settled_at=None)


@dataclass(frozen=True)
class ShownWarning:
    """A doubt in words, with the line it is about (`line` its key; None: the whole file) and the source page."""

    pk: int
    text: str
    line: int | None
    position: int | None
    page: int | None


def shown_warnings(intake: Intake, line: IntakeLine | None = None) -> list[ShownWarning]:
    """The reader's doubts that nobody has settled, in the present language and the reader's order; of one line or all."""
    found = intake.warnings.filter(settled_at=None).select_related("line")
    if line is not None:
        found = found.filter(line=line)
    return [
        ShownWarning(
            one.pk,
            refusals.sentence(one.code, one.params),
            one.line_id,
            one.line.position if one.line else None,
            one.page,
        )
        for one in found
    ]


def steps_left(intake: Intake) -> tuple[bool, bool]:
    """Whether a step can be undone, and whether one can be done again."""
    undone = set(intake.steps.values_list("undone", flat=True).distinct().order_by())
    return False in undone, True in undone
