"""Ratings, gap codes and states of the benchmarking app (product.md section 5, domain.md 4.5)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Rating(models.TextChoices):
    """Coverage of one receiving line. No row, or an empty rating, means "not compared yet"."""

    FULL = "F", _("Fully covered")
    PARTLY = "P", _("Partly covered")
    NOT = "N", _("Not covered")


class View(models.TextChoices):
    """Whose judgement it is."""

    RECEIVING = "receiving", _("Receiving view")
    SENDING = "sending", _("Sending view")
    AGREED = "agreed", _("Agreed view")


class BenchmarkState(models.TextChoices):
    """A benchmark is completed by people; completing releases it to the sending side and the ILO."""

    OPEN = "open", _("In work")
    COMPLETED = "completed", _("Completed")


BENCHMARK_TRANSITIONS: dict[str, frozenset[str]] = {
    BenchmarkState.OPEN: frozenset({BenchmarkState.COMPLETED}),
    BenchmarkState.COMPLETED: frozenset({BenchmarkState.OPEN}),
}


class Conclusion(models.TextChoices):
    """Corridor conclusion, by people. The word is "comparable"."""

    COMPARABLE = "comparable", _("Comparable")
    CONDITIONS = "conditions", _("Comparable with conditions")
    NOT_YET = "not_yet", _("Not yet comparable")


class Verdict(models.TextChoices):
    """Proposed verdict on a section."""

    COMPARABLE = "comparable", _("Comparable")
    PARTLY = "partly", _("Partly comparable")
    NOT = "not", _("Not comparable")
    OPEN = "open", _("No verdict yet")


class GapCode(models.TextChoices):
    """Gap taxonomy: content, level, assessment, certification, quality assurance, system."""

    C1 = "C1", _("C1 Unit or duty missing")
    C2 = "C2", _("C2 Element or task missing")
    C3 = "C3", _("C3 Criterion missing")
    C4 = "C4", _("C4 Criterion weaker or vague (no tolerance, time, quantity)")
    C5 = "C5", _("C5 Knowledge")
    C6 = "C6", _("C6 Attitude, safety, environment")
    C7 = "C7", _("C7 Tools, materials, technology, code of practice")
    C8 = "C8", _("C8 Wording or translation unclear")
    L1 = "L1", _("L1 Level of complexity or autonomy")
    L2 = "L2", _("L2 Scope (occupation split or merged)")
    L3 = "L3", _("L3 Entry, volume, progression")
    L4 = "L4", _("L4 No link to the NQF or the AQRF")
    A1 = "A1", _("A1 Assessment method or coverage")
    A2 = "A2", _("A2 Weights and pass mark")
    A3 = "A3", _("A3 Duration, task, drawing")
    A4 = "A4", _("A4 Assessor")
    A5 = "A5", _("A5 Centre, equipment")
    A6 = "A6", _("A6 Candidate entry, recognition of prior learning, language")
    R1 = "R1", _("R1 Issuing authority, legal basis")
    R2 = "R2", _("R2 Certificate content, level shown")
    R3 = "R3", _("R3 Register, verification")
    R4 = "R4", _("R4 Validity, renewal")
    R5 = "R5", _("R5 Licence or other legal requirement")
    Q1 = "Q1", _("Q1 Governance")
    Q2 = "Q2", _("Q2 Accreditation")
    Q3 = "Q3", _("Q3 Moderation, audit")
    Q4 = "Q4", _("Q4 Appeals")
    Q5 = "Q5", _("Q5 Data and monitoring")
    S1 = "S1", _("S1 Law or policy")
    S2 = "S2", _("S2 Capacity, budget")
    S3 = "S3", _("S3 Demand, wage link")


class Severity(models.TextChoices):
    """How much a gap weighs."""

    CRITICAL = "critical", _("Critical")
    MAJOR = "major", _("Major")
    MINOR = "minor", _("Minor")


class GapState(models.TextChoices):
    """Life of a gap finding. "Waiting check" is reached by reporting what was done."""

    OPEN = "open", _("Open")
    AGREED = "agreed", _("Agreed")
    IN_PROGRESS = "in_progress", _("In progress")
    WAITING_CHECK = "waiting_check", _("Waiting for check")
    CLOSED = "closed", _("Closed")
    KEPT = "kept", _("Kept as difference")
    DISMISSED = "dismissed", _("Dismissed")


GAP_TRANSITIONS: dict[str, frozenset[str]] = {
    GapState.OPEN: frozenset({GapState.AGREED, GapState.KEPT, GapState.DISMISSED}),
    GapState.AGREED: frozenset(
        {GapState.IN_PROGRESS, GapState.WAITING_CHECK, GapState.KEPT, GapState.DISMISSED}
    ),
    GapState.IN_PROGRESS: frozenset({GapState.WAITING_CHECK, GapState.KEPT}),
    GapState.WAITING_CHECK: frozenset({GapState.CLOSED, GapState.IN_PROGRESS}),
    GapState.CLOSED: frozenset(),
    GapState.KEPT: frozenset({GapState.OPEN}),
    GapState.DISMISSED: frozenset({GapState.OPEN}),
}


class Comparability(models.TextChoices):
    """Rating of an arrangement, a level or a dimension. No score, never mixed into the content index."""

    COMPARABLE = "comparable", _("Comparable")
    PARTLY = "partly", _("Partly comparable")
    NOT = "not", _("Not comparable")
    NO_EVIDENCE = "no_evidence", _("No evidence")


class ActionType(models.TextChoices):
    """What closes a gap (domain.md 4.5)."""

    REVISE = "revise", _("Revise the standard")
    BRIDGING = "bridging", _("Bridging training")
    ASSESSMENT = "assessment", _("Change the assessment")
    ASSESSORS = "assessors", _("Training of assessors or trainers")
    CERTIFICATION = "reform", _("Reform of certification or quality assurance")
    ASSISTANCE = "assistance", _("Technical assistance from the receiving country")
    ACCEPT = "accept", _("Accept the difference")


class ReplyPosition(models.TextChoices):
    """What the sending country says to a gap before publication."""

    ACCEPTS = "accepts", _("Accepts the finding")
    REMARKS = "remarks", _("Accepts it with remarks")
    CONTESTS = "contests", _("Does not accept it")


class LevelCell(models.TextChoices):
    """A column of the level-to-level table."""

    SENDING = "sending", _("Sending country")
    REGIONAL = "regional", _("AQRF")
    RECEIVING = "receiving", _("Receiving country")


class RecommendationKind(models.TextChoices):
    """What a corridor recommends (concept note: recommendations for continued collaboration)."""

    CONTINUE = "continue", _("Continue the collaboration")
    CONDITION = "condition", _("Condition of recognition")
    BRIDGING = "bridging", _("Bridging training")
    NEXT = "next", _("Next step")


class Band(models.TextChoices):
    """How likely a suggested counterpart is one; the hit rate of each band was measured."""

    LIKELY = "likely", _("Likely")
    POSSIBLE = "possible", _("Possible")
    UNLIKELY = "unlikely", _("Unlikely")
