"""Page reads of gap findings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Organisation, User
from accounts.permissions import Permission
from accounts.states import OrganisationKind
from benchmarking import gap_acts
from benchmarking.gap_acts import RULES, GapAct
from benchmarking.models import GapFinding, GapReply
from benchmarking.queries.gap_rows import holds, with_words
from core.models import AuditLine
from core.queries import history_of, one
from core.text import lang_of
from corridors.models import Activity
from corridors.states import ActivityState

# --- One gap -------------------------------------------------------------------------------------


def visible_gap(user: User, ref: str) -> GapFinding:
    """The gap with everything its page shows; 404 for what this person may not see."""
    gaps = GapFinding.objects.visible_to(user).select_related(
        "corridor__pilot",
        "corridor__skill_area",
        "benchmark",
        "review__version",
        "judgement__line__edition__standard",
        "judgement__by",
        "arrangement__question",
        "arrangement__by",
        "owner_office",
        "proof",
        "reported_by",
        "closed_by",
    )
    return one(with_words(gaps, timezone.localdate()), ref)


def possible_acts(user: User, gap: GapFinding) -> frozenset[GapAct]:
    """What this person may do with the gap in its present state; closing one's own report is not among it."""
    sides = gap.sides_of(user)
    acts = {
        act
        for act, rule in RULES.items()
        if gap_acts.is_possible(act, gap.state) and holds(user, rule.permission, sides)
    }
    if gap.reported_by_id == user.pk:
        acts.discard(GapAct.CLOSE)
    return frozenset(acts)


def may_plan(user: User, gap: GapFinding) -> bool:
    """Whether the person may add rows to the action plan of the gap's pilot."""
    return holds(user, Permission.ACTIVITY_EDIT, gap.corridor.pilot.sides_of(user))


@dataclass(frozen=True)
class Said:
    """One contribution to the conversation, with the language of its text by its script."""

    reply: GapReply
    lang: str


def replies_to(gap: GapFinding) -> list[Said]:
    """The conversation, oldest first."""
    replies = gap.replies.select_related("by__organisation").order_by("at", "pk")
    return [Said(reply, lang_of(reply.text)) for reply in replies]


def formal_reply_to(gap: GapFinding) -> Said | None:
    """The sending country's latest formal reply."""
    reply = gap.replies.exclude(position="").select_related("by__organisation").order_by("pk").last()
    return Said(reply, lang_of(reply.text)) if reply else None


def activities_of(gap: GapFinding, user: User) -> QuerySet[Activity]:
    """Rows of the action plan that address the gap, as far as the person sees them."""
    rows = Activity.objects.visible_to(user).filter(gaps=gap)
    return rows.select_related("owner").order_by("planned_start", "pk")


def all_done(activities: Iterable[Activity]) -> bool:
    """Whether there are activities and none of them is still to be done (cancelled ones do not count)."""
    states = [activity.state for activity in activities if activity.state != ActivityState.CANCELLED]
    return bool(states) and all(state == ActivityState.DONE for state in states)


def linkable_activities(gap: GapFinding, user: User) -> QuerySet[Activity]:
    """Rows of the plan that can be linked: of this corridor or common ones, not cancelled, not linked yet."""
    corridor = gap.corridor
    rows = Activity.objects.visible_to(user).filter(
        Q(corridor=None) | Q(corridor=corridor),
        pilot=corridor.pilot_id,
        country__in=["", corridor.receiving_country, corridor.sending_country],
    )
    return rows.exclude(state=ActivityState.CANCELLED).exclude(gaps=gap).order_by("position", "pk")


def possible_owners(gap: GapFinding) -> QuerySet[Organisation]:
    """Who can own an activity for this gap: government organisations of both countries, and the ILO."""
    both = [gap.corridor.receiving_country, gap.corridor.sending_country]
    government = Q(kind=OrganisationKind.GOVERNMENT, country__in=both)
    found = Organisation.objects.filter(government | Q(kind=OrganisationKind.ILO), is_active=True)
    return found.order_by("country", "name")


def owner_offices(gap: GapFinding) -> QuerySet[Organisation]:
    """Offices that can own the gap: government organisations of its two countries."""
    both = [gap.corridor.receiving_country, gap.corridor.sending_country]
    found = Organisation.objects.filter(kind=OrganisationKind.GOVERNMENT, country__in=both)
    found = found.filter(Q(is_active=True) | Q(pk=gap.owner_office_id))
    return found.order_by("country", "name")


def history_for(gap: GapFinding, user: User) -> list[AuditLine]:
    """The gap's history, newest first; for the sending side and the ILO since the receiving view was released.

    They read of activities only what they see in the action plan.
    """
    lines = history_of(gap)
    if user.country == gap.corridor.receiving_country:
        return list(lines)
    if gap.released_at:
        lines = lines.filter(at__gte=gap.released_at)
    found = list(lines)
    if any(_activity_in(line) for line in found):
        rows = Activity.objects.visible_to(user).filter(pilot=gap.corridor.pilot_id)
        seen = {str(activity) for activity in rows}
        found = [line for line in found if _activity_in(line) in seen | {""}]
    return found


def _activity_in(line: AuditLine) -> str:
    """The activity that a line is about, in words; "" where it is about none."""
    return str(line.after.get("activity") or line.before.get("activity") or "")
