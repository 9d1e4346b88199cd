"""Gaps, missions, action plan and recommendations of a gap analysis, from rows that were read before."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from benchmarking.gap_acts import UNSETTLED
from benchmarking.models import GapFinding
from benchmarking.states import GapCode, GapState
from core import countries
from corridors.models import Activity
from missions.models import Mission, Observation
from missions.states import Effect, MissionState
from reports.documents import gap_analysis as paper
from reports.documents.photos import Photo
from reports.snapshots.comparison import Compared
from reports.snapshots.source import Source


def code_label(code: str) -> str:
    """The words of a gap code without the code itself."""
    return str(GapCode(code).label).removeprefix(code).strip()


def activity_refs(source: Source) -> dict[int, paper.ActivityRef]:
    """The rows of the plan by primary key, in plan order. Each gets a number of its own, for links go by it."""
    found: dict[int, paper.ActivityRef] = {}
    taken: set[str] = set()
    for activity in source.activities:
        number, turn = activity.number or "–", 1
        while number in taken:
            turn += 1
            number = f"{activity.number or '–'} ({turn})"
        taken.add(number)
        found[activity.pk] = _activity(activity, number)
    return found


def _activity(activity: Activity, number: str) -> paper.ActivityRef:
    start, end = activity.planned_start, activity.planned_end
    note = _("Dates are illustrative") if activity.dates_illustrative and (start or end) else ""
    return paper.ActivityRef(
        number=number,
        title=activity.title,
        starts=start.isoformat() if start else "",
        ends=end.isoformat() if end else "",
        owner=activity.owner.name if activity.owner else "",
        state=activity.get_state_display().lower(),
        note=note,
    )


def held_observations(source: Source) -> list[Observation]:
    """Observations of missions that are recorded as held; the others are not yet released to other sides."""
    return [one for one in source.observations if one.mission.state == MissionState.HELD]


def gaps(compared: Compared, activities: dict[int, paper.ActivityRef]) -> tuple[paper.Gap, ...]:
    """The gap register of the corridor: the report's own benchmark and all released ones, oldest first."""
    source = compared.source
    seen: dict[int, list[paper.Seen]] = {}
    for observation in held_observations(source):
        for link in source.links.get(observation.pk, []):
            seen.setdefault(link.gap_id, []).append(
                paper.Seen(
                    mission=observation.mission.title,
                    on=observation.observed_on.isoformat(),
                    text=observation.text,
                    effect=Effect(link.effect).label.lower(),
                )
            )
    return tuple(_gap(compared, gap, tuple(seen.get(gap.pk, [])), activities) for gap in source.gaps)


def _gap(
    compared: Compared,
    gap: GapFinding,
    seen: tuple[paper.Seen, ...],
    activities: dict[int, paper.ActivityRef],
) -> paper.Gap:
    source = compared.source
    keys, replies = source.activities_of.get(gap.pk, []), source.replies.get(gap.pk, [])
    return paper.Gap(
        ref=gap.label,
        code=gap.code,
        code_label=code_label(gap.code),
        title=gap.title or gap.generated.partition("\n")[0],
        description=_description(gap),
        severity=gap.severity,
        state=gap.get_state_display().lower(),
        is_settled=gap.state not in UNSETTLED,
        owner_country=countries.name_of(gap.owner_country),
        due=gap.due_on.isoformat() if gap.due_on else "",
        receiving=(compared.ref_of(gap.line),) if gap.line else (),
        sending=tuple(compared.ref_of(line) for line in source.counterparts.get(gap.judgement_id or 0, [])),
        observations=seen,
        activities=tuple(activities[key] for key in keys if key in activities),
        what_was_done=gap.what_was_done,
        proof=_proof(gap),
        closed_by=_closed(gap),
        reply="\n".join(one.text for one in replies if one.text),
        position=next((one.get_position_display().lower() for one in reversed(replies) if one.position), ""),
        question=gap.arrangement.question.text if gap.arrangement else "",
        action=gap.recommended_action,
        action_type=gap.get_action_type_display(),
        office=gap.owner_office.name if gap.owner_office else "",
    )


def _description(gap: GapFinding) -> str:
    parts = [gap.description or gap.difference]
    if gap.stale and gap.state not in (GapState.CLOSED, GapState.DISMISSED):
        parts.append(_("The line is no longer judged as differing substantially."))
    if gap.reason and gap.state in (GapState.KEPT, GapState.DISMISSED):
        parts.append(_("%(state)s: %(reason)s") % {"state": gap.get_state_display(), "reason": gap.reason})
    return "\n".join(part for part in parts if part)


def _proof(gap: GapFinding) -> str:
    name = gap.proof.name if gap.proof else ""
    return f"{gap.proof_note} ({name})" if gap.proof_note and name else gap.proof_note or name


def _closed(gap: GapFinding) -> str:
    if gap.closed_by is None or gap.closed_at is None or gap.state != GapState.CLOSED:
        return ""
    day = formats.date_format(timezone.localtime(gap.closed_at), "j F Y")
    words = _("%(office)s, %(day)s") % {"office": gap.closed_by.title, "day": day}
    return f"{words}\n{gap.closing_note}" if gap.closing_note else words


def missions(source: Source) -> tuple[paper.MissionHeld, ...]:
    """Missions of the corridor with planned and actual dates; cancelled ones are left out."""
    found: dict[int, list[Observation]] = {}
    for observation in held_observations(source):
        found.setdefault(observation.mission_id, []).append(observation)
    kept = [mission for mission in source.missions if mission.state != MissionState.CANCELLED]
    return tuple(_mission(source, mission, found.get(mission.pk, [])) for mission in kept)


def _mission(source: Source, mission: Mission, found: list[Observation]) -> paper.MissionHeld:
    length = 7 if mission.planned_month_only else 10
    return paper.MissionHeld(
        title=mission.title,
        place=f"{mission.place}, {countries.name_of(mission.country)}",
        planned_from=mission.planned_start.isoformat()[:length],
        planned_to=mission.planned_end.isoformat()[:length],
        actual_from=mission.actual_start.isoformat() if mission.actual_start else "",
        actual_to=mission.actual_end.isoformat() if mission.actual_end else "",
        observations=len(found),
        team=", ".join(team.name for team in mission.teams.all()),
        findings=tuple(
            paper.Seen(
                mission="",
                on=one.observed_on.isoformat(),
                text=f"{one.site}: {one.text}",
                effect=", ".join(_effects(source, one)),
                photos=tuple(
                    Photo(photo.words, photo.small.sha256, photo.small.content_type)
                    for photo in source.photos.get(one.pk, [])
                ),
            )
            for one in found
        ),
    )


def _effects(source: Source, observation: Observation) -> Iterator[str]:
    words = {
        Effect.CONFIRMS: _("confirms %(gap)s"),
        Effect.RAISES: _("raises %(gap)s"),
        Effect.DOUBTS: _("speaks against %(gap)s"),
    }
    for link in source.links.get(observation.pk, []):
        yield words[Effect(link.effect)] % {"gap": link.gap.label}


def recommendations(compared: Compared) -> tuple[paper.Recommendation, ...]:
    """What people recorded for the corridor, then what the judgements recommend: each text once, with the lines it is
    about and the gaps it answers.
    """
    source = compared.source
    recorded = tuple(
        paper.Recommendation(one.text, kind=one.get_kind_display()) for one in source.recommendations
    )
    found: dict[str, tuple[str, list[str], list[str], list[str]]] = {}
    for part in compared.receiving:
        for line in part.lines:
            judgement = source.judgements.get(line.pk)
            if judgement is None or not judgement.recommendation:
                continue
            gap = source.gap_of.get(judgement.pk)
            owner = gap.owner_country if gap else source.corridor.sending_country
            key = " ".join(judgement.recommendation.casefold().split())
            _text, numbers, owners, refs = found.setdefault(key, (judgement.recommendation, [], [], []))
            numbers += [compared.number(line)] if line.number else []
            owners.append(countries.name_of(owner))
            refs += [gap.label] if gap else []
    return recorded + tuple(
        paper.Recommendation(
            _about(text, numbers), ", ".join(sorted(set(owners))), tuple(dict.fromkeys(refs))
        )
        for text, numbers, owners, refs in found.values()
    )


def _about(text: str, numbers: list[str]) -> str:
    """The recommendation with the receiving lines that it is about, for it is often short."""
    named = dict.fromkeys(numbers)
    if not named:
        return text
    return _("%(text)s (%(lines)s)") % {
        "text": text,
        "lines": ngettext("line %(numbers)s", "lines %(numbers)s", len(named))
        % {"numbers": ", ".join(named)},
    }
