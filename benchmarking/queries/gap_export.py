"""The filtered register as rows of a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from benchmarking.gap_sheet import Column, write
from benchmarking.models import GapFinding, GapReply
from benchmarking.queries.gap_register import GapFilter, register
from benchmarking.queries.gap_rows import GapRow
from benchmarking.states import Comparability, Rating
from core import countries
from standards.models import Line

Cell = str | date | None


def sheet_of(user: User, wanted: GapFilter, *, site: str) -> bytes:
    """XLSX of exactly the gaps that the register shows this person under this filter, in its order.

    Args:
        site: the portal's address, such as "https://portal.example.org", before the address of each gap.
    """
    columns = [Column(heading, width) for heading, width in _columns()]
    return write(_("Gaps"), columns, (_cells(gap, site) for gap in _rows(user, wanted)))


def _rows(user: User, wanted: GapFilter) -> Iterator[GapFinding]:
    formal = GapReply.objects.exclude(position="").select_related("by").order_by("-pk")
    sending = Line.objects.order_by("edition", "position")
    found = register(user, wanted).select_related(
        "corridor__pilot",
        "corridor__skill_area",
        "benchmark",
        "review",
        "owner_office",
        "judgement__line__edition__standard",
        "arrangement__question",
        "reported_by",
        "closed_by",
    )
    ready = found.prefetch_related(
        Prefetch("replies", formal, "formal"), Prefetch("judgement__counterparts", sending)
    )
    return iter(ready)


def _columns() -> list[tuple[str, int]]:
    return [
        (_("Gap"), 9),
        (_("Corridor"), 30),
        (_("Step"), 7),
        (_("Title"), 34),
        (_("Reference line or question"), 44),
        (_("Sending lines"), 44),
        (_("Rating"), 18),
        (_("Difference to be aligned"), 44),
        (_("Description"), 44),
        (_("Gap code"), 30),
        (_("Severity"), 11),
        (_("State"), 18),
        (_("Next step"), 14),
        (_("Recommended action"), 40),
        (_("Type of action"), 24),
        (_("Owner country"), 14),
        (_("Owner office"), 24),
        (_("Due on"), 12),
        (_("Overdue"), 9),
        (_("Formal reply"), 22),
        (_("Formal reply in words"), 40),
        (_("Activities"), 34),
        (_("What was done"), 40),
        (_("Proof"), 34),
        (_("Result of the check"), 34),
        (_("Closed on"), 12),
        (_("Reason"), 34),
        (_("Address"), 40),
    ]


def _cells(gap: GapFinding, site: str) -> list[Cell]:
    row = GapRow(gap)
    reply: GapReply | None = next(iter(getattr(gap, "formal", [])), None)
    return [
        gap.label,
        str(gap.corridor),
        str(getattr(gap, "step")),  # noqa: B009  # annotated by the register
        row.heading,
        *_origin(gap),
        gap.difference,
        gap.description,
        gap.get_code_display(),
        gap.get_severity_display(),
        gap.get_state_display(),
        row.holder_name,
        row.action,
        gap.get_action_type_display() if gap.action_type else "",
        countries.name_of(gap.owner_country),
        gap.owner_office.name if gap.owner_office else "",
        gap.due_on,
        _("yes") if row.overdue else "",
        row.position,
        reply.text if reply else "",
        "\n".join(str(one) for one in row.activities),
        gap.what_was_done,
        gap.proof_note,
        gap.closing_note,
        gap.closed_at.date() if gap.closed_at else None,
        gap.reason,
        site + reverse("benchmarking:gap", kwargs={"ref": gap.ref}),
    ]


def _origin(gap: GapFinding) -> tuple[str, str, str]:
    """The line or question, the sending lines, and the rating, in words."""
    if gap.arrangement is not None:
        rating = Comparability(gap.arrangement.rating).label if gap.arrangement.rating else ""
        return gap.arrangement.question.text, "", str(rating)
    judged = gap.judgement
    if judged is None:
        return "", "", ""
    sending = "\n".join(f"{one.number} {one.text}".strip() for one in judged.counterparts.all())
    rating = Rating(judged.rating).label if judged.rating else _("Not compared")
    return f"{judged.line.number} {judged.line.text}".strip(), sending, str(rating)
