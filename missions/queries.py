"""Reads of missions and observations."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Count, F, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission, Side, held_by
from benchmarking.models import GapFinding
from core import countries
from core.summary import Fact, Waiting
from core.text import clean
from corridors.models import Corridor
from missions.models import Mission, Observation, ObservationGap, ObservationPhoto
from missions.states import MissionState

#: A mission that starts within so many days is announced on the home page.
SOON = timedelta(days=30)
#: How many single things of one kind the home page names.
NAMED = 5


def visible_mission(user: User, ref: str) -> Mission:
    """The mission with this reference.

    Raises:
        Http404: there is none that the person sees.
    """
    found = Mission.objects.visible_to(user).select_related("pilot").filter(ref=ref).first()
    if found is None:
        raise Http404
    return found


def visible_observation(user: User, ref: str) -> Observation:
    """The observation with this reference.

    Raises:
        Http404: there is none that the person sees.
    """
    found = Observation.objects.visible_to(user).select_related(
        "mission__pilot", "corridor__skill_area", "by"
    )
    row = found.filter(ref=ref).first()
    if row is None:
        raise Http404
    return row


def visible_photo(user: User, pk: int) -> ObservationPhoto:
    """The photo, unless it was removed.

    Raises:
        Http404: there is none that the person sees.
    """
    return _photo(ObservationPhoto.objects.visible_to(user).filter(pk=pk))


def visible_removed_photo(user: User, pk: int) -> ObservationPhoto:
    """A photo that was removed, of an observation that the person sees.

    Raises:
        Http404: there is none.
    """
    removed = ObservationPhoto.objects.exclude(removed_at=None)
    return _photo(removed.filter(pk=pk, observation__in=Observation.objects.visible_to(user)))


def _photo(found: QuerySet[ObservationPhoto]) -> ObservationPhoto:
    row = found.select_related("observation__mission__pilot", "stored", "small").first()
    if row is None:
        raise Http404
    return row


def photos_of(observation: Observation) -> QuerySet[ObservationPhoto]:
    """The photos of an observation in their order."""
    return ObservationPhoto.objects.shown().filter(observation=observation).select_related("added_by")


def removed_photos_of(observation: Observation) -> QuerySet[ObservationPhoto]:
    """What was removed and can be put back, newest first."""
    found = ObservationPhoto.objects.exclude(removed_at=None).filter(observation=observation)
    return found.select_related("removed_by").order_by("-removed_at")


def missions(
    user: User, *, query: str = "", country: str = "", round: str = "", state: str = "", corridor: str = ""
) -> QuerySet[Mission]:
    """Missions that the person sees, filtered, by planned start; with their visible corridors and observations."""
    found = Mission.objects.visible_to(user).select_related("pilot")
    if words := clean(query):
        named = [
            code for code, name in countries.COUNTRIES.items() if words.casefold() in str(name).casefold()
        ]
        found = found.filter(
            Q(title__icontains=words)
            | Q(place__icontains=words)
            | Q(agenda__icontains=words)
            | Q(note__icontains=words)
            | Q(country__in=named)
        )
    if country:
        found = found.filter(country=country)
    if round:
        found = found.filter(round=round)
    if state:
        found = found.filter(state=state)
    if corridor:
        found = found.filter(corridors__in=Corridor.objects.visible_to(user).filter(ref=corridor))
    seen = Observation.objects.visible_to(user).filter(mission=OuterRef("pk")).order_by().values("mission")
    noted = Subquery(seen.annotate(count=Count("pk")).values("count"), output_field=IntegerField())
    return (
        found.annotate(noted=Coalesce(noted, 0))
        .prefetch_related(Prefetch("corridors", corridors_seen(user), to_attr="seen_corridors"))
        .order_by("planned_start", "planned_end", "pk")
    )


def corridors_seen(user: User) -> QuerySet[Corridor]:
    """Corridors that the person sees, ready to be named."""
    return Corridor.objects.visible_to(user).select_related("skill_area")


def countries_of(user: User) -> list[tuple[str, str]]:
    """Countries in which the missions that the person sees take place, by English name."""
    codes = Mission.objects.visible_to(user).order_by().values_list("country", flat=True).distinct()
    return sorted(((code, countries.name_of(code)) for code in codes), key=lambda pair: pair[1])


def rounds_of(user: User) -> list[int]:
    """Rounds of the missions that the person sees."""
    rounds = Mission.objects.visible_to(user).exclude(round=None).order_by("round")
    return [number for number in rounds.values_list("round", flat=True).distinct() if number]


def observations_of(mission: Mission, user: User) -> QuerySet[Observation]:
    """Observations of a mission that the person sees, each with the gaps that the person sees."""
    found = Observation.objects.visible_to(user).filter(mission=mission)
    shown = Prefetch("photos", ObservationPhoto.objects.shown(), to_attr="shown_photos")
    return found.select_related("corridor__skill_area", "by").prefetch_related(_links(user), shown)


def observations_on(gap: GapFinding, user: User) -> QuerySet[Observation]:
    """Observations on a gap that the person sees, oldest first.

    Each has `effect` (a value of Effect) and, prefetched, `gap_links` with this gap only.
    """
    if not GapFinding.objects.visible_to(user).filter(pk=gap.pk).exists():
        return Observation.objects.none()
    this = Prefetch("gap_links", ObservationGap.objects.filter(gap=gap))
    return (
        Observation.objects.visible_to(user)
        .filter(gap_links__gap=gap)
        .annotate(effect=F("gap_links__effect"))
        .select_related("mission", "corridor__skill_area", "by")
        .prefetch_related(this)
        .order_by("observed_on", "pk")
    )


def gaps_of(corridors: QuerySet[Corridor] | list[Corridor], user: User) -> list[GapFinding]:
    """Gaps of the corridors that the person sees, in the order of the register."""
    found = GapFinding.objects.visible_to(user).filter(corridor__in=corridors)
    ready = found.select_related("benchmark", "review", "corridor__skill_area")
    step = Coalesce(F("review__step"), Value("2"))  # gaps of lines first, then those of the arrangements
    return list(ready.order_by("corridor", step, "benchmark__number", "review__number", "number"))


def _links(user: User) -> Prefetch[str, QuerySet[ObservationGap], str]:
    gaps = ObservationGap.objects.filter(gap__in=GapFinding.objects.visible_to(user))
    return Prefetch("gap_links", gaps.select_related("gap__benchmark", "gap__review"))


# --- What the pages that look at everything ask --------------------------------------------------


def waiting_for(user: User, *, today: date | None = None) -> list[Waiting]:
    """Missions that wait for this person: past without actual dates, held without observations, coming soon."""
    today = today or timezone.localdate()
    seen = Mission.objects.visible_to(user).order_by("planned_start", "pk")
    own = seen.filter(pilot__lead_country=user.country) if user.country else seen.none()
    found: list[Waiting] = []
    if _leads_as(user, Permission.MISSION_PLAN):
        past = own.filter(state=MissionState.PLANNED, planned_end__lt=today)
        found += [_unrecorded(mission) for mission in past[:NAMED]]
    if _leads_as(user, Permission.OBSERVE):
        bare = own.filter(state=MissionState.HELD, observations=None)
        found += [_unobserved(mission) for mission in bare[:NAMED]]
    if not user.is_ilo:
        coming = seen.filter(
            state=MissionState.PLANNED, planned_end__gte=today, planned_start__lte=today + SOON
        )
        found += [_coming(mission) for mission in coming[:NAMED]]
    return found


def summary(corridor: Corridor, user: User, *, today: date | None = None) -> list[Fact]:
    """Missions and observations of a corridor in a few figures."""
    today = today or timezone.localdate()
    rows = list(Mission.objects.visible_to(user).filter(corridors=corridor))
    held = sum(mission.state == MissionState.HELD for mission in rows)
    planned = [mission for mission in rows if mission.state == MissionState.PLANNED]
    ahead = min(
        (one for one in planned if one.planned_end >= today), key=lambda one: one.planned_start, default=None
    )
    listed = f"{reverse('missions:list')}?corridor={corridor.ref}"
    noted = Observation.objects.visible_to(user).filter(corridor=corridor).count()
    coming = (
        _("Next: %(mission)s, %(dates)s") % {"mission": ahead, "dates": ahead.planned_text} if ahead else ""
    )
    return [
        Fact(
            label=_("Missions"),
            value=_("%(held)s held, %(planned)s planned") % {"held": held, "planned": len(planned)},
            url=listed,
            hint=coming,
        ),
        Fact(label=_("Observations"), value=str(noted), url=listed),
    ]


def _leads_as(user: User, permission: Permission) -> bool:
    """Whether people of this role do this where their country leads; which pilots, the query says."""
    return held_by(user.roles, Side.LEAD, permission)


def _unrecorded(mission: Mission) -> Waiting:
    return Waiting(
        title=_("Record when this mission was held: %(mission)s") % {"mission": mission},
        url=reverse("missions:held", kwargs={"ref": mission.ref}),
        detail=_("Planned for %(dates)s.") % {"dates": mission.planned_text},
    )


def _unobserved(mission: Mission) -> Waiting:
    return Waiting(
        title=_("Note what was seen: %(mission)s") % {"mission": mission},
        url=reverse("missions:detail", kwargs={"ref": mission.ref}),
        detail=_("Held on %(dates)s; there is no observation yet.") % {"dates": mission.actual_text},
    )


def _coming(mission: Mission) -> Waiting:
    return Waiting(
        title=_("Coming mission: %(mission)s") % {"mission": mission},
        url=reverse("missions:detail", kwargs={"ref": mission.ref}),
        detail=_("%(place)s, %(dates)s") % {"place": mission.place, "dates": mission.planned_text},
        tone="info",
    )
